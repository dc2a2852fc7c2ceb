from dataclasses import replace

from memory.history import FIRST_BRANCH, made_on, undone, way_back
from memory.schema import Move

PARENTS = {"p": None, "a": "p", "b": "a", "c": "b", "x": "a", "y": "x"}


def move(kind: str, from_id: str, to_id: str, **detail: object) -> Move:
    return Move(0, "s", kind, "", from_id, to_id, "", detail, "")


THREE = [move("commit", one, other, turns=[other]) for one, other in ("pa", "ab", "bc")]


def test_the_way_back_is_from_child_to_parent() -> None:
    assert way_back("c", 2, PARENTS, THREE) == ["c", "b", "a"]


def test_the_way_back_ends_at_the_photograph() -> None:
    assert way_back("c", 9, PARENTS, THREE) == ["c", "b", "a", "p"]


def test_a_chain_run_again_leads_back_to_the_head_before_it() -> None:
    amended = [*THREE, move("amend", "c", "y", turns=["x", "y"])]
    assert way_back("y", 1, PARENTS, amended) == ["y", "c"]
    assert way_back("y", 2, PARENTS, amended) == ["y", "c", "b"]
    assert way_back("x", 1, PARENTS, amended) == ["x", "a"]


def test_what_undo_left_can_be_redone_last_first() -> None:
    moves = [*THREE, move("undo", "c", "b", left=["c"]), move("undo", "b", "p", left=["b", "a"])]
    assert undone(moves) == ["c", "b", "a"]
    assert undone([*moves, move("redo", "p", "b", count=2)]) == ["c"]


def test_talking_in_between_loses_nothing_but_going_elsewhere_does() -> None:
    moves = [*THREE, move("undo", "c", "b", left=["c"])]
    assert undone([*moves, move("none", "b", "b")]) == ["c"]
    assert undone([*moves, move("commit", "b", "b", turns=["z"])]) == ["c"]
    assert undone([*moves, move("goto", "b", "a")]) == []
    assert undone([*moves, move("commit", "b", "d", turns=["d"])]) == []


def test_dropping_the_only_turn_can_be_redone() -> None:
    assert undone([THREE[0], move("amend", "a", "p", turns=[])]) == ["a"]


def test_turns_belong_to_the_branch_they_were_made_on_by_its_present_name() -> None:
    moves = [
        *THREE, move("branch", "c", "c", name="winter"), move("commit", "c", "d", turns=["d"]),
        move("branch", "d", "d", name="snow", was="winter"), move("branch", "d", "c", name=FIRST_BRANCH),
        move("commit", "c", "e", turns=["e"]),
    ]  # fmt: skip
    assert made_on(moves) == {"a": "main", "b": "main", "c": "main", "d": "snow", "e": "main"}


def test_what_was_taken_back_began_no_branch() -> None:
    failed = [replace(one, number=n) for n, one in enumerate([*THREE, move("branch", "c", "c", name="x")], 1)]
    back = [*failed, replace(move("back", "c", "c", after=3, waiting=[]), number=5)]
    assert made_on([*back, move("commit", "c", "d", turns=["d"])])["d"] == FIRST_BRANCH
