"""Tiny ONNX networks with the names, shapes and number formats of OpenCV's, whose weights are set by hand.

What they answer can be told in advance: they fill a hole with the mean of what is around it, call an orange region a
dog and a blue one a cat, cut out what differs from the colour under a box's corner. They say nothing of what a trained
network would answer.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

FLOAT = TensorProto.FLOAT
Made = list[tuple[str, list[int]]]
DOG, CAT, PERSON, CAR = 16, 15, 0, 2


def save(
    folder: Path, name: str, nodes: list[Any], inputs: Made, outputs: Made, held: dict[str, Any], kind: int = FLOAT
) -> Path:
    """A model's folder with one ONNX file and a licence, as it would be downloaded."""
    folder.mkdir(parents=True, exist_ok=True)
    ports = [[helper.make_tensor_value_info(one, kind, shape) for one, shape in ports] for ports in (inputs, outputs)]
    weights = [numpy_helper.from_array(np.asarray(value), one) for one, value in held.items()]
    graph = helper.make_graph(nodes, "tiny", *ports, weights)
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=10)
    onnx.checker.check_model(made, full_check=True)
    onnx.save(made, folder / name)
    (folder / "LICENSE").write_text("A licence.\n")
    return folder


def node(kind: str, inputs: str, output: str, **more: Any) -> Any:
    return helper.make_node(kind, inputs.split(), [output], **more)


def lama(folder: Path, output: str = "output", side: int = 512, scale: float = 255.0) -> Path:
    """Under the mask the mean of what is known, each channel for itself; elsewhere what came in. 0 … 255, as LaMa's."""
    nodes = [
        node("Sub", "one mask", "known"), node("Mul", "image known", "seen"),
        node("ReduceMean", "seen", "sum", axes=[2, 3], keepdims=1),
        node("ReduceMean", "known", "count", axes=[2, 3], keepdims=1),
        node("Add", "count little", "some"), node("Div", "sum some", "mean"),
        node("Mul", "mask mean", "filled"), node("Add", "seen filled", "whole"), node("Mul", "whole scale", output),
    ]  # fmt: skip
    held = {"one": np.float32(1), "little": np.float32(1e-6), "scale": np.float32(scale)}
    inputs: Made = [("image", [1, 3, side, side]), ("mask", [1, 1, side, side])]
    return save(folder, "inpainting_lama_2025jan.onnx", nodes, inputs, [(output, [1, 3, side, side])], held)


def yolox(folder: Path, colours: dict[int, tuple[int, int, int]] | None = None, **more: Any) -> Path:
    """A detector that fires where a colour (RGB) fills a cell of 32 pixels: class → colour. Its boxes are 96 × 96.

    8400 rows of 85: box, how sure that there is something, 80 classes; the cells of 8 and 16 pixels never fire.
    """
    colours = colours or {DOG: (255, 128, 0), CAT: (0, 0, 255)}
    rows, held = 400, {}
    spread = np.zeros((80, len(colours), 1, 1), np.float32)
    parts, nodes = [], [node("AveragePool", "images", "cells", kernel_shape=[32, 32], strides=[32, 32])]
    for number, (kind, (red, green, blue)) in enumerate(colours.items()):
        spread[kind, number] = 1
        held[f"colour{number}"] = np.array([blue, green, red], np.float32).reshape(1, 3, 1, 1)
        nodes += [
            node("Sub", f"cells colour{number}", f"apart{number}"), node("Abs", f"apart{number}", f"off{number}"),
            node("ReduceMax", f"off{number}", f"far{number}", axes=[1], keepdims=1),
            node("Sub", f"near far{number}", f"close{number}"), node("Div", f"close{number} soft", f"firm{number}"),
            node("Clip", f"firm{number} zero one", f"like{number}"),
        ]  # fmt: skip
        parts.append(f"like{number}")
    nodes += [
        node("Concat", " ".join(parts), "likes", axis=1), node("ReduceMax", "likes", "any", axes=[1], keepdims=1),
        node("Conv", "likes spread", "classes"), node("Concat", "any classes", "scores", axis=1),
        node("Reshape", "scores to_rows", "flat"), node("Transpose", "flat", "sure", perm=[0, 2, 1]),
        node("Concat", "where sure", "large", axis=2), node("Concat", "small large", more.get("output", "output"),
                                                            axis=1),
    ]  # fmt: skip
    where = np.zeros((1, rows, 4), np.float32)
    where[..., :2], where[..., 2:] = 0.5, np.log(3)
    held |= {
        "near": np.float32(40), "soft": np.float32(25), "zero": np.float32(0), "one": np.float32(more.get("sure", 0.9)),
        "spread": spread, "to_rows": np.array([1, 81, rows], np.int64), "where": where,
        "small": np.zeros((1, 8000, 85), np.float32),
    }  # fmt: skip
    return save(
        folder, "object_detection_yolox_2022nov.onnx", nodes, [("images", [1, 3, 640, 640])],
        [(more.get("output", "output"), [1, 8400, 85])], held,
    )  # fmt: skip


def yunet(folder: Path, colour: tuple[int, int, int] = (255, 200, 160), rows: dict[int, int] | None = None) -> Path:
    """Faces of 96 × 96 around cells of 32 pixels that have one colour (RGB); eyes, nose and mouth where they belong."""
    rows = rows or {8: 6400, 16: 1600, 32: 400}
    red, green, blue = colour
    points = np.array([[-0.7, -0.5], [0.7, -0.5], [0, 0.2], [-0.5, 0.8], [0.5, 0.8]], np.float32) + 0.5
    held: dict[str, Any] = {
        "colour": np.array([blue, green, red], np.float32).reshape(1, 3, 1, 1), "near": np.float32(40),
        "soft": np.float32(25), "zero": np.float32(0), "one": np.float32(0.9), "rows": np.array([1, 400, 1], np.int64),
        "boxes": np.tile(np.array([0.5, 0.5, np.log(3), np.log(3)], np.float32), (1, 400, 1)),
        "marks": np.tile(points.reshape(10), (1, 400, 1)),
    }  # fmt: skip
    nodes = [
        node("AveragePool", "input", "cells", kernel_shape=[32, 32], strides=[32, 32]),
        node("Sub", "cells colour", "apart"), node("Abs", "apart", "off"),
        node("ReduceMax", "off", "far", axes=[1], keepdims=1), node("Sub", "near far", "close"),
        node("Div", "close soft", "firm"), node("Clip", "firm zero one", "like"),
        node("Reshape", "like rows", "cls_32"),
        node("Identity", "cls_32", "obj_32"), node("Identity", "boxes", "bbox_32"), node("Identity", "marks", "kps_32"),
    ]  # fmt: skip
    outputs: Made = []
    for what, width in {"cls": 1, "obj": 1, "bbox": 4, "kps": 10}.items():
        for stride in (8, 16, 32):
            outputs.append((f"{what}_{stride}", [1, rows[stride], width]))
            if stride < 32:
                held[f"none_{what}_{stride}"] = np.zeros((1, rows[stride], width), np.float32)
                nodes.append(node("Identity", f"none_{what}_{stride}", f"{what}_{stride}"))
    return save(folder, "face_detection_yunet_2023mar.onnx", nodes, [("input", [1, 3, 640, 640])], outputs, held)


def efficientsam(folder: Path, labels: tuple[int, ...] = (1, 1, 6)) -> Path:
    """Three masks: what is inside a box (labels 2 and 3) but a rim, what is near a click, and the whole picture.

    Which of them is best is told by the labels: the first for a box, the second for a click.
    """
    grid = (np.arange(1024, dtype=np.float32) + 0.5)[None]
    nodes = [
        node("Reshape", "batched_point_coords p", "points"), node("Reshape", "batched_point_labels l", "kinds"),
        node("Slice", "points r0 r1 ax0", "first"), node("Slice", "points r1 r2 ax0", "second"),
        node("Slice", "kinds r0 r1 ax0", "kind"),
        helper.make_node("Split", ["first"], ["x0", "y0"], axis=1),
        helper.make_node("Split", ["second"], ["x1", "y1"], axis=1),
        # inside the box, by how far: min(x - x0, x1 - x, y - y0, y1 - y) - rim
        node("Sub", "across x0", "a"), node("Sub", "x1 across", "b"), node("Min", "a b", "ab"),
        node("Sub", "down y0", "c"), node("Sub", "y1 down", "d"), node("Min", "c d", "cd"),
        node("Min", "ab cd", "deep"), node("Sub", "deep rim", "boxed"),
        # near the click: 60 - distance
        node("Mul", "a a", "aa"), node("Mul", "c c", "cc"), node("Add", "aa cc", "square"),
        node("Sqrt", "square", "far"), node("Sub", "reach far", "near"),
        node("Unsqueeze", "boxed u", "m0"), node("Unsqueeze", "near u", "m1"),
        node("Mul", "near zero", "nothing"), node("Add", "nothing one", "all"), node("Unsqueeze", "all u", "m2"),
        node("Concat", "m0 m1 m2", "masks", axis=0), node("Reshape", "masks shape", "together"),
        # the picture takes part, by nothing
        node("ReduceMean", "batched_images", "light", keepdims=0), node("Mul", "light zero", "dark"),
        node("Add", "together dark", "output_masks"),
        # kind 2 → (.9, .3, .2); kind 1 → (.1, .9, .2)
        node("Sub", "kind one", "is_box"), node("Mul", "is_box turn", "turned"), node("Add", "turned click", "sure"),
        node("Reshape", "sure three", "iou_predictions"),
    ]  # fmt: skip
    held: dict[str, NDArray[Any]] = {
        "p": np.array([6, 2], np.int64), "l": np.array([6], np.int64), "r0": np.array([0], np.int64),
        "r1": np.array([1], np.int64), "r2": np.array([2], np.int64), "ax0": np.array([0], np.int64),
        "across": grid, "down": grid.T, "rim": np.float32(8), "reach": np.float32(60), "u": np.array([0], np.int64),
        "zero": np.float32(0), "one": np.float32(1), "shape": np.array([1, 1, 3, 1024, 1024], np.int64),
        "turn": np.array([0.8, -0.6, 0], np.float32), "click": np.array([0.1, 0.9, 0.2], np.float32),
        "three": np.array([1, 1, 3], np.int64),
    }  # fmt: skip
    inputs: Made = [
        ("batched_images", [1, 3, 1024, 1024]),
        ("batched_point_coords", [1, 1, 6, 2]),
        ("batched_point_labels", list(labels)),
    ]
    outputs: Made = [("output_masks", [1, 1, 3, 1024, 1024]), ("iou_predictions", [1, 1, 3])]
    return save(folder, "image_segmentation_efficientsam_ti_2025april.onnx", nodes, inputs, outputs, held)
