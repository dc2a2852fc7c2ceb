"""Somebody new who does something: "let a cat peek through the window" → "add a cat peeking through the window".

English marks no verb, so it is found by its place: the word before an article, a preposition or the end. Knows no
operations; who is there already ("let the cat sleep") is left to the poses.
"""

from __future__ import annotations

from agent.planners.english import lexicon
from agent.planners.english.saying import Saying, fullmatch

_NEW = lexicon.words("a an some two three four five six seven eight nine ten several many another more few")
_THERE = lexicon.words(
    "the his her its their my our your this that these those all both each every one it him them me us he she they we "
    "i you there everyone everybody everything nobody nothing be"
)
_BOUNDARY = lexicon.words(
    "a an the his her its their my some to on in at from by through over under into onto out up down off across along "
    "around near next beside behind inside outside for with of as towards toward about against between above below "
    "two three while and overhead nearby there here away together"
)
_NEVER = _BOUNDARY | _THERE | lexicon.words("or is are was were not no very more less have has")
_DOUBLED = lexicon.words(
    "sit run swim hit jog hug pet drum grin hop dig cut put get set spin skip dip drip flip nap pop rub shop slip step "
    "stop tap trip wag win beg grab let tug"
)


def somebody_new(clause: Saying) -> Saying | None:
    """The clause as "add …", where "let" or "have" brings in somebody with something to do."""
    words = clause.text.split(" ")
    if (
        len(words) < 3
        or words[0] not in ("let", "have")
        or words[1] in _THERE
        or not fullmatch(r"[\w' -]+", clause.text)
    ):
        return None
    if "be" in words:
        return None
    named = words[1] in _NEW
    at = _verb(words, 3 if named else 2, surely=words[0] == "let")
    if at is None or (not named and at + 1 == len(words)):
        return None
    raw = clause.raw.split(" ")
    if len(raw) != len(words) or _BOUNDARY & set(words[2:at]):
        return None
    doing = words[at] if words[at].endswith(("ing", "ed")) else gerund(words[at])
    return Saying(
        " ".join(["add", *words[1:at], doing, *words[at + 1 :]]),
        " ".join(["add", *raw[1:at], doing, *raw[at + 1 :]]),
        clause.quotes,
    )


def _verb(words: list[str], start: int, *, surely: bool) -> int | None:
    """Where the verb stands: the first known one before a boundary; with "let", which needs one, any such word."""
    places = [
        at
        for at in range(start, len(words))
        if words[at] not in _NEVER
        and words[at - 1] not in _NEVER
        and (at + 1 == len(words) or words[at + 1] in _BOUNDARY or words[at] in lexicon.DOINGS)
    ]
    known = [at for at in places if words[at] in lexicon.POSE_VERBS or words[at] in lexicon.DOINGS]
    if known or not surely:
        return known[0] if known else None
    return next((at for at in places if not words[at].endswith(("s", "er"))), None)


def gerund(verb: str) -> str:
    """The -ing form: "sit" → "sitting", "dance" → "dancing"."""
    if verb.endswith("ie"):
        return f"{verb[:-2]}ying"
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")):
        return f"{verb[:-1]}ing"
    return f"{verb}{verb[-1]}ing" if verb in _DOUBLED else f"{verb}ing"
