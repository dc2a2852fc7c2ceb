"""The catalogue: every model that can be installed by name, as `tools/catalog.toml` tells, parsed strictly.

It says what is known of a model, not whether anything here can use it: whoever has loaders is asked by the entry's
family. It knows nothing of networks and folders.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from tools.errors import ModelRefused
from tools.types import ControlKind

REPOSITORY = re.compile(r"[A-Za-z0-9][\w.-]{0,95}/\w[\w.-]{0,95}")
Role = Literal["engine", "planner", "grounder", "part"]
Skill = Literal["fill", "paint", "instruct", "restyle", "generate", "upscale"]
Gigabytes = Annotated[float, Field(gt=0, lt=1000)]


class Entry(BaseModel):
    """One model. `family` is the way of loading it, `revision` a commit or "", `variant` the weights' file variant."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9.-]{0,62}$")
    title: str = Field(min_length=3)
    role: Role
    family: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")
    repo: str = Field(pattern=rf"^{REPOSITORY.pattern}$")
    revision: str = Field(default="", pattern=r"^([0-9a-f]{40})?$")
    variant: str = Field(default="", pattern=r"^[a-z0-9]*$")
    files: list[str] = []
    licence: str = Field(min_length=2)
    gated: bool = False
    commercial: bool
    parameters_b: float = Field(gt=0, lt=1000)
    disk_gb: Gigabytes
    memory_gb: Gigabytes
    memory_4bit_gb: Gigabytes | None = None
    skills: list[Skill] = []
    steps: int | None = Field(default=None, ge=1, le=200)
    guidance: float | None = Field(default=None, ge=0, le=50)
    image_guidance: float | None = Field(default=None, ge=0, le=50)
    fits: list[str] = []  # a part's: the families of engines' models that it can be added to
    guide: ControlKind | None = None  # a part's: what it guides shapes by

    @model_validator(mode="after")
    def _whole(self) -> Entry:
        if (self.role == "engine") != bool(self.skills):
            raise ValueError(f"{self.name}: an engine's model has skills, and no other has")
        if (self.role == "part") != bool(self.fits):
            raise ValueError(f"{self.name}: a part fits families, and no other does")
        if set(self.skills) - {"fill"} and (self.steps is None or self.guidance is None):
            raise ValueError(f"{self.name}: an engine's model that paints has steps and guidance")
        if self.memory_4bit_gb and self.memory_4bit_gb >= self.memory_gb:
            raise ValueError(f"{self.name}: four bits take less memory than sixteen")
        return self


class Bundle(BaseModel):
    """Several models under one name. `adds` says in words what they add together; they are got in their order."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9.-]{0,62}$")
    title: str = Field(min_length=3)
    models: list[str] = Field(min_length=2, max_length=20)
    adds: str = Field(min_length=10)


class Catalogue(BaseModel):
    """The whole file: what each skill is in words, the models, best first for each skill, and bundles of them."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    skill: dict[Skill, str]
    model: list[Entry]
    bundle: list[Bundle] = []

    @model_validator(mode="after")
    def _once(self) -> Catalogue:
        for names in ([entry.name for entry in self.model], [entry.repo for entry in self.model]):
            if twice := {name for name in names if names.count(name) > 1}:
                raise ValueError(f"named twice: {', '.join(sorted(twice))}")
        names = [entry.name for entry in self.model]
        for bundle in self.bundle:
            if bundle.name in names or len(set(bundle.models)) < len(bundle.models):
                raise ValueError(f"named twice: {bundle.name}, or one of its models")
            if strange := set(bundle.models) - set(names):
                raise ValueError(f"{bundle.name}: no such models: {', '.join(sorted(strange))}")
            names.append(bundle.name)
        return self


@cache
def entries() -> tuple[Entry, ...]:
    """Every model of the catalogue, in its order."""
    from tools.studio import catalog

    return tuple(Catalogue.model_validate(catalog()).model)


def named(name: str) -> Entry | None:
    """The model called so, by its name or by its repository; None for one that the catalogue does not have."""
    return next((entry for entry in entries() if name in (entry.name, entry.repo)), None)


@cache
def bundles() -> tuple[Bundle, ...]:
    """Every bundle of the catalogue, in its order."""
    from tools.studio import catalog

    return tuple(Catalogue.model_validate(catalog()).bundle)


def bundled(name: str) -> tuple[Entry, ...]:
    """The models of the bundle called so; none where no bundle is."""
    found = next((bundle for bundle in bundles() if bundle.name == name), None)
    return tuple(known(one) for one in found.models) if found else ()


def known(name: str) -> Entry:
    """The model called so. Raises ModelRefused, with the nearest name."""
    from difflib import get_close_matches

    if found := named(name):
        return found
    near = get_close_matches(name, [*(bundle.name for bundle in bundles()), *(entry.name for entry in entries())], n=1)
    meant = f"Did you mean “{near[0]}”? " if near else ""
    raise ModelRefused(f"There is no model called “{name[:80]}”.", f"{meant}See: pentimento models list")
