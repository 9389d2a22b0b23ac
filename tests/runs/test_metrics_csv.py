import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mlpcli.errors import RunError
from mlpcli.runs.metrics_csv import glimpse, read_rows, write_rows
from tests.damage import any_bytes_or_damaged, fuzzed

NAMES = st.from_regex(r"[A-Za-z][A-Za-z0-9_.-]*", fullmatch=True).filter(lambda name: name != "epoch")
COLUMNS = st.lists(NAMES, unique=True, max_size=4)


def test_is_a_plain_table(tmp_path: Path) -> None:
    write_rows(tmp_path / "m.csv", [{"epoch": 1, "loss": 0.1}, {"epoch": 2, "loss": np.float32(0.5)}])
    assert (tmp_path / "m.csv").read_bytes() == b"epoch,loss\n1,0.1\n2,0.5\n"


def test_no_epoch_is_a_header_alone(tmp_path: Path) -> None:
    write_rows(tmp_path / "m.csv", [])
    assert read_rows(tmp_path / "m.csv") == []


def test_a_loss_that_is_not_finite_is_kept(tmp_path: Path) -> None:
    write_rows(tmp_path / "m.csv", [{"epoch": 1, "loss": math.nan, "val_loss": -math.inf}])
    (row,) = read_rows(tmp_path / "m.csv")
    assert math.isnan(row["loss"]) and row["val_loss"] == -math.inf


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(columns=COLUMNS, count=st.integers(1, 5), data=st.data())
def test_numbers_come_back_bit_for_bit(
    tmp_path: Path, columns: list[str], count: int, data: st.DataObject
) -> None:
    number = st.floats(allow_nan=False)
    rows = [
        {"epoch": float(epoch), **{name: data.draw(number) for name in columns}}
        for epoch in range(1, count + 1)
    ]
    write_rows(tmp_path / "m.csv", rows)
    assert read_rows(tmp_path / "m.csv") == rows


@fuzzed
@given(
    any_bytes_or_damaged({"metrics.csv": b"epoch,loss,val_loss\n1,0.5,nan\n2,0.25,1e-05\n"})
    | st.binary(max_size=60).map(lambda tail: b"epoch,loss\n1,0.5\n" + tail)
    | st.text("epochlsna0123456789.,-+e\n\r\t \u0661", max_size=60).map(str.encode)
)
def test_any_bytes_are_rows_or_a_run_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "m.csv"
    path.write_bytes(content)
    try:
        rows = read_rows(path)
    except RunError as error:
        assert error.exit_code == 4
        assert str(path) in error.message and error.fix
    else:
        write_rows(path, rows)
        again = read_rows(path)
        assert [str(row) for row in again] == [str(row) for row in rows]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "the last line is incomplete"),
        (b"epoch,loss\n1,0.5\n2,0.2", "the last line is incomplete"),
        (b"loss\n1\n", "line 1: expected columns that start with epoch, found 'loss'"),
        (b"epoch,loss,loss\n", "line 1: a column appears twice"),
        (b"epoch,=1+1\n", "line 1: expected the name of a metric, found '=1+1'"),
        (b"epoch,loss\n1\n", "line 2: expected 2 cells, found 1"),
        (b"epoch,loss\n1,0.5\n2,\n", "line 3: expected a number, found ''"),
        (b"epoch,loss\n1,1_0\n", "line 2: expected a number, found '1_0'"),
        (b"epoch,loss\n1,=1+1\n", "line 2: expected a number, found '=1+1'"),
        (b"epoch\n1\n1\n", "line 3: expected a whole epoch after 1"),
        (b"epoch\n1.5\n", "line 2: expected a whole epoch after 0"),
        (b"epoch\nnan\n", "line 2: expected a whole epoch after 0"),
        (b"epoch\n\xff\n", "is not plain text"),
    ],
)
def test_names_the_line_that_is_broken(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "m.csv"
    path.write_bytes(content)
    with pytest.raises(RunError) as caught:
        read_rows(path)
    assert caught.value.exit_code == 4
    assert caught.value.message.startswith(str(path))
    assert reason in caught.value.message


@pytest.mark.parametrize(
    ("commas", "reason"), [(4_000_000, "a column appears twice"), (4_000_001, "more than 4,000,000 figures")]
)
def test_more_figures_than_memory_is_meant_for_are_not_read(tmp_path: Path, commas: int, reason: str) -> None:
    path = tmp_path / "m.csv"
    path.write_bytes(b"epoch" + b"," * commas + b"\n")
    with pytest.raises(RunError, match=reason):
        read_rows(path)


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([{"loss": 1.0}], "start with epoch"),
        ([{"epoch": 1, "a,b": 1.0}], "the name of a metric"),
        ([{"epoch": 1, "loss": 1.0}, {"epoch": 2, "acc": 1.0}], "same columns"),
        ([{"epoch": 1, "a": 1.0, "b": 2.0}, {"epoch": 2, "b": 2.0, "a": 1.0}], "same columns"),
    ],
)
def test_rows_that_make_no_table_are_never_written(
    tmp_path: Path, rows: list[dict[str, float]], reason: str
) -> None:
    with pytest.raises(ValueError, match=reason):
        write_rows(tmp_path / "m.csv", rows)
    assert not (tmp_path / "m.csv").exists()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"epoch,loss,val_loss\n1,0.5,0.25\n2,0.4,nan\n", [0.25, "nan"]),
        (b"epoch,loss\n1,0.5\n", [0.5]),
        (b"epoch,loss\n1,0.5\n2", []),
        (b"epoch,loss\n1,odd\n", []),
        (b"epoch,accuracy\n1,0.5\n", []),
        (b"\xff\x00", []),
        (b"", []),
        (None, []),
    ],
    ids=str,
)
def test_a_glimpse_of_the_losses_never_fails(
    content: bytes | None, expected: list[object], tmp_path: Path
) -> None:
    path = tmp_path / "metrics.csv"
    if content is not None:
        path.write_bytes(content)
    assert [str(value) for value in glimpse(path)] == [str(value) for value in expected]
