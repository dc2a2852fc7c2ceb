"""Golden dialogues: what is said, what is done, where the head is, and which pictures are the same.

Each `[[dialogue]]` of dialogue_*.toml is a conversation about a sample photograph. A line may state the act, the
operations of the new turn, the event, the head's number, the size, words of the reply, `named` (a name for the picture
as it is now) and `equals` (the name of the picture that it must be, bit for bit; "photo" is the photograph), `saved`
(a PNG that holds the picture afterwards, to the bit). A dialogue with `saves = false` is held where no file can be
written; one with `engines` where these pretended models were pulled, by name and family. There a line may state the
`engine` of the last step, `numbers` that it was made with, a `note` of its receipt, `guides` of its shapes, and
`attached`: a sample photograph that comes with the words.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from agent.events import Event, Failed
from agent.faces.export import saver
from agent.plan import ACTS
from agent.speech import language
from tests.pretended import Having, Pretended
from tools.photo import open_photo
from tools.types import Region

HERE = Path(__file__).parent
DIALOGUES = [
    (f"{file.stem.removeprefix('dialogue_')}: {dialogue['about']}", dialogue)
    for file in sorted(HERE.glob("dialogue_*.toml"))
    for dialogue in tomllib.loads(file.read_text("utf-8"))["dialogue"]
]
THREE_ENGLISH_WORDS = re.compile(r"\b[A-Za-z']+ [a-z']+ [a-z']+")
QUOTED = re.compile("“[^”]*”|（[^）]*）")
KEYS = {"say", "act", "operations", "event", "head", "size", "reply", "named", "equals", "differs", "box", "region"}
KEYS |= {"saved", "engine", "numbers", "note", "guides", "attached"}


def _operations(state: Any) -> list[str]:
    return [step.operation["op"] for step in state.turn.steps] if state.turn else []


def _check(talk: Any, line: dict[str, Any], event: Event, state: Any, pictures: dict[str, str]) -> None:
    said = line["say"]
    if language(said) == "zh":
        told = [state.reply, *([event.error.message, event.error.hint] if isinstance(event, Failed) else [])]
        assert not THREE_ENGLISH_WORDS.search(QUOTED.sub("", " ".join(told))), (said, told)
    assert type(event).__name__.lower() == line.get("event", "committed"), (said, event)
    seen = {
        "act": state.act, "operations": _operations(state), "head": state.head.depth,
        "size": [state.head.width, state.head.height],
    }  # fmt: skip
    assert {key: seen[key] for key in seen if key in line} == {key: line[key] for key in seen if key in line}, said
    told = state.reply if line.get("event") != "failed" else event.error.message  # type: ignore[union-attr]
    assert line.get("reply", "").lower() in told.lower(), said
    for step in state.turn.steps if state.turn else ():
        assert step.receipt["changed_outside"] in (0, None), said
    if "box" in line:
        fractions = state.turn.steps[-1].masks["asked"]
        limits = [side * (fractions.size[at % 2]) for at, side in enumerate(line["box"])]
        x0, y0, x1, y1 = fractions.box
        assert limits[0] <= x0 < x1 <= limits[2], said
        assert limits[1] <= y0 < y1 <= limits[3], said
    _check_making(line, state)
    if "equals" in line:
        assert state.head.picture == pictures[line["equals"]], said
    if "differs" in line:
        assert state.head.picture != pictures[line["differs"]], said
    if "saved" in line:
        with Image.open(line["saved"]) as saved:
            assert saved.tobytes() == talk.picture.tobytes(), said
    pictures.setdefault(line.get("named", ""), state.head.picture)


def _check_making(line: dict[str, Any], state: Any) -> None:
    """How the last step was made: by which engine, with which numbers and guides."""
    if not {"engine", "numbers", "note", "guides"} & set(line):
        return
    step, said = state.turn.steps[-1], line["say"]
    assert step.engine == line.get("engine", step.engine), said
    used = step.receipt.get("sampling", {})
    assert {name: used.get(name) for name in line.get("numbers", {})} == line.get("numbers", {}), said
    assert line.get("note", "") in "; ".join(step.receipt["notes"]), said
    if "guides" in line:
        assert [one["kind"] for one in step.operation.get("controls", ())] == line["guides"], said


@pytest.mark.parametrize("dialogue", [one for _, one in DIALOGUES], ids=[name for name, _ in DIALOGUES])
def test_dialogue(
    dialogue: dict[str, Any],
    talk_about: Callable[..., Any],
    sample: Callable[[str], Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    models = [Pretended(name, family) for name, family in dialogue.get("engines", {}).items()]
    engines = {"engines": Having(*models)} if models else {}
    talk = talk_about(open_photo(sample(dialogue.get("photo", "coffee.png"))), **engines)
    monkeypatch.chdir(tmp_path)
    pictures = {"photo": talk.store.path(talk.session.id)[0].picture}
    for line in dialogue["lines"]:
        assert set(line) <= KEYS, set(line) - KEYS
        options: dict[str, Any] = {"region": Region(box=tuple(line["region"]))} if "region" in line else {}
        if "attached" in line:
            options["references"] = (talk.agent.attach(open_photo(sample(line["attached"]))),)
        state = talk.say(line["say"], save=saver(talk.store) if dialogue.get("saves", True) else None, **options)
        _check(talk, line, talk.last, state, pictures)
    logged = [move.utterance for move in talk.store.moves(talk.session.id)]
    assert all(any(words.endswith(line["say"]) for words in logged) for line in dialogue["lines"])
    verdicts = {verdict.verdict for verdict in talk.agent.replay(talk.session.id)}
    assert verdicts <= {"identical"}
    assert talk.store.verify(talk.session.id).clean


def test_there_are_enough() -> None:
    assert len(DIALOGUES) >= 60
    assert len({name for name, _ in DIALOGUES}) == len(DIALOGUES)


@pytest.mark.parametrize("tongue", ["en", "zh"])
def test_every_act_is_stated_in_both_languages(tongue: str) -> None:
    lines = [line for _, dialogue in DIALOGUES for line in dialogue["lines"] if language(line["say"]) == tongue]
    stated = {line["act"] for line in lines if "act" in line} | {line["event"] for line in lines if "event" in line}
    assert {"ask" if name == "asked" else name for name in stated} >= set(ACTS)
