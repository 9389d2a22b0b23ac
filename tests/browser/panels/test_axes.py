"""Round numbers along the side of a plot."""

import pytest

from tests.browser.in_node import in_node


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0, 1, [0, 0.5, 1]),
        (-1.3, 4.9, [0, 2, 4]),
        (0.1, 0.35, [0.1, 0.2, 0.3]),
        (990, 1010, [990, 995, 1000, 1005, 1010]),
        (0, 19, [0, 5, 10, 15]),
        (2, 2, [2]),
        (-4e-7, 4e-7, [-4e-7, -2e-7, 0, 2e-7, 4e-7]),
    ],
)
def test_ticks_are_round_numbers_in_the_range(low: float, high: float, ticks: list[float]) -> None:
    found = in_node(
        ("panels/words.js", "panels/axes.js"), "return ticksBetween(given[0], given[1]);", [low, high]
    )
    assert found == ticks
