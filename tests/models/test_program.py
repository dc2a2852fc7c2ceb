"""The command line with a pulled model: edited, undone and replayed as anything else, and repeatable by its seed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image

from tests.models import tiny
from tools.models.shelf import Shelf

PROGRAM = (sys.executable, "-c", "from agent.faces.cli import main; main()")
BOX = "0.45,0.4,0.55,0.55"


def call(shelf: Shelf, home: Path, *arguments: object) -> list[dict[str, Any]]:
    """One call in a process of its own; its standard output is JSON alone. In one thread, as all tests of models."""
    told = {"PENTIMENTO_HOME": str(home), "PENTIMENTO_MODELS": str(shelf.folder), "PYTHONPATH": str(Path.cwd())}
    told |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    command = [*PROGRAM, *map(str, arguments), "--json"]
    done = subprocess.run(command, env={**os.environ, **told}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_one_edit_by_the_command_line(have: Callable[..., Shelf], coffee: Image.Image, tmp_path: Path) -> None:
    shelf, photo = have("sd-inpaint", tiny.sd_inpaint), tmp_path / "coffee.png"
    coffee.save(photo)

    def edited(seed: int) -> dict[str, Any]:
        how = ("--region", BOX, "--engine", "sd-inpaint", "--steps", 1, "--seed", seed)
        (line,) = call(shelf, tmp_path / "home", "edit", photo, "add a straw hat", *how)
        return line

    first, again, other = edited(1), edited(1), edited(2)
    receipt = first["operations"][0]["receipt"]
    assert (receipt["engine"], receipt["changed_outside"], receipt["sampling"]["steps"]) == ("sd-inpaint", 0, 1)
    assert receipt["model"].startswith("stable-diffusion-v1-5/stable-diffusion-inpainting@")
    assert (first["picture"]["width"], first["picture"]["height"]) == coffee.size
    assert first["picture"]["digest"] == again["picture"]["digest"] != other["picture"]["digest"]
    (undone,) = call(shelf, tmp_path / "home", "undo", "last")
    assert undone["turn"] == 0
