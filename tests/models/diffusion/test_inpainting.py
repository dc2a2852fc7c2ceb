"""What inpainting and instruction families ask their pipelines for: sizes, words, kinds of U-Net, a checker.

What holds for every family is in test_families.py.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.models import tiny
from tools.apply import apply
from tools.canvas import Canvases
from tools.engines import pulled
from tools.engines.diffusion import FAMILIES
from tools.engines.diffusion.family import Job
from tools.engines.diffusion.inpainting import stepping
from tools.engines.diffusion.instructing import restyling
from tools.engines.options import Options
from tools.errors import EditRejected
from tools.models.pulling import adopt
from tools.models.shelf import Shelf
from tools.operations import parse
from tools.painting import LIKE
from tools.studio import Studio
from tools.types import Edit, Sampling

ADD = {"op": "add", "object": "hat", "region": {"box": (0.4, 0.3, 0.6, 0.6)}, "seed": 1, "sampling": {"steps": 2}}
BUILDERS: dict[str, Callable[..., Path]] = {"sd-inpaint": tiny.sd_inpaint, "sdxl-inpaint": tiny.sdxl_inpaint}
SMALL = Canvases((), 64, 0.02)


def edited(shelf: Shelf, name: str, photo: Image.Image, options: Options | None = None, **more: Any) -> Edit:
    return apply(photo, parse({**ADD, **more}), Studio(engines=pulled(shelf, options or Options()), chosen=name))


def test_the_size_that_it_was_trained_at(have: Callable[..., Shelf], coffee: Image.Image) -> None:
    """Nothing made smaller for the test: the crop is laid out on a canvas of about 512 × 512."""
    edit = edited(have("sd-inpaint", tiny.sd_inpaint), "sd-inpaint", coffee)
    assert (edit.image.size, edit.receipt.changed_outside) == (coffee.size, 0)
    assert edit.receipt.changed_inside
    for name, pixels in (("sd-inpaint", 512**2), ("sdxl-inpaint", 1024**2), ("ip2p", 512**2), ("ip2p-xl", 768**2)):
        width, height = FAMILIES[name].canvases.of((1200, 800))
        assert width % 64 == height % 64 == 0
        assert width * height == pytest.approx(pixels, rel=0.1), name


@pytest.mark.parametrize("family", BUILDERS)
def test_a_plain_unet_that_no_catalogue_knows(
    family: str, coffee: Image.Image, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Four channels in place of nine; the family is told by the class in the folder."""
    monkeypatch.setattr(type(FAMILIES[family]), "canvases", SMALL)
    shelf = Shelf(tmp_path / "models")
    adopt("someone/plain", BUILDERS[family](tmp_path / "built", channels_in=4), shelf)
    first, second = (edited(shelf, "someone--plain", coffee) for _ in range(2))
    assert first.image.tobytes() == second.image.tobytes() != coffee.tobytes()
    assert first.receipt.changed_outside == 0
    assert first.receipt.engine == "someone--plain"


@pytest.mark.parametrize("steps", [1, 2, 3, 7, 30, 49, 50, 199])
@pytest.mark.parametrize("strength", [0.0, 0.01, 0.5, 0.99, 1.0])
def test_strength_leaves_at_least_one_step(steps: int, strength: float) -> None:
    """The pipelines make `int(strength × steps)` steps, and fail for none."""
    found = stepping(strength, steps)
    assert found is not None
    assert 1 <= int(steps * found) <= steps
    few = strength >= 0.95 and steps < 20  # of few steps none may be left out: the first makes most of the picture
    assert found == (1.0 if few else strength) or int(steps * strength) == 0


def arguments(family: str, skill: str, words: str, **sampling: Any) -> dict[str, Any]:
    told = Sampling(**sampling).over(FAMILIES[family].defaults)
    return FAMILIES[family].arguments(Job(skill, words, (64, 64), told))


@pytest.mark.parametrize("family", BUILDERS)
def test_words_for_a_hole(family: str) -> None:
    painted, filled = arguments(family, "paint", "a red hat"), arguments(family, "fill", "")
    assert "photo" in painted["prompt"]
    assert "a red hat" in painted["prompt"]
    assert "background" in filled["prompt"]
    assert "object" in filled["negative_prompt"]
    assert "object" not in painted["negative_prompt"]
    assert arguments(family, "paint", "a cartoon cat")["prompt"] == "a cartoon cat"
    assert "second picture" not in arguments(family, "paint", f"a mug{LIKE}")["prompt"]


@pytest.mark.parametrize(
    ("style", "said"),
    [
        ("watercolor", "turn it into a watercolor painting"), ("oil painting", "turn it into an oil painting"),
        ("pencil sketch", "turn it into a pencil sketch"), ("a comic", "turn it into a comic"),
        ("black and white", "make it black and white"), ("winter", "make it look like winter"),
        ("vintage film", "make it look like vintage film"), ("Make it snow.", "Make it snow"),
        ("in the style of Monet", "make it in the style of Monet"),
    ],
)  # fmt: skip
def test_words_for_a_style(style: str, said: str) -> None:
    assert restyling(style) == said
    assert arguments("ip2p", "restyle", style)["prompt"] == said
    assert arguments("ip2p", "instruct", style)["prompt"] == style


@pytest.mark.parametrize("family", ["ip2p", "ip2p-xl"])
def test_what_holds_an_instruction(family: str) -> None:
    told = arguments(family, "instruct", "make it blue", guidance=9.0, image_guidance=2.0)
    assert (told["guidance_scale"], told["image_guidance_scale"]) == (9.0, 2.0)
    assert arguments(family, "instruct", "make it blue", image_guidance=0.2)["image_guidance_scale"] == 1.0
    assert "strength" not in told


def test_what_an_instruction_model_does_not_know_is_told(
    have: Callable[..., Shelf], coffee: Image.Image, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(FAMILIES["ip2p"]), "canvases", SMALL)
    shelf = have("ip2p", tiny.ip2p)
    how = {"steps": 2, "strength": 0.5, "image_guidance": 0.5, "scheduler": "euler-a"}
    operation = parse({"op": "instruct", "instruction": "make the sky pink", "seed": 1, "sampling": how})
    told = apply(coffee, operation, Studio(engines=pulled(shelf, Options()), chosen="ip2p")).receipt
    assert any("knows no strength" in note for note in told.notes)
    assert any("image guidance below 1" in note for note in told.notes)
    assert told.sampling["scheduler"] == "euler-a"


@pytest.fixture(scope="module")
def suspicious(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """A model whose checker holds every picture back, and one whose checker lets every picture through."""
    shelf = Shelf(tmp_path_factory.mktemp("checked"))
    for name, threshold in (("sd-inpaint", -1.5), ("someone/trusting", 1.5)):
        built = tiny.sd_inpaint(tmp_path_factory.mktemp("built") / "model", checker=tiny.checker(threshold))
        adopt(name, built, shelf)
    return shelf


def test_a_models_own_checker_stays_on_unless_it_is_turned_off(
    suspicious: Shelf, coffee: Image.Image, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(FAMILIES["sd-inpaint"]), "canvases", SMALL)
    with pytest.raises(EditRejected, match="safety checker"):
        edited(suspicious, "sd-inpaint", coffee)
    unchecked = edited(suspicious, "sd-inpaint", coffee, Options(checked=False))
    trusted = edited(suspicious, "someone--trusting", coffee)
    assert unchecked.image.tobytes() == trusted.image.tobytes() != coffee.tobytes()
