"""Where things are put: named places, boxes that fit, shifts that stay inside the picture. Knows no operation."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator

from tools.places import Place, parse_place


def _named(words: object) -> object:
    return (parse_place(words) or words) if isinstance(words, str) else words


PlaceName = Annotated[Place, BeforeValidator(_named)]
"""A place by its name; other words for it ("the upper right corner") are understood."""
