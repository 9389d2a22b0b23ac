"""A script of a table has the rows of the run, however the table is written."""

import gzip
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from mlpcli.config.load import loads
from mlpcli.config.yaml.notation import one_line
from mlpcli.data.dataset import Dataset
from mlpcli.errors import DataError
from mlpcli.workflows.validate import Checked, check
from tests.keras_script.scripts import part_of
from tests.keras_script.test_data import assert_same_rows


def people(rows: int = 120, first: int = 0) -> pl.DataFrame:
    """Rows of all kinds of columns, with gaps in some."""
    random = np.random.default_rng(first)
    age = random.integers(18, 80, rows)
    day = np.datetime64("2019-11-05T10:20:30", "ms") + random.integers(0, 9**10, rows)
    return pl.DataFrame(
        {
            "age": age,
            "height": random.normal(1.7, 0.1, rows).round(4),
            "pay": [None if n % 9 == 0 else n * 1234.25 for n in range(rows)],
            "sex": ["male" if n % 3 else "female" for n in random.integers(0, 9, rows)],
            "town": [None if n % 10 == 0 else f"town {n % 7 * n % 7}" for n in range(rows)],
            "member": [None if n % 11 == 0 else bool(n % 2) for n in random.integers(0, 99, rows)],
            "born": day,
            "zip": random.choice([1.0, 2.0, 3.5], rows),
            "when": [f"{1990 + n * 7 % 31}-{n % 12 + 1:02}" for n in range(rows)],
            "part": [("train", "Test", "dev", "training")[n % 4] for n in range(rows)],
            "grade": random.choice([1.0, 2.0, 3.0], rows),
            "class": [("old", "young")[int(n < 45)] for n in age],
        },
        strict=False,
    )


def config(path: Path, target: Any = "class", **keys: Any) -> str:
    data = {"source": "table", "path": str(path), "target": target, **keys}
    return f"seed: 3\ndata: {one_line(data)}\nlayers: [Dense: {{units: UNITS, activation: ACTIVATION}}]\n"


def checked_of(path: Path, target: Any = "class", units: int = 1, **keys: Any) -> Checked:
    activation = "softmax" if units > 1 else "sigmoid"
    if isinstance(target, list) or keys.get("task") == "regression":
        activation = "linear"
    text = config(path, target, **keys).replace("UNITS", str(units)).replace("ACTIVATION", activation)
    return check(loads(text, "case.yaml"))


def assert_script(path: Path, target: Any = "class", units: int = 1, **keys: Any) -> Dataset:
    return assert_same_rows(checked_of(path, target, units, **keys))


def as_csv(folder: Path, frame: pl.DataFrame | None = None, name: str = "t.csv", **options: Any) -> Path:
    path = folder / name
    (people() if frame is None else frame).write_csv(path, **options)
    return path


KINDS = {"when": {"kind": "date", "format": "%Y-%m"}, "zip": "category"}


def test_every_kind_of_column(tmp_path: Path) -> None:
    dataset = assert_script(as_csv(tmp_path), columns=KINDS, exclude="part", max_categories=4)
    assert dataset.preprocessing.table is not None
    kinds = [column.kind for column in dataset.preprocessing.table.columns]
    assert set(kinds) == {"number", "boolean", "date", "category"}


@pytest.mark.parametrize("form", ["%d.%m.%y", "%y-%m-%d %H:%M", "%D"])
def test_years_of_two_digits(form: str, tmp_path: Path) -> None:
    day = pl.date_range(date(1969, 1, 7), date(2030, 1, 1), "180d", eager=True)
    shown = form.replace("%D", "%m/%d/%y")
    frame = people().with_columns(when=day.shuffle(1).head(120).cast(pl.Datetime).dt.strftime(shown))
    said = {"when": {"kind": "date", "format": form}}
    assert_script(
        as_csv(tmp_path, frame), columns=said, exclude="part", split={"time": "when"}, features=["when"]
    )


@pytest.mark.parametrize("as_parquet", [False, True])
def test_dates_that_are_numbers_or_lack_a_part(as_parquet: bool, tmp_path: Path) -> None:
    day = pl.datetime_range(date(2019, 1, 7), date(2023, 1, 1), "11d5h", eager=True).shuffle(1).head(120)
    whole = day.dt.strftime("%Y%m%d").cast(pl.Int64)
    columns = {
        "compact": whole.set(pl.Series([True, *[False] * 119]), None).cast(pl.Float64)
        if as_parquet
        else whole,
        "month": day.dt.strftime("%Y%m").cast(pl.Int64),
        "week": day.dt.strftime("%G-W%V"),
        "hour": day.dt.strftime("%d.%m.%Y %H"),
        "pointed": pl.Series([f"{one:%Y%m%d}.0" if row % 9 else None for row, one in enumerate(day)]),
        "ms": day.dt.epoch("ms"),
        "serial": day.dt.epoch("s") / 86_400 + 25_569,
    }
    formats = [
        "%Y%m%d",
        "%Y%m",
        "%G-W%V",
        "%d.%m.%Y %H",
        "%Y%m%d",
        "milliseconds since 1970",
        "days since 1900",
    ]
    said = {name: {"kind": "date", "format": form} for name, form in zip(columns, formats, strict=True)}
    frame = people().with_columns(**columns)
    path = tmp_path / "t.parquet"
    if as_parquet:
        frame.write_parquet(path)
    else:
        path = as_csv(tmp_path, frame)
    assert_script(path, columns=said, features=list(columns), split={"time": "ms"})


def test_what_float32_would_round_away(tmp_path: Path) -> None:
    far = pl.int_range(10**9, 10**9 + 120, eager=True).cast(pl.Int64).shuffle(0)
    close = np.datetime64("2019-11-05T10:20:30", "ms") + np.arange(120) * 7 % 120
    frame = people().with_columns(
        far=pl.when(far % 9 > 0).then(far), close=pl.Series(close), age=pl.col("age") + 0.25
    )
    dataset = assert_script(as_csv(tmp_path, frame), exclude="part")
    assert dataset.preprocessing.table is not None
    place = [column.name for column in dataset.preprocessing.table.columns].index("far")
    assert len(np.unique(dataset.train.inputs[:, place])) > 60


@pytest.mark.parametrize(
    "keys",
    [
        {"validation": 0, "test": 0},
        {"validation": 0.3},
        {"split": {"column": "part"}},
        {"split": {"group": "town"}},
        {"split": {"group": "town"}, "test": 0},
        {"split": {"group": "town"}, "validation": 0},
        {"split": {"group": "grade"}, "validation": 0, "test": 0},
        {"split": {"time": "born"}},
        {"split": {"time": "when"}, "validation": 0.3},
        {"split": {"time": "height"}, "test": 0},
        {"split": {"time": "born"}, "validation": 0},
    ],
    ids=str,
)
def test_every_way_of_splitting(keys: dict[str, Any], tmp_path: Path) -> None:
    assert_script(as_csv(tmp_path), exclude="part" if "part" not in str(keys) else [], **keys)


@pytest.mark.parametrize("split", [{"group": "age"}, {"group": "town"}, {"time": "born"}], ids=str)
def test_a_column_that_splits_may_be_a_feature(split: dict[str, str], tmp_path: Path) -> None:
    for path in (as_csv(tmp_path), typed(tmp_path, "t.parquet", people())):
        assert_script(path, split=split, features=["age", "town", "born", "height"])


def test_validation_rows_are_drawn_if_a_column_has_none(tmp_path: Path) -> None:
    frame = people().with_columns(pl.col("part").replace("dev", "train"))
    assert_script(as_csv(tmp_path, frame), split={"column": "part"})


@pytest.mark.parametrize(
    ("target", "units", "keys"),
    [
        ("grade", 3, {}),
        ("town", 4, {}),
        ("height", 1, {"task": "regression"}),
        (["age", "height"], 2, {"split": {"group": "part"}}),
        ("member", 1, {"labels": {"": "false"}}),
    ],
    ids=str,
)
def test_every_target(target: Any, units: int, keys: dict[str, Any], tmp_path: Path) -> None:
    frame = people().with_columns(pl.col("town").fill_null("town 1"), pl.col("member").fill_null(False))
    assert_script(as_csv(tmp_path, frame), target, units, **keys)


LINES = 'a;b;c;y\n"1,5";x;"he said ""no""";p\n2,5; x;plain ;q\n1.234,5;NA;"two\nlines";p\n'


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("a,b,y\n" + "1, x ,p\n2,?,q\n-999,z,p\n -999.0,x,q\n" * 9, {"missing_values": ["?", "-999"]}),
        (
            "a,b,y\n" + "1,x,p\n2,z,q\ninf,x,p\n-Infinity,x,q\n" * 9,
            {"missing_values": ["Inf", "-inf"], "usual_missing_values": False},
        ),
        ("a;b;y\n" + "7.000,50-;x;p\n1.000;z;q\n(3);x;p\n4,25;z;q\n" * 9, {}),
        ("a;b;y\n" + "1\u2019234.50;x;p\n2;z;q\n12.25-;x;p\n4.25;z;q\n" * 9, {}),
        ("a,b,y\n" + "\u22121.5,x,p\n\uff12,z,q\n(3),x,p\n4,z,q\n" * 9, {}),
        ("sep=;\n" + "a;b;y\n" + "1,5;x;p\n-2,25;z;q\n" * 12, {}),
        ("a;b;y\n" + "1,5;x;p\n-2,25;z;q\n3;;q\n" * 9, {}),
        ("a;b;y\n" + "1.234,5;x;p\n-2,25;z;q\n3;;q\n" * 9, {}),
        ("a\tb\ty\r\n" + "1'234\tx\tp\r\n5\tz\tq\r\n" * 9, {}),
        ("a b y\n" + "1   x\tp \n  22  z  q\n" * 9, {}),
        (LINES.partition("\n")[0] + "\n" + LINES.partition("\n")[2] * 9, {"split": "random"}),
        ('a, b, y\n1, "x, y", p\n2, "z", q\n' + '3, "x, y", p\n4, z, q\n' * 9, {}),
        ("1,x,p\n2,z,q\n" * 12, {"target": 3}),
        ("1,x,p\n2,z,q\n" * 12, {"target": "kind", "columns": ["one", "two", "kind"]}),
        ("a,b,y\n" + "1,x,p\n2,z,q\n" * 12 + "\n\n\n", {}),
        (" a ,,y\n" + "1,x,p\n2,z,q\n" * 12, {}),
        ("y,a\n" + "p,1\nq,\n" * 12, {}),
        ("d,y\n" + "05.11.2020 10:20,p\n06.11.2021 23:59,q\n" * 12, {}),
        ("d,y\n" + "2020-01-05T10:20:30+02:00,p\n2020-03-06T00:00:00+00:00,q\n" * 12, {}),
        ("a,y\n" + "1,yes\n2,NO\n3,no\n" * 12, {"labels": {"NO": "no"}}),
    ],
)
def test_every_way_of_writing_a_csv(text: str, keys: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / 'a "b" \\ c.csv'
    path.write_bytes(text.encode())
    given = {"target": "y", **keys}
    assert_script(path, given.pop("target"), **given)


@pytest.mark.parametrize("pack", [False, True])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_encoding(encoding: str, pack: bool, tmp_path: Path) -> None:
    data = ("größe,y\n" + "1,ä\n2,ö\n" * 12).encode(encoding)
    path = tmp_path / "t.csv"
    path.write_bytes(gzip.compress(data) if pack else data)
    keys = {"encoding": "cp1252"} if encoding == "cp1252" else {}
    assert_script(path, "y", **keys)


def test_lines_of_json_may_begin_with_a_mark(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    path.write_bytes(("\ufeff" + '{"a": 1, "y": "p"}\n{"a": 2, "y": "q"}\n' * 12).encode())
    assert_script(path, "y")


def test_lines_that_are_no_plain_json_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    path.write_text('{"a": NaN, "y": "p"}\n{"a": 2, "y": "q"}\n{"a": 3, "y": "q"}\n' * 12)
    with pytest.raises(DataError, match="has lines that are no plain JSON, such as NaN"):
        assert_script(path, "y")


def typed(folder: Path, name: str, frame: pl.DataFrame) -> Path:
    path = folder / name
    if name.startswith("t.parquet"):
        frame.write_parquet(path)
    else:
        path.write_text(frame.write_ndjson())
    if name.endswith(".gz"):
        path.write_bytes(gzip.compress(path.read_bytes()))
    return path


@pytest.mark.parametrize("name", ["t.parquet", "t.parquet.gz", "t.jsonl", "t.jsonl.gz"])
@pytest.mark.parametrize("keys", [{"split": {"column": "part"}}, {"split": {"time": "born"}}], ids=str)
def test_tables_with_types(name: str, keys: dict[str, Any], tmp_path: Path) -> None:
    frame = people().with_columns(pl.col("sex").cast(pl.Categorical), pl.col("part").cast(pl.Categorical))
    if "jsonl" in name:
        frame = people()
    columns = {"zip": "category", "grade": "category", "age": "category"}
    assert_script(typed(tmp_path, name, frame), columns=columns, **keys)
    assert_script(typed(tmp_path, name, frame), "grade", 3, columns={"zip": "category"})


@pytest.mark.parametrize("name", ["t.parquet", "other.csv", "test.csv"])
def test_test_rows_of_another_file(name: str, tmp_path: Path) -> None:
    path = as_csv(tmp_path, people().drop("part"))
    more = people(40, 500).drop("part").with_columns(pl.col("class").replace("old", "old."))
    more = more.select(reversed(more.columns)).with_columns(pl.lit(None).alias("town"))
    test = typed(tmp_path, name, more) if "parquet" in name else as_csv(tmp_path, more, name)
    assert_script(path, test_path=str(test), labels={"old.": "old"}, columns=KINDS)
    assert_script(path, test_path=str(test), labels={"old.": "old"}, split={"group": "town"}, exclude="when")


def test_a_clean_table_has_a_short_script(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a,b,y\n" + "1,5.5,p\n2,-1,q\n" * 12)
    checked = checked_of(path, "y")
    code = part_of(checked.config, checked.plan, "The data")
    assert "table = pl.read_csv(" in code
    for name in ("MISSING", "BOOLEANS", "CATEGORIES", "tidied", "date_parts", "INDICATED", "SUBTRACTED"):
        assert name not in code
    assert "It needs: pip install tensorflow numpy polars\n" in code
