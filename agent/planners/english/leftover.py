"""What is left of a clause when its tone words are gone: the words for its target. Knows no tones and no pictures.

The tone words cut the clause into pieces; the first piece that names something is the target, with what hangs on to it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from agent.planners.english import amounts, lexicon, tones
from agent.planners.english.phrases import is_whole
from agent.planners.english.saying import pattern

_GLUE = lexicon.words(
    "open opening recover lift make making made increase increasing decrease decreasing reduce reducing raise "
    "lower boost up down add adding adjust adjusting change changing edit set put give bring turn get have let "
    "should shall could would can will needs need want be is are was looks look looking seems seem appears appear "
    "feels it's so more less too overly very really much way not isn't aren't enough a some bit little slightly "
    "and but also just even please there there's improve enhance fix correct modify apply use tone intensify "
    "amplify heighten strengthen bump crank turning bringing lot lots far quite rather pretty kind kinda sort "
    "lacks lack lacking sharper level levels value amount effect by does doesn't do don't become see with to of "
    "the in on for from at as most here i think extra overall all work play mess lessen diminish minimize "
    "settings effects appearing adjustments adjustment adjusted improved increased reduced lowered raised out try "
    "if possible recovering rescue tame pump drop cut limit eliminate remove optimize enhancing improving "
    "intensifying amplifying still now could've take off away back touch no"
)
_HANGS_ON = lexicon.words("of in on at behind under near around above below between within along inside")
_AFTER_A_VERB = lexicon.words(
    "the a an this that these those his her their my its all some more up out each every both"
)
_PART_OF = (
    r"^(?:(?:overall|entire|whole|main) )?(?:colors?|image|picture|photo|look|appearance|quality|tones?|lighting|light|"
    r"shades?|hues?)(?: (?:color|quality))? (?:of|in|on) (?:the )?(?=\w)"
)
"""Words for what is adjusted anyway, before the thing that it is adjusted of: "the colors of the fruit"."""
_BESIDE = ("under ", "behind ", "around ", "below ", "above ", "beneath ", "near ", "between ", "next to ", "beside ")
_LOOSE_ENDS = (
    r"(?:\band )?\b(?:(?:make|let|have|get) (?:it|them)|should be|could be|to be|is|are|looks|seems|look|be made|"
    r"appear)$|(?<=\w) (?:glow|shine|an? \w+ish|with \w+)$|^(?:into|onto) (?:the )?"
)
_PRONOUN_FIRST = r"^(?:it|this|that|its) (?=(?:needs?|wants?|lacks?|lacking|has|could use|a|in|on|at|around)\b)"


def about(words: Sequence[str], used: Collection[int]) -> str:
    """The words for the target; empty where they mean the whole picture."""
    found = ""
    for piece in _pieces(words, used):
        if found and piece[0].strip(",") not in _HANGS_ON:
            break
        if found:
            named = _stripped(list(piece))
            return f"{found} {piece[0]} {_article(piece)}{named}" if named else found
        found = _named(list(piece))
    return found


def _pieces(words: Sequence[str], used: Collection[int]) -> list[list[str]]:
    pieces: list[list[str]] = [[]]
    for index, word in enumerate(words):
        if index in used:
            pieces.append([])
        elif not (index == 0 and _commands(words)):
            pieces[-1].append(word)
    kept = [amounts.without_amounts(" ".join(piece)).split() for piece in pieces]
    return [piece for piece in kept if piece]


def _commands(words: Sequence[str]) -> bool:
    """Whether the first word is a verb that only begins the command: "deepen the blue of the sky"."""
    verb = words[0] in tones.verbs() or lexicon.lemma(words[0]) is not None
    return verb and len(words) > 1 and words[1] in _AFTER_A_VERB


def _article(piece: Sequence[str]) -> str:
    return "the " if "the" in piece[1:2] else ""


def _named(piece: list[str]) -> str:
    text = pattern(_PRONOUN_FIRST).sub("", " ".join(piece))
    text = _stripped(text.split())
    text = pattern(_PART_OF).sub("", text)
    if text.startswith(_BESIDE):
        return f"area {text}"
    return "" if is_whole(text) else text


def _stripped(words: list[str]) -> str:
    """The words without those that only held the clause together."""
    while words and words[0].strip(",") in _GLUE and not (words[0] == "back" and len(words) > 1):
        words.pop(0)
    while words and words[-1].strip(",") in _GLUE:
        words.pop()
    if all(word in tones.ADJECTIVES for word in words):  # "give it a warm glow"
        return ""
    return pattern(_LOOSE_ENDS).sub("", " ".join(words)).strip()
