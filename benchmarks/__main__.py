"""Every benchmark that needs nothing but the program, one after the other: `python -m benchmarks`, or `make bench`.

Each prints its figures as ratios to a named peer measured in the same run. On a machine that does nothing else they
are at their best; the grounding benchmark needs photographs with masks and is run by itself.
"""

from __future__ import annotations

import subprocess
import sys

NAMES = ("startup", "store", "turn", "planner", "drift", "diffusion")


def main() -> int:
    """The exit code of the first that fails, else 0."""
    for name in NAMES:
        print(f"\n## {name}\n", flush=True)
        if code := subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=False).returncode:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
