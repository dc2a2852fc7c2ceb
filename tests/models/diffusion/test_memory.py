"""What models take in memory: counted as it is taken, given back when it runs out, refused where it can't be had."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

from tests.models import tiny
from tools.apply import apply
from tools.canvas import Canvases
from tools.engines import pulled
from tools.engines.diffusion import keeping, loading
from tools.engines.diffusion.families.sd_inpaint import SdInpaint
from tools.engines.options import Options
from tools.errors import DeviceExhausted, ModelUnavailable
from tools.models import device
from tools.models.judging import Judged, judge
from tools.models.shelf import Shelf
from tools.operations import parse
from tools.studio import Studio

ADD = {"op": "add", "object": "hat", "region": {"box": (0.4, 0.3, 0.6, 0.6)}, "seed": 1, "sampling": {"steps": 1}}
Have = Callable[..., Shelf]


@pytest.fixture
def folder(have: Have) -> Judged:
    return judge(have("sd-inpaint", tiny.sd_inpaint).place("sd-inpaint"))


@pytest.fixture(autouse=True)
def _anew() -> None:
    keeping.unload()


def test_numbers_count_whatever_they_are_stored_in(folder: Judged) -> None:
    loaded = loading.load(folder, Options(device="cpu"))
    assert loaded.dtype == "float32"
    assert loaded.size == 2 * folder.halved() == loading.taken(folder, Options(device="cpu"))
    frugal = loading.load(folder, Options(device="cpu", memory="small"))
    assert frugal.size == folder.halved() == loading.taken(folder, Options(device="cpu", memory="small"))
    parts = {file.parent.name for file in folder.weights}
    assert sum(folder.halved(part) for part in parts) == folder.halved() < folder.size


def test_how_a_model_is_held_goes_by_what_fits(folder: Judged, monkeypatch: pytest.MonkeyPatch) -> None:
    largest = max(folder.halved(file.parent.name) for file in folder.weights)
    for room, wanted in ((folder.halved(), "fast"), (largest, "balanced"), (largest - 1, "small")):
        monkeypatch.setattr(loading, "memory_bytes", lambda device="cpu", room=room: room + loading.WORK_BYTES)
        assert loading.fitting(folder, "cuda") == wanted
        assert loading.fitting(folder, "cpu") == "fast"


def test_what_a_machine_can_not_hold_is_refused_before_it_is_loaded(
    folder: Judged, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "memory_bytes", lambda device="cpu": folder.halved())
    with pytest.raises(ModelUnavailable, match="needs 0 GB of memory here, this machine has 0") as told:
        loading.load(folder, Options(device="cpu"))
    assert told.value.hint == "Choose a smaller model."


def test_the_old_pipeline_is_gone_before_a_more_frugal_one_comes(
    folder: Judged, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = weakref.ref(keeping.kept(folder, Options(device="cpu")))
    load, alive = keeping.load, []

    def watching(*given: Any) -> Any:
        alive.append(old())
        return load(*given)

    monkeypatch.setattr(keeping, "load", watching)
    assert keeping.kept(folder, Options(device="cpu"), "balanced").memory == "balanced"
    assert alive == [None]


def test_what_a_library_keeps_in_float32_stays_in_it_through_every_variant(folder: Judged) -> None:
    import torch

    loaded = loading.load(folder, Options(device="cpu", memory="small"))
    kept = loaded.pipe.text_encoder.final_layer_norm
    kept.to(torch.float32)
    variant = loaded.variant("StableDiffusionImg2ImgPipeline")
    assert variant.text_encoder is loaded.pipe.text_encoder
    assert kept.weight.dtype == torch.float32
    assert variant.unet.dtype == torch.bfloat16


def test_parts_rest_after_a_call_and_after_one_that_broke_off(
    have: Have, coffee: Image.Image, monkeypatch: pytest.MonkeyPatch
) -> None:
    rested: list[str] = []
    monkeypatch.setattr(SdInpaint, "canvases", Canvases((), 64, 0.02))
    monkeypatch.setattr(loading.Loaded, "rest", lambda self: rested.append(self.path.name))
    studio = Studio(engines=pulled(have("sd-inpaint", tiny.sd_inpaint), Options()), chosen="sd-inpaint")
    apply(coffee, parse(ADD), studio)
    assert rested == ["sd-inpaint"]
    monkeypatch.setattr(SdInpaint, "arguments", lambda self, job: 1 / 0)
    with pytest.raises(Exception, match="division by zero"):
        apply(coffee, parse(ADD), studio)
    assert rested == ["sd-inpaint"] * 2


@pytest.mark.parametrize(("real", "wanted"), [(True, "bfloat16"), (False, "float16")])
def test_a_card_that_only_emulates_bfloat16_gets_float16(
    real: bool, wanted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import torch

    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda including_emulation=True: including_emulation or real)
    assert device.placement(10, "cuda") == ("cuda", wanted)


def test_a_grounder_without_memory_is_passed_over() -> None:
    studio = Studio(engines=[])
    with studio.optional("clipseg"):
        raise DeviceExhausted("There is not enough memory for clipseg.")
    assert studio.notes == ["Found without clipseg. There is not enough memory for clipseg."]
