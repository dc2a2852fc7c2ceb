"""The README says what the program prints, and its tree is the tree."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def docs() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_generated_parts_are_up_to_date(docs: ModuleType) -> None:
    text = docs.README.read_text("utf-8")
    assert docs.filled(text) == text, "run: make docs"


def test_every_entry_of_the_tree_exists() -> None:
    text = (ROOT / "README.md").read_text("utf-8").split("## The tree")[1].split("Imports point")[0]
    room = ROOT
    for line in filter(str.strip, text.splitlines()):
        found = re.match(r"( +)(\S+)", line)
        assert found, line
        indent, name = found.groups()
        room = ROOT / name if len(indent) == 4 else room
        assert (ROOT / name if len(indent) == 4 else room / name).exists(), line


def test_every_picture_of_the_readme_is_there() -> None:
    names = re.findall(r"!\[[^\]]*\]\(([^)]+)\)", (ROOT / "README.md").read_text("utf-8"))
    assert names
    assert all((ROOT / name).is_file() for name in names)


def test_the_repository_speaks_of_itself_alone() -> None:
    """No word of how or where it was made, and no path that exists on one machine only."""
    words = re.compile("|".join(["/wor" + "k/", "/ho" + "me/[a-z]", "TO" + "DO", "FIX" + "ME"]))
    files = [
        *ROOT.glob("*.md"),
        *(f for room in ("agent", "tools", "memory", "prompts", "docs") for f in ROOT.glob(f"{room}/**/*.py")),
    ]
    assert not [file for file in files if words.search(file.read_text("utf-8"))]
