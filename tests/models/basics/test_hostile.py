"""Files that are not what they say: each is one clear sentence, and nothing is run that makes no sense."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from PIL import Image

from tests.models import tiny_onnx
from tests.models.tiny_onnx import FLOAT, node, save
from tools.engines import pulled
from tools.engines.options import Options
from tools.errors import ModelRefused, ModelUnavailable, ToolError
from tools.grounding.models.efficientsam import EfficientSam
from tools.grounding.models.yolox import Yolox
from tools.grounding.models.yunet import Yunet
from tools.models.pulling import adopt
from tools.models.shelf import Shelf
from tools.models.signature import signature
from tools.network import Network, Wanted, network

WIDTHS, STRIDES = {"cls": 1, "obj": 1, "bbox": 4, "kps": 10}, (8, 16, 32)
IMAGE = Image.new("RGB", (64, 48), (200, 100, 50))
USES: dict[str, Callable[[Path], Any]] = {
    "yolox": lambda folder: Yolox(folder).propose("the dog", IMAGE),
    "yunet": lambda folder: Yunet(folder).propose("the face", IMAGE),
    "efficientsam": lambda folder: EfficientSam(folder).segment(IMAGE, (8, 8, 40, 40)),
}
BUILDERS: dict[str, Callable[..., Path]] = {
    "yolox": tiny_onnx.yolox,
    "yunet": tiny_onnx.yunet,
    "efficientsam": tiny_onnx.efficientsam,
}


def echo(folder: Path, inputs: dict[str, list[int]], outputs: dict[str, list[int]], **more: Any) -> Path:
    """A network whose answers are zeros of the declared shapes, times what came in."""
    first = next(iter(inputs))
    nodes = [node("ReduceMean", first, "mean", keepdims=0), node("Mul", "mean zero", "nothing")]
    held: dict[str, Any] = {"zero": np.float32(0)}
    for number, (name, shape) in enumerate(outputs.items()):
        held[f"plain{number}"] = np.full(shape, more.get("value", 0.0), np.float32)
        nodes.append(node("Add", f"plain{number} nothing", name))
    return save(folder, "model.onnx", nodes, list(inputs.items()), list(outputs.items()), held)


def refused(use: Callable[[Path], Any], folder: Path, words: str, kind: type[ToolError] = ModelRefused) -> None:
    with pytest.raises(kind, match=words) as caught:
        use(folder)
    assert "\n" not in caught.value.message
    assert len(caught.value.message) < 300
    assert "Traceback" not in caught.value.message


@pytest.mark.parametrize("name", USES)
def test_another_model_in_its_place(name: str, tmp_path: Path) -> None:
    folder = echo(tmp_path / name, {"pixels": [1, 3, 224, 224]}, {"classes": [1, 1000]})
    refused(USES[name], folder, "is another model: it takes")


@pytest.mark.parametrize("name", USES)
def test_files_that_are_cut_off_or_empty_or_gone(name: str, tmp_path: Path) -> None:
    folder = BUILDERS[name](tmp_path / name)
    (file,) = folder.glob("*.onnx")
    content = file.read_bytes()
    for part in (content[:-1], content[: len(content) // 2], content[:100], b"", b"garbage" * 50):
        file.write_bytes(part)
        refused(USES[name], folder, "damaged")
    file.unlink()
    refused(USES[name], folder, "incomplete|damaged|missing")


@pytest.mark.parametrize("name", USES)
def test_two_files_are_not_chosen_from(name: str, tmp_path: Path) -> None:
    folder = BUILDERS[name](tmp_path / name)
    (file,) = folder.glob("*.onnx")
    (folder / "other.onnx").write_bytes(file.read_bytes())
    refused(USES[name], folder, "2 ONNX files")


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_answers_that_are_no_numbers(value: float, tmp_path: Path) -> None:
    yolox = echo(tmp_path / "a", {"images": [1, 3, 640, 640]}, {"output": [1, 8400, 85]}, value=value)
    refused(USES["yolox"], yolox, "no number", ToolError)
    faces = {
        f"{what}_{stride}": [1, (640 // stride) ** 2, width] for what, width in WIDTHS.items() for stride in STRIDES
    }
    refused(
        USES["yunet"], echo(tmp_path / "b", {"input": [1, 3, 640, 640]}, faces, value=value), "no number", ToolError
    )


def test_answers_of_huge_numbers_find_nothing_or_the_whole(tmp_path: Path) -> None:
    folder = echo(tmp_path / "a", {"images": [1, 3, 640, 640]}, {"output": [1, 8400, 85]}, value=1e30)
    faces = {
        f"{what}_{stride}": [1, (640 // stride) ** 2, width] for what, width in WIDTHS.items() for stride in STRIDES
    }
    for candidate in (
        *USES["yolox"](folder),
        *USES["yunet"](echo(tmp_path / "b", {"input": [1, 3, 640, 640]}, faces, value=1e30)),
    ):
        assert 0 <= candidate.score <= 1
        assert candidate.selection.size == IMAGE.size


def test_shapes_that_are_declared_wrong(tmp_path: Path) -> None:
    refused(USES["yolox"], echo(tmp_path / "a", {"images": [1, 3, 416, 416]}, {"output": [1, 8400, 85]}), "416")
    refused(USES["yolox"], echo(tmp_path / "b", {"images": [1, 3, 640, 640]}, {"output": [1, 8400, 25]}), "8400×25")
    refused(USES["yunet"], tiny_onnx.yunet(tmp_path / "c", rows={8: 64, 16: 1600, 32: 400}), "cls_8")


def test_answers_of_another_shape_than_declared(tmp_path: Path) -> None:
    folder = tiny_onnx.yolox(tmp_path / "liar")
    (file,) = folder.glob("*.onnx")
    model = onnx.load(file)
    small = next(one for one in model.graph.initializer if one.name == "small")
    small.CopyFrom(onnx.numpy_helper.from_array(np.zeros((1, 80, 85), np.float32), "small"))
    onnx.save(model, file)
    refused(USES["yolox"], folder, "came as 1×480×85 instead of 1×8400×85|can't load|failed", ToolError)


def test_other_numbers_than_float32(tmp_path: Path) -> None:
    nodes = [node("Identity", "images", "output")]
    shape: tiny_onnx.Made = [("images", [1, 3, 640, 640])]
    folder = save(tmp_path / "m", "m.onnx", nodes, shape, [("output", [1, 3, 640, 640])], {}, onnx.TensorProto.UINT8)
    refused(
        lambda one: network(one, Wanted({"images": (1, 3, 640, 640)}, {"output": (1, 3, 640, 640)})), folder, "other"
    )


def test_an_operation_that_opencv_does_not_know(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "m"
    folder.mkdir()
    ports = [onnx.helper.make_tensor_value_info(name, FLOAT, [1, 3, 8, 8]) for name in ("x", "y")]
    graph = onnx.helper.make_graph([onnx.helper.make_node("Frobnicate", ["x"], ["y"])], "g", ports[:1], ports[1:])
    onnx.save(onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 17)]), folder / "m.onnx")
    refused(lambda one: network(one, Wanted({"x": (1, 3, 8, 8)}, {"y": (1, 3, 8, 8)})), folder, "OpenCV can't load m")
    assert capfd.readouterr().err == ""


def test_an_eraser_that_is_none(tmp_path: Path) -> None:
    for number, build in enumerate((
        lambda folder: tiny_onnx.lama(folder, side=256),
        lambda folder: echo(folder, {"image": [1, 3, 512, 512], "mask": [1, 1, 512, 512]}, {"output": [1, 3, 512, 512]},
                            value=np.nan),
        lambda folder: echo(folder, {"image": [1, 3, 512, 512]}, {"output": [1, 3, 512, 512]}),
    )):  # fmt: skip
        source = build(tmp_path / f"from{number}")
        (file,) = source.glob("*.onnx")
        file.rename(source / "inpainting_lama_2025jan.onnx")
        shelf = Shelf(tmp_path / f"shelf{number}")
        adopt("lama", source, shelf)
        (eraser,) = pulled(shelf, Options())
        with pytest.raises(ToolError, match=r"another model|no number"):
            eraser.fill(IMAGE, Image.new("L", IMAGE.size, 255))  # type: ignore[attr-defined]


def test_what_was_pulled_and_changed_since_is_told_before_anything_is_looked_for(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "shelf")
    adopt("lama", tiny_onnx.lama(tmp_path / "from"), shelf)
    (eraser,) = pulled(shelf, Options())
    next((shelf.folder / "lama").glob("*.onnx")).write_bytes(b"")
    with pytest.raises(ModelUnavailable, match="damaged") as caught:
        eraser.ready("fill")  # type: ignore[attr-defined]
    assert caught.value.hint == "Mend it: pentimento models pull lama"


def test_an_old_opencv_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("importlib.metadata.version", lambda name: "4.12.0.88")
    refused(USES["yolox"], tiny_onnx.yolox(tmp_path / "old"), "needs OpenCV 5", ModelUnavailable)


def test_what_a_file_declares(tmp_path: Path) -> None:
    folder = tiny_onnx.efficientsam(tmp_path / "m")
    (file,) = folder.glob("*.onnx")
    told = signature(file, "m")
    model = onnx.load(file)
    assert [port.name for port in told.inputs] == [one.name for one in model.graph.input]
    assert [port.shape for port in told.outputs] == [(1, 1, 3, 1024, 1024), (1, 1, 3)]
    loose = onnx.load(file)
    loose.graph.input[0].type.tensor_type.shape.dim[0].dim_param = "batch"
    loose.graph.input.append(onnx.helper.make_tensor_value_info("zero", FLOAT, []))  # one that the file fills itself
    onnx.save(loose, file)
    assert signature(file, "m").inputs[0].shape == (None, 3, 1024, 1024)
    assert len(signature(file, "m").inputs) == 3


@pytest.mark.parametrize("labels", [(1, 1, 6), (1, 1, 6, 1)])
def test_labels_with_and_without_a_last_dimension(labels: tuple[int, ...], tmp_path: Path) -> None:
    found = EfficientSam(tiny_onnx.efficientsam(tmp_path / "m", labels)).segment(IMAGE, (10, 10, 40, 40))
    assert found is not None
    assert found.selection.box == (11, 11, 39, 39) or found.selection.area_px > 600


def test_a_network_is_loaded_once_and_runs_for_several_at_a_time(tmp_path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    folder = tiny_onnx.yolox(tmp_path / "m")
    yolox = Yolox(folder)
    images = [Image.new("RGB", (640, 480), (255, 128, 0) if number % 2 else (0, 0, 0)) for number in range(12)]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda image: bool(yolox.propose("dog", image)), images))
    assert found == [bool(number % 2) for number in range(12)]
    from tools.grounding.models.yolox import WANTED

    assert network(folder, WANTED) is network(folder, WANTED)
    assert isinstance(network(folder, WANTED), Network)
