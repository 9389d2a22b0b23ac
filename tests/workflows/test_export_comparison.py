import numpy as np
import pytest

from mlpcli.workflows.export_comparison import is_same, largest_difference


@pytest.mark.parametrize(
    ("wanted", "difference"), [([[0.5], [0.25]], 0.25), ([[1000.0], [10.0]], 0.00025)], ids=["small", "large"]
)
def test_differences_are_measured_by_the_largest_output(wanted: list[list[float]], difference: float) -> None:
    values = np.array(wanted)
    assert largest_difference(values + 0.25, values) == pytest.approx(difference)


def test_each_output_is_measured_by_its_own_size() -> None:
    wanted = np.array([[1000.0, 0.5]])
    assert largest_difference(wanted + 0.25, wanted) == 0.25


def test_what_is_no_number_is_not_the_same() -> None:
    wanted = np.zeros((2, 1))
    assert is_same(largest_difference(wanted + 1e-5, wanted))
    assert not is_same(largest_difference(np.array([[0.0], [np.nan]]), wanted))
