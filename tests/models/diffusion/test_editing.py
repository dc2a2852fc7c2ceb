"""What the large editors ask their pipelines for, and what these really make of it: no crop, no squeeze, the mask kept.

What holds for every family is in test_families.py, how each is asked in test_wording.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pytest
from PIL import Image

from tests.models.editors import EDITORS, SIZE, TWO, Editor, box_mask
from tools.apply import apply
from tools.canvas import Canvases, Layout
from tools.engines import pulled
from tools.engines.diffusion import FAMILIES, Diffusion, keeping
from tools.engines.diffusion.editing import covering, noised, shown, whereabouts
from tools.engines.diffusion.family import Job
from tools.engines.options import Options
from tools.errors import Cancelled
from tools.models.shelf import Shelf
from tools.operations import parse
from tools.painting import LIKE
from tools.studio import Studio

editors = pytest.mark.parametrize("editor", EDITORS, ids=str)


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
    """What is decoded is the encoded picture itself outside the mask, and depends on the seed under it."""
    photo, mask = coffee.resize(SIZE), box_mask((70, 40, 122, 90))
    found = []
    for seed in (1, 2):
        with watching(engine) as seen:
            engine.paint(photo, mask, "a hat", TWO.model_copy(update={"seed": seed}))
        found.append(seen["decode"][-1].squeeze().numpy())
    vae = keeping.kept(engine._folder, engine.options).pipe.vae
    own = vae.encode(seen["encode"][0]).latent_dist.mode().detach().squeeze().numpy()
    small = own.shape[2], own.shape[1]
    assert small == (SIZE[0] // 8, SIZE[1] // 8)
    free = np.asarray(covering(mask, engine.kind.cell_px).resize(small, Image.Resampling.NEAREST)) > 0  # type: ignore[attr-defined]
    changed = np.abs(found[0] - own).max(axis=0)
    assert np.abs(found[0] - found[1]).max(axis=0)[free].min() > 0
    assert changed[~free].max() < 0.05 * changed[free].max()


@pytest.mark.parametrize("editor", [one for one in EDITORS if one.examples], ids=str)
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


@pytest.mark.parametrize("family", ["kontext", "flux2-klein", "qwen-edit"])
@pytest.mark.parametrize("size", [(640, 480), (4032, 3024), (500, 500), (333, 1000), (6000, 500)])
def test_a_canvas_of_a_megapixel(family: str, size: tuple[int, int]) -> None:
    width, height = FAMILIES[family].canvases.of(size)
    assert width % 16 == height % 16 == 0
    assert width * height == pytest.approx(1024**2, rel=0.07)
    assert max(width / height, height / width) <= 4.2


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


@editors
@pytest.mark.parametrize("masked", [False, True])
def test_a_photograph_at_the_models_own_size(
    editor: Editor, masked: bool, have: Callable[..., Shelf], coffee: Image.Image, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the pipelines' own limits lie, a megapixel, they leave the canvas alone too. It stops once that is seen."""
    shelf = have(editor.name, editor.build)
    engine = next(one for one in pulled(shelf, Options()) if one.name == editor.name.replace("/", "--"))
    assert isinstance(engine, Diffusion)
    vae, seen = keeping.kept(engine._folder, engine.options).pipe.vae, []

    def stopped(given: Any, *more: Any, **named: Any) -> Any:
        seen.append(given.detach().squeeze().numpy())
        raise Cancelled("enough")

    monkeypatch.setattr(vae, "encode", stopped)
    mask = Image.new("L", coffee.size)
    mask.paste(255, (200, 100, 400, 300))
    with pytest.raises(Cancelled):
        engine.instruct(coffee, "Make it blue.", mask if masked else None, TWO)
    canvas = engine.kind.canvases.of(coffee.size)
    assert canvas[0] > 1100
    assert seen[0].shape == (3, canvas[1], canvas[0])
    assert np.abs(seen[0] - pixels(Layout.of(coffee.size, canvas).laid(coffee))).max() < 1e-5
