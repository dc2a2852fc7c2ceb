"""The words of an utterance as the grammar reads them. Knows nothing of what they ask for.

Quoted lettering becomes one private character per quote, so that no rule can split or match inside it; `text` is the
lower-cased form that rules match, `raw` keeps the person's capitals, and both have the same length.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

MAX_CHARACTERS = 4000
_FIRST_QUOTE = 0xE000
QUOTE = "[\ue000-\ue0ff]"


@cache
def pattern(source: str) -> re.Pattern[str]:
    """A regular expression, compiled when it is first needed and kept."""
    return re.compile(source)


def search(source: str, text: str) -> re.Match[str] | None:
    return pattern(source).search(text)


def fullmatch(source: str, text: str) -> re.Match[str] | None:
    return pattern(source).fullmatch(text)


@dataclass(frozen=True)
class Saying:
    """Some words of a person. `quotes` holds what stood in quotation marks, in order."""

    text: str
    raw: str
    quotes: tuple[str, ...] = ()

    @cached_property
    def words(self) -> tuple[str, ...]:
        return tuple(pattern(rf"[\w'#%+-]+|{QUOTE}").findall(self.text))

    def cut(self, start: int, end: int | None = None) -> Saying:
        """The part from `start` to `end`, without the punctuation and spaces around it."""
        text = self.text[start:end]
        left = len(text) - len(text.lstrip(" ,;:.!?-…"))
        right = len(text.rstrip(" ,;:.!?-…"))
        raw = self.raw[start:end]
        return Saying(text[left : max(left, right)], raw[left : max(left, right)], self.quotes)

    def verbatim(self, start: int, end: int) -> str:
        """The person's own letters of a span, quotes put back."""
        return self.unquoted(self.raw[start:end])

    def unquoted(self, words: str) -> str:
        """`words` with every quote's private character replaced by what stood in it."""
        return pattern(QUOTE).sub(lambda match: self._quote(match[0]), words).strip()

    def _quote(self, character: str) -> str:
        index = ord(character) - _FIRST_QUOTE
        return self.quotes[index] if index < len(self.quotes) else ""


_MARKS = (
    r"\"([^\"]{1,500})\"",
    '“([^”]{1,500})[”"]',
    "„([^“”\n]{1,500})[“”]",
    "«([^»]{1,500})»",
    "‘([^’\n]{1,500})’",
    r"`([^`\n]{1,500})`",
    r"(?<![\w'])'([^\n]{1,500}?)'(?![\w'])",
)
_REPEATED = r"([,;:.!?…–—-])(?:\s*\1){3,}"
_CONTRACTIONS = (
    (r"\b(don|doesn|didn|isn|aren|wasn|weren|won|can|couldn|shouldn|wouldn|hasn|haven|ain) t\b", r"\1't"),
    (r"\b(it|that|there|what|he|she|let|here) s\b", r"\1's"),
    (r"\b(i|you|we|they) (d|ll|ve|re)\b", r"\1'\2"),
    (r"\bi m\b", "i'm"),
    (r"\b([a-z]{2,}) s\b(?= \w)", r"\1's"),
    (r"\b(dont|doesnt|isnt|cant|wont|didnt|shouldnt)\b", lambda match: f"{match[1][:-1]}'t"),
    (
        r"\b(its|thats|theres) (?=(?:too|so|a|bit|still|very|really|way|crooked|sideways|upside|all|"
        r"kind|pretty|just|quite|blurry|dark|tilted|not)\b)",
        lambda match: f"{match[1][:-1]}'s ",
    ),
    (r"\btheres\b", "there's"),
    (r"\b(what|how|where|who)s\b", r"\1's"),
    (
        r"\b(?:came|comes|turned|turns|has come) out"
        r"(?= (?:so|too|a (?:bit|little)|way|very|kind|really|pretty|all|rather|\w+$))",
        "looks",
    ),
    (
        r"(?<!some )(?<!what )(?<!this )(?<!that )(?<!any )(?<!the )(?<!\ba )\b(?:kind of|kinda|sort of|sorta) (?=\w)",
        "",
    ),
    (
        r"\b(increase|decrease|more|less|lower|raise|reduce|boost|adjust|much|enough)((?: of)?(?: "
        r"the)?(?: overall)?) contract\b",
        r"\1\2 contrast",
    ),
    (r"\blets\b", "let's"),
    (r"\bpls\b|\bplz\b|\bplase\b|\bplaese\b", "please"),
    (r"\b(?:photograph|foto)(s?)\b", r"photo\1"),
    (r"\bcolour", "color"),
    (r"\bgrey\b", "gray"),
    (r"\bcentre\b", "center"),
    (r"\bb ?& ?w\b|\bb[/ ]w\b", "black and white"),
    (r"\bblurr\b", "blur"),
    (r"\bleft ?side\b", "left side"),
    (r"\bright ?side\b", "right side"),
    (r" & ", " and "),
    (
        r"\b(is|are|looks?|seems?|was|has|have|way|far|bit|little|be) to "
        r"(?=(?:much|many|dark|bright|bland|blurry|light|dull|yellow|blue|red|small|big|large|close|busy|harsh)\b)",
        r"\1 too ",
    ),
    (r"^to (?=(?:much|many|dark|bright|bland|blurry|dull|harsh)\b)", "too "),
)


@lru_cache(maxsize=16)  # planning, and the second opinion on the plan, read the same utterance
def read(utterance: str) -> Saying:
    """The saying of an utterance: spaces and control characters made plain, quotes set aside, contractions mended."""
    plain = utterance[:MAX_CHARACTERS]
    if not (plain.isascii() and plain.isprintable()):
        plain = unicodedata.normalize("NFC", utterance[: MAX_CHARACTERS * 2])
        plain = "".join(_plain(character) for character in plain[:MAX_CHARACTERS].replace("\r\n", "\n"))
    quotes: list[str] = []
    for marks in _MARKS:
        plain = pattern(marks).sub(lambda match: _set_aside(match[1], quotes), plain)
    plain = plain.replace("\n", ". ")  # only what is in quotes keeps its lines
    plain = pattern(_REPEATED).sub(r"\1 ", plain.replace("’", "'"))
    plain = " ".join(plain.split())
    for contraction, new in _contractions():
        plain = contraction.sub(new, plain)
    return Saying(plain.lower() if plain.isascii() else "".join(map(_lower, plain)), plain, tuple(quotes))


@cache
def _contractions() -> tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...]:
    return tuple((pattern(f"(?i){source}"), new) for source, new in _CONTRACTIONS)


def _plain(character: str) -> str:
    if character in "\n\r":
        return "\n"
    if unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs"):
        return " "
    return character


def _lower(character: str) -> str:
    lower = character.lower()
    return lower if len(lower) == 1 else character


def _set_aside(words: str, quotes: list[str]) -> str:
    if len(quotes) >= 0x100:
        return words
    quotes.append(words.strip())
    return f" {chr(_FIRST_QUOTE + len(quotes) - 1)} "


_BEFORE = (
    r"(?:please|alternatively|additionally|basically|honestly|kindly|maybe|perhaps|possibly|just|also|then|now|"
    r"ok(?:ay)?|so|hey|hi|hello|yo|alright|"
    r"um+|uh+|dude|well|and|"
    r"but|or|plus|yes|yeah|oh|"
    r"would you mind|do you mind|next|finally|first|second(?:ly)?|lastly|simply|actually|definitely|"
    r"next time|in addition|after that|if (?:possible|you can|you could)|"
    r"(?:can|could|would|will) (?:you|u|we|i)(?: (?:please|kindly|also|maybe|just|possibly))*(?: be able to)?|"
    r"(?:i|we)(?:'d| would) (?:like|love|prefer) it if|"
    r"(?:i|we)(?:'d| would) (?:like|love|prefer)(?: for)?(?: you)? to(?! see (?:an?|some|two|three) )|"
    r"(?:i|we) (?:want|need|wish)(?: for)?(?: you)? to(?! see (?:an?|some|two|three) )|"
    r"(?:i|we)(?:'d| would) (?:like|appreciate it if you|suggest|recommend)|i'd|i would|i want|i need|"
    r"i (?:think|feel|believe)(?: that)?|"
    r"i (?:think )?(?:you|we) should|(?:you|we) (?:could|should|might|may|can|need to|must|ought to)|"
    r"it would be (?:nice|great|better|good|cool|awesome) (?:if (?:you|we) (?:could|would)?|to)|"
    r"(?:do you think|is it possible|would it be possible)(?: (?:that|for))?(?: you)?(?: (?:could|can|"
    r"to))?|would you mind|do you mind|"
    r"(?:please )?(?:try|consider|help me|go ahead|see if you can|be sure|make sure|feel free|"
    r"remember)(?: (?:to|and))?(?= \w+)|i(?:'d| would)? (?:request|ask)(?: that)?(?: you)?(?: would| to)?|let's|"
    r"let us|may i ask you to|"
    r"how about|what about|why (?:don't|not) (?:you|we)|do me a favor and|i was wondering if you could|"
    r"the photo needs you to|try(?:ing)?(?: (?:to|and))?)"
)
_AFTER = (
    r"(?:please|thanks|thank you(?: so much| very much)?|for me|if (?:possible|you can|you could|you "
    r"would)|ok(?:ay)?|would you|could you|will you|"
    r"can you|right now|now|as well|too|though|i think|to me|to my eyes?|for my taste|in my opinion|"
    r"imo|imho|tbh|maybe|perhaps|mate|buddy|again please|a\.?s\.?a\.?p\.?)"
)


def without_politeness(saying: Saying) -> Saying:
    """The saying without "could you please …", "maybe", "thanks" and the like around it."""
    for _ in range(6):
        match = pattern(rf"{_BEFORE}(?=[\s,:;!]|$)[\s,:;!]*").match(saying.text)
        if match is None or match.end() == len(saying.text):
            break
        saying = saying.cut(match.end())
    for _ in range(3):
        match = search(rf"[\s,]+{_AFTER}[\s.!?]*$", saying.text)
        if match is None:
            break
        saying = saying.cut(0, match.start())
    return saying.cut(0)


_COURTEOUS_BEFORE = (
    r"(?:(?:please|kindly|hey(?: there)?|hi(?: there)?|hello(?: there)?|thanks|thank you)[\s,!.:;]+)+"
    r"(?=[^\s,!.:;])|(?:can|could|would|will) (?:you|u) (?:please |kindly |just )*(?=(?:undo|redo|revert|try|forget|go|"
    r"start|bring|take|make|write|remember|save|export|compare|branch|switch|name|call|in step|apply|keep|never)\b)"
)
_COURTEOUS_AFTER = (
    r"(?<!\bno)(?<!\bno,)[\s,.!]+(?:please|thanks(?: a lot| so much)?|thank you(?: so much| very much)?)[\s.!?]*$"
)
_WRITES = r"\b(?:write|writes|type|caption|print|inscribe|says?|saying|reads?|reading|text|words?)\b"


def without_courtesy(saying: Saying) -> Saying:
    """The saying without "please", "thanks" and a greeting around it, which change nothing of what is meant."""
    match = pattern(_COURTEOUS_BEFORE).match(saying.text)
    if match:
        saying = saying.cut(match.end())
    match = search(_COURTEOUS_AFTER, saying.text)
    if match and match.start() and ("pl" in match[0] or not search(_WRITES, saying.text)):
        saying = saying.cut(0, match.start())
    return saying
