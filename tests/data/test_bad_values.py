import numpy as np
import pytest

from mlpcli.data.bad_values import for_every, listed, wrong_values
from mlpcli.errors import DataError


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (1, "0"),
        (10, "0, 1, 2, 3, 4, 5, 6, 7, 8, 9"),
        (11, "0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 1 more row"),
        (5000, "0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 4,990 more rows"),
    ],
)
def test_the_first_ten_are_listed_and_the_others_counted(count, expected):
    assert listed(map(str, range(count)), count, "row") == expected


def test_the_first_wrong_value_of_every_row_is_named():
    values = np.array([[1.0, np.nan], [2.0, 3.0], [np.inf, np.nan]])
    assert wrong_values("x", values, ~np.isfinite(values)) == "x[0, 1] is nan, [2, 0] is inf"


def test_a_wrong_row_is_shown_in_one_line():
    values = np.full((2, 500), 1 / 3)
    assert wrong_values("y", values, np.array([False, True])) == (
        "y[1] is [0.33333333 0.33333333 0.33333333 ... 0.33333333 0.33333333 0.33333333]"
    )


def odd(number):
    if number % 2:
        return number
    raise DataError(f"{number} is even", "add 1")


def test_what_is_right_comes_back_in_order():
    assert for_every(odd, [3, 1, 5]) == [3, 1, 5]


def test_a_single_error_is_itself():
    with pytest.raises(DataError) as caught:
        for_every(odd, [1, 2, 3])
    assert (caught.value.message, caught.value.fix) == ("2 is even", "add 1")


def test_many_errors_become_one_with_each_fix_once():
    with pytest.raises(DataError) as caught:
        for_every(odd, range(26))
    assert caught.value.exit_code == 3
    assert caught.value.message.startswith("0 is even; 2 is even; ")
    assert caught.value.message.endswith("; 18 is even and 3 more")
    assert caught.value.fix == "add 1"
