"""What every error says: a sentence that begins with a capital and ends, and a next step told the same way."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from tools.errors import PentimentoError

ROOT = Path(__file__).parents[2]
FILES = sorted(path for room in ("agent", "memory", "prompts", "tools") for path in (ROOT / room).rglob("*.py"))
ERRORS = {
    name
    for module in ("tools.errors", "memory.errors", "agent.errors")
    for name, found in vars(import_module(module)).items()
    if isinstance(found, type) and issubclass(found, PentimentoError)
}
OPEN = "{"
END = (".", "?", "!", "…", OPEN)


def text(node: ast.expr) -> str | None:
    """A literal's words, with `OPEN` for what is filled in; None for what is no literal."""
    match node:
        case ast.Constant(value=str(words)):
            return words
        case ast.JoinedStr(values=parts):
            return "".join(str(part.value) if isinstance(part, ast.Constant) else OPEN for part in parts)
    return None


def sentences(path: Path) -> Iterator[tuple[int, str, str]]:
    """Line, which part, and words of every error that the file makes in so many words."""
    for call in ast.walk(ast.parse(path.read_text())):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in ERRORS:
            hints = [word.value for word in call.keywords if word.arg == "hint"]
            for part, node in [("message", each) for each in call.args[:1]] + [("hint", each) for each in hints]:
                words = text(node)
                if words:
                    yield call.lineno, part, words


def test_there_are_errors_to_look_at() -> None:
    assert len(ERRORS) > 15
    assert sum(1 for path in FILES for _ in sentences(path)) > 100


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_errors_speak_in_whole_sentences(path: Path) -> None:
    for line, part, words in sentences(path):
        assert words[0].isupper() or words[0] in (OPEN, "“"), f"{path}:{line}: {words}"
        # A hint may end in a command to type, which a full stop would spoil.
        assert part == "hint" or words.endswith(END), f"{path}:{line}: {words}"
        assert "'{" not in words, f"{path}:{line}: quote “{{…}}” as people write it"
