"""What starting costs: which libraries the quick commands load, and how long `--version` takes."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HEAVY = (
    "torch",
    "transformers",
    "llguidance",
    "huggingface_hub",
    "langchain",
    "langchain_core",
    "gradio",
    "cv2",
    "skimage",
    "numpy",
    "PIL",
    "sqlalchemy",
    "pydantic",
    "rich",
)
PROGRAM = "from agent.faces.cli import main; main()"


def run(code: str, *arguments: str) -> str:
    """Standard output of `python -c code arguments…`, which has to succeed."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    found = subprocess.run(
        [sys.executable, "-c", code, *arguments], env=environment, capture_output=True, text=True, timeout=60
    )
    assert found.returncode == 0, found.stderr
    return found.stdout


def loaded(*arguments: str) -> set[str]:
    """The packages in memory when the command ends."""
    code = """
import sys
from agent.faces.cli import app
try:
    app(prog_name="pentimento")
except SystemExit as end:
    assert not end.code, end.code
print()
print("LOADED", *sorted(sys.modules))
"""
    return set(run(code, *arguments).splitlines()[-1].split()[1:])


@pytest.fixture
def session(tmp_path: Path) -> str:
    """A session of two turns in the home that the tests' processes share."""
    from PIL import Image

    from memory.schema import TurnDraft
    from memory.store import Store

    with Store(tmp_path / "home" / "pentimento.db") as store:
        opened = store.open_session(Image.new("RGB", (60, 40)), name="photo", source="photo.png")
        for number in (1, 2):
            head = store.session(opened.id).head_id
            draft = TurnDraft(f"turn {number}", Image.new("RGB", (60, 40), (number, 0, 0)))
            store.commit(opened.id, draft, expected_head=head)
    return opened.id


def test_importing_the_rooms_loads_nothing_heavy() -> None:
    out = run("import agent, tools, memory, prompts, sys; print(*sys.modules)")
    assert not set(out.split()) & set(HEAVY)


def test_the_planners_that_ask_a_model_load_it_only_when_asked() -> None:
    code = """
import sys
from agent.planners import planner
from agent.settings import Settings
for name in ("chat", "llava"):
    planner(name, Settings())
print(*sys.modules)
"""
    unwanted = {"torch", "transformers", "llguidance", "huggingface_hub", "langchain", "langchain_core", "openai"}
    assert not set(run(code).split()) & unwanted


def test_planners_of_models_load_no_model_and_no_client_before_they_are_asked() -> None:
    out = run(
        "import sys, agent.agent, prompts.explanation; from agent.planners import planner;"
        "[planner(name) for name in ('chat', 'llava')]; print(*sys.modules)"
    )
    assert not {"torch", "transformers", "langchain", "langchain_core", "openai", "httpx", "httpx2"} & set(out.split())


def test_the_version_needs_nothing_but_typer() -> None:
    names = loaded("--version")
    assert "typer" in names
    assert not names & set(HEAVY)


@pytest.mark.parametrize(
    "command", [("undo", "last"), ("log", "last"), ("log", "last", "--json"), ("show", "last", "1")]
)
def test_undo_log_and_show_load_neither_opencv_nor_the_operations(session: str, command: tuple[str, ...]) -> None:
    names = loaded(*command)
    assert "memory.store" in names
    unwanted = {"cv2", "skimage", "scipy", "torch", "pydantic", "tools.operations", "agent.agent", "prompt_toolkit"}
    assert not names & unwanted


@pytest.mark.parametrize("command", [("undo", "last", "--json"), ("redo", "last"), ("goto", "last", "1")])
def test_moves_do_without_rich_too(session: str, command: tuple[str, ...]) -> None:
    if command[0] == "redo":
        loaded("undo", "last")
    assert not loaded(*command) & {"cv2", "pydantic", "rich", "tools.operations"}


def seconds(*arguments: str) -> float:
    """Processor time of one start of Python, its own and the system's for it; less shaken by others than the clock."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run(*arguments)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def test_the_version_takes_at_most_twelve_times_an_empty_program() -> None:
    rounds = [(seconds("pass"), seconds(PROGRAM, "--version")) for _ in range(7)]
    empty, version = (min(times) for times in zip(*rounds, strict=True))
    assert version <= 12 * empty
