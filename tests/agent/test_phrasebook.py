"""No sentence that the code says in a talk lacks its Chinese. (What talks really say is seen by the dialogues.)"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from agent.speech import tell
from tools.errors import PentimentoError

ROOT = Path(__file__).parents[2]
SAID_IN_TALKS = (
    "agent/*.py", "memory/lookup.py", "memory/pointers.py", "memory/gallery.py",
    "tools/*.py", "tools/operations/*.py", "tools/grounding/*.py",
)  # fmt: skip
SAID_BEFORE = {"agent/home.py", "agent/settings.py", "agent/plan.py"}  # while starting, or to a model


def english_left(text: str) -> str:
    """Three English words in a row outside quotation marks, brackets and commands; nothing where there are none."""
    found = re.search(r"\b[A-Za-z']+ [a-z']+ [a-z']+", re.sub("“[^”]*”|（[^）]*）|^pip install.*", "", text))
    return found[0] if found else ""


def kinds_of_error() -> set[str]:
    import agent.errors
    import memory.errors  # noqa: F401 (for the classes that it adds)

    assert agent.errors
    waiting, names = [PentimentoError], {"PentimentoError"}
    while waiting:
        for kind in waiting.pop().__subclasses__():
            waiting.append(kind)
            names.add(kind.__name__)
    return names


def sentence(node: ast.expr) -> str:
    """The words of a string with 7 in its gaps; nothing for what is no string."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "7" for part in node.values)
    return ""


def sentences() -> Iterator[tuple[str, str]]:
    speaking = kinds_of_error() | {"Outcome"}
    for path in sorted({path for source in SAID_IN_TALKS for path in ROOT.glob(source)}):
        name = path.relative_to(ROOT).as_posix()
        if name in SAID_BEFORE:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""
            for given in [*node.args, *(keyword.value for keyword in node.keywords)] if called in speaking else []:
                for choice in (given.body, given.orelse) if isinstance(given, ast.IfExp) else (given,):
                    if said := sentence(choice):
                        yield f"{name}:{node.lineno}", said


def test_every_sentence_of_the_code_has_its_chinese() -> None:
    found = list(sentences())
    assert len(found) > 150
    assert not {where: said for where, said in found if english_left(tell(said, "zh"))}


def test_english_that_is_left_is_seen() -> None:
    assert english_left("好的。Nothing was done yet.") == "Nothing was done"
    assert english_left("没有叫“my red hat” 的步骤，crop 也没有。") == ""
