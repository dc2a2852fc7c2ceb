"""What the memory's tests share: a real photograph, a store in a folder of its own, and turns to put into it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import skimage
from PIL import Image

from memory import MaskRef, Step, Store, Turn, TurnDraft
from memory.pictures import digest

Edit = Callable[..., Turn]


@pytest.fixture(scope="session")
def photograph() -> Image.Image:
    """600×400 pixels of RGB: five tiles by four."""
    return Image.open(Path(skimage.__file__).parent / "data" / "coffee.png").convert("RGB")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store(path) as opened:
        yield opened


@pytest.fixture
def draft() -> Callable[..., TurnDraft]:
    """A turn that paints one grey square; its step has a mask of that square."""

    def make(
        before: Image.Image,
        grey: int = 200,
        box: tuple[int, int, int, int] = (40, 40, 90, 90),
        utterance: str | None = None,
        reference: str | None = None,
    ) -> TurnDraft:
        after, mask = before.copy(), Image.new("L", (box[2] - box[0], box[3] - box[1]), 255)
        after.paste((grey,) * 3, box)
        operation = {"op": "paint", "grey": grey, **({"reference": reference} if reference else {})}
        step = Step(
            index=0,
            asked=operation,
            operation=operation,
            version=1,
            base=digest(before),
            input=digest(before),
            output=digest(after),
            masks={"written": MaskRef(digest(mask), box, before.size)},
            seed=2**70,
            engine="embedded",
            versions={"pillow": "12"},
            receipt={"changed_outside": 0},
        )
        said = utterance if utterance is not None else f"paint it {grey}"
        return TurnDraft(said, after, plan={"act": "edit"}, reply="done", steps=(step,), pictures=(mask,))

    return make


@pytest.fixture
def edit(store: Store, draft: Callable[..., TurnDraft]) -> Edit:
    """Commit a painted square onto the head of a session."""

    def commit(session_id: str, grey: int = 200, **more: object) -> Turn:
        head = store.session(session_id).head_id
        before = store.picture(store.turn(session_id, head).picture)
        return store.commit(session_id, draft(before, grey, **more), expected_head=head)

    return commit
