"""Models on the shelf cost nothing until pixels are asked for: no library of theirs is loaded before."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable

from tests.models import tiny
from tools.models.shelf import Shelf

HEAVY = ("torch", "diffusers", "transformers", "accelerate")
PROGRAM = """
import json, sys
from pathlib import Path
from agent.engines import Engines
from agent.settings import Settings
engines = Engines(Settings(models=Path(sys.argv[1])))
told = [(engine.name, engine.family, sorted(engine.skills)) for engine in engines.local]
engines.grounders, engines.segmenter, engines.skills(None)
print(json.dumps([told, sorted(set(sys.modules) & set(sys.argv[2].split(",")))]))
"""


def test_engines_of_pulled_models_load_no_library(have: Callable[..., Shelf]) -> None:
    shelf = have("sd-inpaint", tiny.sd_inpaint)
    command = [sys.executable, "-c", PROGRAM, str(shelf.folder), ",".join(HEAVY)]
    told, loaded = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    assert ["sd-inpaint", "sd-inpaint", ["fill", "paint"]] in told
    assert loaded == []
