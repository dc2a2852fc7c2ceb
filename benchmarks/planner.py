"""Utterances per second of the rules planner on one core: `python -m benchmarks.planner [FILE.jsonl]`.

Without a file it plans the golden utterances of the tests; with one, the field `instruction` of every line. The peer of
the same run is parsing: how often per second the plans' own JSON is read back strictly by `agent.plan.parse_plan`.
"""

import json
import platform
import sys
import time
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path

import pydantic

from agent.plan import parse_plan
from agent.planners import Request
from agent.planners.rules import RulesPlanner

GOLDEN = Path(__file__).parents[1] / "tests" / "conversations" / "english_planning.toml"
SECONDS = 3.0


def utterances(file: Path | None) -> list[str]:
    """What is planned: the lines of `file`, or the golden utterances."""
    if file is None:
        return [case["said"] for case in tomllib.loads(GOLDEN.read_text(encoding="utf-8"))["case"]]
    return [json.loads(line)["instruction"] for line in file.read_text(encoding="utf-8").splitlines() if line]


def rate(work: Callable[[int], object], count: int) -> float:
    """How many of `count` pieces of work, taken in turn, are done in a second of processor time."""
    done, start = 0, time.process_time()
    while time.process_time() - start < SECONDS:
        work(done % count)
        done += 1
    return done / (time.process_time() - start)


def main(arguments: Sequence[str]) -> None:
    said = utterances(Path(arguments[0]) if arguments else None)
    mind = RulesPlanner()
    start = time.perf_counter()
    mind.propose(Request(utterance=said[0]))
    first = time.perf_counter() - start
    plans = [mind.propose(Request(utterance=one)).to_json() for one in said]
    planned = rate(lambda index: mind.propose(Request(utterance=said[index])), len(said))
    parsed = rate(lambda index: parse_plan(plans[index]), len(plans))
    print(f"Python {platform.python_version()}, pydantic {pydantic.VERSION}, {len(said)} utterances, one core")
    print(f"first utterance, every table and pattern made  {first * 1000:8.0f} ms")
    print(f"planned                                        {planned:8.0f} /s")
    print(f"parse_plan of the same plans                   {parsed:8.0f} /s   planning takes {parsed / planned:.1f}×")


if __name__ == "__main__":
    main(sys.argv[1:])
