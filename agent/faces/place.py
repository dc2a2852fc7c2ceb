"""Where an edit shall be, as told on a command line: a box, points, a mask file, or a click in the browser.

It knows nothing of what will be done there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

from tools.errors import PentimentoError

if TYPE_CHECKING:
    from pathlib import Path

    from PIL.Image import Image

    from agent.faces.desk import Desk
    from memory.schema import Session, Turn
    from tools.types import Region


@dataclass(frozen=True)
class Place:
    """What the options say; at most one of them is set. Numbers are fractions of the picture."""

    box: tuple[float, ...] = ()
    points: tuple[tuple[float, ...], ...] = ()
    mask: Path | None = None
    pick: bool = False


def parse_place(region: str | None, points: str | None, mask: Path | None, pick: bool) -> Place | None:
    """The place that the options give, None if they give none. Raises typer.BadParameter (exit 2)."""
    if not (region is not None or points is not None or mask is not None or pick):
        return None
    if sum((region is not None, points is not None, mask is not None, pick)) > 1:
        raise typer.BadParameter("give one of --region, --points, --mask and --pick")
    box = _numbers(region, 4, "--region") if region is not None else ()
    if box and not (box[0] < box[2] and box[1] < box[3]):
        raise typer.BadParameter("x0 must be less than x1, and y0 less than y1", param_hint="--region")
    pairs = (points or "").rstrip(";").split(";") if points is not None else ()
    return Place(box, tuple(_numbers(pair, 2, "--points") for pair in pairs), mask, pick)


def _numbers(text: str, count: int, option: str) -> tuple[float, ...]:
    try:
        numbers = tuple(float(number) for number in text.split(","))
    except ValueError:
        numbers = ()
    if len(numbers) != count or not all(0 <= number <= 1 for number in numbers):
        names = "X0,Y0,X1,Y1" if count == 4 else "X,Y;X,Y"
        raise typer.BadParameter(f"“{text}” is not {names} in fractions from 0 to 1", param_hint=option)
    return numbers


def resolve(place: Place | None, at: Desk, session: Session, mask: Image | None = None) -> Region | None:
    """The region on the session's head; `mask`, or one painted in the browser, is stored first. Raises Cancelled."""
    from tools.types import Region

    if place is None:
        return None
    if place.box:
        return Region.model_validate({"box": place.box})
    if place.points:
        return Region.model_validate({"points": place.points})
    if mask is not None:
        return Region(mask=at.store.put_picture(mask))
    return _picked(at, at.store.turn(session.id, session.head_id))


def read_mask(image: Image, name: str, size: tuple[int, int]) -> Image:
    """A mask file as an L picture: its alpha channel where it says something, else its brightness."""
    if image.size != size:
        raise PentimentoError(
            f"The mask {name} is {image.width} × {image.height}, the picture {size[0]} × {size[1]}.",
            "A mask has the size of the picture: white where to edit, black elsewhere.",
        )
    alpha = image.getchannel("A") if "A" in image.getbands() else None
    mask = alpha if alpha is not None and alpha.getextrema() != (255, 255) else image.convert("L")
    if mask.getbbox() is None:
        raise PentimentoError(f"The mask {name} is all black.", "Paint white where to edit.")
    return mask


def _picked(at: Desk, head: Turn) -> Region:
    from agent.faces.pick import pick

    picked = pick(at.store.picture(head.picture), say=lambda url: typer.echo(f"Point at it here: {url}", err=True))
    if picked.mask is None:
        return picked.region
    return picked.region.model_copy(update={"mask": at.store.put_picture(picked.mask)})
