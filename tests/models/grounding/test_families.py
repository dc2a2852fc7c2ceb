"""What holds for each family: loaded once and only when asked, its pictures as the library would prepare them."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from threading import Thread
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from tests.models.grounding.conftest import Built, Stocked
from tests.models.grounding.test_hostile import KINDS, USES, configured, families
from tests.models.grounding.tiny_grounders import BEANS, DOG
from tools.errors import Cancelled
from tools.grounding import candidates, ground, installed
from tools.grounding.models import grounders, loading, pixels, segmenter
from tools.grounding.models.clipseg import Clipseg
from tools.grounding.models.owlv2 import Owlv2
from tools.grounding.models.sam2 import KIND, Sam2, _prompts
from tools.selection import pixel_box
from tools.studio import Studio
from tools.types import Region

PROGRAM = """
import json, sys
from pathlib import Path
from tools.grounding.models import grounders, segmenter
from tools.models.shelf import Shelf
shelf = Shelf(Path(sys.argv[1]))
names = [one.name for one in grounders(shelf)] + [segmenter(shelf).name]
from PIL import Image
# Nothing that they know by name, so nothing is loaded either.
silent = [list(one.propose(said, Image.new("RGB", (64, 48)))) for one in grounders(shelf)
          for said in ("top left", "the background", "the red one", "镜头")]
print(json.dumps([names, any(silent), sorted(set(sys.modules) & {"torch", "transformers"})]))
"""


def test_nothing_is_loaded_before_it_is_asked_for_a_thing(stocked: Stocked) -> None:
    shelf = stocked("grounding-dino", "owlv2", "clipseg", "sam2")
    command = [sys.executable, "-c", PROGRAM, str(shelf.folder)]
    told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    assert told == [["grounding-dino", "owlv2", "clipseg", "sam2"], False, []]


@families
def test_a_model_is_loaded_once_and_let_go(built: Built, coffee: Image.Image, name: str) -> None:
    loading.unload()
    threads = [Thread(target=USES[name], args=(built(name), coffee)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (first,) = loading._kept.values()
    USES[name](built(name), coffee)
    assert list(loading._kept.values()) == [first]
    loading.unload()
    assert not loading._kept


@pytest.mark.parametrize("name", KINDS)
def test_the_same_again(built: Built, coffee: Image.Image, name: str) -> None:
    first, second = (USES[name](built(name), coffee) for _ in range(2))
    assert [(one.score, one.selection.box) for one in first] == [(one.score, one.selection.box) for one in second]


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("size", [(640, 480), (1900, 1425), (200, 150)])
def test_places_are_fractions_of_any_size(built: Built, coffee: Image.Image, name: str, size: tuple[int, int]) -> None:
    (found,) = USES[name](built(name), coffee.resize(size))
    assert found.selection.size == size
    assert found.selection.fractions == pytest.approx(DOG, abs=0.05)


@pytest.mark.parametrize("name", KINDS)
def test_a_clear_model_spares_what_only_measures(built: Built, coffee: Image.Image, name: str) -> None:
    asked = []

    class Measured:
        name = "measured"

        def propose(self, phrase: str, image: Image.Image) -> tuple[()]:
            asked.append(phrase)
            return ()

    Measured.__module__ = "tools.grounding.measured"
    studio = Studio(grounders=[KINDS[name](built(name)), Measured()])
    for said in ("the dog", "the bean", "the robot"):
        candidates(coffee, said, studio)
    assert asked == ["the robot"]


@pytest.mark.parametrize("name", KINDS)
def test_progress_is_told_and_looking_can_be_stopped(built: Built, coffee: Image.Image, name: str) -> None:
    told: list[str] = []
    grounder = KINDS[name](built(name))
    ground(coffee, Region(phrase="dog"), Studio(grounders=[grounder], on_progress=lambda _, label: told.append(label)))
    assert told[0] == "Looking for dog"
    with pytest.raises(Cancelled):
        ground(coffee, Region(phrase="dog"), Studio(grounders=[grounder], cancelled=lambda: True))


def test_two_places_become_two_and_a_plural_one(built: Built, coffee: Image.Image) -> None:
    two = Clipseg(built("clipseg")).propose("the bean", coffee)
    assert sorted(one.selection.fractions[0] for one in two) == pytest.approx([box[0] for box in BEANS], abs=0.05)
    (both,) = Clipseg(built("clipseg")).propose("the beans", coffee)
    assert both.selection.area_px == pytest.approx(sum(one.selection.area_px for one in two), rel=0.02)


def test_a_colour_that_is_not_there_makes_a_find_doubtful(built: Built, coffee: Image.Image) -> None:
    """The place is what the network says; whether it is blue, the photograph says."""
    owl = Owlv2(built("owlv2"))
    owl._find = lambda what, image: (np.array([[*DOG]], np.float32), np.array([0.9], np.float32))  # type: ignore[method-assign]
    (plain,), (blue,) = owl.propose("the dog", coffee), owl.propose("the blue dog", coffee)
    assert blue.score < 0.55 < plain.score


def test_boxes_of_one_picture_cost_one_pass(built: Built, coffee: Image.Image, monkeypatch: pytest.MonkeyPatch) -> None:
    from transformers import Sam2Model

    passes = []
    seen = Sam2Model.get_image_embeddings
    monkeypatch.setattr(Sam2Model, "get_image_embeddings", lambda self, *given: passes.append(1) or seen(self, *given))
    loading.unload()
    sam = Sam2(built("sam2"))
    found = [sam.segment(coffee, pixel_box(box, coffee.size)) for box in (DOG, *BEANS)]
    assert all(found)
    assert len(passes) == 1
    sam.segment(coffee.rotate(180), pixel_box(DOG, coffee.size))
    assert len(passes) == 2
    again = sam.segment(coffee, pixel_box(DOG, coffee.size))
    assert again is not None
    assert again.selection.mask.tobytes() == found[0].selection.mask.tobytes()  # type: ignore[union-attr]


@pytest.mark.parametrize("points", [[(450, 350)], [(450, 350), (470, 360)]])
@pytest.mark.parametrize("box", [None, (352, 297, 551, 413)])
def test_clicks_are_answered(built: Built, coffee: Image.Image, points: Any, box: Any) -> None:
    found = Sam2(built("sam2")).segment(coffee, box, points)
    assert found is None or (found.selection.size == coffee.size and 0 <= found.score <= 1)


def test_without_a_box_or_a_click_nothing_is_meant(built: Built, coffee: Image.Image) -> None:
    assert Sam2(built("sam2")).segment(coffee, None) is None


def test_boxes_and_clicks_lie_on_the_network_s_square(built: Built, coffee: Image.Image) -> None:
    loaded = loading.kept(built("sam2"), "", KIND)
    given = _prompts(loaded, (640, 480), (0, 0, 640, 240), [(319, 0), (639, 479)])
    assert given["input_boxes"].tolist() == [[[0, 0, 64, 32]]]
    assert given["input_points"][0, 0].numpy() == pytest.approx(np.array([[31.95, 0.0667], [63.95, 63.933]]), abs=1e-3)
    assert given["input_labels"].tolist() == [[[1, 1]]]


def test_meta_s_model_for_videos_serves(built: Built, coffee: Image.Image, tmp_path: Path) -> None:
    """The published folder says sam2_video and holds more weights than pictures need."""
    from safetensors.torch import load_file, save_file

    folder = Path(shutil.copytree(built("sam2"), tmp_path / "video"))
    configured(folder, architectures=["Sam2VideoModel"], model_type="sam2_video")
    weights = load_file(folder / "model.safetensors")
    save_file(
        {**weights, "memory_encoder.mask.weight": torch.zeros(9, 9)}, folder / "model.safetensors", {"format": "pt"}
    )
    box = pixel_box(DOG, coffee.size)
    ours, theirs = (Sam2(one).segment(coffee, box) for one in (built("sam2"), folder))
    assert ours is not None
    assert theirs is not None
    assert ours.selection.mask.tobytes() == theirs.selection.mask.tobytes()


def test_the_shelf_makes_them_in_order(stocked: Stocked) -> None:
    shelf = stocked("clipseg", "owlv2")
    assert [one.name for one in grounders(shelf)] == ["owlv2", "clipseg"]
    assert segmenter(shelf) is None
    assert "owlv2" not in {one.name for one in installed()}


@pytest.mark.parametrize(
    ("library", "look", "way", "most"),
    [
        ("GroundingDinoImageProcessorPil", pixels.Look(*pixels.IMAGENET, side_px=240, most_px=400), "fitted", 0.1),
        ("ViTImageProcessorPil", pixels.Look(*pixels.IMAGENET, side_px=352), "stretched", 0.1),
        ("Owlv2ImageProcessorPil", pixels.Look(*pixels.CLIP, side_px=240), "padded", 0.3),
    ],
)
def test_pictures_are_prepared_as_the_library_would(
    coffee: Image.Image, library: str, look: pixels.Look, way: str, most: float
) -> None:
    import transformers

    sizes: dict[str, Any] = {
        "fitted": {"shortest_edge": look.side_px, "longest_edge": look.most_px},
        "stretched": {"height": look.side_px, "width": look.side_px},
    }
    made = getattr(transformers, library)(
        size=sizes.get(way, sizes["stretched"]), image_mean=list(look.mean), image_std=list(look.spread)
    )
    theirs, ours = made(coffee, return_tensors="np")["pixel_values"], getattr(look, way)(coffee)
    assert ours.shape == theirs.shape
    rows = slice(
        0, round(ours.shape[2] * 0.74) if way == "padded" else None
    )  # below it the one is gray, the other black
    assert float(np.abs(ours[:, :, rows] - theirs[:, :, rows]).mean()) < most / 4
    assert float(np.quantile(np.abs(ours[:, :, rows] - theirs[:, :, rows]), 0.99)) < most


@pytest.mark.parametrize(
    "told",
    [
        {"size": 64},
        {"size": {"height": 64, "width": 64}},
        {"size": {"shortest_edge": 64}},
        {"image_processor": {"size": {"height": 64}}},
        {"size": 10**9, "image_mean": ["a", 1, 2], "image_std": [0, 0, 0]},
        {"size": {"height": True}, "image_mean": "none", "image_std": [1e308, 1, 1]},
        {"size": None},
    ],
)
def test_what_a_folder_says_of_its_pictures_is_bounded(tmp_path: Path, told: dict[str, Any]) -> None:
    (tmp_path / "preprocessor_config.json").write_text(json.dumps(told))
    usual = pixels.Look(*pixels.IMAGENET, side_px=352)
    look = usual.told(tmp_path)
    assert look.side_px in (64, 352)
    assert (look.mean, look.spread) == pixels.IMAGENET


@pytest.mark.parametrize("name", KINDS)
def test_the_files_of_older_folders_are_understood(
    built: Built, coffee: Image.Image, name: str, tmp_path: Path
) -> None:
    """Vocabulary and merges each in a file of its own, as the published folders have them."""
    folder = Path(shutil.copytree(built(name), tmp_path / name))
    told = json.loads((folder / "tokenizer.json").read_text())["model"]
    (folder / "tokenizer.json").unlink()
    if name == "grounding-dino":
        (folder / "vocab.txt").write_text("\n".join(sorted(told["vocab"], key=told["vocab"].__getitem__)) + "\n")
    else:
        (folder / "vocab.json").write_text(json.dumps(told["vocab"]))
        merges = (pair if isinstance(pair, str) else " ".join(pair) for pair in told["merges"])
        (folder / "merges.txt").write_text("\n".join(["#version: 0.2", *merges]) + "\n")
    ours, theirs = (USES[name](one, coffee) for one in (built(name), folder))
    assert [one.selection.box for one in ours] == [one.selection.box for one in theirs]
    assert ours
