"""`pentimento models` with a name that means several models, against real servers and folders."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.models import tiny_onnx
from tools.models import Shelf
from tools.models.catalog import bundled, bundles, known

Call = Callable[..., Any]
BUILDERS = {"lama": tiny_onnx.lama, "efficientsam": tiny_onnx.efficientsam, "yolox": tiny_onnx.yolox,
            "yunet": tiny_onnx.yunet}  # fmt: skip


@pytest.fixture(scope="module")
def stick(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The four models on a disk, each in a folder as OpenCV's repositories are: with code and other weights in them."""
    folder = tmp_path_factory.mktemp("stick")
    for name, build in BUILDERS.items():
        build(folder / name)
        (file,) = (folder / name).glob("*.onnx")
        (folder / name / f"{file.stem}_int8.onnx").write_bytes(file.read_bytes())
        (folder / name / f"{file.stem}_int8bq.onnx").write_bytes(b"another")
        (folder / name / "demo.py").write_text("raise SystemExit\n")
        (folder / name / "README.md").write_text("# A model\n")
    return folder


@pytest.fixture
def shelf(home: Path) -> Shelf:
    return Shelf(home / "models")


def test_a_bundle_is_listed_first_with_what_it_adds(cli: Call) -> None:
    rows = cli("models", "list", "--json").lines
    assert rows[0]["name"] == "basics"
    assert rows[0]["models"] == ["lama", "efficientsam", "yolox", "yunet"]
    assert rows[0]["disk_gb"] == pytest.approx(sum(known(name).disk_gb for name in rows[0]["models"]))
    assert rows[0]["commercial"]
    assert not rows[0]["installed"]
    assert rows[0]["usable_by"] == ["engine lama", "finding things"]
    told = " ".join(cli("models", "list").out.split())
    assert "clean removal" in told
    assert told.index("basics") < told.index("sdxl")


def test_from_a_folder_to_a_clean_shelf(cli: Call, stick: Path, shelf: Shelf) -> None:
    answer = cli("models", "pull", "basics", "--from", stick, "--json")
    assert answer.code == 0, answer.err
    assert [line["name"] for line in answer.lines] == [entry.name for entry in bundled("basics")]
    assert "4 of 4 models to get, about 177.0 MB altogether" in answer.err
    for name in BUILDERS:
        found = shelf.get(name)
        assert found is not None
        assert sorted(found.manifest.files) == sorted([known(name).files[0], "LICENSE"])
    again = cli("models", "pull", "basics", "--json")
    assert [line["fetched"] for line in again.lines] == [False] * 4
    assert cli("models", "list", "--json").lines[0]["installed"]
    assert cli("models", "path", "basics").out.split() == [str(shelf.folder / name) for name in BUILDERS]
    found = cli("doctor", "--json").lines[0]
    assert found["bundles"]["basics"]["missing"] == []
    assert "lama" in found["engines"]
    assert cli("models", "remove", "yolox", "--yes").code == 0
    assert cli("models", "list", "--json").lines[0]["installed_models"] == ["lama", "efficientsam", "yunet"]
    assert "3 of 4" in " ".join(cli("models", "list").out.split())
    assert cli("models", "remove", "basics", given="n\n").code == 1
    gone = cli("models", "remove", "basics", "--yes", "--json")
    assert [line["name"] for line in gone.lines] == ["lama", "efficientsam", "yunet"]
    assert shelf.installed() == []
    answer = cli("models", "remove", "basics", "--yes")
    assert (answer.code, "pentimento models pull basics" in answer.err) == (1, True)


def test_what_came_stays_when_the_next_one_fails(cli: Call, stick: Path, shelf: Shelf, tmp_path: Path) -> None:
    (tmp_path / "lama").symlink_to(stick / "lama")
    answer = cli("models", "pull", "basics", "--from", tmp_path, "--json")
    assert answer.code == 1
    assert "efficientsam" in answer.lines[-1]["error"]["message"]
    assert [model.name for model in shelf.installed()] == ["lama"]
    assert "Traceback" not in answer.err


def test_from_a_hub_one_file_of_each(
    cli: Call, hub_of: Call, stick: Path, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {file.name: file.read_bytes() for file in (stick / "yunet").iterdir()}
    hub = hub_of(known("yunet").repo, files)
    hub.told = {"gated": False, "cardData": {}}  # OpenCV's repositories tell of no licence there
    monkeypatch.setenv("HF_ENDPOINT", hub.address)
    answer = cli("models", "pull", "yunet", "--json")
    assert answer.code == 0, answer.err
    assert "Licence: MIT" in answer.err
    assert not hub.asked_for("face_detection_yunet_2023mar_int8.onnx")
    assert not hub.asked_for("demo.py")
    assert len(hub.asked_for("face_detection_yunet_2023mar.onnx")) == 1


def test_wishes_that_make_no_sense(cli: Call) -> None:
    answer = cli("models", "pull", "basics", "--revision", "c" * 40)
    assert answer.code == 1
    assert "--revision" in answer.err
    answer = cli("models", "pull", "basic")
    assert "Did you mean “basics”" in answer.err


def test_doctor_says_once_what_would_help(cli: Call) -> None:
    told = " ".join(cli("doctor").out.split())
    assert told.count("pentimento models pull basics") == 1
    assert "common things and faces found by name" in told
    assert cli("doctor", "--json").lines[0]["bundles"]["basics"]["missing"] == [
        name for bundle in bundles() for name in bundle.models
    ]
