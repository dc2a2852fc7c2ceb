"""What Stable Diffusion XL, the enlarger and the inverter ask their pipelines for, and what they do around the calls.

What holds for every family is in test_families.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from PIL import Image

from tests.models import tiny_classic
from tools.apply import apply
from tools.canvas import Canvases
from tools.engines import pulled
from tools.engines.diffusion import FAMILIES, keeping, tiling
from tools.engines.diffusion.describing import MOST, concepts, styled
from tools.engines.diffusion.families import ledits, x4_upscaler
from tools.engines.diffusion.family import Job
from tools.engines.diffusion.tiling import Grid, Tiles, toned
from tools.engines.options import Options
from tools.errors import Cancelled, EditRejected
from tools.models.shelf import Shelf
from tools.operations import parse
from tools.studio import Studio
from tools.types import Edit, Sampling

SMALL = Canvases((), 64, 0.02)
Have = Callable[..., Shelf]


def edited(
    shelf: Shelf, name: str, photo: Image.Image, operation: dict[str, Any], options: Options | None = None, **how: Any
) -> Edit:
    studio = Studio(engines=pulled(shelf, options or Options()), chosen=name)
    return apply(photo, parse({"seed": 1, "sampling": {"steps": 2, **how}, **operation}), studio)


def arguments(family: str, skill: str, words: str, **sampling: Any) -> dict[str, Any]:
    told = Sampling(**sampling).over(FAMILIES[family].defaults)
    return FAMILIES[family].arguments(Job(skill, words, (64, 32), told))


@pytest.mark.parametrize(
    ("style", "said"),
    [
        ("watercolor", "a watercolor painting"), ("oil painting", "an oil painting"), ("winter", "winter style"),
        ("a comic", "a comic"), ("in the style of Monet", "the scene in the style of Monet"),
        ("Make it look like an old poster.", "an old poster"), ("turn it into gouache", "a gouache painting"),
        ("draw the scene as a sketch", "a sketch"), ("Make it snow", "snow style"),
    ],
)  # fmt: skip
def test_a_style_as_a_caption(style: str, said: str) -> None:
    assert styled(style) == said
    assert said in arguments("sdxl", "restyle", style)["prompt"]


def test_what_sdxl_is_told() -> None:
    """A size for a picture from words, a strength for a style, and no less than one step."""
    made, restyled = arguments("sdxl", "generate", "a quiet library"), arguments("sdxl", "restyle", "noir", steps=1)
    assert (made["width"], made["height"]) == (64, 32)
    assert "strength" not in made
    assert made["prompt"].startswith("a quiet library, photograph")
    assert arguments("sdxl", "generate", "a cartoon cat")["prompt"] == "a cartoon cat"
    assert restyled["strength"] == pytest.approx(1, abs=0.01)
    assert not {"width", "height"} & set(restyled)
    assert FAMILIES["sdxl"].canvases.of((640, 480)) == (1152, 896)


@pytest.mark.parametrize(("family", "pixels", "step"), [("sdxl", 1024**2, 64), ("ledits", 512**2, 32)])
@pytest.mark.parametrize("size", [(640, 480), (4032, 3024), (333, 1000), (6000, 300), (300, 6000)])
def test_a_canvas_as_trained_on(family: str, pixels: int, step: int, size: tuple[int, int]) -> None:
    """A panorama lies on one of 4 to 1, with its mirror image above and below, and not on a strip of 20 to 1."""
    width, height = FAMILIES[family].canvases.of(size)
    assert width % step == height % step == 0
    assert width * height == pytest.approx(pixels, rel=0.1)
    assert max(width / height, height / width) <= 4


def test_sdxl_samples_as_asked(have: Have, coffee: Image.Image, monkeypatch: pytest.MonkeyPatch) -> None:
    """A scheduler changes the picture, its absence brings the old one back; so does the strength."""
    monkeypatch.setattr(type(FAMILIES["sdxl"]), "canvases", SMALL)
    shelf, style = have("sdxl", tiny_classic.sdxl), {"op": "restyle", "style": "stained glass"}
    plain, euler, again, strong = (
        edited(shelf, "sdxl", coffee, style, **how).image.tobytes()
        for how in ({}, {"scheduler": "euler-a"}, {}, {"strength": 1.0})
    )
    assert plain == again
    assert len({plain, euler, strong}) == 3


UPSCALE = {"op": "enhance", "task": "upscale"}


@pytest.fixture
def enlarger(have: Have, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    """The tiny enlarger with tiles of 64 pixels, of which neighbours share 16."""
    monkeypatch.setattr(x4_upscaler, "TILE_PX", 64)
    monkeypatch.setattr(x4_upscaler, "OVERLAP_PX", 16)
    return have("x4-upscaler", tiny_classic.x4_upscaler)


@pytest.mark.parametrize("length", [1, 31, 32, 33, 57, 200, 1000])
def test_tiles_cover_a_side_and_their_weights_add_up(length: int) -> None:
    tiles = Tiles.of(length, 32, 8)
    total = np.zeros(length * 4)
    for start, weights in zip(tiles.starts, tiles.weights(4), strict=True):
        assert weights.min() >= 0
        total[start * 4 :][: weights.size] += weights
    assert np.allclose(total, 1, atol=1e-5)
    assert (tiles.starts[0], tiles.starts[-1]) == (0, length - tiles.tile)
    pairs = zip(tiles.starts, tiles.starts[1:], strict=False)
    assert all(second - first <= tiles.tile - 8 for first, second in pairs)


def seams(image: Image.Image, grid: Grid, factor: int) -> float:
    """How much larger the step across a tile's border is than the steps beside it; the worst of all borders."""
    values, found = np.asarray(image.convert("L"), np.float32), [0.0]
    for tiles, axis in ((grid.across, 1), (grid.down, 0)):
        steps = np.abs(np.diff(values, axis=axis)).mean(axis=1 - axis)
        borders = {edge * factor for start in tiles.starts for edge in (start, start + tiles.tile)}
        for border in sorted(borders - {0, tiles.length * factor}):
            beside = np.r_[steps[border - 9 : border - 1], steps[border : border + 8]]
            found.append(float(steps[border - 1] - beside.max()))
    return max(found)


def test_no_seam_where_tiles_meet(coffee: Image.Image) -> None:
    """Each tile comes back in a tone of its own, as from a model; laid side by side they would show it."""
    photo = coffee.reduce(4)
    grid = Grid.of(photo.size, 64, 16)

    def tinted(tile: Image.Image, number: int) -> Image.Image:
        large = np.asarray(tile.resize((tile.width * 4, tile.height * 4), Image.Resampling.BICUBIC), np.int16)
        return Image.fromarray((large + (25 if number % 2 else -25)).clip(0, 255).astype(np.uint8))

    hard = Image.new("RGB", (photo.width * 4, photo.height * 4))
    for number, box in enumerate(grid.boxes()):
        hard.paste(tinted(photo.crop(box), number), (box[0] * 4, box[1] * 4))
    blended = grid.enlarged(photo, 4, tinted)
    assert len(grid) == 9
    assert seams(hard, grid, 4) > 10
    assert seams(blended, grid, 4) < 0.5
    told = np.asarray(blended.reduce(4), np.float32) - np.asarray(photo, np.float32)
    assert np.abs(told).mean() < 3  # of 25; where they were clipped, there is no way back


def test_colours_are_kept_and_detail_is_the_models() -> None:
    source = np.full((32, 32, 3), (120, 90, 60), np.float32)
    grain = np.random.default_rng(0).normal(0, 8, (128, 128, 3)).astype(np.float32)
    made = toned(source.repeat(4, 0).repeat(4, 1) + 30 + grain, source)
    assert np.abs(made.mean((0, 1)) - source[0, 0]).max() < 0.5
    assert made.std((0, 1)) == pytest.approx(grain.std((0, 1)), rel=0.1)


def test_a_tiled_enlargement(enlarger: Shelf, coffee: Image.Image, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exact sizes, without a seam, in the photograph's colours."""
    photo = coffee.reduce(6).crop((0, 0, 101, 75))
    twice, four = (edited(enlarger, "x4-upscaler", photo, {**UPSCALE, "factor": factor}).image for factor in (2, 4))
    assert (twice.size, four.size) == ((202, 150), (404, 300))
    assert seams(four, Grid.of((104, 80), 64, 16), 4) < 1
    monkeypatch.setattr(tiling, "toned", lambda made, source: made)
    plain = edited(enlarger, "x4-upscaler", photo, {**UPSCALE, "factor": 4})
    told, toned, untoned = (
        np.asarray(one.resize((6, 4), Image.Resampling.BOX), np.float32) for one in (photo, four, plain.image)
    )
    assert np.abs(toned - told).mean() < 8
    assert np.abs(untoned - told).mean() > 24
    more = edited(enlarger, "x4-upscaler", photo.crop((0, 0, 30, 17)), {**UPSCALE, "factor": 6})
    assert more.image.size == (180, 102)
    assert "x4-upscaler enlarges 4 times; the rest is plain enlargement" in more.receipt.notes
    assert not any("plain enlargement" in note for note in plain.receipt.notes)


def test_progress_over_all_tiles_and_a_wish_to_stop(enlarger: Shelf, coffee: Image.Image) -> None:
    told: list[tuple[float, str]] = []
    studio = Studio(engines=pulled(enlarger, Options()), chosen="x4-upscaler")
    studio.on_progress = lambda fraction, label: told.append((fraction, label))
    operation = parse({**UPSCALE, "seed": 1, "sampling": {"steps": 2}})
    photo = coffee.reduce(6)
    apply(photo, operation, studio)
    steps = [one for one in told if "step" in one[1]]
    assert len(steps) == 2 * 4
    assert [fraction for fraction, _ in steps] == [pytest.approx((step + 1) / 8) for step in range(8)]
    assert steps[-1][1] == "x4-upscaler: part 4 of 4, step 2"
    told.clear()
    studio.cancelled = lambda: len(told) >= 4
    with pytest.raises(Cancelled):
        apply(photo, operation, studio)
    assert len(told) == 4


def test_too_many_tiles_are_not_begun(enlarger: Shelf, coffee: Image.Image) -> None:
    with pytest.raises(EditRejected, match="130 tiles, and 16 at most"):
        edited(enlarger, "x4-upscaler", coffee, UPSCALE)


@pytest.mark.parametrize(
    ("instruction", "said"),
    [
        ("make the sky pink and remove the car", ["pink sky", "-car"]),
        ("Remove the car, the tree and the two people from the street.", ["-car", "-tree", "-two people"]),
        ("make the sky pink and cloudy", ["pink and cloudy sky"]),
        ("make the old car bright red, then add a red hat to the dog", ["bright red old car", "a red hat on the dog"]),
        ("replace the mug with a glass of water", ["-mug", "a glass of water"]),
        ("turn the dog into a cat", ["-dog", "a cat"]),
        ("Turn the car light blue", ["light blue car"]), ("change the car to light blue", ["light blue car"]),
        ("change the colour of her coat to green", ["green coat"]),
        ("Change the background to a beach at sunset.", ["a beach at sunset in the background"]),
        ("make it winter", ["winter"]), ("Make the picture look like an old postcard.", ["an old postcard"]),
        ("Make the place look abandoned for decades.", ["place abandoned for decades"]),
        ("Make the statue out of solid gold.", ["statue made of solid gold"]),
        ("Make the woman smiling.", ["smiling woman"]), ("make the man wear a hat", ["man wear a hat"]),
        ("Light the scene with warm light from the left.", ["warm light from the left"]),
        ("please give him a beard and get rid of the glasses", ["a beard", "-glasses"]),
        ("no people, without any clouds", ["-people", "-clouds"]),
        ("Remove the noise and grain.", ["-noise", "-grain"]), ("Freeze the river.", ["Freeze the river"]),
        ("make the sky pink. Then make the sky pink.", ["pink sky"]), ("。", ["。"]),
    ],
)  # fmt: skip
def test_an_instruction_as_concepts(instruction: str, said: list[str]) -> None:
    assert [f"{'-' if one.away else ''}{one.words}" for one in concepts(instruction)] == said


def test_concepts_are_bounded() -> None:
    assert len(concepts("remove " + ", ".join(f"thing {number}" for number in range(40)))) == MOST
    assert concepts("...")[0].words == "..."


INSTRUCT = {"op": "instruct", "instruction": "make the sky pink and remove the car"}
PLACE = {"region": {"box": (0.4, 0.3, 0.6, 0.6)}}


@pytest.fixture
def inverting(have: Have, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """Tiny Stable Diffusion on a small canvas, whose inversion is taken however bad it is."""
    monkeypatch.setattr(type(FAMILIES["ledits"]), "canvases", SMALL)
    monkeypatch.setattr(ledits, "FLOOR_DB", 0.0)
    return have("sd", tiny_classic.sd)


def test_what_ledits_is_told() -> None:
    whole = arguments("ledits", "instruct", "make the sky pink and remove the car", guidance=9.0)
    assert (whole["editing_prompt"], whole["reverse_editing_direction"]) == (["pink sky", "car"], [False, True])
    assert (whole["edit_guidance_scale"], whole["edit_threshold"], whole["use_intersect_mask"]) == (9.0, 0.9, True)
    assert arguments("ledits", "restyle", "oil")["editing_prompt"] == ["an oil painting"]
    assert arguments("ledits", "restyle", "oil")["edit_threshold"] == 0.5
    assert arguments("ledits", "instruct", "x", steps=2)["edit_warmup_steps"] < 2
    masked = Job("instruct", "make it pink", (64, 64), FAMILIES["ledits"].defaults, mask=Image.new("L", (64, 64)))
    told = FAMILIES["ledits"].arguments(masked)
    assert (told["edit_threshold"], told["use_intersect_mask"]) == (0.0, False)


@pytest.mark.parametrize("steps", [1, 2, 50, 200])
@pytest.mark.parametrize("strength", [0.0, 0.3, 0.85, 1.0])
def test_strength_is_the_noise_that_inversion_goes_back_to(steps: int, strength: float) -> None:
    told = ledits.inversion(Sampling(steps=steps, strength=strength))
    total = int(told["num_inversion_steps"] * (1 + told["skip"]))
    assert steps <= total <= ledits.LATEST
    assert steps / total == pytest.approx(min(1.0, max(strength, 0.05, steps / ledits.LATEST)), abs=0.02 + 0.3 / steps)


def test_an_inversion_tells_how_well_it_gives_the_picture_back(inverting: Shelf, coffee: Image.Image) -> None:
    """Concepts, their directions, guidance and strength each make another picture; the rest of the model is as ever."""
    first = edited(inverting, "sd", coffee, INSTRUCT)
    note = next(note for note in first.receipt.notes if note.startswith("inversion"))
    assert note.startswith("inversion: gives the picture back at ")
    assert note.endswith(" dB")
    pictures = {
        edited(inverting, "sd", coffee, {**INSTRUCT, **more}, **how).image.tobytes()
        for more, how in (
            ({}, {}), ({"instruction": "make the sky pink"}, {}),
            ({"instruction": "make the sky pink and add a car"}, {}),
            ({}, {"guidance": 2.0}), ({}, {"strength": 0.4}),
        )
    }  # fmt: skip
    assert first.image.tobytes() in pictures
    assert len(pictures) == 5


def test_below_the_floor_it_starts_from_noise(
    inverting: Shelf, coffee: Image.Image, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tiny networks are below it by themselves. The seed decides there too, and the place is kept."""
    inverted = edited(inverting, "sd", coffee, {**INSTRUCT, **PLACE})
    monkeypatch.undo()
    monkeypatch.setattr(type(FAMILIES["ledits"]), "canvases", SMALL)
    first, again, other = (edited(inverting, "sd", coffee, {**INSTRUCT, **PLACE, "seed": seed}) for seed in (1, 1, 2))
    assert any("dB only; edited from the picture under noise" in note for note in first.receipt.notes)
    assert first.image.tobytes() == again.image.tobytes()
    assert len({first.image.tobytes(), other.image.tobytes(), inverted.image.tobytes()}) == 3
    assert first.receipt.changed_outside == 0
    assert edited(inverting, "sd", coffee, {"op": "instruct", "instruction": "remove the car"}).image != coffee


def test_what_others_share_is_put_back(inverting: Shelf, coffee: Image.Image, monkeypatch: pytest.MonkeyPatch) -> None:
    """The scheduler and the attention, also when it fails on the way."""
    edited(inverting, "sd", coffee, INSTRUCT)
    loaded = keeping.loaded()[-1]
    inverter = loaded.variants["LEditsPPPipelineStableDiffusion"]

    def shared() -> tuple[Any, ...]:
        kinds = {type(one).__name__ for one in loaded.pipe.unet.attn_processors.values()}
        return type(loaded.pipe.scheduler).__name__, inverter.scheduler, inverter.plain.scheduler, kinds

    before = shared()
    assert before[0] == "PNDMScheduler"
    assert before[3] == {"AttnProcessor2_0"}
    seen: list[str] = []

    def failing(pipe: Any, job: Job) -> Any:
        seen.extend((pipe.scheduler.config.algorithm_type, str(pipe.scheduler.config.solver_order)))
        raise Cancelled("enough")

    monkeypatch.setattr(ledits, "_user_mask", failing)
    with pytest.raises(Cancelled):
        edited(inverting, "sd", coffee, INSTRUCT)
    assert seen == ["sde-dpmsolver++", "2"]
    assert shared() == before


def test_two_things_put_right_in_the_library(inverting: Shelf, coffee: Image.Image) -> None:
    """The words of a concept are counted without what fills up the line, and the device is the one of the work."""
    edited(inverting, "sd", coffee, INSTRUCT)
    loaded = keeping.loaded()[-1]
    pipe = ledits.inverter(loaded)
    pipe.batch_size = 1
    said = {"device": "cpu", "num_images_per_prompt": 1, "enable_edit_guidance": True}
    counts = pipe.encode_prompt(**said, editing_prompt=["pink sky", "a red hat to the dog"])[2]
    words = [len(pipe.tokenizer(text).input_ids) - 2 for text in ("pink sky", "a red hat to the dog")]
    assert list(counts) == words
    assert max(words) < 20
    pipe.works_on = "meta"
    assert pipe.device.type == "meta"
    assert ledits.inverter(loaded).device.type == loaded.device


def test_a_mask_reaches_the_latents(inverting: Shelf, coffee: Image.Image, monkeypatch: pytest.MonkeyPatch) -> None:
    masks: list[Any] = []
    user_mask = ledits._user_mask
    monkeypatch.setattr(ledits, "_user_mask", lambda pipe, job: masks.append(user_mask(pipe, job)) or masks[-1])
    edited(inverting, "sd", coffee, {**INSTRUCT, **PLACE})
    edited(inverting, "sd", coffee, INSTRUCT)
    mask, none = masks
    assert none is None
    assert mask.shape[:2] == (1, 1)
    assert set(mask.unique().tolist()) == {0.0, 1.0}


@pytest.mark.parametrize(
    ("name", "build", "operation"),
    [
        ("sd", tiny_classic.sd, INSTRUCT), ("sd", tiny_classic.sd, {**INSTRUCT, **PLACE}),
        ("sdxl", tiny_classic.sdxl, {"op": "restyle", "style": "stained glass"}),
        ("x4-upscaler", tiny_classic.x4_upscaler, UPSCALE),
    ],
)  # fmt: skip
def test_in_sixteen_bits(
    inverting: Shelf, have: Have, coffee: Image.Image, monkeypatch: pytest.MonkeyPatch, name: str, build: Any,
    operation: dict[str, Any],
) -> None:  # fmt: skip
    """As cards hold them: nothing that is handed in is of another format."""
    monkeypatch.setattr(type(FAMILIES["sdxl"]), "canvases", SMALL)
    keeping.unload()
    photo = coffee.reduce(8) if name == "x4-upscaler" else coffee
    edit = edited(have(name, build), name, photo, operation, Options(memory="small"))
    assert keeping.loaded()[-1].dtype == "bfloat16"
    assert edit.receipt.changed_outside in (0, None)
    assert edit.image.tobytes() != photo.tobytes()
    keeping.unload()
