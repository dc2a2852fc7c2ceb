"""How long the quick commands take, each as a ratio to `python -c pass` in the same run.

    python benchmarks/startup.py [--rounds 9]

Wall and processor time are the least of the rounds, which are interleaved so that a busy moment hits every command.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

PROGRAM = "from agent.faces.cli import main; main()"
ROOMS = "import agent, tools, memory, prompts"
COMMANDS = {
    "python -c pass": ["-c", "pass"],
    ROOMS: ["-c", ROOMS],
    "pentimento --version": ["-c", PROGRAM, "--version"],
    "pentimento --help": ["-c", PROGRAM, "--help"],
    "pentimento undo last": ["-c", PROGRAM, "undo", "last"],
    "pentimento redo last": ["-c", PROGRAM, "redo", "last"],
    "pentimento log last": ["-c", PROGRAM, "log", "last"],
    "pentimento log last --json": ["-c", PROGRAM, "log", "last", "--json"],
    "pentimento show last": ["-c", PROGRAM, "show", "last"],
    "import typer": ["-c", "import typer"],
}
PEER = "python -c pass"
WANTED = {"pentimento --version": 12.0}


def measure(arguments: list[str], environment: dict[str, str]) -> tuple[float, float]:
    """Wall and processor seconds of one run, which has to succeed."""
    before, start = os.times(), time.perf_counter()
    subprocess.run([sys.executable, *arguments], env=environment, check=True, capture_output=True)
    wall, after = time.perf_counter() - start, os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return wall, spent


def session(home: Path) -> None:
    """A session of five turns on a 12-megapixel picture, so that history and pictures weigh what they usually do."""
    from PIL import Image

    from memory.schema import TurnDraft
    from memory.store import Store

    photo = Image.radial_gradient("L").resize((4000, 3000)).convert("RGB")
    with Store(home / "pentimento.db") as store:
        opened = store.open_session(photo, name="photo", source="photo.png")
        for number in range(5):
            photo = photo.copy()
            photo.paste((40 * number, 80, 120), (100 * number, 100, 100 * number + 300, 400))
            head = store.session(opened.id).head_id
            store.commit(opened.id, TurnDraft(f"paint square {number}", photo), expected_head=head)


def run(rounds: int) -> dict[str, dict[str, float]]:
    """The least wall and processor milliseconds of each command, and their ratios to the peer's."""
    with tempfile.TemporaryDirectory() as folder:
        session(Path(folder))
        environment = {**os.environ, "PENTIMENTO_HOME": folder, "PYTHONPATH": str(Path(__file__).parent.parent)}
        least: dict[str, tuple[float, float]] = {}
        for _ in range(rounds):
            for name, arguments in COMMANDS.items():
                wall, spent = measure(arguments, environment)
                known = least.get(name, (wall, spent))
                least[name] = min(wall, known[0]), min(spent, known[1])
    peer = least[PEER]
    return {
        name: {
            "wall_ms": round(wall * 1000, 1),
            "cpu_ms": round(spent * 1000, 1),
            "wall_ratio": round(wall / peer[0], 1),
            "cpu_ratio": round(spent / max(peer[1], 1e-3), 1),
        }
        for name, (wall, spent) in least.items()
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    found = run(asked.rounds)
    if asked.json:
        print(json.dumps(found))
    else:
        used = f"typer {version('typer')}, rich {version('rich')}"
        print(f"Python {platform.python_version()}, {used}; least of {asked.rounds}")
        for name, row in found.items():
            wanted = f"  (wanted ≤ {WANTED[name]:g}×)" if name in WANTED else ""
            print(f"{row['wall_ms']:8.1f} ms {row['wall_ratio']:6.1f}×  {name}{wanted}")
    missed = [name for name, limit in WANTED.items() if found[name]["wall_ratio"] > limit]
    if missed:
        sys.exit(f"slower than wanted: {', '.join(missed)}")


if __name__ == "__main__":
    main()
