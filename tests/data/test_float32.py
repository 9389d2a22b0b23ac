import numpy as np
import pytest

from mlpcli.data.float32 import lost_columns, named_columns_lost, to_float32
from mlpcli.errors import DataError


@pytest.mark.parametrize("dtype", ["bool", "uint8", "int64", ">f8", "float16"])
def test_becomes_contiguous_float32(dtype):
    converted = to_float32(np.asfortranarray(np.ones((3, 2), dtype)), "x")
    assert converted.dtype == np.float32
    assert converted.flags.c_contiguous
    assert (converted == 1).all()


@pytest.mark.parametrize(("value", "shown"), [(np.nan, "nan"), (-np.inf, "-inf"), (1e300, "1e+300")])
def test_names_the_rows_that_cannot_be_kept(value, shown):
    values = np.zeros((4, 2))
    values[1, 0] = values[1, 1] = values[3, 1] = value
    with pytest.raises(DataError) as caught:
        to_float32(values, "a.npz: x")
    assert caught.value.message == (
        f"a.npz: x[1, 0] is {shown}, [3, 1] is {shown}; expected finite numbers that fit float32"
    )
    assert caught.value.fix == "remove or correct these rows before saving"
    assert caught.value.exit_code == 3


@pytest.mark.parametrize(
    ("column", "coarse"),
    [
        (1e8 + 1e-3 * np.arange(4), True),
        (1e8 + 1e3 * np.arange(4), False),
        (-1e8 - 1.0 * np.arange(4), True),
        (np.full(4, 1e8), False),
        (np.arange(4) / 3, False),
        (2**40 + np.arange(4), True),
        (2**60 + np.arange(4), True),
        (np.full(7, 0.1), False),
    ],
)
def test_columns_are_named_whose_differences_are_lost(column, coarse):
    values = np.stack([np.arange(len(column)), column], axis=1)
    assert lost_columns(values).coarse == [1] * coarse


@pytest.mark.parametrize(
    ("column", "vanishes"),
    [(np.arange(4) * 1e-40, True), (np.float32(np.arange(4) * 1e-40), True), (np.arange(4) * 1e-37, False)],
)
def test_columns_are_named_whose_differences_no_network_computes_with(column, vanishes):
    values = np.stack([np.zeros(4, column.dtype), column], axis=1)
    assert lost_columns(values).vanishing == [1] * vanishes
    assert lost_columns(np.zeros((4, 2))).vanishing == []


def test_nothing_is_lost_of_float32():
    values = (1e8 + 8 * np.arange(4)).astype(np.float32).reshape(-1, 1)
    assert list(lost_columns(values).coarse) == []


def test_rows_are_counted_from_the_first():
    with pytest.raises(DataError, match=r"^x\[102, 0\] is nan; "):
        to_float32(np.array([[0.0], [0.0], [np.nan]]), "x", 100)


def test_columns_of_a_file_are_named_whose_numbers_are_lost_even_if_some_are_missing():
    far = 1e9 + np.arange(40) / 10
    far[::3] = np.nan
    values = np.stack([np.arange(40.0), far, np.full(40, np.nan), np.arange(40) * 1e-40], axis=1)
    coarse, vanishing = named_columns_lost("t.csv", ["a", "b", "c", "d"], values, "x", "y")
    assert coarse.startswith("t.csv: b: float32, which networks compute in, rounds away")
    assert vanishing.startswith("t.csv: d: float32, which networks compute in, loses the differences")
