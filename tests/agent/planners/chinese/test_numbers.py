"""Numerals and amounts."""

import pytest

from agent.planners.chinese import numbers


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("二十五", 25),
        ("十", 10),
        ("一百二十", 120),
        ("两点五", 2.5),
        ("三半", 3.5),
        ("3.5", 3.5),
        ("二零", 20),
        ("度", None),
        ("", None),
    ],
)
def test_numerals(said: str, value: float | None) -> None:
    assert numbers.number(said) == value


@pytest.mark.parametrize(
    ("said", "level"),
    [
        ("曝光加20", 20), ("饱和度提高百分之二十", 20), ("亮两成", 20), ("对比度+15", 15), ("亮一点", 12),
        ("稍微暖些", 12), ("暗很多", 50),
        ("亮一倍", 50), ("亮", 25), ("完全模糊", 100), ("对比度调到40", 40),
    ],
)  # fmt: skip
def test_levels(said: str, level: float) -> None:
    assert numbers.level(said) == level


@pytest.mark.parametrize(
    ("said", "times"),
    [
        ("放大两倍", 2), ("大一倍", 2), ("缩小一半", 0.5), ("缩小到80%", 0.8), ("缩小20%", 0.8),
        ("变成原来的百分之五十", 0.5),
        ("放大到200%", 2), ("放大1.5倍", 1.5), ("变大", None),
    ],
)  # fmt: skip
def test_times(said: str, times: float | None) -> None:
    assert numbers.times(said) == times


@pytest.mark.parametrize(
    ("said", "part"), [("下面三分之一", 1 / 3), ("10%", 0.1), ("一半", 0.5), ("两成", 0.2), ("左边", None)]
)
def test_parts(said: str, part: float | None) -> None:
    assert numbers.fraction(said) == part
