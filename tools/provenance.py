"""What a picture's file says of how it came about: an XMP packet that names the models that painted in it.

The photograph's own packet is kept, but for what is no longer true of an edited picture and, unless asked for, for
where it was taken. Source types are IPTC's (https://cv.iptc.org/newscodes/digitalsourcetype/), the system used is a
property of its photo metadata standard 2025.1. It knows nothing of history: what was painted, and by what, it is told.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal
from xml.etree import ElementTree

LONGEST = 1_000_000  # bytes of a packet that is read; larger ones hold pictures of their own
NEWSCODES = "http://cv.iptc.org/newscodes/digitalsourcetype/"
SOURCES = {"generated": "trainedAlgorithmicMedia", "edited": "compositeWithTrainedAlgorithmicMedia"}
_SPACES = {
    "x": "adobe:ns:meta/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "tiff": "http://ns.adobe.com/tiff/1.0/",
    "exif": "http://ns.adobe.com/exif/1.0/",
    "aux": "http://ns.adobe.com/exif/1.0/aux/",
    "crs": "http://ns.adobe.com/camera-raw-settings/1.0/",
    "lr": "http://ns.adobe.com/lightroom/1.0/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "pentimento": "https://pypi.org/project/pentimento/xmp/1.0/",
}
_PLACE = re.compile(r"(?i).*(gps|latitude|longitude|altitude|location|geotag).*|city|state|country\w*")
# Of the file that was opened, not of the one that is written: sizes, thumbnails, data behind the picture, signatures.
_STALE = re.compile(
    r"\{http://ns\.google\.com/photos/.*|\{http://ns\.adobe\.com/(hdr-gain-map/1\.0/|xmp/note/)\}.*"
    r"|\{http://ns\.adobe\.com/tiff/1\.0/\}(Orientation|ImageWidth|ImageLength)"
    r"|\{http://ns\.adobe\.com/exif/1\.0/\}Pixel[XY]Dimension"
    r"|\{http://ns\.adobe\.com/xap/1\.0/\}Thumbnails|\{http://purl\.org/dc/terms/\}provenance"
)


@dataclass(frozen=True)
class Painter:
    """A model that painted: the engine's name, the model's own, and its licence if that allows no commercial use."""

    engine: str
    model: str = ""
    licence: str = ""

    def __str__(self) -> str:
        return f"{self.engine} ({self.model})" if self.model and self.model != self.engine else self.engine


@dataclass(frozen=True)
class Making:
    """How a picture came about: from words alone ("generated"), or a photograph in which models painted ("edited")."""

    source: Literal["generated", "edited"]
    painters: tuple[Painter, ...]

    @property
    def note(self) -> str:
        """What was done by which model, for a reader of the file."""
        did = "Made" if self.source == "generated" else "Parts of this picture were painted"
        limits = [
            _plain(f"The licence of {one.engine} ({one.licence}) allows no commercial use.") for one in self.limited
        ]
        return " ".join([f"{did} by {_listed([str(one) for one in self.painters])} with Pentimento.", *limits])

    @property
    def told(self) -> str:
        """The same for the person who saves it, in a few words."""
        verb = "marked as made with" if self.source == "generated" else "marked as edited with"
        said = f"{verb} {_listed([one.engine for one in self.painters])}"
        if not self.limited:
            return said
        engines = _listed([one.engine for one in self.limited])
        who = "whose licence" if len(self.painters) == 1 else f"the licence of {engines}"
        return f"{said}, {who} allows no commercial use"

    @property
    def limited(self) -> list[Painter]:
        return [one for one in self.painters if one.licence]


def packet(own: bytes | None, making: Making | None, *, keep_place: bool = False) -> bytes | None:
    """The XMP packet to write: the photograph's `own`, cleaned, with what is said of its making. None if that is
    nothing; a packet that can't be read counts as none.
    """
    root = _read(own)
    if root is None and making is None:
        return None
    _names()
    root = _empty() if root is None else root
    _clean(root, keep_place)
    if making is not None:
        _mark(root, making)
    body = ElementTree.tostring(root, "unicode")
    return f'<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n{body}\n<?xpacket end="r"?>'.encode()


def _read(own: bytes | None) -> ElementTree.Element | None:
    """The packet as a tree whose rdf:RDF is there. A document type is never read: entities could grow without end."""
    if not own or len(own) > LONGEST:
        return None
    try:
        text = own.decode("utf-8").strip("\x00\ufeff \t\r\n")
        if "<!DOCTYPE" in text or "<!ENTITY" in text:
            return None
        root = ElementTree.fromstring(re.sub(r"^<\?xml[^>]*\?>", "", text))  # noqa: S314 (no document type is in it)
        ElementTree.tostring(root)  # a tree too deep to be written is none
    except (ElementTree.ParseError, ValueError, RecursionError):
        return None
    found = root if root.tag == _name("rdf:RDF") else root.find(_name("rdf:RDF"))
    if found is None:
        return None
    whole = ElementTree.Element(_name("x:xmpmeta"))
    whole.append(found)
    return whole


def _empty() -> ElementTree.Element:
    root = ElementTree.Element(_name("x:xmpmeta"))
    ElementTree.SubElement(root, _name("rdf:RDF"))
    return root


def _clean(root: ElementTree.Element, keep_place: bool) -> None:
    """Without what is not true of this file and, unless kept, what tells the place, at any depth."""

    def goes(tag: str) -> bool:
        return bool(_STALE.fullmatch(tag)) or (not keep_place and bool(_PLACE.fullmatch(tag.rpartition("}")[2])))

    for element in list(root.iter()):
        for tag in [tag for tag in element.attrib if goes(tag)]:
            del element.attrib[tag]
        for child in [child for child in element if goes(child.tag)]:
            element.remove(child)


def _mark(root: ElementTree.Element, making: Making) -> None:
    """The properties of an edited picture, in a description of their own, in place of those that said it before."""
    rdf = root[0]
    descriptions = rdf.findall(_name("rdf:Description"))
    code, system = SOURCES[making.source], _listed([str(one) for one in making.painters])
    if _taken(descriptions, "Iptc4xmpExt:DigitalSourceType") == NEWSCODES + SOURCES["generated"]:
        code = SOURCES["generated"]  # what was made from words stays that, however it is edited
    before = _taken(descriptions, "Iptc4xmpExt:AISystemUsed")
    if before and before not in system:
        system = f"{before[:300]}; {system}"
    _taken(descriptions, "xmp:CreatorTool")
    _taken(descriptions, "pentimento:Note")
    about = next((one.attrib[_name("rdf:about")] for one in descriptions if _name("rdf:about") in one.attrib), "")
    told = {
        "rdf:about": about, "xmp:CreatorTool": f"Pentimento {_version()}".strip(),
        "Iptc4xmpExt:DigitalSourceType": NEWSCODES + code, "Iptc4xmpExt:AISystemUsed": system,
        "pentimento:Note": making.note,
    }  # fmt: skip
    ElementTree.SubElement(rdf, _name("rdf:Description"), {_name(key): value for key, value in told.items()})


def _taken(descriptions: list[ElementTree.Element], name: str) -> str:
    """The value of a simple property, written as an attribute or an element, which is taken out; "" without one."""
    values = []
    for one in descriptions:
        values.append(one.attrib.pop(_name(name), ""))
        for child in one.findall(_name(name)):
            values.append(child.text or child.attrib.get(_name("rdf:resource"), ""))
            one.remove(child)
    return next((value.strip() for value in values if value.strip()), "")


def _name(short: str) -> str:
    prefix, _, local = short.partition(":")
    return f"{{{_SPACES[prefix]}}}{local}"


@cache
def _names() -> None:
    """The usual short names of the usual vocabularies, which some readers go by."""
    for prefix, space in _SPACES.items():
        ElementTree.register_namespace(prefix, space)


def _listed(names: list[str]) -> str:
    names = list(dict.fromkeys(map(_plain, names)))
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def _plain(name: str) -> str:
    """A name as XML and a terminal can have it: a folder's owner chose it."""
    return "".join(letter for letter in name if letter.isprintable())[:300]


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("pentimento")
    except PackageNotFoundError:
        return ""
