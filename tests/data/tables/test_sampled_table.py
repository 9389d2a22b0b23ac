from pathlib import Path

import numpy as np
import polars as pl
import pytest

from mlpcli.config.sources.table import Table
from mlpcli.data.doctor.examine import examine
from mlpcli.data.tables import sampled_table
from mlpcli.data.tables.large_table import LargeTable
from mlpcli.data.tables.read_table import read_table
from mlpcli.data.tables.sampled_table import SampledTable, to_look_at
from mlpcli.starters.table import table_starter

ROWS = 20_000


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """About every tenth row of these tables is looked at."""
    monkeypatch.setattr(sampled_table, "_SAMPLED_BYTES", 24 * 3 * ROWS // 10)
    for user in ("mlpcli.starters.table", "mlpcli.data.tables.sampled_table"):
        monkeypatch.setattr(f"{user}.MOST_LOOKED_AT", 10_000)


def written(folder: Path, name: str) -> Path:
    path = folder / name
    # Two classes that take turns: every tenth row has one of them alone.
    frame = pl.DataFrame(
        {"x": np.arange(ROWS), "y": np.arange(ROWS) * 0.5, "wet": ["no", "yes"] * (ROWS // 2)}
    )
    frame.write_csv(path) if name.endswith("csv") else frame.write_parquet(path)
    return path


@pytest.mark.parametrize(("name", "place"), [("t.csv", "line {}"), ("t.parquet", "row {}")])
def test_some_rows_of_a_large_table_know_where_they_stand(name: str, place: str, tmp_path: Path) -> None:
    large = read_table(written(tmp_path, name), memory=10_000)
    assert isinstance(large, LargeTable)
    some = to_look_at(large)
    assert isinstance(some, SampledTable)
    assert (some.rows, some.names) == (ROWS, ("x", "y", "wet"))
    assert len(some) == pytest.approx(ROWS / 10, rel=0.1)
    numbers = some.frame["x"].cast(pl.Int64).to_numpy()
    np.testing.assert_array_equal(numbers, some.numbers)
    # Lines are counted from 1, and the first has the names.
    assert some.place(7) == place.format(numbers[7] + (2 if name == "t.csv" else 1))
    assert set(some.frame["wet"]) == {"no", "yes"}
    assert some.note == (
        f"{name} has 20,000 rows, of which {len(some):,} drawn at random were looked at; a training reads all"
    )


def test_a_table_that_is_not_large_is_looked_at_as_it_is(tmp_path: Path) -> None:
    table = read_table(written(tmp_path, "t.csv"))
    assert to_look_at(table) is table


@pytest.mark.parametrize("name", ["t.csv", "t.parquet"])
def test_a_config_for_a_large_table_is_for_all_of_its_rows(name: str, tmp_path: Path) -> None:
    begun = table_starter(written(tmp_path, name), name, "wet")
    assert begun.seen[0] == f"{name}: 20,000 rows; predicts wet, 2 classes, from 2 columns"
    assert begun.seen[-1].startswith(f"{name} has 20,000 rows, of which ")
    # A table of more than 10,000 training rows needs fewer epochs.
    assert "epochs: 32" in begun.text


def test_the_doctor_says_that_it_looked_at_some_rows(tmp_path: Path) -> None:
    section = Table(source="table", path=written(tmp_path, "t.parquet"), target=("wet",))
    report = examine(section, 0)
    assert report.can_train
    assert sum(report.rows.values()) < ROWS / 5
    assert any(one.what.startswith("t.parquet has 20,000 rows, of which ") for one in report.findings)
