import math

import pytest

from mlpcli.comparison.welch import two_sided, welch


# By scipy.stats.ttest_ind(first, second, equal_var=False), which takes seconds to import.
@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (
            [0.90, 0.92, 0.94],
            [0.81, 0.79, 0.88, 0.84],
            (3.9594721055765407, 4.612799999999997, 0.012615310919558914),
        ),
        ([3.0, 3.5], [2.0, 9.0, 4.0], (-0.8346750651930225, 2.057252437502888, 0.4896023619594405)),
        (
            [1e-9, 3e-9, 2e-9],
            [5e-9, 6e-9],
            (-4.58257569495584, 2.8823529411764706, 0.021273413535480068),
        ),
    ],
    ids=str,
)
def test_it_agrees_with_scipy(
    first: list[float], second: list[float], expected: tuple[float, float, float]
) -> None:
    found = welch(first, second)
    assert found is not None
    assert (found.t, found.degrees, found.p) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("degrees", [1, 1.5, 2, 10, 98, 1e4])
@pytest.mark.parametrize("t", [0, 1e-9, 0.1, 1, 3, 50, 1e6])
def test_the_distribution_agrees_with_scipy(t: float, degrees: float) -> None:
    from scipy.special import stdtr

    assert two_sided(t, degrees) == pytest.approx(2 * stdtr(degrees, -t), rel=1e-8, abs=1e-300)
    assert two_sided(-t, degrees) == two_sided(t, degrees)


def test_a_group_without_any_variation_can_be_compared_with_one_that_has_some() -> None:
    found = welch([1.0, 1.0, 1.0], [0.1, 0.2, 0.3])
    assert found is not None
    assert found.degrees == pytest.approx(2)
    assert 0 < found.p < 0.01


@pytest.mark.parametrize("values", [([1.0, 1.0], [1.0, 1.0]), ([0.1 + 0.2, 0.3], [0.5, 0.5])], ids=str)
def test_nothing_is_known_of_noise_that_was_not_seen(values: tuple[list[float], list[float]]) -> None:
    assert welch(*values) is None


def test_tiny_and_huge_figures_are_no_trouble() -> None:
    for scale in (1e-310, 1e-150, 1e150, 1e307):
        found = welch([scale, 2 * scale], [8 * scale, 9 * scale])
        assert found is not None
        assert math.isclose(found.p, 0.0099, rel_tol=0.02)
