"""A neural network in an ONNX file, run by OpenCV on the processor: no torch, nothing beyond what is always installed.

It refuses what is not the network that somebody expects, and an answer that makes no sense. It knows nothing of what
the numbers mean.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tools.errors import ModelRefused, ModelUnavailable, ToolError
from tools.models.judging import judge
from tools.models.signature import FLOAT32, Port, Shape, signature

Array = NDArray[np.float32]
MOST_KEPT = 6  # networks in memory, all together some hundred megabytes
NO_MEMORY = -4  # OpenCV's code for it
OLDEST = 5  # the first OpenCV that runs weights quantized by blocks, and reads them as they are meant


@dataclass(frozen=True)
class Wanted:
    """What a network has to take and to give, all of it in float32: name → shape, None for any length. Where one input
    or one output is wanted its name does not matter.
    """

    inputs: Mapping[str, Shape]
    outputs: Mapping[str, Shape]


@dataclass
class Network:
    """One that was loaded. `inputs` and `outputs` are the names by which the file calls what was wanted."""

    name: str
    wanted: Wanted
    inputs: dict[str, Port]
    outputs: dict[str, Port]
    net: Any
    lock: RLock = field(default_factory=RLock)

    def run(self, given: Mapping[str, Array]) -> dict[str, Array]:
        """The answers by the wanted names. Raises ToolError for one that makes no sense, MemoryError."""
        import cv2

        names = [self.outputs[name].name for name in self.wanted.outputs]
        try:
            with self.lock, quiet():  # a net of OpenCV keeps its inputs between two calls: one run at a time
                for name, value in given.items():
                    self.net.setInput(np.ascontiguousarray(self._shaped(name, value)), self.inputs[name].name)
                made = [np.array(one, np.float32) for one in self.net.forward(names)]  # its buffers are used again
        except cv2.error as error:
            if error.code == NO_MEMORY:
                raise MemoryError(f"{self.name} does not fit the memory") from error
            raise self._failed(_last_words(error)) from error
        found = dict(zip(self.wanted.outputs, made, strict=True))
        for name, shape in self.wanted.outputs.items():
            if not _fits(found[name].shape, shape):
                raise self._failed(f"“{name}” came as {_told(found[name].shape)} instead of {_told(shape)}")
            if not np.isfinite(found[name]).all():
                raise self._failed("its answer holds what is no number")
        return found

    def _shaped(self, name: str, value: Array) -> Array:
        """With the rank that the file declares: some exports write a row with a last dimension of 1, some without."""
        declared = self.inputs[name].shape
        extra = len(declared) - value.ndim if declared is not None else 0
        return value.reshape(*value.shape, *[1] * extra) if extra > 0 else value

    def _failed(self, why: str) -> ToolError:
        again = f"Mend it: pentimento models pull {self.name}"
        return ToolError(f"The model {self.name} failed: {why}.", again, "operator")


_kept: OrderedDict[tuple[str, int, int], Network] = OrderedDict()
_lock = RLock()


def network(folder: Path, wanted: Wanted, name: str = "") -> Network:
    """The network in the one ONNX file of a model's folder, loaded at the first call. Raises ModelRefused where it is
    not what is wanted, ModelUnavailable for an OpenCV that can't run it.
    """
    name = name or folder.name
    file = graph_in(folder, name)
    told = file.stat()
    key = str(file), told.st_mtime_ns, told.st_size
    with _lock:
        if key not in _kept:
            _kept[key] = _loaded(file, wanted, name)
        _kept.move_to_end(key)
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
        return _kept[key]


def unload() -> None:
    """Let go of every network."""
    with _lock:
        _kept.clear()


def graph_in(folder: Path, name: str) -> Path:
    """The one ONNX file of a folder that may be opened. Raises ModelRefused."""
    files = [file for file in judge(folder, name, ("onnx",)).weights if file.suffix == ".onnx"]
    if len(files) != 1:
        raise ModelRefused(f"{name} has {len(files)} ONNX files, and one was expected.", "Download it again.")
    return files[0]


def need_opencv(name: str) -> None:
    """Raises ModelUnavailable where the installed OpenCV is too old to run these networks."""
    from importlib.metadata import version

    installed = version("opencv-contrib-python-headless")
    if int(installed.split(".")[0]) < OLDEST:
        raise ModelUnavailable(
            f"{name} needs OpenCV {OLDEST}; {installed} is installed.",
            f"pip install 'opencv-contrib-python-headless>={OLDEST}'",
        )


def _loaded(file: Path, wanted: Wanted, name: str) -> Network:
    import cv2

    need_opencv(name)
    told = signature(file, name)
    inputs = _matched(told.inputs, wanted.inputs, name, "takes")
    outputs = _matched(told.outputs, wanted.outputs, name, "gives")
    try:
        with quiet():
            # The new engine, and the old one for what it lacks: the old engine alone is a thousandth off where a sum is
            # normalised, and OpenCV 5 keeps it only for that. No other processor is asked for: the new one has none.
            net = cv2.dnn.readNetFromONNX(str(file), cv2.dnn.ENGINE_AUTO)
    except cv2.error as error:
        raise ModelRefused(f"OpenCV can't load {name}: {_last_words(error)}.", "Download it again.") from error
    return Network(name, wanted, inputs, outputs, net)


def _matched(there: tuple[Port, ...], wanted: Mapping[str, Shape], name: str, does: str) -> dict[str, Port]:
    """The declared ports by the wanted names. Raises ModelRefused where one is missing or of another kind."""
    named = {port.name: port for port in there}
    if len(wanted) == len(there) == 1:
        named = dict(zip(wanted, there, strict=True))
    extra = does == "takes" and len(there) != len(wanted)
    for one, shape in wanted.items():
        port = named.get(one)
        if port is None or extra:
            listed = ", ".join(f"“{port.name[:40]}”" for port in there[:12]) or "nothing"
            asked = ", ".join(f"“{name}”" for name in wanted)
            raise ModelRefused(f"{name} is another model: it {does} {listed} instead of {asked}.", "Pull it again.")
        if port.format != FLOAT32 or (port.shape is not None and not _fits(port.shape, shape)):
            kind = _told(port.shape) if port.format == FLOAT32 else "other numbers than float32"
            raise ModelRefused(f"{name} is another model: it {does} “{one}” as {kind}, not {_told(shape)}.")
    return {one: named[one] for one in wanted}


def _fits(shape: Shape, wanted: Shape) -> bool:
    """Whether a shape is what is wanted, as far as either says; a last dimension of 1 makes no difference."""
    shape, wanted = _bare(shape), _bare(wanted)
    return len(shape) == len(wanted) and all(
        one is None or other is None or one == other for one, other in zip(shape, wanted, strict=True)
    )


def _bare(shape: Shape) -> Shape:
    while shape and shape[-1] == 1:
        shape = shape[:-1]
    return shape


def _told(shape: Shape | None) -> str:
    return "×".join("?" if one is None else str(one) for one in shape or ()) or "nothing"


def _last_words(error: Exception) -> str:
    """What went wrong, without the place in OpenCV's source."""
    text = str(getattr(error, "err", "") or error)
    return " ".join(text.split())[:160].rstrip(".:")


@contextmanager
def quiet() -> Iterator[None]:
    """OpenCV prints to the terminal what it also raises; a face tells it once, and in one sentence."""
    import cv2

    logging = cv2.utils.logging
    before = logging.getLogLevel()
    logging.setLogLevel(logging.LOG_LEVEL_SILENT)
    try:
        yield
    finally:
        logging.setLogLevel(before)
