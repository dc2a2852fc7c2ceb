"""Running a pipeline: steps are told, stopping is heard within one, memory that runs out is tried once more."""

from __future__ import annotations

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
from tools.errors import Cancelled, DeviceExhausted, ModelUnavailable
from tools.models.shelf import Shelf
from tools.operations import parse
from tools.studio import Engine, Studio

ADD = {"op": "add", "object": "hat", "region": {"box": (0.4, 0.3, 0.6, 0.6)}, "seed": 1}
Have = Callable[..., Shelf]


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is shown here does not depend on the size."""
    monkeypatch.setattr(SdInpaint, "canvases", Canvases((), 64, 0.02))


@pytest.fixture
def studio(have: Have) -> Studio:
    return Studio(engines=only(have("sd-inpaint", tiny.sd_inpaint), Options()))


def only(shelf: Shelf, options: Options) -> list[Engine]:
    """Of the models on the shelf, which other tests fill too, the one that is looked at here."""
    return [engine for engine in pulled(shelf, options) if engine.name == "sd-inpaint"]


@pytest.fixture
def passes(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Counts the passes through the U-Net."""
    from diffusers import UNet2DConditionModel

    told: list[int] = []
    forward = UNet2DConditionModel.forward

    def counted(self: Any, *given: Any, **more: Any) -> Any:
        told.append(1)
        return forward(self, *given, **more)

    monkeypatch.setattr(UNet2DConditionModel, "forward", counted)
    return told


def steps(count: int) -> dict[str, Any]:
    return {**ADD, "sampling": {"steps": count}}


def test_every_step_is_told(studio: Studio, coffee: Image.Image) -> None:
    told: list[tuple[float, str]] = []
    studio.on_progress = lambda fraction, label: told.append((round(fraction, 3), label))
    apply(coffee, parse(steps(4)), studio)
    assert [one for one in told if "step" in one[1]] == [
        (0.25, "sd-inpaint: step 1"), (0.5, "sd-inpaint: step 2"), (0.75, "sd-inpaint: step 3"),
        (1.0, "sd-inpaint: step 4"),
    ]  # fmt: skip
    assert told[0] == (0.0, "loading sd-inpaint")


def test_a_wish_to_stop_is_heard_within_one_step(studio: Studio, coffee: Image.Image, passes: list[int]) -> None:
    before = coffee.tobytes()
    studio.cancelled = lambda: len(passes) >= 3
    with pytest.raises(Cancelled):
        apply(coffee, parse(steps(50)), studio)
    assert len(passes) == 3
    assert coffee.tobytes() == before
    studio.cancelled = lambda: False
    assert apply(coffee, parse(steps(1)), studio).receipt.changed_outside == 0  # the pipeline is whole


def test_memory_that_runs_out_is_tried_once_more_at_lower_cost(
    studio: Studio, coffee: Image.Image, monkeypatch: pytest.MonkeyPatch
) -> None:
    from diffusers import UNet2DConditionModel

    forward, failing = UNet2DConditionModel.forward, [True]

    def scarce(self: Any, *given: Any, **more: Any) -> Any:
        if failing and failing.pop():
            raise RuntimeError("CUDA out of memory. Tried to allocate 2.00 GiB")
        return forward(self, *given, **more)

    monkeypatch.setattr(UNet2DConditionModel, "forward", scarce)
    edit = apply(coffee, parse(steps(1)), studio)
    assert "memory ran out; tried once more, balanced: slower, in less memory" in edit.receipt.notes
    assert keeping.loaded()[-1].memory == "balanced"
    assert keeping.loaded()[-1].pipe.vae.use_tiling
    keeping.unload()


def test_memory_that_runs_out_again_is_one_sentence(
    studio: Studio, coffee: Image.Image, monkeypatch: pytest.MonkeyPatch
) -> None:
    from diffusers import UNet2DConditionModel

    tries: list[int] = []

    def never(self: Any, *given: Any, **more: Any) -> Any:
        tries.append(1)
        raise MemoryError

    monkeypatch.setattr(UNet2DConditionModel, "forward", never)
    with pytest.raises(DeviceExhausted, match="not enough memory for sd-inpaint"):
        apply(coffee, parse(steps(1)), studio)
    assert len(tries) == 2
    keeping.unload()


def test_the_least_recently_used_leaves_when_the_budget_would_be_passed(have: Have, coffee: Image.Image) -> None:
    have("sd-inpaint", tiny.sd_inpaint)
    shelf = have("own/inpaint", tiny.sd_inpaint)
    sizes = {engine.name: sum(kept.size for kept in engine.installed.manifest.files.values())  # type: ignore[attr-defined]
             for engine in pulled(shelf, Options())}  # fmt: skip
    keeping.unload()

    def asked(name: str, budget_gb: float) -> list[str]:
        studio = Studio(engines=pulled(shelf, Options(budget_gb=budget_gb)), chosen=name)
        apply(coffee, parse(steps(1)), studio)
        return [one.path.name for one in keeping.loaded()]

    room = 1.2 * sizes["sd-inpaint"] / 1e9
    assert asked("sd-inpaint", 3 * room) == ["sd-inpaint"]
    assert asked("own--inpaint", 3 * room) == ["sd-inpaint", "own--inpaint"]
    assert asked("sd-inpaint", 3 * room) == ["own--inpaint", "sd-inpaint"]
    assert asked("own--inpaint", room) == ["own--inpaint"]
    keeping.unload()


def test_a_model_that_the_catalogue_does_not_know_is_told_by_its_pipeline(have: Have) -> None:
    found = {engine.name: engine for engine in pulled(have("own/inpaint", tiny.sd_inpaint), Options())}
    assert found["own--inpaint"].family == "sd-inpaint"  # type: ignore[attr-defined]


def test_a_missing_library_is_one_sentence_with_what_mends_it(
    studio: Studio, coffee: Image.Image, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "find_spec", lambda name: None if name == "diffusers" else object())
    with pytest.raises(ModelUnavailable, match="needs diffusers") as told:
        apply(coffee, parse(steps(1)), studio)
    assert told.value.hint == "pip install 'pentimento[diffusion]'"


def test_device_and_format_are_told(studio: Studio, coffee: Image.Image) -> None:
    apply(coffee, parse(steps(1)), studio)
    assert (studio.device, studio.dtype) == ("cpu", "float32")
    assert studio.used[-1].versions()["run"] == "cpu, float32, fast"
    studio.engines = only(Shelf(studio.engines[0].installed.path.parent), Options(memory="small"))  # type: ignore
    keeping.unload()
    apply(coffee, parse(steps(1)), studio)
    assert studio.dtype == "bfloat16"
    keeping.unload()
