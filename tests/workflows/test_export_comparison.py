import numpy as np
import pytest

from mlpcli.workflows.export_comparison import Comparison, deviations_apart, is_same, largest_difference


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


def test_what_is_no_number_in_both_is_no_difference() -> None:
    wanted = np.array([[np.nan, 1000.0, np.inf], [0.5, np.nan, -np.inf]])
    assert largest_difference(wanted.copy(), wanted) == 0
    assert largest_difference(wanted + [0.0, 1.0, 0.0], wanted) == pytest.approx(0.001)


@pytest.mark.parametrize(
    ("found", "wanted"),
    [(np.nan, 0.5), (0.5, np.nan), (np.nan, np.inf), (np.inf, 0.5), (0.5, np.inf), (np.inf, -np.inf)],
)
def test_what_is_no_number_in_one_is_a_difference(found: float, wanted: float) -> None:
    assert not is_same(largest_difference(np.array([[0.5], [found]]), np.array([[0.5], [wanted]])))


def test_a_difference_beside_the_spread_of_targets_is_not_hidden_by_their_size() -> None:
    targets = np.array([[1e6 - 1.0, 5.0], [1e6 + 1.0, 5.0]])
    assert deviations_apart(targets + [0.5, 0.0], targets, targets) == 0.5
    assert deviations_apart(targets + [0.0, 0.25], targets, targets) == 0.25
    told = Comparison("test", 2, 5e-7, "r2", 1.0, 0.5, 0.5).in_words
    assert told == "0.5 standard deviations of the target"
    assert Comparison("test", 2, 5e-7, "r2", 1.0, 1.0, 2e-6).in_words == "5e-07"
