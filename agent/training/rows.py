"""Rows to learn from: an utterance, the operations it asks for, and the licence under which it may be used."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Name = Annotated[str, Field(min_length=1, max_length=100)]
NO_LICENCE = frozenset(("", "none", "none seen", "unknown", "unlicensed", "?"))


class PlanRow(BaseModel):
    """One utterance; `accept` holds for each thing it asks for the names of the operations that count as right."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    instruction: Annotated[str, Field(min_length=1, max_length=10_000)]
    accept: tuple[Annotated[frozenset[Name], Field(min_length=1)], ...]
    ops: tuple[Name, ...] = ()
    source: Name = "rows"
    licence: str | None = None
    lang: str | None = None

    @property
    def licensed(self) -> bool:
        """Whether somebody gave leave to learn from the row."""
        return (self.licence or "").strip().lower() not in NO_LICENCE

    @property
    def wanted(self) -> str:
        """The operations asked for, as one label: "remove + adjust"; "nothing" where nothing is."""
        return " + ".join(self.ops or (min(names) for names in self.accept)) or "nothing"
