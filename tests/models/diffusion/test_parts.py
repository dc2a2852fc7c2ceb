"""What is pulled beside a model: guides, references and few-step LoRAs, on tiny models of both inpainting families.

Whatever was added for one edit is gone for the next: an ordinary edit is the same to the bit before and after.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageOps

from tests.models import tiny, tiny_parts
from tools.apply import apply
from tools.canvas import Canvases
from tools.engines import pulled
from tools.engines.diffusion import FAMILIES, Diffusion, keeping, referring
from tools.engines.diffusion.parts import CONTROLNET, offered
from tools.engines.diffusion.schedulers import WAYS
from tools.engines.options import Options
from tools.errors import BadArguments, ModelUnavailable, ToolError
from tools.models.pulling import adopt
from tools.models.shelf import Shelf
from tools.operations import parse
from tools.studio import Studio
from tools.types import Edit, Sampling

BUILDERS: dict[str, tuple[Callable[..., Path], dict[str, Any]]] = {
    "sd-inpaint": (tiny.sd_inpaint, {}),
    "sdxl-inpaint": (tiny.sdxl_inpaint, {}),
    "controlnet-canny": (tiny_parts.controlnet, {}),
    "controlnet-sketch": (tiny_parts.controlnet, {"seed": 2}),
    "controlnet-canny-xl": (tiny_parts.controlnet, {"xl": True}),
    "controlnet-sketch-xl": (tiny_parts.controlnet, {"xl": True, "seed": 2}),
    "ip-adapter": (tiny_parts.ip_adapter, {}),
    "lcm-lora": (tiny_parts.lora, {}),
    "lcm-lora-xl": (tiny_parts.lora, {"xl": True}),
    "lightning-lora-xl": (tiny_parts.lightning, {}),
}
MODELS = ("sd-inpaint", "sdxl-inpaint")
BOX = {"box": (0.4, 0.3, 0.6, 0.6)}
HAT = {"op": "add", "object": "hat", "region": BOX, "seed": 1}
DRAWN, SHOWN, OTHER = ("d" * 64, "e" * 64, "f" * 64)


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """Both models, and every part for them."""
    shelf = Shelf(tmp_path_factory.mktemp("furnished"))
    for name, (build, given) in BUILDERS.items():
        adopt(name, build(tmp_path_factory.mktemp("built") / name, **given), shelf)
    return shelf


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """Both models, and nothing else."""
    shelf = Shelf(tmp_path_factory.mktemp("bare"))
    for name in MODELS:
        adopt(name, BUILDERS[name][0](tmp_path_factory.mktemp("built") / name), shelf)
    return shelf


@pytest.fixture(params=MODELS)
def model(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of a model, which is also that of its family; on a small canvas."""
    monkeypatch.setattr(type(FAMILIES[request.param]), "canvases", Canvases((), 64, 0.02))
    name: str = request.param
    return name


@pytest.fixture(scope="module")
def plain() -> dict[str, bytes]:
    """What each model makes when nothing is added to it, once it was made."""
    return {}


@pytest.fixture
def ordinary(edit: Callable[..., Edit], furnished: Shelf, model: str, plain: dict[str, bytes]) -> bytes:
    """The model's picture of the edit with nothing added to it."""
    if model not in plain:
        plain[model] = edit(furnished).image.tobytes()
    return plain[model]


@pytest.fixture
def edit(coffee: Image.Image, model: str) -> Callable[..., Edit]:
    """`edit(shelf, **more)`: a hat added to the photograph, with `more` arguments."""
    pictures = {DRAWN: ImageOps.posterize(coffee, 1), SHOWN: coffee.rotate(90), OTHER: ImageOps.invert(coffee)}

    def made(shelf: Shelf, options: Options | None = None, **more: Any) -> Edit:
        given = {**HAT, "sampling": {"steps": 2}, **more}
        studio = Studio(engines=pulled(shelf, options or Options()), chosen=model, picture=pictures.__getitem__)
        return apply(coffee, parse(given), studio)

    return made


def engine(shelf: Shelf, name: str) -> Diffusion:
    found = next(one for one in pulled(shelf, Options()) if one.name == name)
    assert isinstance(found, Diffusion)
    return found


def test_what_is_not_asked_for_changes_nothing(edit: Callable[..., Edit], ordinary: bytes, bare: Shelf) -> None:
    assert edit(bare).image.tobytes() == ordinary


@pytest.mark.parametrize("kinds", [("canny",), ("sketch",), ("canny", "sketch")])
def test_a_guide(
    edit: Callable[..., Edit], ordinary: bytes, furnished: Shelf, model: str, kinds: tuple[str, ...]
) -> None:
    """Each guide has its effect, is told, and is gone afterwards; its network is loaded once."""
    controls = [{"kind": kind, "picture": DRAWN if kind == "sketch" else None} for kind in kinds]
    guided, again = edit(furnished, controls=controls), edit(furnished, controls=controls)
    assert guided.image.tobytes() == again.image.tobytes() != ordinary
    assert guided.receipt.changed_outside == 0
    xl = "-xl" if model.startswith("sdxl") else ""
    for kind in kinds:
        assert any(note.startswith(f"guided by controlnet-{kind}{xl}@") for note in guided.receipt.notes)
    assert edit(furnished).image.tobytes() == ordinary
    (loaded,) = [one for one in keeping.loaded() if one.path == furnished.place(model)]
    assert len(loaded.variants) == len({*loaded.variants}) <= 3


def test_another_material_keeps_the_edges(coffee: Image.Image, furnished: Shelf, bare: Shelf, model: str) -> None:
    """They guide what paints it, where that can be; where it can't, nothing is said, and a guide of the person's own
    goes first.
    """
    pictures = {DRAWN: ImageOps.posterize(coffee, 1)}

    def retextured(shelf: Shelf, **more: Any) -> Edit:
        given = {"op": "retexture", "material": "marble", "region": BOX, "seed": 1, "sampling": {"steps": 2}, **more}
        studio = Studio(engines=pulled(shelf, Options()), chosen=model, picture=pictures.__getitem__)
        return apply(coffee, parse(given), studio)

    free, shaped = retextured(bare), retextured(furnished)
    assert not any("guide" in note for note in free.receipt.notes)
    assert any(note.startswith("guided by controlnet-canny") for note in shaped.receipt.notes)
    assert shaped.image.tobytes() != free.image.tobytes()
    assert shaped.image.tobytes() == retextured(furnished, controls=[{"kind": "canny"}]).image.tobytes()
    own = retextured(furnished, controls=[{"kind": "sketch", "picture": DRAWN}])
    (told,) = [note for note in own.receipt.notes if "guided" in note]
    assert told.startswith("guided by controlnet-sketch")


def test_guides_differ_from_each_other(edit: Callable[..., Edit], furnished: Shelf) -> None:
    canny = edit(furnished, controls=[{"kind": "canny", "picture": DRAWN}])
    sketch = edit(furnished, controls=[{"kind": "sketch", "picture": DRAWN}])
    both = edit(furnished, controls=[{"kind": "canny", "picture": DRAWN}, {"kind": "sketch", "picture": DRAWN}])
    assert len({canny.image.tobytes(), sketch.image.tobytes(), both.image.tobytes()}) == 3


def test_a_guide_that_is_not_installed_is_told_with_the_command(
    edit: Callable[..., Edit], ordinary: bytes, bare: Shelf, model: str
) -> None:
    xl = "-xl" if model.startswith("sdxl") else ""
    made = edit(bare, controls=[{"kind": "sketch", "picture": DRAWN}])
    (note,) = [note for note in made.receipt.notes if "sketch" in note]
    assert f"pentimento models pull controlnet-sketch{xl}" in note
    assert made.image.tobytes() == ordinary


def test_every_guide_that_a_family_takes_is_in_the_catalogue() -> None:
    for family in FAMILIES.values():
        for kind in family.controls:
            assert offered(family.name, CONTROLNET, guide=kind) is not None, (family.name, kind)
    assert offered("sdxl-inpaint", CONTROLNET, guide="segmentation") is None


def test_weights_stay_in_the_type_that_they_were_loaded_in(
    edit: Callable[..., Edit], furnished: Shelf, model: str
) -> None:
    frugal = Options(memory="small")
    keeping.unload()
    guided = edit(furnished, frugal, controls=[{"kind": "canny"}], reference=SHOWN)
    assert guided.receipt.changed_outside == 0
    (loaded,) = [one for one in keeping.loaded() if one.path == furnished.place(model)]
    assert {str(part.dtype) for part in loaded.modules} == {"torch.bfloat16"}
    keeping.unload()


def test_another_picture_shows_what_is_meant(
    edit: Callable[..., Edit],
    ordinary: bytes,
    furnished: Shelf,
    bare: Shelf,
    model: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The picture counts, is told, and is gone afterwards; with a scale of 0 it is as if there were none."""
    assert engine(furnished, model).takes_references
    assert not engine(bare, model).takes_references
    shown, other = edit(furnished, reference=SHOWN), edit(furnished, reference=OTHER)
    assert len({ordinary, shown.image.tobytes(), other.image.tobytes()}) == 3
    assert any(note.startswith("shown the other picture by ip-adapter@") for note in shown.receipt.notes)
    monkeypatch.setattr(referring, "SCALE", 0.0)
    assert edit(furnished, reference=SHOWN).image.tobytes() == ordinary
    assert edit(furnished).image.tobytes() == ordinary


@pytest.mark.parametrize("name", WAYS)
def test_a_way_to_sample(edit: Callable[..., Edit], ordinary: bytes, furnished: Shelf, model: str, name: str) -> None:
    """Said in any case of letters, used for this edit only, and told with the steps and the guidance that suit it."""
    if model == "sd-inpaint" and name == "lightning":
        with pytest.raises(BadArguments, match="no scheduler"):
            edit(furnished, sampling={"scheduler": name})
        return
    way = WAYS[name]
    steps = {} if way.sampling.steps else {"steps": 2}
    made = edit(furnished, sampling={"scheduler": name.upper(), **steps})
    assert made.receipt.sampling["scheduler"] == name
    assert made.receipt.sampling["steps"] == (way.sampling.steps or 2)
    if way.sampling.guidance:
        assert made.receipt.sampling["guidance"] == way.sampling.guidance
    assert name == "ddim" or made.image.tobytes() != ordinary
    if way.lora or name == "turbo":  # the last of them; each puts in its own before
        assert edit(furnished).image.tobytes() == ordinary


def test_own_steps_and_guidance_go_before_those_of_a_scheduler(edit: Callable[..., Edit], furnished: Shelf) -> None:
    told = edit(furnished, sampling={"scheduler": "lcm", "steps": 3, "guidance": 2.0}).receipt.sampling
    assert (told["steps"], told["guidance"]) == (3, 2.0)


def test_a_lora_has_an_effect_of_its_own(
    edit: Callable[..., Edit], furnished: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    how = {"scheduler": "lcm", "steps": 2}
    with_lora = edit(furnished, sampling=how)
    monkeypatch.setattr("tools.engines.diffusion.schedulers._with_lora", lambda *_: None)
    keeping.unload()
    without = edit(furnished, sampling=how)
    keeping.unload()
    assert with_lora.image.tobytes() != without.image.tobytes()


def test_a_lora_that_is_not_installed(edit: Callable[..., Edit], bare: Shelf, model: str) -> None:
    with pytest.raises(ModelUnavailable) as caught:
        edit(bare, sampling={"scheduler": "lcm"})
    assert caught.value.hint.endswith(f"models pull lcm-lora{'-xl' if model.startswith('sdxl') else ''}")


def test_an_unknown_scheduler(edit: Callable[..., Edit], bare: Shelf) -> None:
    with pytest.raises(BadArguments) as caught:
        edit(bare, sampling={"scheduler": "magic"})
    assert all(name in caught.value.hint for name in ("ddim", "dpm++", "euler-a", "lcm"))


def test_a_family_that_samples_in_one_way_says_so(
    edit: Callable[..., Edit], ordinary: bytes, furnished: Shelf, model: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(FAMILIES[model]), "schedulers", False)
    made = edit(furnished, sampling={"steps": 2, "scheduler": "euler"})
    assert any("euler was left out" in note for note in made.receipt.notes)
    assert "scheduler" not in made.receipt.sampling
    assert made.image.tobytes() == ordinary


def test_everything_at_once_and_then_nothing(edit: Callable[..., Edit], ordinary: bytes, furnished: Shelf) -> None:
    full = {"controls": [{"kind": "canny"}], "reference": SHOWN, "sampling": {"scheduler": "lcm", "steps": 2}}
    first, second = edit(furnished, **full), edit(furnished, **full)
    assert first.image.tobytes() == second.image.tobytes() != ordinary
    assert edit(furnished, reference=SHOWN).image.tobytes() != ordinary
    assert edit(furnished).image.tobytes() == ordinary


def test_several_pictures_show_more_than_one(furnished: Shelf, model: str, coffee: Image.Image) -> None:
    mask = Image.new("L", coffee.size)
    mask.paste(255, (200, 150, 400, 350))
    how = Sampling(steps=2, seed=1)
    pictures = [coffee.rotate(90), ImageOps.invert(coffee)]
    one, two = (engine(furnished, model).paint(coffee, mask, "a hat", how, pictures[:n]) for n in (1, 2))
    assert one.size == coffee.size
    assert one.tobytes() != two.tobytes()


@pytest.mark.parametrize(
    ("part", "build", "more"),
    [
        ("lcm-lora", partial(tiny_parts.lora, xl=True), {"sampling": {"scheduler": "lcm", "steps": 2}}),
        ("controlnet-canny", partial(tiny_parts.controlnet, xl=True), {"controls": [{"kind": "canny"}]}),
    ],
)
def test_a_part_that_fits_another_model_is_one_sentence_and_leaves_no_trace(
    part: str, build: Callable[..., Path], more: dict[str, Any], coffee: Image.Image, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Its numbers are of other shapes; the next edit is as if it had never been tried."""
    monkeypatch.setattr(type(FAMILIES["sd-inpaint"]), "canvases", Canvases((), 64, 0.02))
    shelf = Shelf(tmp_path / "models")
    adopt("sd-inpaint", tiny.sd_inpaint(tmp_path / "model"), shelf)
    adopt(part, build(tmp_path / "part"), shelf)

    def edited(**given: Any) -> Edit:
        operation = parse({**HAT, "sampling": {"steps": 2}, **given})
        return apply(coffee, operation, Studio(engines=pulled(shelf, Options()), chosen="sd-inpaint"))

    before = edited()
    with pytest.raises(ToolError) as caught:
        edited(**more)
    assert "\n" not in caught.value.message
    assert edited().image.tobytes() == before.image.tobytes()


@pytest.mark.parametrize("strength", [0.0, 0.3])
def test_a_little_strength_is_one_step_at_least(edit: Callable[..., Edit], furnished: Shelf, strength: float) -> None:
    assert edit(furnished, sampling={"steps": 2, "strength": strength}).receipt.changed_inside
