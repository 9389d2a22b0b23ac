import numpy as np
import pytest

from mlpcli.data.preprocessing import Preprocessing, TargetUnits
from tests.facts import HOUSING, IRIS

TARGETS = np.array([[1.0, 5.0], [3.0, 5.0], [8.0, 5.0]], np.float32)


def test_standardized_targets_have_mean_0_and_deviation_1() -> None:
    units = TargetUnits.fit(TARGETS, standardize=True, clamp=False)
    found = units.standardized(TARGETS)
    np.testing.assert_allclose(found.mean(axis=0), [0, 0], atol=1e-6)
    np.testing.assert_allclose(found.std(axis=0), [1, 0], atol=1e-6)
    assert (units.lowest, units.highest) == ((), ())


def test_bounds_alone_leave_targets_as_they_are() -> None:
    units = TargetUnits.fit(TARGETS, standardize=False, clamp=True)
    np.testing.assert_array_equal(units.standardized(TARGETS), TARGETS)
    assert not units.standardizes
    assert (units.lowest, units.highest) == ((1.0, 5.0), (8.0, 5.0))


@pytest.mark.parametrize(
    "numbers",
    [
        ((0.0,), (0.0,)),
        ((float("nan"),), (1.0,)),
        ((1e39,), (1.0,)),
        ((0.0,), (1.0,), (2.0,), (1.0,)),
        ((0.0,), (1.0,), (2.0,)),
    ],
)
def test_impossible_numbers_are_refused(numbers: tuple[tuple[float, ...], ...]) -> None:
    with pytest.raises(ValueError, match="expected|zip"):
        TargetUnits(*numbers)


@pytest.mark.parametrize("facts", [HOUSING, IRIS])
def test_units_of_other_targets_are_refused(facts: object) -> None:
    with pytest.raises(ValueError, match="targets: expected"):
        Preprocessing(targets=TargetUnits((0.0, 0.0), (1.0, 1.0))).check(facts)  # type: ignore[arg-type]
