"""One clause → drafts of operations: the families in the order in which they are asked. Knows no history."""

from __future__ import annotations

from collections.abc import Callable

from agent.planners.chinese import geometry, lettering, looks, objects, placing, portraits, repairs, tone
from agent.planners.chinese.phrases import Draft, clean, nounlike, region, whole
from agent.planners.chinese.saying import fullmatch, pattern, search

Family = Callable[[str], list[Draft]]
FAMILIES: tuple[Family, ...] = (
    portraits.portraits,
    lettering.letterings,
    geometry.crops,
    geometry.extensions,
    looks.generated,
    looks.backgrounds,
    repairs.repairs,
    geometry.pixels,
    geometry.flips,
    geometry.rotations,
    geometry.views,
    looks.times,
    looks.skies,
    looks.styles,
    looks.lights,
    tone.scales,
    tone.effects,
    tone.qualities,
    objects.cutouts,
    objects.copies,
    placing.beside_things,
    objects.moves,
    geometry.sizes,
    objects.poses,
    objects.becomings,
    objects.shapes,
    objects.removals,
    objects.additions,
)

_KEEP = (
    r"(?:(?:但是?|不过|可是|只是|同时|而且|并且)?(?:要|请|还是|仍然)?(?:保留|保持|留下|留着|不要动|别动|不要改|别改|"
    r"不要碰|别碰|不要影响|别影响|不动|不改)(?P<a>.+?)"
    r"(?:不变|不动|原样|原来的?(?:颜色|样子)?|彩色|的?颜色|的?原色|原有的?颜色|本来的颜色)*|(?:但是?|不过|可是)"
    r"?(?P<b>.+?)(?:保持|维持|还是)?(?:不变|不动|原样|不要动|不要改|别动|原来的?(?:颜色|样子)|彩色|不用变))"
)
_REST = r"其他|其它|其余|别的|剩下|余下|任何|所有|一切"
_BUT = (
    r"(?:[把将])?(?:除了?|除开|除去)(?P<a>.+?)(?:(?:以外|之外|外),?|,|(?=其他|其它|其余|别的))(?:[把将])?(?:(?:其他|"
    r"其它|其余|别的|剩下|所有|全部|"
    r"整张|整个)(?:的)?(?:地方|部分|东西|区域|画面|一切|图)?)?(?:都|全|全部|给我)*(?P<do>.+)"
)
_WIDE = {"adjust", "restyle", "enhance", "relight"}


def drafts(clause: str) -> list[Draft]:
    """What a clause asks for; nothing if it is not understood."""
    but = fullmatch(_BUT, clause)
    if but and nounlike(but["a"]):
        found = [draft for draft in _first(but["do"].lstrip(",")) if draft["op"] in _WIDE]
        if found:
            bare = [{name: value for name, value in draft.items() if name != "region"} for draft in found]
            return [*bare, _kept(but["a"])]
    return _first(clause)


def _first(clause: str) -> list[Draft]:
    for family in FAMILIES:
        found = family(clause)
        if found:
            return found
    return []


def keeps(clause: str) -> str | None:
    """What a clause asks to leave as it is: "但保留红伞"; "" for all the rest; None where it asks for no such thing."""
    if fullmatch(r"(?:突出|凸显|强调).{1,8}|换一?个(?:角度|视角)", clause):
        return ""
    only = fullmatch(
        (r"(?:只要|只有|只让|只)(?P<a>.+?)(?:是|保持|保留|为)?(?:彩色|有颜色|原色|原样|不变)的?(?:就行)?"), clause
    )
    if only:
        return clean(only["a"])
    match = fullmatch(_KEEP, clause)
    if match is None:
        return None
    words = match["a"] or match["b"]
    if search(_REST, words) or whole(clean(words)) or fullmatch(r"[亮暗白黑]的?(?:地方|部分|区域)?", words):
        return ""
    return clean(words) if nounlike(words) else None


def kept(found: list[Draft], words: str) -> list[Draft]:
    """The drafts of a change of the whole picture, after which one thing gets its own pixels back."""
    wide = found and all(draft["op"] in _WIDE and draft.get("region") is None for draft in found)
    return [*found, _kept(words)] if wide and words else found


def _kept(words: str) -> Draft:
    return {"op": "restore", "region": region(words) or {"phrase": "it"}}


def instruct(clause: str) -> list[Draft]:
    """A clear command that no operation names, for a model to carry out."""
    if not fullmatch(r"(?:[把将让使给])(?:.{3,})", clause) and not search(
        r"换(?:一下)?位置|互换|对调|上色|着色", clause
    ):
        return []
    if search(r"^(?:给我看|让我看|让我想|给我讲|把我)|[吗么呢]$", clause) or pattern("[?]").search(clause):
        return []
    return [{"op": "instruct", "instruction": clause}]
