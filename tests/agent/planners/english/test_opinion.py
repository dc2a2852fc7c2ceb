"""Arguments for a kind that somebody else named."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.planners.english import opinion
from agent.planners.english.saying import read

_SAID = (
    "the a kettle to of with lamp make should be red oak left remove put brighter less more glare zoom crop straight "
    "text says background in is wearing closer pose sitting don't ,"
)
WORDS = st.lists(
    st.sampled_from(_SAID.split()),
    max_size=12,
).map(" ".join)


@settings(deadline=None)  # the first reading makes its tables
@given(st.one_of(WORDS, st.text(max_size=60)), st.sampled_from([*opinion.OPERATIONS, "none", "unheard of"]))
def test_a_kind_gives_operations_of_that_kind_or_none(said: str, kind: str) -> None:
    for draft in opinion.drafts(kind, read(said)):
        assert draft["op"] in opinion.OPERATIONS[kind]


@pytest.mark.parametrize(
    ("kind", "said", "wanted"),
    [
        ("remove", "have the rusty kettle edited out", {"op": "remove", "region": {"phrase": "rusty kettle"}}),
        ("remove", "rid the shelf of it", {}),
        (
            "add",
            "on the roof, a copper rooster has been added",
            {"op": "add", "object": "rooster"},
        ),
        ("add", "more of the same", {}),
        ("replace", "the kettle must become a teapot", {"op": "replace", "region": {"phrase": "kettle"}}),
        ("replace", "change the cook to wearing an apron", {"op": "replace", "object": "the cook wearing an apron"}),
        ("replace", "change the season to spring", {}),
        ("recolor", "tinge the kettle teal", {"op": "recolor", "color": "teal", "region": {"phrase": "kettle"}}),
        ("recolor", "tinge the kettle", {}),
        ("crop", "bring us in with a closer frame", {"op": "crop"}),
        ("rotate", "that horizon sure is slanted", {"op": "straighten"}),
        ("text", "change the content of the plaque to OPEN LATE", {"op": "text", "content": "OPEN LATE"}),
        ("pose", "change the gesture of the cook to waving", {"op": "pose", "pose": "waving"}),
        ("adjust", "perfecting the luminosity", {"op": "adjust", "auto": True}),
        ("adjust", "find a nicer subject", {}),
        ("remove", "don't erase the kettle", {}),
    ],
)
def test_what_is_found_in_the_words(kind: str, said: str, wanted: dict[str, Any]) -> None:
    found = opinion.drafts(kind, read(said))
    assert len(found) == bool(wanted)
    for draft in found:
        assert draft | wanted == draft
