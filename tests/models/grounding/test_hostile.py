"""Folders that are not what they say, and weights that make no sense: a sentence, no crash, and nothing proposed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import torch
from PIL import Image
from safetensors.torch import load_file, save_file

from tests.models.grounding.conftest import BUILDERS, Built
from tools.errors import DeviceExhausted, ModelRefused, ModelUnavailable, RegionNotFound, ToolError
from tools.grounding import candidates, ground, installed
from tools.grounding.models import loading
from tools.grounding.models.clipseg import Clipseg
from tools.grounding.models.grounding_dino import GroundingDino
from tools.grounding.models.owlv2 import Owlv2
from tools.grounding.models.sam2 import Sam2
from tools.studio import Studio
from tools.types import Region

WEIGHTS = "model.safetensors"
USES: dict[str, Callable[[Path, Image.Image], Any]] = {
    "grounding-dino": lambda folder, image: GroundingDino(folder).propose("the dog", image),
    "owlv2": lambda folder, image: Owlv2(folder).propose("the dog", image),
    "clipseg": lambda folder, image: Clipseg(folder).propose("the dog", image),
    "sam2": lambda folder, image: Sam2(folder).segment(image, (300, 300, 500, 420)),
}
KINDS = {"grounding-dino": GroundingDino, "owlv2": Owlv2, "clipseg": Clipseg}
families = pytest.mark.parametrize("name", BUILDERS)


@pytest.fixture
def copied(built: Built, tmp_path: Path) -> Callable[[str], Path]:
    return lambda name: Path(shutil.copytree(built(name), tmp_path / name))


def refused(name: str, folder: Path, image: Image.Image, words: str, kind: type[ToolError] = ModelRefused) -> None:
    with pytest.raises(kind, match=words) as caught:
        USES[name](folder, image)
    assert "\n" not in caught.value.message
    assert len(caught.value.message) < 300


def configured(folder: Path, **more: Any) -> None:
    told = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps({**told, **more}))


@families
def test_pickles_stay_closed(copied: Callable[[str], Path], coffee: Image.Image, name: str) -> None:
    folder = copied(name)
    (folder / WEIGHTS).unlink()
    torch.save({"weight": torch.zeros(1)}, folder / "pytorch_model.bin")
    refused(name, folder, coffee, "pickled weights")


@families
def test_another_model_is_not_opened(copied: Callable[[str], Path], coffee: Image.Image, name: str) -> None:
    folder = copied(name)
    configured(folder, architectures=["BertModel"])
    refused(name, folder, coffee, "is a BertModel")


@pytest.mark.parametrize(
    "more",
    [
        {"backbone": "owner/name", "use_pretrained_backbone": True, "backbone_config": None},
        {"backbone": "owner/name", "backbone_config": None},
        {"backbone": "resnet50", "use_timm_backbone": True},
        {"backbone_config": {"model_type": "timm_backbone", "backbone": "resnet18", "use_pretrained_backbone": True}},
    ],
)
def test_a_backbone_is_not_fetched_from_elsewhere(
    copied: Callable[[str], Path], coffee: Image.Image, more: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """transformers would ask the hub for the named one, whatever it was told of local files."""
    asked: list[Any] = []
    monkeypatch.setattr("socket.getaddrinfo", lambda *to, **_: asked.append(to))
    folder = copied("grounding-dino")
    configured(folder, **more)
    refused("grounding-dino", folder, coffee, "wants its backbone from elsewhere")
    assert asked == []


@families
def test_own_code_is_not_run(copied: Callable[[str], Path], coffee: Image.Image, name: str) -> None:
    folder = copied(name)
    configured(folder, auto_map={"AutoModel": "code.Model"})
    refused(name, folder, coffee, "brings its own code")


@families
def test_a_missing_shard_is_named(copied: Callable[[str], Path], coffee: Image.Image, name: str) -> None:
    folder = copied(name)
    (folder / WEIGHTS).rename(folder / "model-00001-of-00002.safetensors")
    refused(name, folder, coffee, "model-00002-of-00002.safetensors is missing")


@families
def test_missing_weights_are_not_made_up(copied: Callable[[str], Path], coffee: Image.Image, name: str) -> None:
    folder = copied(name)
    weights = load_file(folder / WEIGHTS)
    gone = next(key for key in weights if key.endswith("norm1.weight") or "layer_norm" in key)
    save_file({key: value for key, value in weights.items() if key != gone}, folder / WEIGHTS, {"format": "pt"})
    refused(name, folder, coffee, "lacks 1 of its weights")


@families
def test_a_config_that_would_eat_the_memory(copied: Callable[[str], Path], coffee: Image.Image, name: str) -> None:
    folder = copied(name)
    told = json.loads((folder / "config.json").read_text())
    part = next(key for key in ("text_config", "mask_decoder_config") if key in told)
    wide = {"intermediate_size": 3_000_000, "mlp_dim": 3_000_000}
    configured(folder, **{part: {**told[part], **{key: wide[key] for key in wide if key in told[part]}}})
    refused(name, folder, coffee, "is described as having")


@families
@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_numbers_that_are_none(copied: Callable[[str], Path], coffee: Image.Image, name: str, value: float) -> None:
    folder = copied(name)
    weights = {key: torch.full_like(one, value) if one.is_floating_point() else one
               for key, one in load_file(folder / WEIGHTS).items()}  # fmt: skip
    save_file(weights, folder / WEIGHTS, {"format": "pt"})
    found: Any = ()
    with suppress(ModelRefused):  # a library that stumbles over them is as good
        found = USES[name](folder, coffee)
    assert not found


@pytest.mark.parametrize("name", KINDS)
def test_finding_goes_on_without_it_and_says_so(copied: Callable[[str], Path], coffee: Image.Image, name: str) -> None:
    folder = copied(name)
    (folder / WEIGHTS).write_bytes(b"no weights")
    studio = Studio(grounders=[KINDS[name](folder), *installed()])
    assert ground(coffee, Region(phrase="the red cup"), studio).area_px
    (note,) = studio.notes
    assert note.startswith(f"Found without {name}. ")
    with pytest.raises(RegionNotFound) as asked:
        ground(coffee, Region(phrase="the dog"), studio)
    assert f"Found without {name}. " in asked.value.hint


def test_a_segmenter_that_cannot_be_opened_is_done_without(copied: Callable[[str], Path], coffee: Image.Image) -> None:
    folder = copied("sam2")
    (folder / WEIGHTS).write_bytes(b"no weights")
    region, plain = Region(box=(0.3, 0.1, 0.8, 0.8)), Studio()
    studio = Studio(segmenter=Sam2(folder))
    found = ground(coffee, region, studio, about_object=True)
    assert found.mask.tobytes() == ground(coffee, region, plain, about_object=True).mask.tobytes()
    assert studio.notes


@pytest.mark.parametrize("name", KINDS)
def test_a_missing_library(built: Built, coffee: Image.Image, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "find_spec", lambda name: None if name == "torch" else name)
    with pytest.raises(ModelUnavailable) as caught:
        USES[name](built(name), coffee)
    assert caught.value.hint == "pip install 'pentimento[ground]'"
    studio = Studio(grounders=[KINDS[name](built(name)), *installed()])
    candidates(coffee, "the dog", studio)
    assert studio.notes == [
        f"Found without {name}. This model needs torch, not installed here. pip install 'pentimento[ground]'"
    ]


@families
def test_no_room_is_an_error_of_its_own(
    built: Built, coffee: Image.Image, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = built(name)
    USES[name](folder, coffee)
    loaded = next(one for one in loading._kept.values() if one.folder.path == folder)

    def full(*given: object, **more: object) -> None:
        raise torch.OutOfMemoryError("CUDA out of memory")

    loaded.seen = None
    monkeypatch.setattr(type(loaded.model), "get_image_embeddings" if name == "sam2" else "forward", full)
    refused(name, folder, coffee, "not enough memory", DeviceExhausted)


def test_a_device_that_is_not_there(built: Built, coffee: Image.Image) -> None:
    with pytest.raises(ModelUnavailable, match="no device"):
        Owlv2(built("owlv2"), "cuda:7").propose("the dog", coffee)
