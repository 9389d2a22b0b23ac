import numpy as np
import pytest

from mlpcli.data.preprocessing import RobustScale


def test_an_outlier_moves_nothing() -> None:
    values = np.arange(9, dtype=np.float32)[:, None]
    usual = RobustScale.fit(values)
    assert usual == RobustScale(median=(4.0,), spread=(4.0,))
    values[-1] = 1e9
    assert RobustScale.fit(values) == usual


def test_signals_are_measured_by_channel() -> None:
    rows = np.stack([np.arange(10.0).reshape(5, 2), np.zeros((5, 2))], axis=-1)
    assert RobustScale.fit(rows) == RobustScale((4.5, 0.0), (4.5, 1.0))


@pytest.mark.parametrize(
    ("column", "spread"),
    [
        ([0, 0, 0, 0, 6], 3.0),
        ([5, 5, 5, 5, 5], 1.0),
        ([0, 1, 2, 3, 4], 2.0),
        ([0, 0, 1e-40, 2e-40, 3e-40], 1.0),
        ([0, 0, 1e-40, 2e-40, 2], 1.0),
    ],
)
def test_the_spread_is_never_0(column: list[float], spread: float) -> None:
    rows = np.array(column)[:, None]
    assert RobustScale.fit(rows).spread == (spread,)
    measured: dict[str, object] = {"np": np, "x_train": rows}
    exec(RobustScale.measured, measured)
    assert measured["spread"] == spread


def test_a_spread_is_above_0() -> None:
    with pytest.raises(ValueError, match="spread: expected numbers above 0"):
        RobustScale((0.0,), (0.0,))


def test_there_is_a_number_for_each_feature() -> None:
    with pytest.raises(ValueError, match="median: expected 1 or 3 numbers, found 2"):
        RobustScale((0.0, 0.0), (1.0,)).check((3,))
