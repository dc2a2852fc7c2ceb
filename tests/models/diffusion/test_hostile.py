"""Hostile folders of diffusion models on the shelf: refused with one sentence, and nothing in them runs.

Each folder is a whole one in which one thing was changed, with a manifest to match: whoever can lay a folder on the
shelf can write that, too. Only what the engine itself does before and while it loads stands between it and the person.
"""

from __future__ import annotations

import json
import os
import pickle
import resource
import shutil
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from tests.models import tiny
from tools.canvas import Canvases
from tools.engines import pulled
from tools.engines.diffusion.families.sd_inpaint import SdInpaint
from tools.engines.diffusion.keeping import loaded, unload
from tools.engines.options import Options
from tools.errors import ModelRefused, PentimentoError, ToolError
from tools.models.pulling import adopt
from tools.models.shelf import MANIFEST, Kept, Manifest, Shelf
from tools.studio import Engine
from tools.types import Sampling

NAME = "sd-inpaint"
UNET = "unet/diffusion_pytorch_model.safetensors"
TEXT = "text_encoder/model.safetensors"
Lay = Callable[[Callable[[Path], None]], Engine]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.sd_inpaint(tmp_path_factory.mktemp("whole") / "model")


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Small canvases, and one core, on which so small a model is quickest."""
    import torch

    monkeypatch.setattr(SdInpaint, "canvases", Canvases((), 64, 0.01))
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture
def canary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that whatever runs would leave behind, in the folder that it would run in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path / "canary"


@pytest.fixture
def lay(whole: Path, tmp_path: Path, canary: Path) -> Lay:
    """`lay(change)` → the engine of a model whose folder was changed, and told so in its manifest."""

    def put(change: Callable[[Path], None]) -> Engine:
        unload()
        folder = tmp_path / "shelf" / NAME
        shutil.copytree(whole, folder)
        change(folder)
        files = {
            file.relative_to(folder).as_posix(): Kept(size=file.stat().st_size, sha256=_hash(file))
            for file in folder.rglob("*")
            if file.is_file() and not file.is_symlink()
        }
        told = Manifest(name=NAME, repo="someone/evil", revision="", source="here", licence="", accepted=True,
                        pulled_at="2026-01-01", files=files)  # fmt: skip
        (folder / MANIFEST).write_text(told.model_dump_json())
        (engine,) = pulled(Shelf(tmp_path / "shelf"), Options(device="cpu"))
        return engine

    return put


def _hash(file: Path) -> str:
    return sha256(file.read_bytes()).hexdigest()


def fill(engine: Any) -> Image.Image:
    image, mask = Image.new("RGB", (64, 64), (90, 120, 60)), Image.new("L", (64, 64), 255)
    engine.ready("fill")
    made: Image.Image = engine.fill(image, mask, Sampling(steps=1, seed=1))
    return made


def refused(engine: Any, kind: type[PentimentoError] = ModelRefused) -> str:
    """The one sentence with which a model is refused, before much memory or time went into it."""
    memory, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    with pytest.raises(kind) as caught:
        fill(engine)
    assert type(caught.value) is kind
    assert time.monotonic() - began < 15
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < 1_000_000  # kilobytes
    assert not loaded() or kind is ToolError
    said = caught.value.message
    assert NAME in said
    assert "\n" not in said
    assert "Traceback" not in said
    assert said.endswith((".", ")", "…")) or ": " in said
    assert len(said) < 340
    return said


class Trap:
    """A pickle that leaves a file behind when it is opened."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> Any:
        return Path.touch, (self.path,)


def edited(name: str, **fields: Any) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        file = folder / name
        file.write_text(json.dumps({**json.loads(file.read_text()), **fields}))

    return change


def without(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


def written(name: str, text: str | bytes) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text.encode() if isinstance(text, str) else text)

    return change


def both(*changes: Callable[[Path], None]) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        for one in changes:
            one(folder)

    return change


def reheaded(name: str, change: Callable[[dict[str, Any]], Any]) -> Callable[[Path], None]:
    """The header of a file of weights, changed in place."""

    def write(folder: Path) -> None:
        data = (folder / name).read_bytes()
        length = int.from_bytes(data[:8], "little")
        header = json.loads(data[8 : 8 + length])
        change(header)
        told = json.dumps(header).encode()
        (folder / name).write_bytes(len(told).to_bytes(8, "little") + told + data[8 + length :])

    return write


def _overlap(header: dict[str, Any]) -> None:
    first, second = (key for key in list(header)[:3] if key != "__metadata__")
    header[second] = header[first]


def _cut(folder: Path) -> None:
    data = (folder / UNET).read_bytes()
    (folder / UNET).write_bytes(data[: len(data) // 2])


def _sharded(*shards: str) -> Callable[[Path], None]:
    index = json.dumps({"metadata": {}, "weight_map": {f"w{number}": shard for number, shard in enumerate(shards)}})
    return written(f"{UNET}.index.json", index)


def _linked(folder: Path) -> None:
    (folder.parent.parent / "secret").write_text("key")
    (folder / "unet" / "extra.txt").symlink_to(folder.parent.parent / "secret")


def _linked_part(folder: Path) -> None:
    shutil.move(folder / "vae", folder.parent.parent / "elsewhere")
    (folder / "vae").symlink_to(folder.parent.parent / "elsewhere", target_is_directory=True)


def _hole(folder: Path) -> None:
    with (folder / f"{UNET}.index.json").open("wb") as stream:
        stream.truncate(25_000_000)


RUN = "open('canary', 'w').close()\n"
SHARD = "diffusion_pytorch_model-00001-of-00002.safetensors"
MIB = 1 << 20
TABLE: dict[str, tuple[Callable[[Path], None], str]] = {
    "a pickle instead of weights": (
        both(without(UNET), written("unet/diffusion_pytorch_model.bin", pickle.dumps(Trap(Path("canary"))))),
        "only pickled weights (diffusion_pytorch_model.bin)",
    ),
    "a pickled text encoder": (
        both(without(TEXT), written("text_encoder/pytorch_model.bin", pickle.dumps(Trap(Path("canary"))))),
        "only pickled weights (pytorch_model.bin)",
    ),
    "a pipeline of its own": (
        both(
            written("pipeline.py", RUN + "class Evil: ...\n"),
            edited("model_index.json", _class_name=["pipeline", "EvilPipeline"]),
        ),
        "its own code",
    ),
    "a pipeline of its own that is only named": (
        edited("model_index.json", _class_name=["pipeline", "EvilPipeline"]),
        "its own code",
    ),
    "code in a part": (written("unet/unet.py", RUN), "its own code, which is never run here (unet/unet.py)"),
    "a compiled part": (written("vae/evil.so", b"\x7fELF"), "its own code"),
    "auto_map": (edited("text_encoder/config.json", auto_map={"AutoModel": "modeling.Evil"}), "auto_map in config"),
    "auto_map of a tokenizer": (
        edited("tokenizer/tokenizer_config.json", auto_map={"AutoTokenizer": ["tok.Evil", None]}),
        "auto_map in tokenizer_config",
    ),
    "code from elsewhere": (
        edited("text_encoder/config.json", _attn_implementation="someone/kernel"),
        "asks for code from “someone/kernel”",
    ),
    "experts from elsewhere": (
        edited("text_encoder/config.json", experts_implementation="someone/kernel"),
        "asks for code from",
    ),
    "another pipeline": (edited("model_index.json", _class_name="FluxPipeline"), "is a FluxPipeline;"),
    "another part than it says": (
        edited("unet/config.json", _class_name="FluxTransformer2DModel"),
        "a FluxTransformer2DModel as its unet",
    ),
    "os as a library": (edited("model_index.json", unet=["os", "system"]), "“os.system” as its unet"),
    "subprocess as a library": (
        edited("model_index.json", scheduler=["subprocess", "Popen"]),
        "“subprocess.Popen” as its scheduler",
    ),
    "its own library": (edited("model_index.json", vae=["evil", "AutoencoderKL"]), "“evil.AutoencoderKL” as its vae"),
    "a part elsewhere": (
        edited("model_index.json", **{"../unet": ["diffusers", "UNet2DConditionModel"]}),
        "as its ../unet",
    ),
    "weights elsewhere": (_sharded("../../../outside.safetensors"), "no file of its own folder"),
    "weights at an absolute place": (_sharded("/etc/passwd"), "no file of its own folder"),
    "a missing shard": (_sharded(SHARD), f"{SHARD} is missing"),
    "a huge index": (_hole, "too large (25 MB)"),
    "a huge configuration": (written("unet/config.json", b" " * 9 * MIB), "config.json is too large (9 MB)"),
    "a configuration without an end": (written("unet/config.json", "[" * 100_000), "is damaged"),
    "cut off weights": (_cut, "cut off or damaged"),
    "overlapping tensors": (reheaded(UNET, _overlap), "cut off or damaged"),
    "a huge header": (written(UNET, (1 << 40).to_bytes(8, "little") + b"{}"), "cut off or damaged"),
    "a link out of the folder": (_linked, "a link that leads out of its folder"),
    "a part behind a link": (_linked_part, "a link that leads out of its folder"),
    "a pipe": (lambda folder: os.mkfifo(folder / "unet" / "pipe.json"), "which is no file"),
    "an adapter of a model elsewhere": (
        written("text_encoder/adapter_config.json", '{"base_model_name_or_path": "../../evil", "peft_type": "LORA"}'),
        "is an adapter",
    ),
    "an absurd width": (edited("text_encoder/config.json", hidden_size=10**9), "text_encoder is described"),
    "a large width": (edited("unet/config.json", block_out_channels=[32, 64_000]), "larger than its weights"),
    "a large inner width": (edited("text_encoder/config.json", intermediate_size=10**7), "larger than its weights"),
    "a large vocabulary": (edited("text_encoder/config.json", vocab_size=10**8), "larger than its weights"),
    "many places": (edited("text_encoder/config.json", max_position_embeddings=10**9), "larger than its weights"),
    "absurdly many layers": (edited("text_encoder/config.json", num_hidden_layers=10**9), "1e+09 layers"),
    "more layers than weights": (edited("text_encoder/config.json", num_hidden_layers=3), "lacks 8,544 of the numbers"),
    "more blocks than can be": (
        edited("unet/config.json", down_block_types=["DownBlock2D"] * 100_000),
        "has 100,000 entries",
    ),
    "a configuration that makes nothing": (edited("unet/config.json", norm_num_groups=0), "makes no UNet2DCondition"),
    "a narrower part": (edited("text_encoder/config.json", intermediate_size=8), "other shapes than its configuration"),
    "endless training": (edited("scheduler/scheduler_config.json", num_train_timesteps=10**12), "1e+12 steps"),
    "endless texts": (edited("tokenizer/tokenizer_config.json", model_max_length=10**12), "every text to have"),
}


@pytest.mark.parametrize("kind", TABLE)
def test_a_hostile_folder_is_refused_with_one_sentence(lay: Lay, canary: Path, kind: str) -> None:
    change, told = TABLE[kind]
    assert told in refused(lay(change))
    assert not canary.exists()


@pytest.mark.parametrize("kind", TABLE)
def test_and_it_is_not_taken_onto_the_shelf_either(whole: Path, tmp_path: Path, canary: Path, kind: str) -> None:
    """`models pull` and `adopt` leave out what is not a model's, or refuse the rest; nothing is executed."""
    source = tmp_path / "one" / "two" / NAME
    shutil.copytree(whole, source)
    TABLE[kind][0](source)
    shelf, said = Shelf(tmp_path / "shelf"), ""
    try:
        adopt(NAME, source, shelf, accepted=True)
    except PentimentoError as error:
        said = error.message
    taken = shelf.get(NAME)
    assert (taken is None) == bool(said)
    assert "\n" not in said
    assert not [file for file in shelf.folder.rglob("*") if file.suffix in (".py", ".so", ".bin")]
    assert not canary.exists()


def test_the_whole_one_is_loaded_and_works(lay: Lay) -> None:
    assert fill(lay(lambda folder: None)).size == (64, 64)


@pytest.mark.parametrize("name", ["unet/diffusion_pytorch_model.bin", "unet/optimizer.pt", "weights.ckpt", "a.pkl"])
def test_a_pickle_beside_the_weights_stays_closed(lay: Lay, canary: Path, name: str) -> None:
    assert fill(lay(written(name, pickle.dumps(Trap(canary))))).size == (64, 64)
    assert not canary.exists()


TEMPLATE = (
    "{{ cycler.__init__.__globals__.os.system('touch canary') }}"
    "{{ ''.__class__.__mro__[1].__subclasses__() }}{{ lipsum.__globals__['os'].popen('touch canary').read() }}"
)


@pytest.mark.parametrize("place", ["tokenizer_config.json", "chat_template.jinja"])
def test_a_chat_template_that_runs_code_is_never_asked_to(lay: Lay, canary: Path, place: str) -> None:
    if place.endswith(".json"):
        change = edited(f"tokenizer/{place}", chat_template=TEMPLATE)
    else:
        change = written(f"tokenizer/{place}", TEMPLATE)
    assert fill(lay(change)).size == (64, 64)
    assert not canary.exists()


def test_a_chat_template_that_is_asked_runs_in_a_sandbox(lay: Lay, canary: Path, whole: Path) -> None:
    from jinja2 import TemplateError
    from transformers import CLIPTokenizer

    tokenizer = CLIPTokenizer.from_pretrained(whole / "tokenizer")
    tokenizer.chat_template = TEMPLATE
    with pytest.raises(TemplateError):
        tokenizer.apply_chat_template([{"role": "user", "content": "hello"}], tokenize=False)
    assert not canary.exists()


def _spoilt(name: str, value: float) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        data = (folder / name).read_bytes()
        length = 8 + int.from_bytes(data[:8], "little")
        numbers = np.full((len(data) - length) // 4, value, "<f4").tobytes()
        (folder / name).write_bytes(data[:length] + numbers)

    return change


@pytest.mark.parametrize("part", [UNET, TEXT, "vae/diffusion_pytorch_model.safetensors"])
@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1e30])
def test_weights_that_are_no_numbers_make_no_picture(lay: Lay, part: str, value: float) -> None:
    assert "made no picture: its numbers ran out of bounds" in refused(lay(_spoilt(part, value)), ToolError)


def test_what_was_changed_since_it_was_pulled_is_damaged(lay: Lay, tmp_path: Path) -> None:
    engine: Any = lay(lambda folder: None)
    _cut(tmp_path / "shelf" / NAME)
    with pytest.raises(ToolError, match=r"is damaged \(unet/diffusion_pytorch_model\.safetensors\)"):
        engine.ready("fill")
