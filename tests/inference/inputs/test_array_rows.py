from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mlpcli.config.dataset_facts import DataFacts
from mlpcli.errors import DataError
from mlpcli.inference.inputs.array_rows import open_rows

PAIR = DataFacts("rows", "vector", (2,), "regression", targets=1)
SINGLE = DataFacts("rows", "vector", (1,), "regression", targets=1)
SIGNAL = DataFacts("rows", "signal", (5, 1), "regression", targets=1)
DIGIT = DataFacts("rows", "image", (4, 4, 1), "regression", targets=1, pixels=True)
PHOTO = DataFacts("rows", "image", (4, 4, 3), "regression", targets=1, pixels=True)


def read_rows(path: Path, facts: DataFacts, batch: int = 1000) -> Any:
    return np.concatenate(list(open_rows(path, facts).batches(batch)))


def _npy(folder: Path, values: Any) -> Path:
    np.save(folder / "a.npy", values)
    return folder / "a.npy"


@pytest.mark.parametrize(
    ("facts", "shape", "rows"),
    [
        (PAIR, (2,), 1),
        (PAIR, (7, 2), 7),
        (SINGLE, (7,), 7),
        (SINGLE, (1,), 1),
        (SIGNAL, (5,), 1),
        (SIGNAL, (5, 1), 1),
        (SIGNAL, (3, 5), 3),
        (SIGNAL, (3, 5, 1), 3),
        (DIGIT, (4, 4), 1),
        (DIGIT, (3, 4, 4), 3),
        (DIGIT, (3, 4, 4, 1), 3),
        (PHOTO, (4, 4, 3), 1),
        (PHOTO, (3, 4, 4, 3), 3),
    ],
)
def test_rows_or_one_row_with_or_without_a_last_axis_of_one(
    tmp_path: Path, facts: DataFacts, shape: tuple[int, ...], rows: int
) -> None:
    values = np.arange(np.prod(shape)).reshape(shape)
    found = read_rows(_npy(tmp_path, values), facts)
    assert found.shape == (rows, *facts.shape)
    np.testing.assert_array_equal(found.reshape(-1), values.reshape(-1))


@pytest.mark.parametrize("shape", [(), (3,), (2, 3), (0, 2), (1, 2, 2)])
def test_another_shape_is_told_with_the_expected_one(tmp_path: Path, shape: tuple[int, ...]) -> None:
    path = _npy(tmp_path, np.zeros(shape))
    with pytest.raises(DataError) as caught:
        read_rows(path, PAIR)
    assert caught.value.exit_code == 3
    assert caught.value.message.startswith(f"{path} has shape {shape}; expected (rows, 2)")
    assert "2 numbers" in caught.value.fix


@pytest.mark.parametrize(
    ("facts", "given_type", "found_type"),
    [
        (PAIR, np.float64, np.float32),
        (PAIR, np.uint8, np.float32),
        (PAIR, np.bool_, np.float32),
        (DIGIT, np.uint8, np.uint8),
        (DIGIT, np.int64, np.uint8),
        (DIGIT, np.float64, np.float32),
    ],
)
def test_whole_pixels_are_uint8_and_all_else_float32(
    tmp_path: Path, facts: DataFacts, given_type: Any, found_type: Any
) -> None:
    values = np.full((2, *facts.shape), 7).astype(given_type)
    assert read_rows(_npy(tmp_path, values), facts).dtype == found_type


@pytest.mark.parametrize("keys", [["anything"], ["x", "y"], ["x_test", "y_test"], ["x_test", "x"]])
def test_an_npz_gives_its_single_array_or_its_inputs(tmp_path: Path, keys: list[str]) -> None:
    wanted = "x" if "x" in keys else keys[0]
    arrays = {key: np.full((1, 2), 1.0 if key == wanted else 9.0) for key in keys}
    np.savez(tmp_path / "a.npz", **arrays)  # type: ignore[arg-type]
    np.testing.assert_array_equal(read_rows(tmp_path / "a.npz", PAIR), [[1, 1]])


def test_an_npz_of_other_arrays_is_refused_with_their_names(tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", first=np.zeros(2), second=np.zeros(2))
    with pytest.raises(DataError, match="contains the arrays first, second; expected") as caught:
        read_rows(tmp_path / "a.npz", PAIR)
    assert "name the array of inputs x" in caught.value.fix


@pytest.mark.parametrize("value", [np.nan, np.inf, 1e39])
def test_the_row_with_a_number_that_is_none_is_named(tmp_path: Path, value: float) -> None:
    with pytest.raises(DataError, match=r"a\.npy\[1, 1\] is .*; expected finite numbers that fit float32"):
        read_rows(_npy(tmp_path, [[0.0, 0.0], [0.0, value]]), PAIR)


def test_a_nan_among_pixels_is_named_as_such(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"is nan; expected finite numbers"):
        read_rows(_npy(tmp_path, np.full((4, 4), np.nan)), DIGIT)


@pytest.mark.parametrize("values", [np.array(["a", "b"]), np.zeros(2, dtype=complex)])
def test_what_is_not_numbers_is_refused(tmp_path: Path, values: Any) -> None:
    with pytest.raises(DataError, match="expected (numbers|integers)"):
        read_rows(_npy(tmp_path, values), PAIR)


@pytest.mark.parametrize("value", [-1.0, 256.0])
def test_pixels_run_from_0_to_255(tmp_path: Path, value: float) -> None:
    with pytest.raises(DataError, match="takes pixels from 0 to 255") as caught:
        read_rows(_npy(tmp_path, np.full((4, 4), value)), DIGIT)
    assert caught.value.fix == "save the pixels as uint8"


def test_all_rows_with_values_that_are_no_pixels_are_named(tmp_path: Path) -> None:
    rows = np.zeros((20, 4, 4))
    rows[::2, 1, 3] = rows[::2, 2, 0] = 300
    rows[1] = -1
    path = _npy(tmp_path, rows)
    with pytest.raises(DataError) as caught:
        read_rows(path, DIGIT)
    assert caught.value.message.startswith(f"{path}[0, 1, 3, 0] is 300.0, [1, 0, 0, 0] is -1.0, [2, 1, 3, 0]")
    assert "[16, 1, 3, 0] is 300.0 and 1 more row; the network takes pixels" in caught.value.message
    assert caught.value.exit_code == 3


@pytest.mark.parametrize("values", [np.full((4, 4), 0.5), np.full((4, 4), True)])
def test_pixels_that_were_rescaled_already_are_not_rescaled_again(tmp_path: Path, values: Any) -> None:
    with pytest.raises(DataError, match="takes pixels from 0 to 255") as caught:
        read_rows(_npy(tmp_path, values), DIGIT)
    assert "multiply by 255" in caught.value.fix


def test_python_objects_are_never_unpickled(tmp_path: Path) -> None:
    path = tmp_path / "a.npy"
    np.save(path, np.array([{}, {}], dtype=object), allow_pickle=True)
    with pytest.raises(DataError, match="contains Python objects, .*; expected numbers") as caught:
        read_rows(path, PAIR)
    assert "numpy.save" in caught.value.fix


@pytest.mark.parametrize("suffix", ["npy", "npz"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_damaged_bytes_are_rows_or_a_data_error(tmp_path: Path, suffix: str, data: st.DataObject) -> None:
    path = tmp_path / f"a.{suffix}"
    if suffix == "npy":
        np.save(path, np.ones((3, 2)))
    else:
        np.savez_compressed(path, x=np.ones((3, 2)))
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(content[: data.draw(st.integers(0, len(content)))])
    try:
        assert read_rows(path, PAIR).shape[1:] == (2,)
    except DataError as error:
        assert str(path) in error.message


@pytest.mark.parametrize("suffix", ["npy", "npz"])
@pytest.mark.parametrize("order", ["C", "F"])
def test_rows_come_in_parts_of_the_size_asked_for(tmp_path: Path, suffix: str, order: Any) -> None:
    values = np.asarray(np.arange(14.0).reshape(7, 2), order=order)
    path = tmp_path / f"a.{suffix}"
    (np.save if suffix == "npy" else np.savez)(path, values)
    parts = list(open_rows(path, PAIR).batches(3))
    assert [len(part) for part in parts] == [3, 3, 1]
    np.testing.assert_array_equal(np.concatenate(parts), values)


def test_a_number_that_is_none_is_counted_from_the_first_row(tmp_path: Path) -> None:
    path = _npy(tmp_path, [[0.0, 0.0]] * 5 + [[0.0, np.nan]])
    parts = open_rows(path, PAIR).batches(2)
    assert [len(next(parts)), len(next(parts))] == [2, 2]
    with pytest.raises(DataError, match=r"a\.npy\[5, 1\] is nan"):
        next(parts)
