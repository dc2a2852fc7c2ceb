"""A plan: edit operations, or a dialogue act; and how one is parsed from a planner's JSON, strictly.

It knows nothing of who made it: rules, a chat model, a person's script.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SerializeAsAny, ValidationError, model_validator

from agent.errors import UnparseablePlan
from tools.errors import ToolError
from tools.operations import explain, parse
from tools.types import Operation, Region

Act = Literal[
    "edit", "undo", "redo", "goto", "restore", "amend", "drop", "branch", "compare", "remember", "ask", "answer",
    "rate", "export", "none",
]  # fmt: skip
ACTS: tuple[str, ...] = get_args(Act)
MAX_OPERATIONS = 20
MAX_ACTS = 10


class Arguments(BaseModel):
    """What an act needs; which field serves which act is told beside it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    n: Annotated[int, Field(ge=1, le=10_000)] | None = None  # undo, redo
    turn: int | str | None = None  # goto, amend, drop, compare, restore: a number on the path, or an id
    name: Annotated[str, Field(max_length=200)] | None = None  # drop, amend, goto: "the hat"; branch, remember: a name
    where: Literal["before", "after", "start", "end", "branch"] | None = None  # goto
    rule: Annotated[str, Field(max_length=500)] | None = None  # remember; drop: a rule to forget ("" the last, "all")
    file: Annotated[str, Field(max_length=400)] | None = None  # export
    max_side: Annotated[int, Field(ge=1, le=100_000)] | None = None  # export
    quality: Annotated[int, Field(ge=1, le=100)] | None = None  # export
    factor: Annotated[float, Field(gt=0, le=10)] | None = None  # amend: "half that" is 0.5
    value: Literal["good", "bad"] | None = None  # rate
    # answer: the question; remember with a name: the thing that gets it; branch: "rename" for the present one
    text: Annotated[str, Field(max_length=2000)] | None = None


def _operation(value: object) -> Operation:
    if isinstance(value, Operation):
        return value
    if not isinstance(value, Mapping):
        raise ValueError("an operation is an object with an “op”")
    try:
        return parse(value)
    except ToolError as error:
        raise ValueError(f"{error.message} {error.hint}".strip()) from error


AnyOperation = Annotated[SerializeAsAny[Operation], BeforeValidator(_operation)]


class Origin(BaseModel):
    """How a model's plan came about: which model, what it cost, and why the rules stepped in, if they did.

    `calls` counts what was sent, of which `repairs` followed a bad answer and `retries` a failed call. Tokens are what
    the model reported, 0 where it reports none.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    planner: Annotated[str, Field(max_length=100)]
    model: Annotated[str, Field(max_length=200)] = ""
    input_tokens: Annotated[int, Field(ge=0)] = 0
    output_tokens: Annotated[int, Field(ge=0)] = 0
    calls: Annotated[int, Field(ge=0)] = 0
    repairs: Annotated[int, Field(ge=0)] = 0
    retries: Annotated[int, Field(ge=0)] = 0
    seconds: Annotated[float, Field(ge=0)] = 0.0
    fell_back: Annotated[str, Field(max_length=1000)] = ""

    def to_json(self) -> dict[str, Any]:
        """Plain JSON without what is nothing."""
        return self.model_dump(mode="json", exclude_defaults=True)


class Plan(BaseModel):
    """What an utterance asks for. `then` is a second act of the same utterance; `origin` is written by the program."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    act: Act
    args: Arguments = Arguments()
    operations: Annotated[tuple[AnyOperation, ...], Field(max_length=MAX_OPERATIONS)] = ()
    reply: Annotated[str, Field(max_length=4000)] = ""
    then: Plan | None = None
    origin: Origin | None = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.act in ("edit", "restore") and not self.operations:
            raise ValueError(f"“{self.act}” needs at least one operation")
        if self.operations and self.act not in ("edit", "restore", "amend"):
            raise ValueError(f"“{self.act}” takes no operations")
        if len(self.acts) > MAX_ACTS:
            raise ValueError(f"an utterance has at most {MAX_ACTS} acts")
        return self

    @property
    def acts(self) -> tuple[Plan, ...]:
        """The act and those that follow it, each without its `then`."""
        rest = self.then.acts if self.then else ()
        return self.model_copy(update={"then": None}), *rest

    def at(self, region: Region) -> Plan:
        """The plan with a drawn region given to every operation that names no place of its own."""
        operations = tuple(
            one if one.region is not None else one.model_copy(update={"region": region}) for one in self.operations
        )
        return self.model_copy(update={"operations": operations, "then": self.then and self.then.at(region)})

    def to_json(self) -> dict[str, Any]:
        """Plain JSON without the fields that were left at their defaults, but for `act`, `operations` and `reply`."""
        said: dict[str, Any] = {
            "act": self.act,
            "operations": [operation_json(operation) for operation in self.operations],
            "reply": self.reply,
        }
        if args := self.args.model_dump(mode="json", exclude_none=True):
            said["args"] = args
        if self.then:
            said["then"] = self.then.to_json()
        if self.origin:
            said["origin"] = self.origin.to_json()
        return said


def operation_json(operation: Operation) -> dict[str, Any]:
    """An operation as stored and printed: `op` first, defaults left out."""
    return {"op": operation.op, **operation.model_dump(mode="json", exclude_defaults=True, exclude={"op"})}


def parse_plan(value: Mapping[str, Any] | str | bytes) -> Plan:
    """A plan from JSON, strictly. Raises UnparseablePlan with a sentence that a planner can mend itself by."""
    try:
        if isinstance(value, str | bytes):
            return Plan.model_validate_json(value)
        return Plan.model_validate(dict(value))
    except ValidationError as error:
        raise UnparseablePlan(f"That is no valid plan: {explain(error)}.") from error


@cache
def schema() -> dict[str, Any]:
    """The JSON schema of a plan, with every operation's own arguments."""
    from tools.operations import operations

    plan = Plan.model_json_schema()
    plan["operations"] = {name: kind.model_json_schema() for name, kind in operations().items()}
    return plan
