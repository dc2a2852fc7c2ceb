"""Whether a model's folder may be opened at all: judged from names, JSON and headers before a library sees it.

Weights are safetensors or ONNX (pickles run code when opened), all of them there and whole; no code comes along; the
classes are a model's; nothing leads out of the folder. Nothing is loaded, nothing run, nothing fetched.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from math import prod
from pathlib import Path
from typing import Any, Literal

from tools.errors import ModelRefused
from tools.models import onnx, safetensors
from tools.models.configs import INDEX_BYTES, MOST_WORDS, check, incomplete, own_code, read

MOST_FILES = 5000
OTHER_JSON_BYTES = 100_000_000  # a tokenizer's vocabulary is larger than any configuration
PICKLES = (".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle", ".msgpack", ".h5", ".npy")
CODE = (".py", ".pyc", ".pyd", ".so", ".dll", ".dylib", ".sh", ".bat", ".exe")
WEIGHTLESS = re.compile(r"\w*(Scheduler|Tokenizer|TokenizerFast|Processor\w*|FeatureExtractor|ImageProcessor\w*)")
_CLASSES = {
    "diffusers": re.compile(r"(?!_)\w*(Model\w*|Scheduler|Autoencoder\w*|Adapter\w*|VAE\w*|TAESD)"),
    "transformers": re.compile(r"(?!_)[A-Z]\w*(Model\w*|For[A-Z]\w+|Tokenizer\w*|Processor\w*|FeatureExtractor)"),
    "stable_diffusion": re.compile(r"StableDiffusionSafetyChecker"),
}
_SHARD = re.compile(r"(.+)-(\d{5})-of-(\d{5})(\.[\w.]+)?")
Layout = Literal["transformers", "diffusers", "onnx", "weights"]


@dataclass(frozen=True)
class Judged:
    """A folder that passed: `kind` is the class of its pipeline or model, `config` what the first file says of it."""

    path: Path
    layout: Layout
    kind: str
    config: dict[str, Any]
    weights: tuple[Path, ...]

    @property
    def size(self) -> int:
        """Bytes of the weights as they are stored."""
        return sum(file.stat().st_size for file in self.weights)

    def halved(self, part: str = "") -> int:
        """Bytes of the weights in 16 bits a number, whatever they are stored in; of one folder if `part` is given."""
        return 2 * (self._numbers[part] if part else sum(self._numbers.values()))

    @cached_property
    def _numbers(self) -> Counter[str]:
        """How many numbers each folder holds, by the headers of its files."""
        found: Counter[str] = Counter()
        for file in self.weights:
            if file.suffix == ".safetensors":
                told = safetensors.tensors(file, self.path.name).values()
                found[file.parent.name] += sum(prod(shape) for _, shape in told)
        return found


def judge(path: Path, name: str = "", classes: Collection[str] = ()) -> Judged:
    """The folder as a model that may be opened, of one of `classes` if given. Raises ModelRefused, one sentence."""
    name = name or path.name
    words(path, name)
    if (path / "model_index.json").is_file():
        return _pipeline(path, name, classes)
    if (path / "config.json").is_file() or not list(path.glob("*.onnx")):
        config = check(path / "config.json", name)
        kinds = config.get("architectures")
        kind = str(kinds[0])[:80] if isinstance(kinds, list) and kinds else str(config.get("_class_name", ""))[:80]
        _expect(kind, classes, name)
        return Judged(path, "transformers", kind, config, tuple(weights(path, name)))
    _expect("onnx", classes, name)
    return Judged(path, "onnx", "onnx", {}, tuple(weights(path, name)))


def words(path: Path, name: str) -> None:
    """All that can be judged without the weights: names, links, code, and every configuration. Raises ModelRefused."""
    for file in files_of(path, name):
        if file.suffix.lower() in CODE:
            raise own_code(name, file.relative_to(path).as_posix())
        if file.suffix.lower() != ".json":
            continue
        if "index" in file.name and file.name != "model_index.json":
            read(file, name, INDEX_BYTES)
        elif "config" in file.name or file.name == "model_index.json":
            check(file, name)
        elif file.stat().st_size > OTHER_JSON_BYTES:
            raise ModelRefused(f"{name} can't be read: {file.name} is too large.")
    if (path / "model_index.json").is_file():
        components(check(path / "model_index.json", name), name)


def files_of(path: Path, name: str) -> Iterator[Path]:
    """Every file of a folder; what links lead to lies in it too, or in the cache that the folder belongs to."""
    if not path.is_dir():
        raise ModelRefused(f"There is no folder of {name}.")
    home = path.resolve()
    if home.parent.name == "snapshots" and home.parent.parent.name.startswith("models--"):
        home = home.parent.parent  # the hub's own cache keeps the content beside its snapshots
    count = 0
    for folder, folders, files in os.walk(path):
        for inner in (*folders, *files):
            file = Path(folder, inner)
            count += 1
            if count > MOST_FILES:
                raise ModelRefused(f"{name} has more than {MOST_FILES} files, which no model has.")
            if file.is_symlink() and not file.resolve().is_relative_to(home):
                raise ModelRefused(f"{name} has a link that leads out of its folder: {inner[:80]}.")
            if inner in files:
                if not file.is_file():
                    raise ModelRefused(f"{name} holds {inner[:80]}, which is no file.")
                yield file


def components(index: dict[str, Any], name: str) -> dict[str, tuple[str, str]]:
    """A pipeline's parts, folder → library and class, all of them known kinds. Raises ModelRefused."""
    found: dict[str, tuple[str, str]] = {}
    for part, told in index.items():
        if part.startswith("_") or not isinstance(told, list) or all(one is None for one in told):
            continue
        library, kind = (str(one)[:80] for one in told[:2]) if len(told) == 2 else ("", str(told)[:80])
        allowed = _CLASSES.get(library)
        if not part.isidentifier() or allowed is None or not allowed.fullmatch(kind):
            raise ModelRefused(
                f"{name} wants “{library}.{kind}” as its {part[:40]}, which is no part of a pipeline.",
                "Choose another model.",
            )
        found[part] = (library, kind)
    return found


def _pipeline(path: Path, name: str, classes: Collection[str]) -> Judged:
    index = check(path / "model_index.json", name)
    told = index.get("_class_name")
    if not isinstance(told, str):
        raise own_code(name, "_class_name in model_index.json")
    kind = told[:80]
    if not re.fullmatch(r"[A-Z]\w*Pipeline", kind):
        raise ModelRefused(f"{name} is a “{kind}”, which is no pipeline.", "Choose another model.")
    _expect(kind, classes, name)
    found: list[Path] = []
    for part, (library, component) in components(index, name).items():
        if not (path / part).is_dir():
            raise incomplete(name, part)
        if not WEIGHTLESS.fullmatch(component):
            own = check(path / part / "config.json", name).get("_class_name", component)
            if library == "diffusers" and own != component:
                raise ModelRefused(f"{name} has a {str(own)[:80]} as its {part}, where a {component} should be.")
            found += weights(path / part, name)
        elif component.startswith("CLIPTokenizer"):
            _reads_few(path / part / "tokenizer_config.json", name)
    if not found:
        raise incomplete(name, "any of its weights")
    return Judged(path, "diffusers", kind, index, tuple(found))


def _reads_few(file: Path, name: str) -> None:
    """CLIP's texts are filled up to the length that its tokenizer tells, whatever memory that takes."""
    length = check(file, name).get("model_max_length", 0) if file.is_file() else 0
    if not isinstance(length, int | float) or not 0 <= length <= MOST_WORDS:
        raise ModelRefused(f"{name} wants every text to have {str(length)[:20]} words ({file.name}), which none has.")


def _expect(kind: str, classes: Collection[str], name: str) -> None:
    if classes and kind not in classes:
        raise ModelRefused(
            f"{name} is a {kind or 'model of an unknown kind'}; {' or '.join(sorted(classes))} was expected.",
            "Choose another model.",
        )


def weights(folder: Path, name: str) -> list[Path]:
    """The files with a folder's weights: safetensors or ONNX, all there and whole. Raises ModelRefused."""
    if (folder / "adapter_config.json").exists():  # a library would go on to the model that it names, wherever that is
        raise ModelRefused(f"{name} is an adapter and no whole model.", "Merge it into its model first.")
    found = set(folder.glob("*.safetensors"))
    for index in folder.glob("*.safetensors.index*.json"):
        found |= _indexed(index, name)
    tensors = [one for file in sorted(found) for one in safetensors.check(file, name)]
    graphs = sorted(folder.glob("*.onnx"))
    outside = [place for graph in graphs for place in onnx.check(graph, name)]
    if found and not tensors:
        raise ModelRefused(f"{name} has no weights: {min(found).name} is empty.")
    if not found and not graphs:
        _nothing(folder, name)
    _whole_series(found, name)
    return [*sorted(found), *graphs, *outside]


def _nothing(folder: Path, name: str) -> None:
    pickled = sorted(file.name for file in folder.iterdir() if file.suffix.lower() in PICKLES)
    if pickled:
        raise ModelRefused(
            f"{name} has only pickled weights ({pickled[0]}), which can run code when opened; they stay closed.",
            "Choose a model with safetensors.",
        )
    stem = "diffusion_pytorch_model" if "_diffusers_version" in read(folder / "config.json", name) else "model"
    raise incomplete(name, f"{stem}.safetensors")


def _indexed(index: Path, name: str) -> set[Path]:
    """The shards that an index names, each a file of its own folder."""
    told = read(index, name, INDEX_BYTES).get("weight_map")
    shards = sorted({str(shard) for shard in told.values()}) if isinstance(told, dict) else []
    if not shards or len(shards) > MOST_FILES:
        raise ModelRefused(f"{name} can't be read: {index.name} names no weights.", "Download it again.")
    for shard in shards:
        if Path(shard).name != shard or "\\" in shard or not shard.endswith(".safetensors"):
            raise ModelRefused(f"{name} names “{shard[:80]}” as its weights, which is no file of its own folder.")
        if not (index.parent / shard).is_file():
            raise incomplete(name, shard)
    return {index.parent / shard for shard in shards}


def _whole_series(files: set[Path], name: str) -> None:
    """Of weights in numbered shards none may be missing, whether an index tells of them or not."""
    for file in sorted(files):
        if numbered := _SHARD.fullmatch(file.name):
            start, _, last, end = numbered.groups()
            for number in range(1, min(int(last), MOST_FILES) + 1):
                shard = f"{start}-{number:05d}-of-{last}{end or ''}"
                if file.with_name(shard) not in files:
                    raise incomplete(name, shard)
