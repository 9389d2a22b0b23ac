import math

import pytest

from mlpcli.cli.display.small_curve import small_curve


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([8, 7, 6, 5, 4, 3, 2, 1], "█▇▆▅▄▃▂▁"),
        ([float(800 - at) for at in range(800)], "█▇▆▅▄▃▂▁"),
        ([1.0, 0.0], "█▁"),
        ([0.5, 0.5, 0.5], "▁▁▁"),
        ([1.0, math.nan, 0.0], "█ ▁"),
        ([1e308, -1e308, math.inf], "█▁ "),
        ([1.0], ""),
        ([math.nan, math.nan], ""),
        ([math.nan, 1.0], ""),
        ([], ""),
    ],
    ids=str,
)
def test_a_curve_goes_from_its_highest_to_its_lowest_block(values: list[float], expected: str) -> None:
    assert small_curve(values) == expected
