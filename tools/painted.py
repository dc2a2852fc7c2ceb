"""What operations have in common whose pixels a model may make: which one, how it samples, what guides its shapes, and
how one such step is made together with the step before it.

It knows no engine; what is given here reaches one through the studio.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Self

from pydantic import Field

from tools.types import Control, Operation, Sampling

NUMBERS = {
    "steps": "{} steps",
    "guidance": "guidance {:g}",
    "image_guidance": "image guidance {:g}",
    "strength": "strength {:g}",
    "scheduler": "the {} scheduler",
}


class Painted(Operation):
    """`engine` is the one that the person asked for by its name, `sampling` how the person wants it made, as far as
    that was said; an engine has good defaults for the rest. `again`: see `merge`.
    """

    engine: Annotated[str, Field(min_length=1, max_length=100)] | None = None
    sampling: Sampling | None = None
    controls: Annotated[tuple[Control, ...], Field(max_length=4)] = ()
    again: bool = False

    filled: ClassVar[tuple[str, ...]] = ("engine", "sampling", "controls")

    def merge(self, earlier: Operation) -> Self | None:
        """Both wishes at once, where this one is said to make the step before `again`; else None."""
        return self.together(earlier) if self.again and isinstance(earlier, type(self)) else None

    def together(self, earlier: Self) -> Self:
        """What the earlier one asked for, with what this one says over it; its place stays the earlier one's."""
        said: dict[str, Any] = {
            name: getattr(self, name)
            for name in self.model_fields_set - {"op", "region", "again", "sampling"}
            if getattr(self, name) is not None
        }
        if self.sampling is not None:
            said["sampling"] = self.sampling.over(earlier.sampling or Sampling())
        return earlier.model_copy(update={**said, "again": False})

    def describe(self) -> str:
        """The arguments of its own, then which engine makes it and how."""
        bare = self.model_copy(update={"engine": None, "sampling": None, "controls": (), "again": False})
        guides = [f"by its {'edges' if one.kind == 'canny' else one.kind}" for one in self.controls]
        made = [f"with {self.engine}"] if self.engine else []
        return ", ".join([super(Painted, bare).describe(), *made, *told(self.sampling), *guides])


def told(sampling: Sampling | None) -> list[str]:
    """The numbers that are given, each in a word or two."""
    given = sampling.model_dump(exclude_none=True, exclude={"seed"}) if sampling else {}
    return [NUMBERS[name].format(value) for name, value in given.items()]
