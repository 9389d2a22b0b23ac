import numpy as np
import pytest

from mlpcli.data.doctor.target_leaks import tells_the_target

GENERATOR = np.random.default_rng(0)
NUMBERS = GENERATOR.normal(size=500)
NOISE = GENERATOR.normal(size=500)


def test_a_line_and_a_curve_tell_a_number() -> None:
    assert tells_the_target(NUMBERS, 3 * NUMBERS + 1, False)
    assert tells_the_target(NUMBERS, np.exp(NUMBERS), False)


def test_a_number_with_noise_does_not() -> None:
    assert not tells_the_target(NUMBERS, NUMBERS + 0.5 * NOISE, False)


def test_a_threshold_tells_a_class() -> None:
    assert tells_the_target(np.round(NUMBERS), (np.round(NUMBERS) > 0).astype(int), True)


@pytest.mark.parametrize("sizes", [(100, 100, 100), (146, 68, 119), (40, 7, 23, 30)])
def test_the_places_of_rows_that_were_sorted_tell_a_class(sizes: tuple[int, ...]) -> None:
    classes = np.repeat(np.arange(len(sizes)), sizes)
    places = GENERATOR.permutation(len(classes))
    assert tells_the_target(places, classes[places], True)


@pytest.mark.parametrize(("rows", "classes"), [(50, 2), (60, 3), (500, 3)])
def test_places_in_any_order_tell_no_class(rows: int, classes: int) -> None:
    targets = GENERATOR.integers(0, classes, (200, rows))
    assert not any(tells_the_target(np.arange(rows), one, True) for one in targets)


def test_the_commonest_class_is_no_secret() -> None:
    assert not tells_the_target(NOISE, (NUMBERS > 2.5).astype(int), True)


def test_missing_values_tell_nothing() -> None:
    holes = np.where(NOISE > 0, NUMBERS, np.nan)
    assert tells_the_target(holes, 2 * NUMBERS, False)
    assert not tells_the_target(np.full(500, np.nan), NUMBERS, False)


def test_a_few_rows_prove_nothing() -> None:
    assert not tells_the_target(NUMBERS[:20], NUMBERS[:20], False)


def test_a_row_of_totals_tells_nothing_of_the_others() -> None:
    with_total = np.append(NUMBERS, 1e6), np.append(NOISE, 1e6)
    assert not tells_the_target(*with_total, False)
