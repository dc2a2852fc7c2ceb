"""A Chinese utterance as understood: quotes set aside as single letters, forms of width made one, politeness taken off.

Knows nothing of commands. A quote stands in the text as one letter of the private area, so that no rule reads into it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from agent.planners.chinese.script import plainly

FIRST = 0xE000
QUOTE = "[\ue000-\ue0ff]"
_QUOTED = re.compile(
    '“([^”]*)”|"([^"]*)"|「([^」]*)」|『([^』]*)』|‘([^’]*)’|(?<![a-zA-Z])\'([^\']*)\'|《([^》]*)》|“([^”“"]*)'
    '[“"]|”([^”]*)”'
)
_WIDE = "\u3400-\u9fff\ue000-\ue0ff"
_SPACE = re.compile(rf"(?<=[{_WIDE},;:.!?、])\s+|\s+(?=[{_WIDE},;:.!?、])")
_GAP = re.compile(rf"(?<=[{_WIDE}0-9%]) (?=[{_WIDE}])")
_LEAD = re.compile(
    r"^(?:(?:我|他|她)?的?(?:朋友|老师|老板|客户|甲方|领导|同事|同学|老婆|老公|媳妇|对象|妈妈?|爸爸?|家人|大家|别人)们?"
    r"(?:都|也)?(?:说|觉得|建议|要求|希望|想让)(?:这张?|它|要|想要)*|请问|请您|请你|请|麻烦(?:你|您)?(?:了)?|劳驾|拜托(?:你|您)?|有劳|可不可以|可以不可以|能不能|能否|可否|"
    r"是否可以|是不是可以|"
    r"(?:你|您)?(?:可以|能)(?=[把将给帮让去加换调改写裁做弄删替再移旋放变在])|我(?:现在|还)?(?:希望|想要?(?!\w*吗)|"
    r"觉得|感觉|认为)(?:你|您|能|可以|它|再|让)*|"
    r"希望(?:能|你|可以)*|想要?(?=[把将给让去加换调改写裁做弄删变更再稍亮暗暖冷鲜清柔])|最好(?:能|是|可以)?|要是能?|"
    r"如果能?|假如|假设|"
    r"倘若|帮(?:我|忙|个忙)*(?:把(?=.)|)|给我(?=[把将加换调改写裁做弄删变去来])|替我|"
    r"那么|那就|那(?=[把将给就])|嗯+|呃+|额(?=[,，])|哦+|噢|唉|诶|哎呀?|嘿|喂|你好(?=[,])|您好(?=[,])|好的?(?=[,])|"
    r"行(?=[,])|"
    r"对了|话说|其实|另外|还有(?=[,把将])|顺便|然后|接着|接下来|随后|最后(?!一|加|的|添|放|那)|首先|第一步(?=[,"
    r"把将先])|同时|并且|而且|"
    r"再(?=[把将给请帮裁调去转旋翻锐降写换变改删移放缩做弄虚模提增减套打抠拉扶]|加上?一?[个只条顶朵点些])|但是?(?=.)|"
    r"不过|可是|只是|"
    r"就(?=[把将给])|先(?=.)|现在|咱们|"
    r"我们|你来?(?=[把将给帮])|这次|直接|简单(?:地)?|赶紧|快(?=[把将给帮点])|快点|尽量|试着|试试(?=[把将给换])|"
    r"继续(?=[把将给调变加])|怎么(?:感觉|觉得|看着|看起来)|就是(?=.{0,6}(?:有点|太|不够|偏|还是|感觉|略))|只(?=[拉扶裁旋翻锐调把将给换降去])|也(?=[把将给])|,|、|\s)+"
)
_END = re.compile(
    r"(?:[\s,.!?~、…]|谢谢(?:你|您|啦|了)?|多谢|感谢|拜托了?|好吗|好么|好不好|可以吗|可以么|行吗|行不行|可不可以|"
    r"怎么样|如何(?=$)|"
    r"就(?:更?好|行|可以|完美|更好)(?:了|啦)|就好|行了吧|那?该多好|(?:会不会|是不是|应该会?)更?好看?(?:一?些|一?点)?|会更好(?:一些|一点)?|会比较好|吧|呗|啊|呀|"
    r"哦|噢|喔|哈|嘛|啦|呢|哒|咯|(?<![什怎那这])么|"
    r"(?<!什)吗|一下(?:子)?|下(?=吧$))+$"
)


@dataclass(frozen=True)
class Saying:
    """`text` with one private letter for each of the `quotes`."""

    text: str
    quotes: tuple[str, ...] = ()

    def restored(self, value: Any, *, bare: bool = False) -> Any:
        """The value with every quote put back; in marks inside other words, without them where it is all there is."""
        if isinstance(value, str):
            alone = bare or re.fullmatch(QUOTE, value)
            return re.sub(QUOTE, lambda found: self._quote(found[0], marks=not alone), value)
        if isinstance(value, Mapping):
            return {name: self.restored(inner) for name, inner in value.items()}
        return value

    def _quote(self, letter: str, *, marks: bool) -> str:
        words = self.quotes[ord(letter) - FIRST]
        return f"“{words}”" if marks else words


def read(utterance: str, *, stops: bool = False) -> Saying:
    """The utterance with its quotes set aside, in simplified characters and forms of one width.

    With `stops` a space after a Chinese character or a number ends a clause, as many type who leave out punctuation.
    """
    quotes: list[str] = []

    def aside(found: re.Match[str]) -> str:
        words = next((words for words in found.groups() if words is not None), "")
        if len(quotes) > 200:
            return words
        quotes.append(words)
        return chr(FIRST + len(quotes) - 1)

    cleaned = re.sub("[\ue000-\ue0ff]", " ", utterance)
    text = _QUOTED.sub(aside, cleaned)
    text = unicodedata.normalize("NFKC", text).replace("。", ".").replace("｡", ".").replace("\n", ";")
    text = " ".join(plainly(text).split())
    text = _SPACE.sub("", _GAP.sub(",", text) if stops else text)
    return Saying(re.sub(r"(太[^太,]{1,3})(?:[,!]?\1)+", r"\1", text), tuple(quotes))


def polite_off(text: str) -> str:
    """The clause without greeting, politeness and hedging at its beginning, and without particles at its end."""
    lead = _LEAD.match(text)
    rest = text[lead.end() :] if lead else text
    if lead and lead[0].endswith("把"):
        rest = f"把{rest}"
    return trimmed(rest) or trimmed(text) or text.strip(" ,;.!?、")


def trimmed(text: str) -> str:
    """Without punctuation and particles at the end."""
    return _END.sub("", text.strip(" ,;.!?、:"))


@cache
def pattern(source: str) -> re.Pattern[str]:
    """The compiled pattern, letters of either case."""
    return re.compile(source, re.IGNORECASE)


def fullmatch(source: str, text: str) -> re.Match[str] | None:
    """A match of the whole text."""
    return pattern(source).fullmatch(text)


def search(source: str, text: str) -> re.Match[str] | None:
    """The first match in the text."""
    return pattern(source).search(text)
