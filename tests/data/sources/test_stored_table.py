"""Tables of more rows than memory: the same rows as in memory, read in parts."""

import gzip
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from mlpcli.config.sources import Table
from mlpcli.data.dataset import Dataset
from mlpcli.data.load import load
from mlpcli.data.preprocessing import Impute, Shift
from mlpcli.data.sources import describe, open_source, stored_table
from mlpcli.data.sources.stored_table import OpenStoredTable
from mlpcli.data.sources.table import OpenTable
from mlpcli.data.stores import encoded
from mlpcli.data.stores.disk_rows import DiskRows
from mlpcli.data.tables import large_table, sampled_table
from mlpcli.errors import DataError
from tests.data.tables.files import written

LITTLE = 1000
ROWS = 300


def people(rows: int = ROWS, seed: int = 0) -> pl.DataFrame:
    """Columns of every kind, with gaps."""
    random = np.random.default_rng(seed)
    age = random.integers(18, 80, rows)
    dates = pl.Series(np.datetime64("2020-01-01") + random.integers(0, 800, rows)).dt.strftime("%Y-%m-%d")
    return pl.DataFrame(
        {
            "id": np.arange(rows),
            "age": pl.Series(age).cast(pl.Float64).set(pl.Series(random.random(rows) < 0.1), None),
            "town": random.choice([*"abcdefgh", " a", "?"], rows, p=[0.3, *[0.1] * 6, 0.05, 0.03, 0.02]),
            "member": random.choice(["yes", "no"], rows),
            "born": dates,
            "nothing": ["same"] * rows,
            "height": random.normal(170, 10, rows),
            "patient": np.sort(random.integers(0, 40, rows)),
            "part": np.where(random.random(rows) < 0.2, "test", "train"),
            "grade": random.integers(1, 4, rows).astype(float),
            "class": np.where(age > 40, "old", "young"),
        }
    )


def table(path: Path, target: Any = "class", **options: Any) -> Table:
    return Table(source="table", path=path, target=target, **options)


def saved(folder: Path, frame: pl.DataFrame, kind: str, name: str = "t") -> Path:
    path = folder / f"{name}.{kind}"
    if kind == "csv.gz":
        path.write_bytes(gzip.compress(frame.write_csv().encode()))
    elif kind == "csv":
        frame.write_csv(path)
    else:
        frame.write_parquet(path)
    return path


@pytest.fixture(autouse=True)
def several_parts(data_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(large_table, "_PART_BYTES", 8 * 8 * 100)
    return data_home


def both(section: Table, seed: int = 3) -> tuple[Dataset, Dataset]:
    """The dataset in memory, and on disk."""
    resident, stored = open_source(section, seed), open_source(section, seed, LITTLE)
    assert isinstance(resident, OpenTable) and isinstance(stored, OpenStoredTable)
    assert stored.facts == resident.facts
    return load(resident, seed), load(stored, seed, memory=LITTLE)


@pytest.mark.parametrize("kind", ["csv", "parquet"])
@pytest.mark.parametrize("step", [1, 7])
def test_stray_rows_and_odd_dates_are_told_of_parts_too(
    tmp_path: Path, kind: str, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(large_table, "sample_step", lambda rows: step)
    monkeypatch.setattr(sampled_table, "sample_step", lambda rows: step)
    frame = people().with_columns(
        born=pl.when(pl.col("id") % 100 == 41).then(pl.lit("0203-05-08")).otherwise("born"),
        town=pl.when(pl.col("id") == ROWS - 1).then(pl.lit("Total")).otherwise("town"),
        height=pl.when(pl.col("id") == ROWS - 1)
        .then(pl.col("height").head(ROWS - 1).sum())
        .otherwise("height"),
    )
    path = saved(tmp_path, frame, kind)
    expected, found = both(table(path, exclude=["id"], split={"column": "part"}))
    told = [text for text in found.notices if "centuries" in text or "looks like" in text]
    assert told == [text for text in expected.notices if "centuries" in text or "looks like" in text]
    assert any("born has 3 dates centuries from the others: '0203-05-08' in " in text for text in told)
    assert len(told) == (2 if kind == "csv" else 1)


def assert_same(expected: Dataset, found: Dataset) -> None:
    assert found.pool and expected.pool is None
    for name in ("train", "validation", "test"):
        one, other = expected.split(name), found.split(name)
        assert (one is None) == (other is None), name
        if one and other:
            assert isinstance(other.inputs, DiskRows) and isinstance(other.targets, DiskRows)
            assert (other.inputs.dtype, other.targets.dtype) == (one.inputs.dtype, one.targets.dtype)
            np.testing.assert_array_equal(other.inputs[:], one.inputs)
            np.testing.assert_array_equal(other.targets[:], one.targets)
    assert (found.facts, found.notices, found.fingerprint) == (
        expected.facts,
        expected.notices,
        expected.fingerprint,
    )
    assert found.preprocessing.host == expected.preprocessing.host
    assert found.preprocessing.table == expected.preprocessing.table
    assert len(found.preprocessing.in_network) == len(expected.preprocessing.in_network)


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("csv", {}),
        ("csv.gz", {}),
        ("parquet", {"max_categories": 3, "standardize": "robust", "test": 0.3, "validation": 0.0}),
        ("csv", {"target": "height", "standardize_targets": True}),
        ("csv", {"target": ["height", "id"], "missing_values": ["?", ""], "features": ["town", "grade"]}),
        ("parquet", {"target": "grade", "columns": {"patient": "category"}}),
        ("parquet", {"target": "patient", "columns": {"grade": "category"}, "test": 0.0}),
        ("csv", {"split": {"column": "part"}}),
        ("parquet", {"split": {"group": "patient"}}),
        ("csv", {"split": {"time": "born"}}),
        ("parquet", {"labels": {"young": "adult", "old": "senior"}, "standardize": False}),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value) or "defaults",
)
def test_rows_on_disk_are_those_in_memory(tmp_path: Path, kind: str, options: dict[str, Any]) -> None:
    assert_same(*both(table(saved(tmp_path, people(), kind), **options)))


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_rows_of_another_file_are_encoded_in_the_same_way(tmp_path: Path, kind: str) -> None:
    train, test = people(), people(80, 1).with_columns(pl.lit("never seen").alias("town"))
    test_path = saved(tmp_path, test.select(reversed(test.columns)), kind, "test")
    assert_same(*both(table(saved(tmp_path, train, kind), test_path=test_path)))


def test_differences_that_float32_would_lose_are_kept(tmp_path: Path) -> None:
    far = 1e9 + np.random.default_rng(1).permutation(ROWS) / 10
    frame = people().with_columns(far=pl.Series(far), further=pl.Series(far * 2))
    options = {"task": "regression", "exclude": ["id", "nothing", "town"]}
    expected, found = both(table(saved(tmp_path, frame, "csv"), "further", **options))
    assert_same(expected, found)
    assert any(isinstance(step, Shift) for step in found.preprocessing.steps)
    assert any("further: float32" in notice for notice in found.notices)


@pytest.mark.parametrize("whole", [True, False])
def test_floats_as_categories_are_the_same_texts_in_every_part(tmp_path: Path, whole: bool) -> None:
    values = [1.0, 2.0, None, 1.0] * 50 + [3.0 if whole else 3.5] * 50
    frame = pl.DataFrame({"x": values, "y": ["a", "b"] * 125})
    path = saved(tmp_path, frame, "parquet")
    expected, found = both(table(path, "y", columns={"x": "category"}, test=0.1))
    assert_same(expected, found)
    assert describe(table(path, "y", columns={"x": "category"}, test=0.1), 3, LITTLE) == expected.facts


def test_a_file_without_header_and_with_quotes_is_read_in_parts(tmp_path: Path) -> None:
    text = "".join(f'{n * n % 17},"a, ""{n % 3}""",{"pq"[n % 2]}\n' for n in range(100))
    assert_same(*both(table(written(tmp_path, text + "\n\n"), 3, columns=["n", "text", "y"])))


@pytest.mark.parametrize(
    ("text", "target"),
    [("a b\n" + "1 2\n2 3\n" * 60, "b"), ('a;b\n"x\ny";2\nx;2\nx;2\n' + "z;3\n" * 150, "b")],
    ids=["spaces", "lines in quotes"],
)
def test_what_cannot_be_read_in_parts_is_read_whole(tmp_path: Path, text: str, target: str) -> None:
    section = table(written(tmp_path, text), target)
    large, fits = open_source(section, 0, LITTLE), open_source(section, 0, 10**9)
    assert isinstance(large, OpenTable) and isinstance(fits, OpenTable)
    assert large.rows.notices == (
        "t.csv needs more memory than training.memory_limit, but cannot be read in parts; parquet can: "
        "save it as such",
        *fits.rows.notices,
    )


def test_a_table_that_fits_is_read_whole(tmp_path: Path) -> None:
    for kind in ("csv", "csv.gz", "parquet"):
        section = table(saved(tmp_path, people(), kind))
        assert isinstance(open_source(section, 0, 10**6), OpenTable)


@pytest.mark.parametrize("column", ["height", "class", "age"])
def test_all_bad_cells_are_summed_up(tmp_path: Path, column: str) -> None:
    frame = people().with_columns(pl.col("height").cast(pl.String), pl.col("age").cast(pl.String))
    bad = pl.int_range(ROWS) % 20 == 7
    word = pl.lit("tall") if column != "class" else pl.lit("")
    frame = frame.with_columns(pl.when(bad).then(word).otherwise(pl.col(column)).alias(column))
    target = "class" if column == "class" else ["age", "height"]
    section = table(saved(tmp_path, frame, "csv"), target)
    with pytest.raises(DataError) as expected:
        open_source(section, 0)
    with pytest.raises(DataError) as found:
        open_source(section, 0, LITTLE)
    assert (found.value.message, found.value.fix) == (expected.value.message, expected.value.fix)


def test_bad_cells_of_features_are_summed_up(tmp_path: Path) -> None:
    frame = people().with_columns(
        pl.when(pl.int_range(ROWS) % 20 == 7).then(pl.lit("?!")).otherwise(pl.col(name)).alias(name)
        for name in ("height", "born")
    )
    section = table(saved(tmp_path, frame, "csv"))
    with pytest.raises(DataError) as expected:
        open_source(section, 0)
    with pytest.raises(DataError) as found:
        open_source(section, 0, LITTLE)
    assert (found.value.message, found.value.fix) == (expected.value.message, expected.value.fix)


def test_medians_are_those_of_a_sample_and_all_else_is_exact(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stored_table, "_SAMPLE_BYTES", 8 * 8 * 100)
    age = np.arange(2000.0) % 401
    frame = pl.DataFrame({"x": age, "rare": ["a", *["b"] * 1999], "y": np.arange(2000) % 2})
    frame = frame.with_columns(pl.when(pl.int_range(2000) == 5).then(None).otherwise(pl.col("x")).alias("x"))
    path = saved(tmp_path, frame, "parquet")
    expected, found = both(table(path, "y", columns={"rare": "category"}, validation=0, test=0.001), 0)
    (impute,) = (step for step in found.preprocessing.steps if isinstance(step, Impute))
    (exact,) = (step for step in expected.preprocessing.steps if isinstance(step, Impute))
    assert impute.columns[0] and exact.columns[0]
    assert impute.columns[0].indicator and exact.columns[0].indicator
    assert 0 < abs(impute.columns[0].value - exact.columns[0].value) < 60
    assert found.preprocessing.host[1:] == expected.preprocessing.host[1:]


def test_rows_are_encoded_once_for_what_they_depend_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data_home: Path
) -> None:
    frame = people().drop("age")
    path = saved(tmp_path, frame, "csv")
    for seed in (0, 1):
        load(open_source(table(path, exclude=["town"]), seed, LITTLE), seed, memory=LITTLE)
    stored = set((data_home / "rows").iterdir())
    assert len(stored) == 2
    with monkeypatch.context() as patch:
        patch.setattr(encoded, "write_encoded", None)
        load(open_source(table(path, exclude=["town"]), 0, LITTLE), 0, memory=LITTLE)
    load(open_source(table(path), 0, LITTLE), 0, memory=LITTLE)
    assert len(stored ^ set((data_home / "rows").iterdir())) == 1


def test_a_run_finds_its_rows_on_disk_again(tmp_path: Path) -> None:
    section = table(saved(tmp_path, people(), "parquet"))
    began = load(open_source(section, 0, LITTLE), 0, memory=LITTLE)
    again = load(open_source(section, 0, 0), 0, fitted=began.preprocessing, pool=began.pool)
    assert (again.pool, again.preprocessing) == (began.pool, began.preprocessing)
    np.testing.assert_array_equal(again.train.inputs[:], began.train.inputs[:])


def test_columns_of_lists_can_be_left_out_of_a_large_table(tmp_path: Path) -> None:
    frame = people().with_columns(tags=pl.Series([[1, 2]] * ROWS))
    path = saved(tmp_path, frame, "parquet")
    with pytest.raises(DataError, match="column tags holds List"):
        open_source(table(path), 0, LITTLE)
    assert isinstance(open_source(table(path, exclude=["tags"]), 0, LITTLE), OpenStoredTable)
