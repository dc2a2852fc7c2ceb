"""EXPLAINS: tells a planner what can be asked for. Knows words, and nothing of pixels or of who decides.

A template is a Markdown file of this package with `$names` in it; `render` fills them in. Nothing a person or a picture
says becomes part of the instructions: it arrives in a fenced block that the template calls data.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from prompts.errors import PromptError
    from prompts.explanation import Moment, repair_prompt, request_prompt, system_prompt
    from prompts.operations import catalogue
    from prompts.session import Thing

__all__ = [
    "Moment",
    "PromptError",
    "Thing",
    "catalogue",
    "fenced",
    "render",
    "repair_prompt",
    "request_prompt",
    "system_prompt",
]

_ROOMS = {
    "Moment": "explanation",
    "PromptError": "errors",
    "Thing": "session",
    "catalogue": "operations",
    "repair_prompt": "explanation",
    "request_prompt": "explanation",
    "system_prompt": "explanation",
}


def render(name: str, values: Mapping[str, str]) -> str:
    """The template `name` with every `$value` filled in. Raises PromptError for an unknown one, or a missing value."""
    from prompts.errors import PromptError

    path = files("prompts").joinpath(f"{name}.md")
    if not name.isidentifier() or not path.is_file():
        raise PromptError(f"There is no prompt called “{name[:40]}”.")
    try:
        return Template(path.read_text("utf-8")).substitute(values)
    except (KeyError, ValueError) as error:
        raise PromptError(f"The prompt “{name}” lacks a value for {error}.") from error


def fenced(text: str) -> str:
    """Foreign words as a block that nothing inside can close: a fence longer than any run of backticks in it."""
    longest = max((len(run) for run in _runs(text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{text}\n{fence}"


def _runs(text: str) -> list[str]:
    return [run for run in "".join(letter if letter == "`" else " " for letter in text).split() if run]


def __getattr__(name: str) -> object:
    if name not in _ROOMS:
        raise AttributeError(f"module 'prompts' has no attribute {name!r}")
    return getattr(import_module(f"prompts.{_ROOMS[name]}"), name)
