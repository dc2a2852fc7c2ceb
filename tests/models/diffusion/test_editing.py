"""What the large editors ask their pipelines for, and what these really make of it: no crop, no squeeze, the mask kept.

What holds for every family is in test_families.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from tests.models import tiny_editors
from tools.apply import apply
from tools.canvas import Canvases
from tools.engines import pulled
from tools.engines.diffusion import FAMILIES, Diffusion, keeping
from tools.engines.diffusion.editing import covering, noised, shown, whereabouts
from tools.engines.diffusion.family import Job
from tools.engines.options import Options
from tools.models.shelf import Shelf
from tools.operations import parse
from tools.painting import LIKE
from tools.studio import Studio
from tools.types import Sampling

TWO = Sampling(steps=2, seed=1)
SIZE = (192, 128)


@dataclass(frozen=True)
class Editor:
    """A model on the shelf, and how it is asked with a mask: `held` is the picture that its autoencoder sees first."""

    name: str
    build: Callable[..., Path]

    def __str__(self) -> str:
        return self.name


EDITORS = [Editor("kontext", tiny_editors.kontext), Editor("flux2-klein", tiny_editors.klein)]
editors = pytest.mark.parametrize("editor", EDITORS, ids=str)
Have = Callable[..., Shelf]


@pytest.fixture
def engine(editor: Editor, have: Have, monkeypatch: pytest.MonkeyPatch) -> Diffusion:
    """The editor's engine, on a canvas on which a picture of SIZE fills all."""
    shelf = have(editor.name, editor.build)
    found = next(one for one in pulled(shelf, Options()) if one.name == editor.name)
    assert isinstance(found, Diffusion)
    monkeypatch.setattr(type(found.kind), "canvases", Canvases((SIZE,), 16, SIZE[0] * SIZE[1] / 1e6))
    return found.working_for(Studio(engines=[]))


@contextmanager
def watching(engine: Diffusion) -> Iterator[dict[str, list[Any]]]:
    """What the autoencoder is given to encode and to decode while the engine works."""
    vae = keeping.kept(engine._folder, engine.options).pipe.vae
    seen: dict[str, list[Any]] = {"encode": [], "decode": []}
    with pytest.MonkeyPatch.context() as patch:
        for name, calls in seen.items():
            whole = getattr(vae, name)

            def told(given: Any, *more: Any, whole: Any = whole, calls: list[Any] = calls, **named: Any) -> Any:
                calls.append(given.detach().clone())
                return whole(given, *more, **named)

            patch.setattr(vae, name, told)
        yield seen


def pixels(image: Image.Image) -> Any:
    return np.asarray(image, np.float32).transpose(2, 0, 1) / 127.5 - 1


def box_mask(box: tuple[int, int, int, int]) -> Image.Image:
    mask = Image.new("L", SIZE)
    mask.paste(255, box)
    return mask


@editors
@pytest.mark.parametrize("masked", [False, True])
def test_the_model_sees_the_canvas_pixel_by_pixel(
    editor: Editor, masked: bool, engine: Diffusion, coffee: Image.Image
) -> None:
    """Nothing is cut off, squeezed or moved on the way to the autoencoder, and what comes back has the same size."""
    photo = coffee.resize(SIZE)
    with watching(engine) as seen:
        made = engine.instruct(photo, "Make it blue.", box_mask((64, 32, 128, 96)) if masked else None, TWO)
    assert made.size == SIZE
    given = seen["encode"][0].squeeze()
    assert given.shape == (3, SIZE[1], SIZE[0])
    assert np.abs(given.numpy() - pixels(photo)).max() < 1e-5


@editors
def test_only_the_masked_cells_are_sampled(editor: Editor, engine: Diffusion, coffee: Image.Image) -> None:
    """What is decoded differs between two seeds under the mask, and hardly elsewhere."""
    photo = coffee.resize(SIZE)
    mask = box_mask((70, 40, 122, 90))
    found = []
    for seed in (1, 2):
        with watching(engine) as seen:
            engine.paint(photo, mask, "a hat", TWO.model_copy(update={"seed": seed}))
        found.append(seen["decode"][-1].squeeze().numpy())
    apart = np.abs(found[0] - found[1]).max(axis=0)
    cell = SIZE[0] // apart.shape[1]
    free = np.asarray(covering(mask, engine.kind.cell_px).resize((apart.shape[1], apart.shape[0]), 0)) > 0  # type: ignore[attr-defined]
    assert cell == 8
    assert apart[free].min() > 0
    assert apart[~free].max() < 0.05 * apart[free].max()


@editors
def test_an_example_is_looked_at(editor: Editor, engine: Diffusion, coffee: Image.Image) -> None:
    photo, mask = coffee.resize(SIZE), box_mask((70, 40, 122, 90))
    examples = [Image.new("RGB", (100, 80), colour) for colour in ("red", "blue")]
    red, again, blue, none = (
        engine.paint(photo, mask, f"hat{LIKE}", TWO, references=given).tobytes()
        for given in (examples[:1], examples[:1], examples[1:], [])
    )
    assert red == again
    assert len({red, blue, none}) == 3


@editors
def test_it_is_told_what_to_replace(
    editor: Editor, engine: Diffusion, coffee: Image.Image, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not only what to paint: it sees what is there."""
    asked: list[Job] = []
    monkeypatch.setattr(
        type(engine.kind),
        "prompt",
        lambda family, job: asked.append(job) or "Replace it.",  # type: ignore[func-returns-value]
    )
    said = {"op": "replace", "object": "cat", "region": {"box": (0.4, 0.3, 0.6, 0.6)}, "sampling": {"steps": 1}}
    edit = apply(coffee, parse(said), Studio(engines=[engine]))
    assert [(job.skill, job.words) for job in asked] == [("instruct", "Replace the object with a cat.")]
    assert asked[0].mask is not None
    assert edit.receipt.changed_outside == 0


def test_a_mask_of_whole_cells_holds_the_mask() -> None:
    mask = box_mask((13, 17, 14, 30))
    whole = covering(mask, 16)
    assert whole.getbbox() == (0, 16, 16, 32)
    assert covering(whole, 16).tobytes() == whole.tobytes()
    assert covering(Image.new("L", SIZE), 8).getbbox() is None


@pytest.mark.parametrize("steps", [1, 2, 3, 7, 28, 50])
@pytest.mark.parametrize("strength", [0.0, 0.01, 0.5, 1.0])
def test_strength_leaves_at_least_one_step(steps: int, strength: float) -> None:
    """As the pipelines count: they leave out the first `int(steps − steps × strength)`."""
    left_out = int(max(steps - steps * noised(strength, steps), 0))
    assert 1 <= steps - left_out <= steps
    assert noised(None, steps) == 1


def test_a_place_in_words() -> None:
    assert whereabouts(None) == whereabouts(Image.new("L", SIZE)) == whereabouts(Image.new("L", SIZE, 255)) == ""
    assert whereabouts(box_mask((0, 0, 40, 30))) == " at the top left of the picture"
    assert whereabouts(box_mask((80, 100, 120, 128))) == " at the bottom of the picture"
    assert whereabouts(box_mask((70, 40, 122, 90))) == " in the middle of the picture"


def test_an_example_is_shown_whole_and_no_larger_than_the_model_likes() -> None:
    canvases = Canvases((), 16, 1.0)
    assert shown(Image.new("RGB", (4000, 3000)), canvases).size == (1152, 864)
    assert shown(Image.new("RGB", (100, 90)), canvases).size == (96, 96)
    assert shown(Image.new("RGB", (100, 90)), canvases, (64, 64)).size == (64, 64)


@pytest.mark.parametrize("family", sorted({editor.name for editor in EDITORS}))
@pytest.mark.parametrize("size", [(640, 480), (4032, 3024), (500, 500), (333, 1000), (6000, 500), (90, 60)])
def test_a_canvas_of_a_megapixel(family: str, size: tuple[int, int]) -> None:
    width, height = FAMILIES[family].canvases.of(size)
    assert width % 16 == height % 16 == 0
    assert width * height == pytest.approx(min(1024**2, 16 * size[0] * size[1]), rel=0.12)
    assert max(width / height, height / width) <= 4.2


@pytest.mark.parametrize("size", [(640, 480), (4032, 3024), (333, 1000), (6000, 500), (1920, 1080), (1000, 999)])
def test_kontext_keeps_to_the_canvas(size: tuple[int, int]) -> None:
    """Its pipeline works its size out of the area and the proportions, rounded down to sixteen."""
    width, height = FAMILIES["kontext"].canvases.of(size)
    assert round((width * height * (width / height)) ** 0.5) // 16 * 16 == width
    assert round((width * height / (width / height)) ** 0.5) // 16 * 16 == height


def arguments(family: str, skill: str, words: str, mask: Image.Image | None = None, **more: Any) -> dict[str, Any]:
    photo = Image.new("RGB", SIZE)
    told = FAMILIES[family].defaults.over(Sampling())
    return FAMILIES[family].arguments(Job(skill, words, SIZE, told, None, photo, mask, **more))


def test_kontext_is_asked_as_its_makers_advise() -> None:
    mask = box_mask((70, 40, 122, 90))
    whole = arguments("kontext", "instruct", "make the sky pink.")
    assert whole["prompt"] == "Make the sky pink"
    assert (whole["width"], whole["height"], whole["max_area"], whole["_auto_resize"]) == (*SIZE, 192 * 128, False)
    assert (whole["num_inference_steps"], whole["guidance_scale"]) == (28, 2.5)
    assert "mask_image" not in whole
    part = arguments("kontext", "instruct", "Replace the dog with a cat.", mask)
    assert part["prompt"] == "Replace the dog with a cat, while keeping everything else unchanged"
    assert part["strength"] == 1
    told = arguments("kontext", "instruct", "Make it red and keep its shape", mask)["prompt"]
    assert told == "Make it red and keep its shape"
    style = arguments("kontext", "restyle", "watercolor")["prompt"]
    assert style.startswith("Turn it into a watercolor painting, while maintaining the original composition")
    added = arguments("kontext", "paint", "straw hat", mask)["prompt"]
    assert added.startswith("Add a straw hat in the middle of the picture, matching the light")


def test_kontext_takes_one_example_and_says_so() -> None:
    notes: list[str] = []
    mask, example = box_mask((70, 40, 122, 90)), Image.new("RGB", (200, 100), "red")
    found = arguments("kontext", "paint", f"a hat{LIKE}", mask, references=(example, example), note=notes.append)
    assert found["image_reference"].size == (192, 96)
    assert found["prompt"].startswith("Add this hat in the middle")
    assert notes == ["kontext is shown one example at most, and only to paint after; 1 were left out"]
    assert "image_reference" not in arguments("kontext", "instruct", "Make it so.", references=(example,))


def test_klein_counts_its_pictures() -> None:
    mask = box_mask((70, 40, 122, 90))
    red, blue = Image.new("RGB", (3000, 1000), "red"), Image.new("RGB", (200, 300), "blue")
    plain = arguments("flux2-klein", "instruct", "make the sky pink", mask)
    assert plain["prompt"] == "Make the sky pink. Keep everything else exactly the same."
    assert (plain["num_inference_steps"], plain["guidance_scale"], plain["strength"]) == (4, 1, 1)
    assert "image_reference" not in plain
    after = arguments("flux2-klein", "paint", f"a straw hat{LIKE}", mask, references=(red, blue))
    assert after["prompt"].startswith("Add the straw hat from image 2 in the middle of the picture, matching")
    assert after["prompt"].endswith("Keep everything else in image 1 exactly the same.")
    first, second = (one.size for one in after["image_reference"])
    assert first == second == (1728, 576)
    whole = arguments("flux2-klein", "instruct", "Dress her as in image 2.", references=(red, blue))
    assert [one.size for one in whole["image"]] == [SIZE, (1728, 576), (192, 304)]
    assert whole["prompt"] == "Dress her as in image 2."
    assert arguments("flux2-klein", "generate", "a red boat")["prompt"] == "a red boat"


@pytest.mark.parametrize(
    "size", [(640, 480), (4032, 3024), (333, 1000), (6000, 500), (1920, 1080), (1000, 999), (9, 9)]
)
def test_klein_has_nothing_to_cut_off(size: tuple[int, int]) -> None:
    """Its pipelines shrink what is over 1024 × 1024, and refuse a side of less than 64 or more than eight others."""
    width, height = FAMILIES["flux2-klein"].canvases.of(size)
    assert width * height <= 1024 * 1024
    assert min(width, height) >= 64
    assert max(width, height) <= 8 * min(width, height)


@pytest.mark.parametrize("editor", EDITORS[1:2], ids=str)
def test_klein_is_shown_several_examples(editor: Editor, engine: Diffusion, coffee: Image.Image) -> None:
    photo, mask = coffee.resize(SIZE), box_mask((70, 40, 122, 90))
    red, blue = (Image.new("RGB", (100, 80), colour) for colour in ("red", "blue"))
    for where in (mask, None):
        one, two = (
            engine.instruct(photo, "Add both hats.", where, TWO, references=given).tobytes()
            for given in ([red], [red, blue])
        )
        assert one != two


@pytest.mark.parametrize("editor", EDITORS[1:2], ids=str)
def test_a_distilled_model_takes_no_guidance(editor: Editor, engine: Diffusion, coffee: Image.Image) -> None:
    """With a mask, too: what another pipeline class knows of the model comes along."""
    photo, mask = coffee.resize(SIZE), box_mask((70, 40, 122, 90))
    for where in (mask, None):
        made = {
            engine.instruct(photo, "Make it so.", where, TWO.model_copy(update={"guidance": given})).tobytes()
            for given in (1.0, 6.0)
        }
        assert len(made) == 1
    assert engine.studio is not None
    assert engine.studio.notes == ["flux2-klein was distilled to do without guidance; it was left out"]


@editors
def test_a_text_encoder_in_shards(editor: Editor, engine: Diffusion) -> None:
    """As large ones come; they are loaded by their index."""
    assert [
        folder.name
        for folder in engine.installed.path.glob("text_encoder*")
        if len(list(folder.glob("*-of-*.safetensors"))) > 1
    ]
