"""Which words of an utterance name a picture file."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.faces.attachments import pictures_named


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with some files."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sub").mkdir()
    for name in ("beach.jpg", "my beach.jpg", "a.b.PNG", "sub/hat.webp", "notes.txt", "海滩.jpg", "x.tiff", "old.jpeg"):
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "folder.png").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("put it on beach.jpg", ["beach.jpg"]),
        ("put it on my beach.jpg", ["my beach.jpg"]),
        ("put it on “my beach.jpg”, please", ["my beach.jpg"]),
        ("put the hat from 'sub/hat.webp' on a.b.PNG.", ["sub/hat.webp", "a.b.PNG"]),
        ("beach.jpg is nicer than beach.jpg", ["beach.jpg"]),
        ("把它放到海滩.jpg上", ["海滩.jpg"]),
        ("match the colours of x.tiff", ["x.tiff"]),
        ("match old.jpeg!", ["old.jpeg"]),
        ("use ./beach.jpg", ["beach.jpg"]),
    ],
)
def test_a_file_named_verbatim_is_opened(folder: Path, said: str, named: list[str]) -> None:
    assert list(pictures_named(said)) == [Path(name) for name in named]


@pytest.mark.parametrize(
    "said",
    [
        "put it on the beach",
        "put it on Beach.jpg2",
        "use missing.jpg",
        "read notes.txt",
        "use folder.png",
        "save it as beach.jpg",
        "brighten it and export to beach.jpg",
        "保存为 beach.jpg",
        "beach.jpg.exe",
        "",
        ".jpg",
        "x" * 5000 + ".jpg",
        "\0.png",
        "~nobody-of-that-name/beach.jpg",
    ],
)
def test_anything_else_is_not(folder: Path, said: str) -> None:
    assert pictures_named(said) == ()


def test_the_whole_path_and_the_home_folder_are_understood(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(folder))
    assert pictures_named(f"use {folder}/beach.jpg and ~/x.tiff") == (folder / "beach.jpg", folder / "x.tiff")


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=80), st.sampled_from(["", ".png", ".jpg ", " .webp", "/.tiff\n"]))
def test_no_words_break_it_and_only_files_come_back(text: str, suffix: str) -> None:
    for path in pictures_named(text + suffix + text):
        assert path.is_file()
