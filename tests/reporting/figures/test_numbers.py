import numpy as np
import pytest

from mlpcli.reporting.facts.answered_rows import AnsweredRows
from mlpcli.reporting.facts.residuals import residuals
from mlpcli.reporting.figures.numbers import error_drawing


@pytest.mark.parametrize(
    ("errors", "said"),
    [
        # Signed: nine are below 0, and most are far from it.
        ([*np.linspace(-2, -1, 9), 0.5], "9 of 10 errors of y are within ±1.887; the mean error is -1.3"),
        ([-1, 1, 1, 1], "All errors of y are within ±1; the mean error is +0.5"),
    ],
    ids=["both sides", "none beyond"],
)
def test_errors_are_said_by_their_size_on_both_sides(errors: list[float], said: str) -> None:
    output, count = np.array(errors, np.float32)[:, None], len(errors)
    rows = AnsweredRows("test", np.arange(count), output, np.zeros_like(output), output, count)
    (found,) = residuals(rows, ["y"])
    assert error_drawing(found, 0).title == said
