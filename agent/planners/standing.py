"""What a standing rule means: a pure function of its words, in whichever language they are.

It only chooses the reader; each language's package has one. It knows no session and no picture.
"""

from __future__ import annotations

from functools import lru_cache

from agent.planners.chinese import standing as chinese
from agent.planners.chinese.script import is_chinese
from agent.planners.english import standing as english
from agent.rule import Rule


@lru_cache(maxsize=256)
def meaning(words: str) -> Rule:
    """The rule of the words; one without a meaning that the program could keep is known by its words only."""
    return chinese.meaning(words) if is_chinese(words) else english.meaning(words)
