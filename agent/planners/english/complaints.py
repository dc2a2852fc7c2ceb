"""What a person finds wrong, said back as the reason for its remedy: "it's too dark" → "it was too dark".

Knows words only: whether there is a remedy, and which, the families of the grammar tell.
"""

from __future__ import annotations

from agent.planners.english import tones
from agent.planners.english.saying import QUOTE, Saying, fullmatch, pattern, search

_WHO = (
    r"(?P<who>it|this|that|they|he|she|everything|(?:the|this|that|these|those|his|her|their|my|our|its) "
    r"[\w' -]{1,60}?|[a-z]+)"
)
_HOW = (
    r"(?: (?:just|still|also|really|all|kind of|kinda|sort of|a (?:bit|little|tad|touch)|way|far|very|"
    r"quite|so|pretty))*"
)
_WISH = (
    r"\b(?:should|could|would|can|make|must|want|need|needs|like|please|more|if|better|let|why|how|what|be|"
    r"remove|add|change|turn|fix|crop|replace|than)\b"
)
_PAST = {
    "is": "was", "'s": "was", "are": "were", "'re": "were", "isn't": "wasn't", "aren't": "weren't", "looks": "looked",
    "look": "looked", "seems": "seemed", "seem": "seemed", "appears": "appeared", "appear": "appeared",
    "feels": "felt", "feel": "felt", "lacks": "lacked", "lack": "lacked", "came out": "came out",
    "turned out": "turned out", "doesn't look": "did not look", "has": "had", "have": "had", "was": "was",
}  # fmt: skip
_STATED = rf"{_WHO}(?: |(?=')){_HOW} ?(?P<is>{'|'.join(sorted(_PAST, key=len, reverse=True))})(?P<how> .+)"
_BARE = r"(?:(?:way|a (?:bit|little|tad|touch)|far|much|slightly|just|still) )*(?:too|overly|so) .+|not .+ enough"
_SLIGHT = r"(?:(?:very|quite|pretty|rather|really|a (?:bit|little|tad)|slightly|kinda|kind of|somewhat) )+(?P<what>.+)"
_AMOUNT = (
    r"(?:way |far )?(?:(?:not enough|(?:too|so) (?:much|many|little)) .+|no (?:contrast|depth|detail|color|light|life))"
)


def reason(clause: Saying) -> str | None:
    """The complaint in the past tense; None where the clause is none, but a wish or a command."""
    text = pattern(r"^(?:i (?:think|find|feel)(?: that)?|to me|for me|honestly|hmm+|but|and|ugh|oh),? ").sub(
        "", clause.text
    )
    text = pattern(r"^(?:it|that|this)'?s(?= )").sub(lambda match: f"{match[0].rstrip('s').rstrip(chr(39))} is", text)
    text = pattern(r"^there(?:'s| is| are) (?=too |not |no |so )").sub("", text)
    words = text.split()
    if search(_WISH, text) or len(words) > 14 or search(QUOTE, text) or set(words) & tones.comparatives().keys():
        return None
    if fullmatch(_AMOUNT, text):
        return f"there was {text}"
    stated = fullmatch(_STATED, text)
    text = pattern(r"^i\b").sub("I", text)
    if stated and not fullmatch(r"(?:now )?(?:a|an|the) (?!bit|little|tad|touch|lot).+", stated["how"].strip()):
        return f"{text[: stated.start('is')].rstrip()} {_PAST[stated['is']]}{stated['how']}"
    slight = fullmatch(_SLIGHT, text)
    if fullmatch(_BARE, text) or (slight["what"] if slight else text) in tones.DEFECTS:
        return f"it was {text}"
    return None
