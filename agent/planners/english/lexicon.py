"""Words by what they ask for: verbs in families, looks, materials, settings, weather. Data only; no rule is here."""

from __future__ import annotations

from functools import cache


def words(text: str) -> frozenset[str]:
    """The words of a text, each once."""
    return frozenset(text.split())


VERBS: dict[str, str] = {
    "add": (
        "add insert place put include introduce incorporate attach plant position lay rest set situate embed "
        "station install mount hang decorate adorn grace enrich draw overlay sprinkle stick throw give populate "
        "fill show stack pour sit affix tuck fasten perch invite integrate nestle scatter drape seat arrange pin "
        "wrap glue append layer"
    ),
    "remove": (
        "remove delete erase eliminate eradicate omit discard banish dispel expunge exclude withdraw purge "
        "abolish annihilate negate nullify void vanish vanquish abandon abrogate oust eject expel efface "
        "obliterate exterminate disregard dismiss dissipate dissolve disperse liberate cleanse scrub wipe sweep "
        "strip scrap rid clear clean ditch airbrush subtract dispose retouch destroy evict cancel extinguish wash "
        "lose take lift free scour extirpate weed polish vaporize evaporate unveil shed relieve patch empty "
        "unclutter declutter hide liquidate excise revoke repeal quash"
    ),
    "replace": "replace swap substitute exchange switch interchange trade",
    "change": (
        "make turn change transform convert alter modify transmute morph let have revamp redo redesign refashion "
        "customize adapt rearrange remodel reimagine become get keep update render transfer restyle shift edit "
        "fix ensure correct adjust recreate"
    ),
    "raise": (
        "increase raise boost heighten amplify intensify strengthen enhance improve up bump crank pump augment "
        "elevate enrich optimize maximize add bring turn push double emphasize accentuate highlight emphasise "
        "accent define"
    ),
    "lower": (
        "decrease reduce lower diminish lessen minimize tone cut drop tame bring turn weaken minimise limit subdue"
    ),
    "color": "color paint dye tint recolor coat colorize redden tinge stain varnish",
    "crop": "crop trim cut chop clip shave slice frame tighten",
    "zoom": "zoom",
    "rotate": "rotate turn spin tilt",
    "flip": "flip mirror invert reverse",
    "straighten": "straighten level align allign deskew",
    "move": "move shift slide relocate reposition nudge push pull bring center drag scoot raise lower swap",
    "resize": "resize scale enlarge shrink magnify downsize upsize grow widen narrow",
    "duplicate": "duplicate copy clone replicate repeat multiply",
    "extract": "extract isolate segment",
    "extend": "extend expand outpaint uncrop widen",
    "write": "write type caption label inscribe print title letter",
    "restyle": (
        "stylize immerse infuse evoke transport convey craft capture imbue express illustrate depict portray "
        "project elevate embark render tell illuminate transform style convert channel"
    ),
    "generate": "generate create",
}
"""A word may stand in several families; the grammar tries them in the order in which its rules are listed."""

POSE_VERBS = words(
    "smile laugh frown cry wave jump run sit stand walk sleep dance fly look face hold raise lower lift open "
    "close wink lean kneel bow bark yawn eat drink swim climb point clap hug kiss read ride play sing shout "
    "scream crouch lie turn bend stretch squat blink nod rest hop lick fight roar swing catch throw wear chase "
    "stare gaze surf skate ski crawl bite pose meditate yell flap stick put cross fold spread tilt relax grin "
    "pout snore graze leap growl howl meow pant gallop neigh bleat shout whistle gasp grimace squint embrace pet sniff "
    "glare sneeze feed touch grab steal follow"
)
DOINGS = words(
    "lay peek peep watch grab touch steal use inspect cheer descend erupt border burn flow flock fall roll float drift "
    "drive park follow approach enter cross serve feed chew nap perch guard greet circle hover hang grow shine"
)
"""Doings of things that are new to the picture: "have a boat drift by"."""
STATES = words(
    "bald barefoot pregnant alone naked sliced cooked framed striped plain whole dead alive barren modern transparent "
    "opaque plaid checkered floral spotted dotted fluffy hairy furry curly muddy dusty shiny wooly bushy leafy grassy "
    "rocky sandy tiled carpeted paved mashed peeled baked fried melted burnt burned toasted blindfolded injured bloody "
    "armless headless tailless shirtless topless wrinkled rusty mossy overgrown flooded lit unlit blank scary scarier "
    "cute funny elegant fancy cheap rough smooth soft hard thick loose tight stuffed upright digital analog vegan "
    "vegetarian organic medieval futuristic asleep awake gone visible invisible happy sad angry"
)
"""What a thing is like without being made of, coloured or turned into anything."""
EXPRESSIONS = words(
    "smiling laughing frowning crying waving jumping running sitting standing walking sleeping dancing flying "
    "looking facing winking leaning kneeling yawning eating drinking swimming climbing happy sad angry asleep "
    "awake surprised scared bored serious upright"
)

COLORS = words(
    "red green blue yellow orange purple pink black white gray brown cyan magenta violet indigo turquoise teal "
    "navy maroon burgundy crimson scarlet gold golden silver beige cream ivory tan khaki olive lime mint emerald "
    "aqua lavender lilac peach coral salmon rose ruby amber mustard charcoal bronze copper rust plum fuchsia "
    "blonde mauve azure cobalt sapphire ginger brunette auburn aquamarine ochre apricot taupe "
    "multicolored rainbow colorful transparent"
)
SHADES = (
    "light|dark|pale|deep|bright|vivid|hot|neon|baby|sky|pastel|royal|forest|navy|olive|lime|soft|"
    "rich|vibrant|solid|plain|warm|cool|dull|ocean|blood|jet|snow|lemon|electric|midnight|candy|apple|"
    "mint|kelly|sapphire|ruby|cobalt|emerald|scarlet|copper|mustard|ginger|burgundy|coral|cherry|turquoise|lavender|"
    "charcoal|brick|rust|canary|steel|slate|powder|hunter|army|tomato|wine|plum|sage|cornflower|dusty|off"
)
NO_COLOR = frozenset(["multicolored", "rainbow", "colorful", "transparent"])

MATERIALS = words(
    "wood wooden metal metallic gold golden silver bronze copper brass steel iron chrome aluminum glass crystal "
    "marble stone granite concrete brick leather silk velvet cotton wool denim linen satin lace fabric cloth "
    "canvas fur plush plastic rubber paper cardboard clay ceramic porcelain ice snow fire lava water chocolate "
    "candy lego gingerbread stainless latex polyester nylon spandex bamboo straw diamond jade wax feather knitted "
    "felt origami tin tweed suede fiberglass cashmere corduroy wicker rattan titanium styrofoam foam cheese "
    "butter sand mud slate quartz terracotta fleece knit sequin woven carbon"
)

LOOKS = (
    "black and white", "black-and-white", "monochrome", "monochromatic", "grayscale", "gray scale", "sepia",
    "watercolor",
    "water color", "oil painting", "oil-painting", "oil paint", "pencil sketch", "pencil drawing",
    "charcoal drawing", "charcoal sketch", "line drawing", "line art",
    "sketch", "cartoon", "comic book", "comic", "anime", "manga", "pixel art", "pixel-art", "pop art", "pop-art",
    "ukiyo-e", "ukiyo",
    "impressionist", "impressionism", "cubist", "cubism", "surrealist", "surrealism", "pointillism", "pointillist",
    "van gogh", "monet", "picasso", "ghibli", "pixar", "disney", "cyberpunk", "steampunk", "vaporwave", "synthwave",
    "film noir", "noir",
    "vintage", "retro", "polaroid", "old photo", "old photograph", "antique", "cyanotype", "lomo", "hdr",
    "stained glass", "mosaic",
    "low poly", "low-poly", "claymation", "3d render", "pastel drawing", "pastel painting", "crayon", "ink drawing",
    "ink wash",
    "art deco", "art nouveau", "baroque", "renaissance", "gothic", "graffiti", "embroidery", "cross-stitch",
    "origami", "blueprint",
    "minimalist", "abstract art", "abstract painting", "drawing", "painting", "mural", "woodcut", "woodblock print",
    "linocut", "engraving", "halftone", "duotone", "negative", "posterized",
    "poster", "storybook", "fairy tale", "fresco", "lithograph", "etching", "caricature", "digital art",
    "concept art", "video game", "kodachrome",
    "8-bit", "8 bit", "cinematic", "dreamy", "old movie", "old film",
    "papercut", "caravaggio", "rembrandt", "klimt", "warhol", "hokusai", "film",
)  # fmt: skip
"""Ways a picture can look. Longer ones first where one begins another."""
STRONG_LOOKS = (
    "black and white", "monochrome", "monochromatic", "grayscale", "sepia", "watercolor", "oil painting", "cyberpunk",
    "steampunk", "anime", "cartoon", "manga", "pixel art", "pop art", "ukiyo-e", "van gogh", "impressionist",
    "pencil sketch", "pencil drawing",
)  # fmt: skip
"""Looks that are meant as such wherever they are named."""
TIMES = words(
    "winter summer autumn fall spring night nighttime night-time day daytime daylight dusk dawn sunset sunrise "
    "evening morning midnight twilight noon golden-hour christmas halloween snowy rainy stormy sunny foggy misty "
    "cloudy overcast raining snowing"
)
SETTINGS = words(
    "background backdrop scenery setting surroundings environment surrounding landscape ambiance habitat scene"
)
PLACES_OUT_THERE = words(
    "beach forest desert city jungle mountain mountains street park garden snow ocean sea lake river field meadow "
    "farm village studio office kitchen bedroom library stadium space moon mars glacier savanna countryside "
    "rainforest cityscape seaside tundra canyon castle cave island underwater aquarium bridge hills harbor plain "
    "plains playground market snowland highway grassland wall skyscrapers downtown skyline lawn racetrack road "
    "pool waterfall"
)

PRONOUNS = words("it this that these those them him her one he she they")
ARTICLES = words("the a an this that these those my our your some any all both every each")

LETTERING = (
    r"texts?|words?|wording|letters?|lettering|captions?|titles?|headline|slogan|writing|inscription|subtitles?|logo|"
    r"date stamp|time ?stamp|typography|hashtag|number plate|license plate|watermarks?|numbers?|quote|signature"
)


_IRREGULAR = {
    "made": "make", "taken": "take", "took": "take", "given": "give", "gotten": "get", "got": "get", "put": "put",
    "cut": "cut", "drawn": "draw", "written": "write", "hidden": "hide", "shown": "show", "had": "have", "let": "let",
    "getting": "get", "putting": "put", "cutting": "cut", "letting": "let", "setting": "", "swapping": "swap",
}  # fmt: skip


@cache
def forms() -> dict[str, str]:
    """Every inflected form of every verb, to the verb."""
    found = dict(_IRREGULAR)
    for verb in {verb for verbs in VERBS.values() for verb in verbs.split()}:
        stem = verb[:-1] if verb.endswith("e") else verb
        doubled = verb + verb[-1] if verb[-1] in "bgmnpt" and verb[-2] in "aeiou" else stem
        for form in (verb, f"{verb}s", f"{stem}ing", f"{stem}ed", f"{doubled}ing", f"{doubled}ed"):
            found.setdefault(form, verb)
    return {form: verb for form, verb in found.items() if verb}


@cache
def families() -> dict[str, tuple[str, ...]]:
    """Each verb's families."""
    found: dict[str, tuple[str, ...]] = {}
    for family, verbs in VERBS.items():
        for verb in verbs.split():
            found[verb] = (*found.get(verb, ()), family)
    return found


def lemma(word: str) -> str | None:
    """The command verb that a word is a form of."""
    return forms().get(word)
