"""Rows from a file of JSON lines, each checked against its model; what is wrong is told with its line number.

It knows nothing of what the rows are for.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from tools.errors import PentimentoError

Row = TypeVar("Row", bound=BaseModel)
LARGEST = 512 * 2**20


def read(file: Path, kind: type[Row]) -> list[Row]:
    """The rows of `file` in order; empty lines are passed over. Raises PentimentoError."""
    try:
        if file.stat().st_size > LARGEST:
            raise PentimentoError(f"{file} is larger than {LARGEST >> 20} MB.", "Split it, and measure part by part.")
        text = file.read_text("utf-8-sig")
    except OSError as error:
        raise PentimentoError(f"{file} can't be read: {error.strerror}.", "Check the name and the folder.") from error
    except UnicodeDecodeError as error:
        raise PentimentoError(f"{file} is no text in UTF-8.", "A row is one JSON object a line.") from error
    lines = text.split("\n")
    found = [_row(file, number, line, kind) for number, line in enumerate(lines, 1) if line.strip()]
    if not found:
        raise PentimentoError(f"{file} holds no rows.", "A row is one JSON object a line.")
    return found


def _row(file: Path, number: int, line: str, kind: type[Row]) -> Row:
    try:
        return kind.model_validate(json.loads(line))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "the row"
        raise PentimentoError(f"{file}, line {number}: “{where}”: {first['msg']}.", _needed(kind)) from error
    except (ValueError, RecursionError) as error:
        raise PentimentoError(f"{file}, line {number} is no JSON.", _needed(kind)) from error


def _needed(kind: type[BaseModel]) -> str:
    needed = [name for name, about in kind.model_fields.items() if about.is_required()]
    return f"A row is one JSON object a line, with {' and '.join(needed)}."
