"""Words that move a model's numbers, said about its last picture: "closer to the original", "更有创意".

A pure function of the words; whether a model made that picture, and which numbers it has, others know.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tools.nudging import Wish


@dataclass(frozen=True)
class Nudge:
    """A wish, and by how many steps. One that is `plain` may be about any step's amount, so it is about the last one;
    others speak of the photograph, the words or a model's freedom.
    """

    wish: Wish
    steps: float = 1.0
    plain: bool = False


_OF_A_MODEL = re.compile(
    r"original|photo|picture|source|input|words|prompt|text|instruct|said|descri|creativ|imagin|inventiv|literal|"
    r"freer|wilder|libert|freedom|原|话|描述|文字|提示|说|写|创意|想象|大胆|自由|放开"
)
_LONGEST = 80  # letters
_ASIDE = re.compile(
    r"^(?:(?:please|now|ok(?:ay)?|but|no|hmm+|and|so|yes|make it|can you|could you|i want it|it should be|"
    r"请|那|就|再|让它|希望它|能不能|可以)[,，. ]*)+|(?:[,. ]*(?:please|now|this time|then|吧|呢|好吗|一些))+$",
    re.IGNORECASE,
)
_DEGREES = (
    (
        re.compile(r"\b(?:a (?:tiny )?(?:bit|little)|slightly|a touch|a tad)\b|一点点|稍微|略微|稍稍", re.IGNORECASE),
        0.5,
    ),
    (re.compile(r"\b(?:much|a lot|far|way|considerably)\b|得多|很多|多得多|大幅|非常", re.IGNORECASE), 2.0),
    (re.compile(r"\b(?:even|still|some(?:what)?)\b|一点|一些|更多?|再", re.IGNORECASE), 1.0),
)
_THE_PHOTO = r"(?:the |my )?(?:original|photo(?:graph)?|picture|source|input)(?: (?:photo(?:graph)?|picture|image))?"
_MY_WORDS = r"(?:my |the |what i )(?:words|prompt|text|instructions?|said|description)"
_WORDS: tuple[tuple[Wish, str], ...] = (
    ("closer", r"(?:(?:stay|keep|be|go|come|get|bring it|move|stick) )?"
               rf"(?:closer|nearer|truer|more faithful|more similar) to {_THE_PHOTO}"),
    ("closer", rf"(?:stick|keep|stay) (?:more )?(?:closely )?to {_THE_PHOTO}(?: more(?: closely)?)?"),
    ("closer", r"(?:don't|do not|dont) change (?:it |things? )?(?:so|that|as|too) much|change (?:it )?less(?: of it)?"),
    ("closer", r"(?:keep|leave) more of (?:the )?original"),
    ("closer", r"(?:a )?(?:weaker|subtler|milder|gentler) (?:effect|edit|change)"),
    ("closer", r"(?:更|再)?(?:接近|贴近|像|靠近|忠于|忠实于)(?:于)?(?:原图|原片|原照|照片|原来的?(?:图|照片)?)"),
    ("closer", r"(?:别|不要|不用)改(?:得|动)?(?:那么|这么|太)(?:多|大|狠|厉害)"),
    ("closer", r"(?:少改|改少|改得少)(?:一)?点?|(?:多)?保留(?:更多)?原图"),
    ("stronger", r"(?:a )?(?:stronger|bolder|more intense) (?:effect|edit|change)"),
    ("stronger", r"(?:make )?the (?:effect|edit|change) stronger|效果(?:再|更)?(?:强|明显|重)(?:烈)?"),
    ("literal", r"(?:follow|listen to|stick to|obey|keep to|respect) "
                rf"{_MY_WORDS} (?:more(?: closely| strictly)?|better|closer)"),
    ("literal", rf"(?:stay |be |keep )?(?:closer|truer|more faithful) to {_MY_WORDS}|more literal(?:ly)?"),
    ("literal", r"(?:更|多)?(?:听(?:我的?)?话|按(?:照)?我(?:说|写)的(?:来)?)"),
    ("literal", r"(?:更|多)?(?:贴近|符合|贴合|忠于)(?:我的)?(?:描述|文字|提示词?|话|说法)"),
    ("freer", r"(?:be |get )?(?:more (?:creative|imaginative|inventive)|freer|wilder|less literal)"),
    ("freer", r"(?:go |depart )?(?:further|more) (?:away )?from the original|change (?:it )?more(?: of it)?"),
    ("freer", r"take more liberties|(?:give it |with )?more freedom"),
    ("freer", r"(?:更)?(?:有)?(?:创意|想象力|大胆|自由|放开)(?:发挥)?|(?:多改|改多|改得多)(?:一)?点?"),
    ("freer", r"(?:离|偏离)原图(?:更)?远"),
)  # fmt: skip


def nudge(words: str) -> Nudge | None:
    """The wish that the words are, and nothing else; None for everything that says more or something else."""
    text = words.strip(" .!?~。！？，,").lower()
    if not text or len(text) > _LONGEST:
        return None
    text = _ASIDE.sub("", text).strip(" ,，")
    steps = 1.0
    for pattern, degree in _DEGREES:
        bare = re.sub(r"\s+", " ", pattern.sub("", text)).strip(" ,，")
        if bare != text and (wish := _wish(bare)):
            return Nudge(wish, degree, not _OF_A_MODEL.search(text))
    wish = _wish(text)
    return Nudge(wish, steps, not _OF_A_MODEL.search(text)) if wish else None


def _wish(text: str) -> Wish | None:
    return next((wish for wish, source in _WORDS if re.fullmatch(source, text)), None)
