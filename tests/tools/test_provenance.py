"""What a file says of how its picture was made: read back from every format, beside what the photograph said itself."""

from __future__ import annotations

import io
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
import skimage
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tools import exif as exif_block
from tools.photo import open_photo, save_photo
from tools.provenance import LONGEST, Making, Painter, packet

COFFEE = Image.open(Path(skimage.__file__).parent / "data" / "coffee.png").convert("RGB").resize((60, 40))
FORMATS = (".png", ".jpg", ".webp", ".tif", ".avif")
KONTEXT = Painter("kontext", "black-forest-labs/FLUX.1-Kontext-dev@0123abc", "FLUX.1-dev-NC")
INPAINT = Painter("sd-inpaint", "someone/sd-inpaint@9")
EDITED, GENERATED = Making("edited", (KONTEXT,)), Making("generated", (INPAINT,))
CODES = "http://cv.iptc.org/newscodes/digitalsourcetype/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
EXT = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
SPACES = (
    f'xmlns:rdf="{RDF}" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" '
    f'xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:own="http://example.org/own/" xmlns:Iptc4xmpExt="{EXT}" '
    'xmlns:tiff="http://ns.adobe.com/tiff/1.0/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"'
)


def own(attributes: str = "", inside: str = "") -> bytes:
    """A photograph's packet, as a camera or a photo editor writes it."""
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        f'<rdf:RDF {SPACES}><rdf:Description rdf:about="uuid:7" xmp:Rating="5" xmp:CreatorTool="Darkroom 3" '
        f'own:mood="calm" {attributes}><dc:creator><rdf:Seq><rdf:li>Anna &amp; Ben</rdf:li></rdf:Seq></dc:creator>'
        f'{inside}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    ).encode()


def properties(xmp: bytes | None) -> dict[str, str]:
    """Every simple property of a packet by its full name, and the text of lists; checked to be one packet."""
    assert xmp is not None
    assert xmp.count(b"<?xpacket begin") == xmp.count(b"<?xpacket end") == 1
    assert b"<!" not in xmp
    root = ElementTree.fromstring(xmp.decode().strip("\ufeff"))
    (rdf,) = root.iter(f"{{{RDF}}}RDF")
    found: dict[str, str] = {}
    for description in rdf:
        for key, value in description.attrib.items():
            assert key not in found or key.endswith("about")
            found[key] = value
        for child in description:
            found[child.tag] = "".join(child.itertext())
    return found


def written(path: Path) -> bytes | None:
    """The packet as Pillow finds it in a file."""
    with Image.open(path) as opened:
        opened.load()
        found = opened.info.get("xmp") or getattr(opened, "tag_v2", {}).get(700)
        return found.encode() if isinstance(found, str) else found


def camera(xmp: bytes | None = None) -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "Maker"
    exif.get_ifd(0x8769)[0x927C] = b"MAKERNOTE" * 4
    exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 12.0, 34.5), 27: b"SECRETPLACE"})
    block = exif_block.upright(exif.tobytes())
    assert block is not None
    return exif_block.with_xmp(block, xmp) if xmp else block


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_painted_picture_says_so_in_every_format(tmp_path: Path, suffix: str) -> None:
    notes = save_photo(COFFEE, tmp_path / f"a{suffix}", exif=camera(own()), making=EDITED)
    assert notes == ("marked as edited with kontext, whose licence allows no commercial use",)
    said = properties(written(tmp_path / f"a{suffix}"))
    assert said[f"{{{EXT}}}DigitalSourceType"] == CODES + "compositeWithTrainedAlgorithmicMedia"
    assert said[f"{{{EXT}}}AISystemUsed"] == "kontext (black-forest-labs/FLUX.1-Kontext-dev@0123abc)"
    assert said["{http://ns.adobe.com/xap/1.0/}CreatorTool"].startswith("Pentimento")
    note = next(value for key, value in said.items() if key.endswith("}Note"))
    assert "The licence of kontext (FLUX.1-dev-NC) allows no commercial use." in note
    assert said["{http://purl.org/dc/elements/1.1/}creator"] == "Anna & Ben"
    assert said["{http://example.org/own/}mood"] == "calm"
    assert said["{http://ns.adobe.com/xap/1.0/}Rating"] == "5"


@pytest.mark.parametrize("suffix", FORMATS)
def test_exif_and_pixels_are_as_without_the_mark(tmp_path: Path, suffix: str) -> None:
    for name, making in (("a", EDITED), ("b", None)):
        save_photo(COFFEE, tmp_path / f"{name}{suffix}", exif=camera(own()), making=making)
    marked, plain = (open_photo(tmp_path / f"{name}{suffix}") for name in "ab")
    assert marked.image.tobytes() == plain.image.tobytes()
    for photo in (marked, plain):
        exif = Image.Exif()
        exif.load(photo.exif or b"")
        assert exif[0x010F] == "Maker"
        assert exif.get_ifd(0x8769)[0x927C] == b"MAKERNOTE" * 4
        assert exif.get_ifd(0x8825) == {}
    assert b"SECRETPLACE" not in (tmp_path / f"a{suffix}").read_bytes()


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_picture_that_no_model_touched_has_no_mark(tmp_path: Path, suffix: str) -> None:
    assert save_photo(COFFEE, tmp_path / f"a{suffix}") == ()
    assert written(tmp_path / f"a{suffix}") is None
    save_photo(COFFEE, tmp_path / f"b{suffix}", exif=camera(own()))
    said = properties(written(tmp_path / f"b{suffix}"))
    assert said["{http://ns.adobe.com/xap/1.0/}CreatorTool"] == "Darkroom 3"
    assert not any(word in key for key in said for word in ("DigitalSourceType", "AISystemUsed", "Note"))


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_packet_travels_from_file_to_file(tmp_path: Path, suffix: str) -> None:
    save_photo(COFFEE, tmp_path / f"a{suffix}", exif=camera(own()), making=EDITED)
    again = open_photo(tmp_path / f"a{suffix}")
    save_photo(again.image, tmp_path / "b.png", exif=again.exif)
    assert properties(written(tmp_path / "b.png")) == properties(written(tmp_path / f"a{suffix}"))


def test_what_was_made_from_words_is_another_kind() -> None:
    said = properties(packet(None, GENERATED))
    assert said[f"{{{EXT}}}DigitalSourceType"] == CODES + "trainedAlgorithmicMedia"
    assert GENERATED.told == "marked as made with sd-inpaint"


def test_what_was_made_from_words_stays_that_when_it_is_edited_elsewhere() -> None:
    said = properties(packet(packet(None, GENERATED), EDITED))
    assert said[f"{{{EXT}}}DigitalSourceType"] == CODES + "trainedAlgorithmicMedia"
    assert said[f"{{{EXT}}}AISystemUsed"] == f"{INPAINT}; {KONTEXT}"


def test_a_mark_takes_the_place_of_the_camera_s() -> None:
    for before in (
        own(f'Iptc4xmpExt:DigitalSourceType="{CODES}digitalCapture"'),
        own("", f"<Iptc4xmpExt:DigitalSourceType>{CODES}digitalCapture</Iptc4xmpExt:DigitalSourceType>"),
    ):
        said = properties(packet(before, EDITED))
        assert said[f"{{{EXT}}}DigitalSourceType"] == CODES + "compositeWithTrainedAlgorithmicMedia"
        assert said[f"{{{RDF}}}about"] == "uuid:7"


def test_several_painters_are_all_named() -> None:
    both = Making("edited", (INPAINT, KONTEXT))
    assert both.told == "marked as edited with sd-inpaint and kontext, the licence of kontext allows no commercial use"
    assert properties(packet(None, both))[f"{{{EXT}}}AISystemUsed"] == f"{INPAINT} and {KONTEXT}"


PLACE = (
    'exif:GPSLatitude="48,12.5N" photoshop:City="SECRET" photoshop:Country="SECRET" own:geotag="SECRET"',
    "<Iptc4xmpExt:LocationShown><rdf:Bag><rdf:li>SECRET</rdf:li></rdf:Bag></Iptc4xmpExt:LocationShown>"
    '<own:deep><rdf:Description own:Latitude="SECRET"/></own:deep>',
)


def test_the_place_leaves_with_the_position_unless_it_is_kept(tmp_path: Path) -> None:
    save_photo(COFFEE, tmp_path / "a.jpg", exif=camera(own(*PLACE)))
    assert b"SECRET" not in (tmp_path / "a.jpg").read_bytes()
    assert b"48,12.5N" not in (tmp_path / "a.jpg").read_bytes()
    save_photo(COFFEE, tmp_path / "b.jpg", exif=camera(own(*PLACE)), keep_gps=True)
    assert (tmp_path / "b.jpg").read_bytes().count(b"SECRET") >= 5


def test_what_is_no_longer_true_is_left_out() -> None:
    stale = own(
        'tiff:Orientation="6" exif:PixelXDimension="4000" xmlns:GImage="http://ns.google.com/photos/1.0/image/" '
        'GImage:Data="QUJD" xmlns:dcterms="http://purl.org/dc/terms/" dcterms:provenance="self#jumbf=c2pa"',
        "<xmp:Thumbnails><rdf:Alt><rdf:li>OLDPICTURE</rdf:li></rdf:Alt></xmp:Thumbnails>",
    )
    kept = packet(stale, None)
    assert kept is not None
    for gone in (b"Orientation", b"4000", b"QUJD", b"jumbf", b"OLDPICTURE"):
        assert gone not in kept
    assert b"calm" in kept


GROWING = "".join(f'<!ENTITY {after} "{f"&{before};" * 10}">' for before, after in pairwise("abcdefghi"))
BOMB = (
    f'<!DOCTYPE x [<!ENTITY a "ha">{GROWING}]><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    f'<rdf:RDF xmlns:rdf="{RDF}">&i;</rdf:RDF></x:xmpmeta>'
)
HOSTILE = {
    "entities": BOMB.encode(),
    "a file": BOMB.replace('"ha"', 'SYSTEM "file:///etc/passwd"').encode(),
    "entities in other letters": BOMB.encode("utf-16"),
    "entities behind a declaration": b'<?xml version="1.0" encoding="utf-7"?>' + BOMB.encode(),
    "cut off": own()[:-80],
    "no packet": b"<a/>",
    "no XML": b"\xff\xfe\x00nothing",
    "deep": b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + b"<a>" * 60_000 + b"</a>" * 60_000 + b"</x:xmpmeta>",
    "huge": own("", "<own:data>" + "x" * LONGEST + "</own:data>"),
    "empty": b"",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_packet_that_can_t_be_trusted_is_none(kind: str) -> None:
    assert packet(HOSTILE[kind], None) is None
    assert properties(packet(HOSTILE[kind], EDITED)) == properties(packet(None, EDITED))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_names_of_models_can_t_leave_their_place(engine: str, model: str, licence: str) -> None:
    said = properties(packet(own(), Making("edited", (Painter(engine, model, licence),))))
    assert said[f"{{{EXT}}}DigitalSourceType"].endswith("compositeWithTrainedAlgorithmicMedia")
    assert said["{http://example.org/own/}mood"] == "calm"


def test_a_packet_too_long_for_jpeg_leaves_and_is_told(tmp_path: Path) -> None:
    long = own("", f"<own:data>{'x' * 70_000}</own:data>")
    notes = save_photo(COFFEE, tmp_path / "a.jpg", exif=camera(long), making=EDITED)
    assert notes[-1] == "XMP of the photograph left out, which is too long for JPEG"
    assert "mood" not in str(properties(written(tmp_path / "a.jpg")))
    save_photo(COFFEE, tmp_path / "a.png", exif=camera(long), making=EDITED)
    assert "calm" in str(properties(written(tmp_path / "a.png")))


def test_gif_says_that_it_holds_no_mark(tmp_path: Path) -> None:
    assert "not marked as made with a model, which GIF can't hold" in save_photo(
        COFFEE, tmp_path / "a.gif", making=EDITED
    )


@pytest.mark.parametrize("order", ["little", "big"])
def test_a_packet_in_a_block_moves_nothing_else(order: str) -> None:
    block = camera()
    if order == "little":
        exif = Image.Exif()
        exif.endian = "<"
        exif[0x010F] = "Maker"
        buffer = io.BytesIO()
        COFFEE.save(buffer, "JPEG", exif=exif)
        found = open_photo(buffer.getvalue()).exif
        assert found is not None
        block = found
    with_one = exif_block.with_xmp(block, own())
    assert exif_block.xmp(block) is None
    assert exif_block.xmp(with_one) == own()
    assert exif_block.xmp(exif_block.with_xmp(with_one, b"<another/>")) == b"<another/>"
    assert exif_block.for_export(with_one, (60, 40)) is not None
    assert b"Anna" not in (exif_block.for_export(with_one, (60, 40), keep_gps=True) or b"")
    assert exif_block.for_export(exif_block.with_xmp(None, own()), (60, 40)) is None
