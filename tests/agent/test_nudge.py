"""Words that move a model's numbers: what is one, how much it is, and what says something else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.nudge import nudge

WISHES = {
    "closer": [
        "closer to the original", "stay closer to the photo", "a bit closer to the original, please",
        "more faithful to the original photo", "don't change it so much", "keep more of the original",
        "a weaker effect",
        "更接近原图", "再贴近原图一点", "别改那么多", "不要改得太多", "改少一点", "保留更多原图",
    ],
    "stronger": ["a stronger effect", "make the effect stronger", "a bolder edit", "效果强一点", "效果再明显一些"],
    "literal": [
        "follow my words more", "stick to my prompt more closely", "closer to my words", "listen to my words better",
        "更听我的话", "更贴近我的描述", "更符合提示词一些",
    ],
    "freer": ["more creative", "be more creative please", "a bit wilder", "less literal", "更有创意", "大胆一点",
              "更自由"],
}  # fmt: skip
OTHERS = [
    "stronger", "more", "half that", "too much", "less", "强一点", "更强", "make her smile",
    "crop closer to the face", "move it closer to the tree", "more contrast", "closer", "make the colours stronger",
    "a stronger light from the left", "follow the road", "more creative commons logos", "change it to red",
    "保留天空", "更亮", "别改颜色", "",
]  # fmt: skip


@pytest.mark.parametrize(("wish", "said"), [(wish, said) for wish, several in WISHES.items() for said in several])
def test_a_wish_for_the_model(wish: str, said: str) -> None:
    found = nudge(said)
    assert found is not None
    assert found.wish == wish


@pytest.mark.parametrize("said", OTHERS)
def test_other_words_are_the_planners(said: str) -> None:
    assert nudge(said) is None


def test_how_much() -> None:
    steps = [nudge(said) for said in ("a bit closer to the original", "closer to the original", "much more creative")]
    assert [one and one.steps for one in steps] == [0.5, 1.0, 2.0]


@given(st.text(max_size=120))
def test_it_never_raises(said: str) -> None:
    nudge(said)
