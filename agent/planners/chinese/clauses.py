"""An utterance into the things it asks for: at punctuation, at "然后", at "再" before a command. Knows no command."""

from __future__ import annotations

from agent.planners.chinese.saying import pattern, polite_off, search
from tools import chinese

_STOP = r"(?:[,;!?~\n…]|\.(?!\d)|(?<!\d)\.)+"
_THEN = (
    r"(?:,)?(?:然后再?|接着再?|随后|之后再|最后(?!一|加|的|添|放|那)再?|并且|同时也?|顺便也?|而且也?|另外再?|此外|"
    r"还有就是|其次|"
    r"以及(?=[把将给])|(?:但是?|不过|可是)(?=(?:要|请)?(?:保留|保持|留着|别|不要|不动))|(?<=.{4})(?=(?:突出|凸显)[人主])|"
    r"(?<=[^不要]了)(?=(?:压|救|修|调|帮|弄|处理|提[亮一高]|拉[直正一])))"
)
_COMMAND = (
    r"(?:[把将给让]|裁|调|加(?!一点|点|些)|去掉|去除|旋转|转成|写|换|变成|改成|删|移|放大|放到|缩|翻|锐|降|虚化|模糊|"
    r"做|撤|回到|保存|存|导出|复制|恢复|提高|提亮|"
    r"降低|增加|减少|套|打|抠|拉直|扶正|背景|左右|上下|顺时|逆时|拉|画|戴|添|转)"
)
_AGAIN = rf"再(?={_COMMAND})|并(?={_COMMAND})|也(?=把)|还要?(?=[把将给])"
_VERB = (
    r"裁|调|加|去|转|写|换|变|改|删|移|放|缩|翻|锐|降|虚|糊|做|弄|撤|存|导|复制|恢复|提|增|减|套|打|抠|拉|扶|戴|擦|"
    r"抹|染|涂|亮|暗|暖|冷|黑白|撤|成"
)


def clauses(text: str) -> list[str]:
    """The clauses in order, politeness off; "除了…，…" and "要是…，就好了" stay together."""
    joined = pattern(r"(除了?[^,;.]{1,20}),").sub(r"\1外", text)
    joined = pattern(r",(?=(?:就|那)?(?:更)?好了|就行|可以吗|好吗|行吗|谢谢)").sub("", joined)
    joined = pattern(
        rf"[换改变](?:成)?(?:一?个)?颜色,(?:要|换成|改成|变成)?(?={chinese.COLOUR}色?(?:的)?(?:吧|啊|呀|好了)?$)"
    ).sub("变成", joined)
    parts = [piece for part in pattern(_STOP).split(joined) for piece in _split(part)]
    return [clause for part in parts if (clause := polite_off(part))]


def _split(part: str) -> list[str]:
    """A part at its conjunctions, where what stands before them is a command."""
    pieces = [piece for piece in pattern(_THEN).split(part) if piece]
    return [small for piece in pieces for small in _at_again(piece)]


def _at_again(piece: str) -> list[str]:
    for found in pattern(_AGAIN).finditer(piece):
        before = piece[: found.start()]
        if len(before) >= 2 and search(_VERB, before) and not search(r"^(?:[把将给让])[^\s]{1,5}$", before):
            return [before, *_at_again(piece[found.end() :])]
    return [piece]
