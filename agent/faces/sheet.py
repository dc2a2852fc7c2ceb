"""A whole session in one picture: the contact sheet of the states up to the head, and the tree of everything done.

It reads the store and draws; it decides nothing and knows nothing of operations but their JSON.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image as PILImage
from PIL import ImageDraw

from agent.faces.cards import INK, PAPER, QUIET, Card, Look, draw_card, reach
from agent.faces.lettering import font, plain
from agent.faces.links import draw_lines
from agent.faces.tree import layout
from agent.faces.wording import count, percent, said, step_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL.Image import Image

    from memory.schema import Session, Step, Turn
    from memory.store import Store

WIDTH = 2000
CARD_PX = 300  # about what a card is wide on a contact sheet
LEAST_PX = 150  # narrower cards can't be read; a longer history is folded instead


def contact_sheet(store: Store, session_id: str, *, width: int = WIDTH) -> Image:
    """Every state from the photograph to the head, with its number and what was said. RGB, `width` pixels wide."""
    session, path = store.session(session_id), store.path(session_id)
    columns = min(max(2, round(width / CARD_PX)), len(path))
    cards = [_card(store, turn, head=turn.id == session.head_id) for turn in path]
    look, margin, gap = _look(width, max(columns, 3), cards)
    middles, end = _middles([cards[at : at + columns] for at in range(0, len(cards), columns)], look, gap, width)
    sheet = PILImage.new("RGB", (width, end + margin // 2), PAPER)
    _title(sheet, session, f"{count(len(path) - 1, 'turn')} from the photograph to the head")
    for index, card in enumerate(cards):
        draw_card(sheet, card, look, margin + index % columns * (look.width + gap), middles[index // columns])
    return sheet


def history(store: Store, session_id: str, *, width: int = WIDTH) -> Image:
    """Every turn as a tree: the way to the head on top, branches below, what was left behind faded. RGB."""
    session, turns = store.session(session_id), store.turns(session_id)
    path = [turn.id for turn in store.path(session_id)]
    cards = _cards(store, session, turns, set(path))
    placed = layout(turns, path, max(2, int((width - 100) / (LEAST_PX * 1.3))))
    look, margin, gap = _look(width, max(placed.columns, 3), list(cards.values()))
    lanes = [(band, row) for band, rows in enumerate(placed.rows) for row in range(rows)]
    spots = placed.spots
    in_lane = [[cards[turn.id] for turn in turns if spots[turn.id][::2] == lane] for lane in lanes]
    middles, end = _middles(in_lane, look, gap, width)
    line = dict(zip(lanes, middles, strict=True))
    corners = {
        key: (margin + spot.column * (look.width + gap), line[spot.band, spot.row]) for key, spot in spots.items()
    }
    sheet = PILImage.new("RGB", (width, end + margin // 2), PAPER)
    draw_lines(sheet, turns, set(path), placed, corners, look.width, gap)
    beside = len(turns) - len(path)
    behind = f", {count(beside, 'more state')} kept beside it" if beside else ""
    _title(sheet, session, f"{count(len(path) - 1, 'turn')} to the head{behind}")
    for turn in turns:
        draw_card(sheet, cards[turn.id], look, *corners[turn.id])
    return sheet


def _cards(store: Store, session: Session, turns: Sequence[Turn], path: set[str]) -> dict[str, Card]:
    """A card a turn; faded when neither the head nor another branch rests on it."""
    tips = {tip: name for name, tip in store.branches(session.id).items()}
    kept = path.union(*({turn.id for turn in store.path(session.id, tip)} for tip in tips))
    return {
        turn.id: _card(
            store, turn, head=turn.id == session.head_id, faded=turn.id not in kept, tag=tips.get(turn.id, "")
        )
        for turn in turns
    }


def _middles(rows: Sequence[Sequence[Card]], look: Look, gap: int, width: int) -> tuple[list[int], int]:
    """The middle line of the pictures of each row, each row as high as its cards need; and where the last one ends."""
    middles, y = [], _title_px(width)
    for row in rows:
        above, below = (max(sides) for sides in zip(*(reach(card, look) for card in row), strict=True))
        middles.append(y + above)
        y += above + below + round(gap * 0.7)
    return middles, y


def _look(width: int, columns: int, cards: Sequence[Card]) -> tuple[Look, int, int]:
    """The measures of the cards, the margin and the gap of a sheet of so many columns."""
    margin = round(width * 0.03)
    cell = (width - 2 * margin) / columns
    gap = round(cell * 0.17)
    card_px = int((width - 2 * margin - (columns - 1) * gap) / columns)
    tallest = max(card.image.height / card.image.width for card in cards)
    return Look(card_px, round(card_px * min(tallest, 1.35))), margin, gap


def _card(store: Store, turn: Turn, *, head: bool, faded: bool = False, tag: str = "") -> Card:
    detail = " · ".join(_step_words(step, turn) for step in turn.steps) if turn.depth else f"{turn.width}×{turn.height}"
    return Card(
        store.preview(turn.picture), str(turn.depth), said(turn), detail.replace(" %", "\u00a0%"), tag, head, faded
    )


def _step_words(step: Step, turn: Turn) -> str:
    inside = step.receipt.get("changed_inside")
    local = inside is not None and step.receipt.get("changed_outside") is not None
    # The masks know the size of the picture they were made for; without one, the turn's own is close enough.
    width, height = next((ref.size for ref in step.masks.values()), (turn.width, turn.height))
    share = inside / (width * height) if local and inside else 0.0
    return step_words(step.operation, step.receipt) + (f" ({percent(share)})" if 0 < share < 0.995 else "")


def _title_px(width: int) -> int:
    return round(width * 0.075)


def _title(sheet: Image, session: Session, line: str) -> None:
    """The session's name, and what there is to see, at the top left."""
    margin, size = round(sheet.width * 0.03), round(sheet.width / 52)
    name = font(size, bold=True, text=session.name)
    draw = ImageDraw.Draw(sheet)
    draw.text((margin, round(sheet.width * 0.02)), plain(session.name, name), INK, name)
    after = margin + name.getlength(session.name) + size * 0.6
    small = font(round(size * 0.68), text=line)
    draw.text((after, round(sheet.width * 0.02) + size * 0.3), plain(line, small), QUIET, small)
