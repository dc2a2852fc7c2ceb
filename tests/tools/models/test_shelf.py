"""The models folder: what leaves it is what was pulled, and nothing outside it is ever touched."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tools.errors import DownloadFailed, ModelRefused
from tools.models import Installed, Progress, Shelf, adopt
from tools.models.meter import Meter, Patience
from tools.models.shelf import MANIFEST

Files = dict[str, bytes]
Laid = Callable[[Files], Path]


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "models")


@pytest.fixture
def model(shelf: Shelf, laid: Laid, pipeline: Files) -> Installed:
    return adopt("sd-inpaint", laid(pipeline), shelf)


def test_a_folder_of_this_machine_is_taken_over(model: Installed, shelf: Shelf, laid: Laid, pipeline: Files) -> None:
    assert shelf.installed() == [model]
    assert (model.manifest.revision, model.manifest.source) == ("", str(laid({})))
    assert set(model.manifest.files) == set(pipeline)
    assert model.missing() == []
    (model.path / "unet" / "config.json").unlink()
    assert model.missing() == ["unet/config.json"]


def test_code_and_pickles_of_a_folder_stay_where_they_are(shelf: Shelf, laid: Laid, pipeline: Files) -> None:
    extra = {"handler.py": b"x", "unet/evil.so": b"x", "vae/diffusion_pytorch_model.bin": b"x"}
    model = adopt("sd-inpaint", laid({**pipeline, **extra}), shelf)
    assert {file.relative_to(model.path).as_posix() for file in model.path.rglob("*.*") if file.is_file()} == {
        *pipeline,
        MANIFEST,
    }


def test_a_hostile_folder_is_not_taken_over(shelf: Shelf, laid: Laid, pipeline: Files, tmp_path: Path) -> None:
    index = {**json.loads(pipeline["model_index.json"]), "unet": ["os", "system"]}
    folder = laid({**pipeline, "model_index.json": json.dumps(index).encode()})
    with pytest.raises(ModelRefused, match="no part of a pipeline"):
        adopt("sd-inpaint", folder, shelf)
    (folder / "vae" / "config.json").unlink()
    (folder / "vae" / "config.json").symlink_to(tmp_path.parent)
    with pytest.raises(ModelRefused, match="leads out"):
        adopt("sd-inpaint", folder, shelf)
    assert shelf.installed() == []


def test_a_gated_licence_holds_for_a_folder_too(shelf: Shelf, laid: Laid, pipeline: Files) -> None:
    with pytest.raises(DownloadFailed, match="accept its licence"):
        adopt("kontext", laid(pipeline), shelf)
    assert adopt("kontext", laid(pipeline), shelf, accepted=True).manifest.accepted


def test_removing_leaves_what_others_put_there(model: Installed, shelf: Shelf) -> None:
    (model.path / "unet" / "notes.txt").write_text("mine")
    freed, left = shelf.remove(model)
    assert freed > model.size
    assert [path.name for path in left] == ["unet", "notes.txt"]
    assert not (model.path / "vae").exists()
    assert shelf.installed() == []


def test_removing_leaves_no_trace(model: Installed, shelf: Shelf) -> None:
    shelf.remove(model)
    assert not model.path.exists()


def test_a_manifest_that_names_files_outside_is_none(model: Installed, shelf: Shelf, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("key")
    told = json.loads((model.path / MANIFEST).read_text())
    for path in ("../../secret", str(secret), "a/../../../secret"):
        told["files"] = {path: {"size": 3, "sha256": "0" * 64}}
        (model.path / MANIFEST).write_text(json.dumps(told))
        assert shelf.installed() == []
    assert secret.exists()


def test_links_are_cut_and_not_followed(model: Installed, shelf: Shelf, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    (model.path / "vae").rename(outside)
    (model.path / "vae").symlink_to(outside)
    (model.path / "unet" / "config.json").unlink()
    (model.path / "unet" / "config.json").symlink_to(outside / "config.json")
    shelf.remove(model)
    assert sorted(path.name for path in outside.iterdir()) == ["config.json", "diffusion_pytorch_model.safetensors"]


def test_a_model_that_is_a_link_stays(model: Installed, shelf: Shelf, tmp_path: Path) -> None:
    moved = tmp_path / "moved"
    model.path.rename(moved)
    model.path.symlink_to(moved)
    assert shelf.installed() == []
    with pytest.raises(ModelRefused, match="does not lie in the models folder"):
        shelf.remove(model)
    assert (moved / MANIFEST).exists()


@pytest.mark.parametrize("name", ["..", "", "a/b", ".hidden", "a\\b", "/etc"])
def test_names_of_folders(shelf: Shelf, name: str) -> None:
    with pytest.raises(ModelRefused):
        shelf.place(name)


def test_strange_things_in_the_folder_are_no_models(shelf: Shelf) -> None:
    (shelf.folder / "empty").mkdir(parents=True)
    (shelf.folder / "file").write_text("x")
    (shelf.folder / "broken").mkdir()
    (shelf.folder / "broken" / MANIFEST).write_text("{")
    assert shelf.installed() == []


def test_the_meter_tells_no_time_left_while_nothing_comes() -> None:
    told: list[Progress] = []
    meter = Meter(1000, told.append, Patience(stalled_s=0.0))
    meter.tick()
    assert (told[-1].stalled, told[-1].rate, told[-1].eta_s) == (True, 0.0, None)
    meter = Meter(1000, told.append, Patience(stalled_s=60))
    meter.skip(400)  # was here already: no sign of a fast line
    assert (told[-1].done, told[-1].rate) == (400, 0.0)
    meter.add(100)
    meter.tick()
    assert told[-1].rate > 0
    assert told[-1].eta_s == pytest.approx(500 / told[-1].rate)
    meter.turn("checking")
    assert (told[-1].eta_s, told[-1].stalled) == (None, False)
