"""Templates: every value filled in, and what is quoted in them closed in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import prompts
from prompts.errors import PromptError


@given(st.text(max_size=200))
def test_nothing_quoted_can_leave_its_block(text: str) -> None:
    block = prompts.fenced(text)
    fence = block.split("text\n", 1)[0]
    assert block == f"{fence}text\n{text}\n{fence}"
    assert fence not in text


@pytest.mark.parametrize("name", ["nothing", "../README", "", "system.md"])
def test_unknown_prompts(name: str) -> None:
    with pytest.raises(PromptError):
        prompts.render(name, {})


def test_a_missing_value_is_told() -> None:
    with pytest.raises(PromptError, match="lacks a value"):
        prompts.render("repair", {})


def test_what_is_filled_in_is_not_filled_in_again() -> None:
    assert "$operations ${skills} $$" in prompts.repair_prompt("$operations ${skills} $$")


def test_every_public_name_is_there() -> None:
    assert all(getattr(prompts, name) for name in prompts.__all__)


def test_unknown_names() -> None:
    with pytest.raises(AttributeError):
        prompts.nothing  # noqa: B018
