"""A wheel is built, installed elsewhere, and all of it is there: packages, templates, the page, the catalogue."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
IMPORTS = """
import sys
import agent, memory, prompts, tools
elsewhere = sys.argv[1]
assert all(package.__file__.startswith(elsewhere) for package in (agent, memory, prompts, tools)), tools.__file__
from importlib.resources import files
from tools.operations import operations
from tools.studio import catalog
from prompts import request_prompt, Moment, system_prompt
assert len(operations()) >= 30
assert catalog()["model"]
assert "- adjust: " in system_prompt() and "hello" in request_prompt(Moment("hello"))
assert "<html" in files("agent.faces").joinpath("pick.html").read_text("utf-8").lower()
assert files("agent.training").joinpath("phrasings.toml").is_file()
from agent.planners.kinds import shipped
assert shipped() is not None and shipped().opinion("brighten it")
assert all(files(name).joinpath("py.typed").is_file() for name in ("agent", "memory", "prompts", "tools"))
"""


def run(*command: str, **options: object) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False, **options)  # type: ignore[call-overload]
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return str(done.stdout)


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which the wheel is installed, without its dependencies, which are those of this environment."""
    source, made, folder = (tmp_path_factory.mktemp(name) for name in ("source", "wheel", "site"))
    names = run("git", "-C", str(ROOT), "ls-files", "-co", "--exclude-standard", "agent", "memory", "prompts", "tools")
    for name in [*names.splitlines(), "pyproject.toml", "README.md", "LICENSE"]:
        if (ROOT / name).is_file():
            target = source / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes((ROOT / name).read_bytes())
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(made), str(source))
    (wheel,) = made.glob("*.whl")
    run(sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(folder), str(wheel))
    return folder


def test_the_four_packages_come_from_the_wheel(elsewhere: Path, tmp_path: Path) -> None:
    run(sys.executable, "-c", IMPORTS, str(elsewhere), cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(elsewhere)})


def test_the_command_works_from_a_folder_that_has_its_own_tools(elsewhere: Path, tmp_path: Path) -> None:
    """Scripts do not look into the current folder, so somebody else's `tools` is no trap."""
    (tmp_path / "tools").mkdir()
    (tmp_path / "tools" / "__init__.py").write_text("raise SystemExit('the wrong tools')")
    script = elsewhere / "bin" / "pentimento"
    env = {**os.environ, "PYTHONPATH": str(elsewhere), "PENTIMENTO_HOME": str(tmp_path / "home")}
    assert run(str(script), "--version", cwd=tmp_path, env=env).startswith("pentimento ")
    assert '"act": "edit"' in run(str(script), "plan", "brighten it a little", "--json", cwd=tmp_path, env=env)
