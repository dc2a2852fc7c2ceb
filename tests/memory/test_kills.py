"""Real processes, really killed: what was reported is there, what was not left no trace, and the session goes on."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from memory import Store, Turn, TurnDraft, failpoints

WRITER = Path(__file__).parent / "writer.py"
KILLS = 1000 if os.environ.get("PENTIMENTO_SOAK") == "1" else 40

Draft = Callable[..., TurnDraft]


def start(path: Path, session: str, seed: int, count: int, *more: int) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    words = [sys.executable, str(WRITER), str(path), session, str(seed), str(count), *map(str, more)]
    return subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=environment)


def told(output: str, word: str) -> list[str]:
    return [line.split()[1] for line in output.splitlines() if line.startswith(word + " ")]


def check(path: Path, session: str, reported: list[str], verified: bool = True) -> list[Turn]:
    """The store after a kill: everything reported is there, in order, with the head at its end, and all of it sound."""
    with Store(path) as store:
        assert not verified or store.verify(session).problems == []
        turns = store.turns(session)
        made = [turn.id for turn in turns if turn.parent_id]
        assert made[: len(reported)] == reported
        assert store.session(session).head_id == turns[-1].id
        return turns


def killed(path: Path, session: str, seed: int, chance: random.Random) -> list[str]:
    """Start a writer, kill it at a random moment, and return the turns that it reported until then.

    One in four is killed while it makes its first turn, the others after one to four turns and a moment more: counted
    in turns and not in seconds, so that a slow machine kills no earlier.
    """
    child = start(path, session, seed, 100_000)
    assert child.stdout is not None
    early = [child.stdout.readline() for _ in range(1 if seed % 4 == 0 else 1 + chance.randint(1, 4))]
    time.sleep(chance.random() * (0.2 if seed % 4 == 0 else 0.02))
    child.send_signal(signal.SIGKILL)
    output = "".join(early) + child.communicate()[0]
    assert child.returncode == -signal.SIGKILL
    assert told(output, "session") == [session]
    return told(output[: output.rfind("\n") + 1], "turn")


def test_kills_at_random_moments_lose_nothing_that_was_reported(path: Path) -> None:
    chance, total = random.Random(1), 0
    for round_ in range(KILLS // 40):
        output = start(path, "new", round_, 1).communicate()[0]
        session, known = told(output, "session")[0], told(output, "turn")
        for kill in range(40):
            reported = known + killed(path, session, round_ * 40 + kill, chance)
            turns = check(path, session, reported, verified=kill % 10 == 9)
            known = [turn.id for turn in turns][1:]
            assert len(known) <= len(reported) + 1, "only one turn can have been kept but not yet reported"
        total += len(known)
    assert total > KILLS, "the writers were killed before they had written anything"


@pytest.fixture(scope="module")
def writes(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The names of the writes of one commit, in order."""
    reached: list[str] = []
    with Store(tmp_path_factory.mktemp("writes") / "store.db") as store:
        import importlib.util

        spec = importlib.util.spec_from_file_location("writer", WRITER)
        assert spec is not None
        assert spec.loader is not None
        writer = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(writer)
        photograph = Image.linear_gradient("L").resize(writer.SIZE).convert("RGB")
        session = store.open_session(photograph, name="x")
        failpoints.hook = reached.append
        try:
            store.commit(session.id, writer.draft(photograph, random.Random(1)), expected_head=session.head_id)
        finally:
            failpoints.hook = None
    return reached


def test_a_commit_has_a_failpoint_after_every_kind_of_write(writes: list[str]) -> None:
    kinds = {"tile", "picture", "preview", "turn", "step", "mask", "use", "move", "head", "used"}
    assert set(writes) == kinds
    assert len(writes) >= 12


def test_a_kill_between_any_two_writes_leaves_no_trace(path: Path, writes: list[str]) -> None:
    output = start(path, "new", 0, 1).communicate()[0]
    session, reported = told(output, "session")[0], told(output, "turn")
    for number, name in enumerate(writes, 1):
        child = start(path, session, 100 + number, 2, number)
        output = child.communicate()[0]
        assert child.returncode == -signal.SIGKILL
        assert told(output, "dies") == ["after"], name
        reported += told(output, "turn")
        turns = check(path, session, reported)
        assert len(turns) == len(reported) + 1, "the turn in the making left a trace"
    output = start(path, session, 1, 3).communicate()[0]
    assert len(told(output, "turn")) == 3
    assert "end" in output
    check(path, session, reported + told(output, "turn"))


def test_a_kill_while_a_session_is_erased_erases_all_or_nothing(path: Path, photograph: Image.Image) -> None:
    reached: list[str] = []
    with Store(path) as store:
        kept = store.open_session(photograph, name="kept")
        doomed = store.open_session(photograph.crop((0, 0, 300, 300)), name="doomed", icc=b"profile")

        class Killed(BaseException):
            pass

        for number in range(1, 100):
            reached.clear()

            def hook(name: str, number: int = number) -> None:
                reached.append(name)
                if len(reached) == number:
                    raise Killed

            failpoints.hook = hook
            try:
                store.remove(doomed.id)
                break
            except Killed:
                failpoints.hook = None
                assert store.verify().problems == []
                assert store.session(doomed.id) == doomed
            finally:
                failpoints.hook = None
        assert {"erased rows", "erased picture", "erased tile", "erased blob"} <= set(reached)
        assert [summary.id for summary in store.sessions()] == [kept.id]
        assert store.verify().problems == []


def test_two_writers_lose_nothing_and_the_loser_is_told(path: Path) -> None:
    output = start(path, "new", 0, 1).communicate()[0]
    session = told(output, "session")[0]
    writers = [start(path, session, seed, 25) for seed in (1, 2)]
    outputs = [writer.communicate()[0] for writer in writers]
    assert all(writer.returncode == 0 for writer in writers)
    won = [turn for output in outputs for turn in told(output, "turn")]
    lost = [turn for output in outputs for turn in told(output, "beside")]
    assert len(won) + len(lost) == 50
    with Store(path) as store:
        turns = store.turns(session)
        assert {turn.id for turn in turns[2:]} == {*won, *lost}
        assert {turn.id for turn in store.path(session)[2:]} == set(won)
        assert store.verify().problems == []


def test_several_programs_may_open_a_new_store_at_once(path: Path) -> None:
    writers = [start(path, "new", seed, 3) for seed in range(4)]
    outputs = [writer.communicate()[0] for writer in writers]
    assert all(len(told(output, "turn")) == 3 for output in outputs)
    with Store(path) as store:
        assert len(store.sessions()) == 4
        assert store.verify().problems == []


def test_several_threads_may_share_one_store(store: Store, photograph: Image.Image, draft: Draft) -> None:
    from concurrent.futures import ThreadPoolExecutor

    sessions = [store.open_session(photograph, name=str(number)) for number in range(3)]

    def work(number: int) -> int:
        session, image = sessions[number], photograph
        for grey in range(0, 60, 10):
            made = draft(image, grey, (number * 50, grey, number * 50 + 30, grey + 30))
            turn = store.commit(session.id, made, expected_head=store.session(session.id).head_id)
            image = store.picture(turn.picture)
        return store.turn(session.id, "6").depth

    with ThreadPoolExecutor(3) as workers:
        assert list(workers.map(work, range(3))) == [6, 6, 6]
    assert store.verify().problems == []
