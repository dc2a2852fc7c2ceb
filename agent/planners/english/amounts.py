"""How much: "a bit", "a lot", "by 20", "30%", "half", "twice". Knows nothing of what the amount is of."""

from __future__ import annotations

from agent.planners.english.saying import pattern, search

DEFAULT = 25.0
SLIGHT, STRONG, FULL = 12.0, 50.0, 100.0

NUMBERS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
    "hundred": 100,
    "a": 1,
    "an": 1,
    "single": 1,
    "another": 1,
    "couple": 2,
    "pair": 2,
    "few": 3,
    "several": 4,
    "some": 3,
    "many": 6,
    "dozen": 12,
}
ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
}
_FRACTIONS = {
    "half": 1 / 2,
    "third": 1 / 3,
    "quarter": 1 / 4,
    "fourth": 1 / 4,
    "fifth": 1 / 5,
    "sixth": 1 / 6,
    "eighth": 1 / 8,
    "tenth": 1 / 10,
}

_SLIGHT = (
    r"(?:just |only |even )*(?:(?:ever so )?slightly|slight|somewhat|gently|subtly|subtle|mildly|"
    r"lightly|marginally|a little(?: bit)?|"
    r"(?:a (?:(?:tiny|wee|small|slight|little) )?|two |few )(?:bit|amount|touch(?:e?s)?|tad|hair|smidge|smidgen|notch|"
    r"tinge|hint|"
    r"shade)(?: of)?|little bit|some(?=\s+\w+))"
)
_STRONG = (
    r"(?:(?:a )?(?:whole )?lots?(?: of)?|much|way|far|significantly|considerably|dramatically|"
    r"drastically|strongly|heavily|"
    r"substantially|extremely|super|very|really|a great deal(?: of)?|tons? of|intensely|seriously|greatly|noticeably)"
)
_TIMES = r"(?:(?:two|three|four|\d+) times|twice|doubly)(?: as)?"
_FULL = r"(?:completely|totally|fully|entirely|as much as (?:possible|you can)|(?:to the )?max(?:imum)?|all the way)"
_NUMBER = r"([+-]?\s?\d{1,4}(?:\.\d{1,3})?)"
_UNIT = r"(?:\s?%|\s?percent|\s?per cent|\s?points?|\s?units?)"
COUNT_WORD = "|".join(word for word, value in NUMBERS.items() if value >= 2 and word not in ("some", "many", "few"))


def number(text: str) -> float | None:
    """The number that says how much ("by 20", "+15", "30%", "to 40"), with its sign; None if there is none."""
    match = search(
        (
            rf"\b(?:by|of|to|at|up|down)(?: a value of| about| around)?\s+{_NUMBER}{_UNIT}?(?!\s?(?:px|pixels?|"
            r"degrees?|°|x\b|:))"
        ),
        text,
    )
    match = match or search(rf"(?:^|\s){_NUMBER}{_UNIT}", text) or search(r"(?:^|\s)([+-]\d{1,3})\b", text)
    if match is None:
        words = search(rf"\bby ({COUNT_WORD})\b", text) or search(rf"\b({COUNT_WORD}) percent\b", text)
        return float(NUMBERS[words[1]]) if words else None
    return float(match[1].replace(" ", ""))


def level(text: str, default: float = DEFAULT) -> float:
    """How much, as an unsigned amount of 0…100: a number if one is said, else the words for it."""
    said = number(text)
    if said is not None:
        return min(100.0, abs(said))
    if search(rf"\b{_FULL}\b", text):
        return FULL
    if search(r"\bby (?:a )?half\b", text):
        return 50.0
    if search(rf"\b{_SLIGHT}\b", text):
        return SLIGHT
    if search(rf"\b(?:{_STRONG}|{_TIMES})\b", text):
        return STRONG
    return default


def without_amounts(text: str) -> str:
    """The text without the words that say how much."""
    text = pattern(rf"\b(?:by|of|to|at)(?: a value of| about| around)?\s+{_NUMBER}{_UNIT}?(?!\w)").sub(" ", text)
    text = pattern(rf"(?:^|\s){_NUMBER}{_UNIT}(?!\w)").sub(" ", text)
    text = pattern(rf"\b(?:{_TIMES}|by (?:a )?half)\b").sub(" ", text)
    text = pattern(rf"\b(?:by )?(?:{COUNT_WORD}) ?(?:percent|points)\b").sub(" ", text)
    text = pattern(
        rf"\b(?:{_SLIGHT}|{_FULL}|(?:a )?(?:whole )?lots?(?= |$)|much|way|a great deal|significantly|drastically)\b"
    ).sub(" ", text)
    return " ".join(text.split())


def fraction(text: str) -> float | None:
    """A part of a whole: "a third", "two thirds", "10%", "half", "0.25"; None if none is named."""
    match = search(r"(\d{1,3}(?:\.\d+)?)\s?(?:%|percent|per cent)", text)
    if match:
        return min(float(match[1]) / 100, 0.99)
    words = search(r"\b(ten|fifteen|twenty|thirty|forty|fifty) percent\b", text)
    if words:
        return NUMBERS[words[1]] / 100
    several = search(r"\b(two|three|2|3)[ -](third|quarter|fourth|fifth)s\b", text)
    if several:
        count = {"two": 2, "three": 3, "2": 2, "3": 3}[several[1]]
        return min(count * _FRACTIONS[several[2]], 0.99)
    single = search(r"\b(half|third|quarter|fourth|fifth|sixth|eighth|tenth)\b", text)
    if single:
        return _FRACTIONS[single[1]]
    ratio = search(r"\b([1-9])/([2-9]|10)\b", text)
    if ratio and int(ratio[1]) < int(ratio[2]):
        return int(ratio[1]) / int(ratio[2])
    return None


def times(text: str) -> float | None:
    """A factor of size: "twice as big" 2, "three times" 3, "half the size" 0.5, "50% smaller" 0.5, "150%" 1.5."""
    if search(r"\b(?:twice|double|doubled|doubling|two times|2 ?x)\b", text):
        return 2.0
    if search(r"\b(?:triple|three times|thrice|3 ?x)\b", text):
        return 3.0
    match = search(r"\b(\d{1,2}(?:\.\d+)?) ?(?:x|times)\b", text)
    if match:
        return float(match[1])
    words = search(r"\b(four|five|six|eight|ten) times\b", text)
    if words:
        return float(NUMBERS[words[1]])
    if search(r"\b(?:half|halve|halved)\b", text):
        return 0.5
    part = search(r"(\d{1,3}) ?(?:%|percent)", text)
    if part:
        return _percent_factor(float(part[1]) / 100, text)
    named = fraction(text)
    return named if named and search(r"\b(?:to|size|as)\b", text) else None


def _percent_factor(part: float, text: str) -> float:
    if search(r"\b(?:bigger|larger|taller|grow|enlarge|increase)\b", text) and not search(r"\bto \d", text):
        return 1 + part
    if search(r"\b(?:smaller|shrink|reduce|decrease)\b", text) and not search(r"\bto \d", text):
        return max(1 - part, 0.05)
    return max(part, 0.01)


def count(text: str) -> int | None:
    """How many, at the beginning of the words: "two dogs", "a couple of trees", "5 birds"."""
    match = search(r"^(?:about |around |exactly |only )?(\d{1,3}|[a-z]+)\b", text)
    if match is None:
        return None
    if match[1].isdigit():
        return int(match[1])
    lead = search(r"^(?:a|the|another) (couple|pair|few|dozen|single|" + COUNT_WORD + r")\b", text)
    word = lead[1] if lead else match[1]
    return None if word in ("some", "many") else NUMBERS.get(word)


def ordinal(word: str) -> int | None:
    """A number in order: "third", "3rd", "3", "three" → 3."""
    match = search(r"^#?(\d{1,4})(?:st|nd|rd|th)?$", word)
    if match:
        return int(match[1])
    value = ORDINALS.get(word) or NUMBERS.get(word)
    return value if word not in ("a", "an", "some", "many", "several", "few") else None
