"""Idioms about light, colour and sharpness, by a word that gives each away. Data for `idioms` only."""

from __future__ import annotations

_COLORS = r"(?:red|blue|yellow|green|orange|magenta|purple|pink|brown|warm|cool)"
_SEE = r"(?:see|read|view|make out|recogni[sz]e|spot|notice|tell)"
_QUALITY = r"(?:hue|hues|colors?|tint|tints|tones?|white balance|temperature|color balance)"

_ER = (
    r"(?:bright|dark|light|sharp|soft|warm|cool|clear|bold|dull|crisp|rich|deep)er|more (?:vivid|vibrant|colorful|"
    r"colored|"
    r"saturated|muted)"
)

ROWS: dict[str, tuple[tuple[str, str], ...]] = {
    "needs": (
        (
            rf"^(?P<what>(?:the|his|her|their|my|those|these) [\w' ]{{2,40}}?) (?:needs?|could use|should have) "
            rf"(?P<how>{_ER}) "
            r"(?P<rest>(?!lights?|lighting|colors?|tones?|contrast|shadows)\w+(?: \w+)?)$",
            "make the {rest} of {what} {how}",
        ),
    ),
    "light": (
        (
            r"^(?:make|have|get) the (?:light|lighting)(?P<what>(?: (?:on|in|of) .+?)?) (?:a bit |a little |much "
            r")?softer$",
            "reduce the harshness{what}",
        ),
        (
            r"^soften (?:the )?(?:harsh |hard |strong )?(?:light|lighting)(?P<what>.*)$",
            "reduce the harshness{what}",
        ),
    ),
    "easier": (
        (rf"^(?:make|making) it (?:a bit |a little |much )?easier to {_SEE} (?P<what>.+)$", "make {what} clearer"),
        (
            rf"^(?:make|making|get) (?P<what>.+?) (?:a bit |a little |much )?easier to {_SEE}\b.*$",
            "make {what} clearer",
        ),
    ),
    "easily": (
        (
            r"^(?:make|making) it so (?:that )?(?P<what>.+?) can be (?:more )?(?:easily )?(?:seen|read|noticed)\b.*$",
            "make {what} clearer",
        ),
    ),
    "away": (
        (
            rf"^(?:shift|adjust|change|move|push|pull|turn|tone) (?:the )?(?:overall )?{_QUALITY} away from "
            rf"(?:the )?(?P<rest>{_COLORS})\b.*$",
            "make it less {rest}",
        ),
        (
            rf"^(?:shift|adjust|change|move|push|pull) (?P<what>.+?) away from (?:the )?(?P<rest>{_COLORS})\b.*$",
            "make {what} less {rest}",
        ),
    ),
    "correct": (
        (
            rf"^color[- ]correct(?: it| this| the (?:image|photo|picture))? to (?:remove|reduce|lessen|eliminate|"
            rf"fix) (?:the )?"
            rf"(?P<rest>{_COLORS})(?: cast| tint| tinge| tones?)?\b.*$",
            "make it less {rest}",
        ),
        (
            rf"^color[- ]correct(?: it| this| the (?:image|photo|picture))? to (?:add|increase|get)(?: more)? (?:the )?"
            rf"(?P<rest>{_COLORS})\b.*$",
            "make it more {rest}",
        ),
    ),
    "allow": (
        (
            r"^(?:allow|enable|permit|cause|help)(?: for)? (?P<what>.+?) to (?:be|look|appear|become) (?P<rest>.+)$",
            "make {what} {rest}",
        ),
    ),
    "center": (
        (
            r"^center (?:the )?(?:photo|picture|image|shot|frame)(?: more| better)?(?: by cropping)?(?: to focus)? "
            r"(?:more )?(?:on|around) (?P<rest>.+)$",
            "crop to {rest}",
        ),
        (
            r"^make (?P<what>.+?) (?:be )?the center of (?:the |this )?(?:photo|picture|image|shot|frame)\b.*$",
            "crop to {what}",
        ),
    ),
    "around": ((r"^turn (?P<rest>(?:the|his|her|that|this|those|these) .+?) around$", "flip {rest}"),),
    "subject": (
        (
            r"^(?:make|have|let|get) (?P<what>.+?) (?:be |become |into |as |more of )*(?:the|a) (?:main |primary |"
            r"real )+subject\b.*$",
            "emphasize {what}",
        ),
    ),
    "take": (
        (
            r"^take (?P<rest>.+?) (?:away|off|out) (?:to|so|because|since|as|in order|it|they|which)\b.*$",
            "remove {rest}",
        ),
    ),
}
