import numpy as np
import pytest

from mlpcli.data.preprocessing import DateParts
from mlpcli.data.preprocessing.text_columns import Table, Texts

DAY = 86_400.0
# A Monday.
MONDAY = 4 * DAY


def times(*days: float) -> Table:
    return Table((np.array(days) * DAY, Texts.of(["a"] * len(days))))


def fitted(*days: float) -> DateParts:
    return DateParts.fit(times(*days), (True, False))


def values(part: str, *seconds: float) -> np.ndarray:
    step = DateParts(((part,),), (False,))  # type: ignore[arg-type]
    return step.apply(Table((np.array(seconds),))).matrix()


def test_days_are_counted_with_their_fraction() -> None:
    assert values("days", 0.0, 1.5 * DAY, -DAY).tolist() == [[0], [1.5], [-1]]


def test_places_in_a_circle_are_a_sine_and_a_cosine() -> None:
    assert values("day", 0.0, 0.25 * DAY).round(6).tolist() == [[0, 1], [1, 0]]
    assert values("week", MONDAY, MONDAY + 1.75 * DAY).round(6).tolist() == [[0, 1], [1, 0]]
    assert values("year", 0.0).round(6).tolist() == [[0, 1]]


def test_the_same_day_of_two_years_is_in_the_same_place() -> None:
    first, second = values("year", 0.0, 365 * DAY)
    assert first.tolist() == second.tolist()


@pytest.mark.parametrize(
    ("days", "parts"),
    [
        ((0, 1, 2), ("days", "week")),
        ((0, 0.5), ("days", "day")),
        ((0, 7, 14), ("days",)),
        ((0, 30, 60, 90, 120), ("days", "year")),
        ((0, 1, 200.5), ("days", "day", "week", "year")),
        ((3, 3), ("days",)),
    ],
)
def test_the_parts_are_those_that_differ(days: tuple[float, ...], parts: tuple[str, ...]) -> None:
    assert fitted(*days).columns == (parts, ())


def test_other_columns_stay_in_their_place() -> None:
    step = fitted(0, 1, 2)
    days, sine, cosine, texts = step.apply(times(0, 1, 2)).columns
    assert isinstance(texts, Texts)
    assert step.fitted_on == times(0).shape
    assert step.gives == step.apply(times(5)).shape


@pytest.mark.parametrize(
    ("columns", "texts", "message"),
    [
        ((("days",),), (), "texts: expected one per column"),
        ((("days",),), (True,), "expected no parts of columns of texts"),
        ((("days", "days"),), (False,), "a part is listed twice"),
    ],
)
def test_what_does_not_fit_together_is_refused(
    columns: tuple[tuple[str, ...], ...], texts: tuple[bool, ...], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        DateParts(columns, texts)  # type: ignore[arg-type]
