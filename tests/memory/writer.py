"""A program that tests start and kill: it opens a session and commits turns, reporting each only once it is committed.

`writer.py STORE SESSION SEED COUNT [FAILPOINT]`; with a number for FAILPOINT it kills itself at that write of a commit
that has a step, a mask and a preview. SESSION "new" opens one.
"""

import os
import random
import signal
import sys
from pathlib import Path

from PIL import Image

from memory import failpoints
from memory.errors import HeadMoved
from memory.pictures import digest
from memory.schema import MaskRef, Step, TurnDraft
from memory.store import Store

SIZE = (300, 280)


def report(*words: str) -> None:
    sys.stdout.write(" ".join(words) + "\n")
    sys.stdout.flush()


def draft(before: Image.Image, chance: random.Random) -> TurnDraft:
    left, top, grey = chance.randrange(280), chance.randrange(260), chance.randrange(256)
    box = left, top, left + 20, top + 20
    after, mask = before.copy(), Image.new("L", (20, 20), grey)
    after.paste((grey, 255 - grey, chance.randrange(256)), box)
    step = Step(
        index=0,
        asked={"op": "paint"},
        operation={"op": "paint", "grey": grey},
        version=1,
        base=digest(before),
        input=digest(before),
        output=digest(after),
        masks={"written": MaskRef(digest(mask), box, SIZE)},
    )
    return TurnDraft(f"paint it {grey}", after, steps=(step,), pictures=(mask,))


def die_at(number: int) -> None:
    reached = []

    def hook(name: str) -> None:
        reached.append(name)
        if len(reached) == number:
            report("dies", f"after write {number}, {name}")
            os.kill(os.getpid(), signal.SIGKILL)

    failpoints.hook = hook


def main() -> None:
    path, session, seed, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    chance = random.Random(seed)
    with Store(path) as store:
        if session == "new":
            photograph = Image.linear_gradient("L").resize(SIZE).convert("RGB")
            session = store.open_session(photograph, name="photograph").id
        report("session", session)
        for number in range(count):
            head = store.session(session).head_id
            before = store.picture(store.turn(session, head).picture)
            if number == 1 and len(sys.argv) > 5:
                die_at(int(sys.argv[5]))
            try:
                report("turn", store.commit(session, draft(before, chance), expected_head=head).id)
            except HeadMoved as told:
                report("beside", told.turn.id)
            failpoints.hook = None
    report("end")


if __name__ == "__main__":
    main()
