"""Remarks that no edit can meet: how the photograph should have been taken, praise in many words, where things lie.

What could be done instead is offered in one question; praise is answered. It knows words only, and edits nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from agent.planners.english import lexicon, tones
from agent.planners.english.saying import QUOTE, Saying, fullmatch, search


@dataclass(frozen=True)
class Remark:
    """What a remark is answered with: an act that changes nothing, and the sentence."""

    act: str
    reply: str
    value: str | None = None


_TAKE = r"(?:(?:re)?(?:take|taking|taken|shoot|shooting|snap|snapping)|retook|photograph|photographing)"
_SHOT = r"(?:photo|picture|pic|shot|image|photograph)s?"
_WHEN = (
    r"(?:from|at|on|when|in|with|during|while|closer|farther|further|again|so|without|after|before|under|behind|by|"
    r"that)"
)
_RETAKE = (
    rf"^(?:.{{0,40}} )?{_TAKE} (?:(?:the|this|a|an|another|your|that|more|some|my) )?(?:[\w-]+ "
    rf"){{0,2}}?{_SHOT}\b(?! out\b| off\b)"
    rf"(?:.*\b{_WHEN}\b.*)?$",
    rf"\b{_SHOT} (?:\w+ ){{0,4}}?(?:if |be |been |have been )?(?:{_TAKE})\b",
    r"^(?:.{0,25} )?(?:re-?shoot|shoot|re-?take|photograph)(?:ing)? (?:it |this |them |again |the |from|at|in|with|"
    r"items)",
    r"\b(?:if|want to|should be|could be|it) (?:re)?taken? (?:it )?(?:from|in|at|with|on)\b",
    r"^(?!(?:have|let|make|get|put|show) )(?:.{0,20} )?(?:wait (?:for|until|till)|"
    r"stand (?:back|further|farther|closer|in|on|away|up)|step (?:back|way|closer|away)|"
    r"walk (?:closer|back|up)|kneel|crouch|bend down to|get (?:down|lower|higher|above|below|closer|farther|"
    r"further)\b)",
    r"\b(?:shutter(?: speed)?|aperture|tripod|wide[- ]angle|hd camera|(?:better|different|new) camera|photographer "
    r"should)\b",
    rf"^(?:.{{0,20}} )?(?:angle|aim|point|hold) (?:the |your )?(?:{_SHOT}|camera|lens)\b",
    r"^(?:.{0,20} )?pan (?:it |a bit |more |over )*(?:to|right|left|up|down)\b",
)
_EDITS = (
    r"\b(?:add|remove|crop|delete|brighten|darken|sharpen|blur|replace|erase|lighten|straighten|rotate|edit|increase|"
    r"decrease|reduce|enhance|saturate|photoshop|zoom|make|change|turn it|cut out|take out|get rid)\b"
)
_FROM_FAR = r"\b(?:back|away|farther|further|wide|wider|whole|full|fuller|more of|larger view|above (?:his|her) head)\b"
_FROM_NEAR = r"\b(?:close|closer|near|nearer|close-?up|tight|tighter)\b"
_FROM_ELSEWHERE = r"\b(?:angle|from (?:the|a|above|below|behind|lower|higher)|side|level|lower|higher|frontal|pan)\b"
_CANNOT = "I can't take the photograph again"
_OFFERS = (
    (_FROM_FAR, f"{_CANNOT}, but I can add room around it. Shall I zoom out?"),
    (_FROM_NEAR, f"{_CANNOT}, but I can crop closer. To what?"),
    (_FROM_ELSEWHERE, f"{_CANNOT}. Shall I try to show it from another side, say “from the left” or “from above”?"),
)
_INSTEAD = f"{_CANNOT}, but I can change light, color and frame, or add and remove things. What shall I do?"

_PRAISE = lexicon.words(
    "nice great perfect good awesome amazing beautiful lovely excellent wonderful fantastic superb brilliant cool "
    "gorgeous stunning super best well delicious love like loved fine pretty enjoyable impressive favorite wow cute "
    "happy"
)
_AROUND = lexicon.words(
    "it is it's what this that the a an i we really very so much all everything photo picture pic image shot one click "
    "food photography work job seems looks look looking otherwise other than and also just absolutely quite here as "
    "part of my view scene scenario composition color colors already now no edits edit needed thing overall are was "
    "has have in pictures photos quality simply totally truly rather vey"
)
_NOTHING = (
    r"(?:n ?/?a|none|nil|no comment|nothing else(?: .{0,20})?|m a|no (?:more|other|further) (?:edits?|changes?)"
    r"(?: \w+){0,2})"
)
_CENTRE = (
    rf"(?:the |this )?(?:{_SHOT}|it|everything|everyone|subject)(?:'s| is| does| feels?| looks?| needs?| should| "
    rf"must| to| be|"
    r" not| doesn't| isn't| feel| more| a bit| off| too| in the)* ?(?:centered|center|middle|balanced)(?: .{0,40})?"
)
_NO_SUBJECT = (
    rf"(?:(?:the |this )?(?:{_SHOT} |it )?(?:there (?:is|isn't|is not)|has|lacks|needs|have) )?(?:no|a|any|an) "
    r"(?:(?:clear|real|obvious|main|specific|defined|single) )*(?:focal point|subject|point of (?:focus|interest)|"
    r"center of interest)(?: (?:in|of|to|for) (?:the|this) \w+| here| at all)?"
)


def remark(said: Saying) -> Remark | None:
    """The answer to a remark that asks for no edit; None for everything else."""
    text = said.text.strip(" .!,;")
    words = said.words
    if not words or len(words) > 60 or search(QUOTE, text):
        return None
    if fullmatch(_NOTHING, text):
        return Remark("none", "All right, nothing is changed.")
    if len(words) <= 12 and _PRAISE & set(words) and not set(words) - _PRAISE - _AROUND:
        return Remark("rate", "Glad you like it.", "good")
    if fullmatch(_NO_SUBJECT, text):
        return Remark("ask", "What is it about? I can crop closer to it, brighten it or blur what is behind it.")
    if fullmatch(_CENTRE, text) and not search(_EDITS, text):
        return Remark("ask", "What shall be in the middle? Say “crop to …” or “move … to the center”.")
    if any(search(source, text) for source in _RETAKE) and not _asks_otherwise(text, words):
        return Remark("ask", next((offer for hint, offer in _OFFERS if search(hint, text)), _INSTEAD))
    return None


def _asks_otherwise(text: str, words: tuple[str, ...]) -> bool:
    """Whether there is an edit beside the advice that can be done."""
    if search(r"\b(?:away|off|out)\b", text) and not search(_FROM_FAR, text):
        return True
    return search(_EDITS, text) is not None or bool(set(words) & tones.comparatives().keys() - {"closer", "lower"})
