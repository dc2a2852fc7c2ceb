"""Whether a picture may leave this machine: asked once for each host, remembered in the home folder.

It knows what was answered and how the question is kept in a session's log; who wants to send, and what, others know.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

FILE = "consent.json"
_YES = {
    "yes", "y", "yes please", "yeah", "yep", "sure", "ok", "okay", "allow", "allow it", "send it", "fine",
    "yes send it", "go ahead", "是", "是的", "好", "好的", "可以", "同意", "允许", "行", "发送", "嗯",
}  # fmt: skip
_NO = {
    "no", "n", "nope", "no thanks", "no thank you", "never", "don't", "do not", "deny", "don't send it",
    "do not send it", "no don't", "不", "不要", "不行", "不可以", "不同意", "否", "别发", "不用",
}  # fmt: skip


class Consents:
    """The answers, by host, in one small file. A file that can't be read counts as nothing answered."""

    def __init__(self, home: Path) -> None:
        self._path = home / FILE

    def of(self, host: str) -> bool | None:
        """What was answered for `host`; None if it was not asked yet."""
        answer = self._answers().get(host)
        return answer if isinstance(answer, bool) else None

    def put(self, host: str, answer: bool) -> None:
        """Remember the answer; where nothing can be written it is asked again another time."""
        answers = {**self._answers(), host: answer}
        written = self._path.with_name(f"{FILE}.{os.getpid()}")
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            written.write_text(json.dumps(answers, indent=1) + "\n", "utf-8")
            written.replace(self._path)

    def _answers(self) -> dict[str, Any]:
        try:
            found = json.loads(self._path.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}


@dataclass(frozen=True)
class Leave:
    """The open question whether to send: what was said before it came up is carried out after the answer.

    `turn` is the step that was to be amended, None for an ordinary utterance; `engine`: it is not the planner that
    would send.
    """

    host: str
    said: str
    references: tuple[str, ...] = ()
    region: dict[str, Any] | None = None
    turn: int | str | None = None
    engine: bool = False

    def to_json(self) -> dict[str, Any]:
        return {"consent": asdict(self)}

    @classmethod
    def from_json(cls, detail: dict[str, Any]) -> Leave | None:
        """The question of a log entry; None if that entry asked something else."""
        told = detail.get("consent")
        try:
            return cls(**{**told, "references": tuple(told["references"])}) if isinstance(told, dict) else None
        except (KeyError, TypeError):  # written by another version
            return None


def yes_or_no(words: str) -> bool | None:
    """What the words answer; None if they are something else."""
    said = " ".join("".join(" " if letter in ".,!?。，！" else letter for letter in words.lower()).split())
    return True if said in _YES else False if said in _NO else None
