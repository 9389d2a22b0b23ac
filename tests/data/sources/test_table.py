"""Tables as a config names them: what is found, drawn, fitted, and refused."""

import json
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from mlpcli.config.sources import Table
from mlpcli.data.dataset import Dataset
from mlpcli.data.preprocessing import DateParts, Impute, OneHot, Preprocessing, RobustScale, Scale, Shift
from mlpcli.data.preprocessing.impute import Filled
from mlpcli.data.preprocessing.one_hot import Categories
from mlpcli.data.sources import describe, open_source
from mlpcli.data.tables.schema import NumberSpan
from mlpcli.errors import DataError
from mlpcli.runs.typed_json import build
from tests.data.loading import load
from tests.data.tables.files import written

HEADER = "id,age,sex,member,born,note,class\n"


def people(count: int = 60, first: int = 0) -> str:
    """Rows with gaps, of two classes by age."""
    random = np.random.default_rng(first)
    lines = []
    for number in range(first, first + count):
        age = int(random.integers(18, 80))
        sex = ("male", "female", "?")[number % 3]
        cells = (number, age if number % 10 else "", sex, ("yes", "no")[number % 2])
        day = f"2020-{number % 12 + 1:02}-{number % 28 + 1:02}"
        lines.append(f"{','.join(map(str, cells))},{day},note {number},{'old' if age > 40 else 'young'}\n")
    return "".join(lines)


def table(path: Path, target: Any = "class", **options: Any) -> Table:
    return Table(source="table", path=path, target=target, **options)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return written(tmp_path, HEADER + people())


def columns(dataset: Dataset) -> list[str]:
    assert dataset.preprocessing.table is not None
    return [f"{column.name} {column.kind}" for column in dataset.preprocessing.table.columns]


def test_what_dates_are_taken_for_is_told_if_rows_are_split_by_them(tmp_path: Path) -> None:
    rows = "".join(f"{day:02}.03.22,{day % 7},{day % 2}\n" for day in range(1, 29))
    path = written(tmp_path, "when,x,y\n" + rows)
    told = (
        "when: its dates are read as %d.%m.%y: day, month, year; columns: {when: {kind: date, format: ...}} "
    )
    assert f"{told}changes it" in load(table(path, "y", split={"time": "when"}), 0).notices


def test_a_date_centuries_from_the_others_is_told(tmp_path: Path) -> None:
    path = written(tmp_path, (HEADER + people()).replace("2020-03-03", "0203-03-03", 1))
    assert (
        "born has a date centuries from the others: '0203-03-03' in line 4" in load(table(path), 0).notices[1]
    )


def test_everything_is_found_by_looking(path: Path) -> None:
    dataset = load(table(path), 0)
    assert columns(dataset) == ["age number", "member boolean", "born date", "sex category"]
    assert dataset.facts == describe(table(path), 0)
    assert (dataset.facts.name, dataset.facts.classes) == ("t.csv", ("old", "young"))
    assert dataset.facts.one_hot == (3,)
    assert dataset.notices == (
        "t.csv: left out: note has 60 different texts in 60 rows, like an id or free text, id numbers the "
        "rows; `columns` says otherwise",
    )
    assert [len(split.targets) for split in (dataset.train, dataset.validation, dataset.test) if split] == [
        43,
        5,
        12,
    ]


def test_rows_are_as_described(path: Path) -> None:
    dataset = load(table(path), 0)
    for split in (dataset.train, dataset.validation, dataset.test):
        assert split is not None
        assert split.inputs.shape == (len(split), *dataset.facts.shape)
        assert (split.inputs.dtype, split.targets.dtype) == (np.float32, np.int32)
        assert split.inputs.flags.c_contiguous
        groups = split.inputs[:, -3:]
        assert set(groups.sum(axis=1)) == {1}


def test_everything_is_fitted_to_training_rows_alone(tmp_path: Path) -> None:
    train = [f"train,{n % 7},{'ab'[n % 2]},{'pq'[n // 2 % 2]}\n" for n in range(30)]
    test = [f"test,1000,z,{'pq'[n % 2]}\n" for n in range(10)]
    text = "part,x,c,y\n" + "".join([*train, *test])
    dataset = load(table(written(tmp_path, text), "y", split={"column": "part"}, validation=0), 0)
    impute, one_hot, scale = dataset.preprocessing.steps
    assert impute == Impute((Filled(3.0, False), None))
    assert one_hot == OneHot((None, Categories(("a", "b"), False)))
    assert isinstance(scale, Scale) and scale.mean[0] < 7
    assert dataset.test is not None and dataset.test.inputs[:, 1:].sum() == 0


def test_missing_numbers_are_indicated(path: Path) -> None:
    dataset = load(table(path, features=["age"]), 0)
    (step,) = (step for step in dataset.preprocessing.steps if isinstance(step, Impute))
    (filled,) = step.columns
    assert filled is not None and filled.indicator
    assert dataset.facts.shape == (2,)
    assert set(dataset.train.inputs[:, 1].tolist()) == {0, 1}


def test_differences_that_float32_would_lose_are_kept(tmp_path: Path) -> None:
    rows = "".join(f"{1e9 + n % 401 / 10},{'ab'[n % 2]},{n % 2}\n" for n in range(802))
    dataset = load(table(written(tmp_path, "x,c,y\n" + rows), "y"), 0)
    assert len(np.unique(dataset.train.inputs[:, 0])) > 300
    _, shift, _, scale = dataset.preprocessing.steps
    assert isinstance(shift, Shift) and shift.columns[0] == pytest.approx(1e9, abs=40)
    assert isinstance(scale, Scale) and scale.deviation[0] == pytest.approx(11.6, abs=0.5)
    stored = json.loads(json.dumps(asdict(dataset.preprocessing)))
    assert build(Preprocessing, stored) == dataset.preprocessing
    dataset.preprocessing.check(dataset.facts)
    assert not any("float32" in notice for notice in dataset.notices)


def test_preprocessing_comes_back_from_its_json_and_fits_the_data(path: Path) -> None:
    dataset = load(table(path, labels={"Old": "old"}), 0)
    dataset.preprocessing.check(dataset.facts)
    assert any(isinstance(step, DateParts) for step in dataset.preprocessing.steps)
    stored = json.loads(json.dumps(asdict(dataset.preprocessing)))
    assert build(Preprocessing, stored) == dataset.preprocessing


def test_the_seed_draws_the_rows(path: Path) -> None:
    first, again, other = (load(table(path), seed) for seed in (0, 0, 1))
    np.testing.assert_array_equal(first.train.inputs, again.train.inputs)
    assert first.train.inputs.tolist() != other.train.inputs.tolist()
    assert first.fingerprint == again.fingerprint == other.fingerprint


def test_the_fingerprint_is_that_of_the_files(path: Path, tmp_path: Path) -> None:
    before = load(table(path), 0).fingerprint
    test = written(tmp_path, HEADER + people(9, 100), "test.csv")
    both = load(table(path, test_path=test), 0).fingerprint
    written(tmp_path, HEADER + people(10, 100), "test.csv")
    assert len({before, both, load(table(path, test_path=test), 0).fingerprint}) == 3


def test_kinds_can_be_said(path: Path) -> None:
    said = {"id": "category", "born": "category", "member": "ignore", "note": {"kind": "category"}}
    dataset = load(table(path, columns=said, max_categories=2), 0)
    assert columns(dataset) == ["age number", "id category", "sex category", "born category", "note category"]
    # Two of each, and the others together.
    assert dataset.facts.one_hot == (3, 3, 3, 3)


@pytest.mark.parametrize(
    ("options", "kept"),
    [
        ({"features": ["sex", 2]}, ["age number", "sex category"]),
        ({"exclude": ["sex", "born", 4]}, ["age number"]),
        ({"features": ["id"]}, ["id number"]),
        (
            {"columns": {"id": "number"}, "exclude": ["sex", "age"]},
            ["id number", "member boolean", "born date"],
        ),
        (
            {"split": {"group": "sex"}, "test": 0, "validation": 0},
            ["age number", "member boolean", "born date"],
        ),
    ],
)
def test_features_can_be_chosen(path: Path, options: dict[str, Any], kept: list[str]) -> None:
    assert columns(load(table(path, **options), 0)) == kept


def test_a_file_without_header_has_positions(tmp_path: Path) -> None:
    path = written(tmp_path, people())
    dataset = load(table(path, 7), 0)
    assert columns(dataset) == ["column_2 number", "column_4 boolean", "column_5 date", "column_3 category"]
    assert "t.csv has no header: its columns are called column_1 to column_7" in dataset.notices[0]
    named = load(table(path, "class", columns=HEADER.strip().split(",")), 0)
    assert columns(named) == ["age number", "member boolean", "born date", "sex category"]
    np.testing.assert_array_equal(named.train.inputs, dataset.train.inputs)


def test_the_classes_of_a_target_that_is_a_category_are_its_texts(tmp_path: Path) -> None:
    text = "a,b,y\n" + "".join(f"{n % 7},{n % 5},{('1', '1.0', '01')[n % 3]}\n" for n in range(60))
    dataset = load(table(written(tmp_path, text), "y", columns={"3": {"kind": "category"}}), 0)
    assert dataset.facts.classes == ("01", "1", "1.0")


@pytest.mark.parametrize(
    ("target", "options", "message"),
    [
        ("target", {}, "has no column called 'target'"),
        (3, {}, "class rare has only 1 row"),
        (3, {"split": {"column": "x"}}, "has no column called 'x'"),
    ],
)
def test_an_error_of_a_table_without_header_says_so(
    tmp_path: Path, target: str | int, options: dict[str, Any], message: str
) -> None:
    rows = [f"{n % 7},{n % 5},{'xy'[n % 2]}\n" for n in range(60)]
    path = written(tmp_path, "".join(rows) + "3,4,rare\n")
    with pytest.raises(DataError, match=message) as caught:
        load(table(path, target, **options), 0)
    assert caught.value.message.endswith("; t.csv has no header: its columns are called column_1 to column_3")
    assert caught.value.fix.endswith("; or write header: true, if its first line has the names")
    with pytest.raises(DataError, match=message) as caught:
        load(table(path, target, header=False, **options), 0)
    assert "has no header" not in caught.value.message


def test_test_rows_without_header_of_another_width_are_told(tmp_path: Path) -> None:
    path = written(tmp_path, "1,2,x\n3,5,y\n7,8,x\n" * 9)
    test = written(tmp_path, "1,2,3,x\n" * 3, "test.csv")
    with pytest.raises(DataError) as caught:
        load(table(path, 3, test_path=test), 0)
    assert f"{test} has no header and 4 columns; the training file has 3" in caught.value.message
    assert "give all columns in the order of the training file" in caught.value.fix
    same = written(tmp_path, "1,2,x\n3,6,y\n", "test.csv")
    assert len(load(table(path, 3, test_path=same), 0).test or ()) == 2


@pytest.mark.parametrize("name", ["t.parquet", "t.jsonl"])
def test_columns_of_lists_can_be_left_out(tmp_path: Path, name: str) -> None:
    frame = pl.DataFrame(
        {"a": range(60), "tags": [[1, 2]] * 60, "where": [{"x": 1}] * 60, "y": ["p", "q"] * 30}
    )
    frame = frame.with_columns(pl.col("a") % 7)
    path = tmp_path / name
    if name.endswith("jsonl"):
        frame.write_ndjson(path)
    else:
        frame.write_parquet(path)
    with pytest.raises(DataError, match="column tags holds List.*, where holds Struct") as caught:
        load(table(path, "y"), 0)
    assert "write columns: {tags: ignore, where: ignore}" in caught.value.fix
    assert columns(load(table(path, "y", exclude=["tags", "where"]), 0)) == ["a number"]
    ignored = {"tags": {"kind": "ignore"}, "where": {"kind": "ignore"}}
    assert columns(load(table(path, "y", columns=ignored), 0)) == ["a number"]


def test_the_index_of_pandas_is_left_out_unless_it_is_asked_for(tmp_path: Path) -> None:
    index = "__index_level_0__"
    frame = pl.DataFrame({"a": [row % 7 for row in range(60)], index: [row * 7 % 60 for row in range(60)]})
    path = tmp_path / "t.parquet"
    frame.with_columns(y=pl.Series(["p", "q"] * 30)).write_parquet(path)
    dataset = load(table(path, "y"), 0)
    assert columns(dataset) == ["a number"]
    assert f"left out: {index} is the index that pandas wrote; `columns` says otherwise" in dataset.notices[0]
    assert columns(load(table(path, "y", features=["a", index]), 0)) == ["a number", f"{index} number"]
    assert len(columns(load(table(path, "y", columns={index: {"kind": "number"}}), 0))) == 2


def test_durations_are_told_to_be_seconds(tmp_path: Path) -> None:
    frame = pl.DataFrame({"a": [timedelta(seconds=row**2) for row in range(60)], "y": ["p", "q"] * 30})
    path = tmp_path / "t.parquet"
    frame.write_parquet(path)
    dataset = load(table(path, "y"), 0)
    assert dataset.notices == ("t.parquet: durations are read as seconds: a",)
    assert dataset.preprocessing.table is not None
    assert dataset.preprocessing.table.spans["a"].highest in (57.0**2, 58.0**2, 59.0**2)


def test_what_columns_says_of_a_column_is_not_excluded(path: Path) -> None:
    with pytest.raises(DataError, match="`columns` and `exclude` both name age$") as caught:
        load(table(path, columns={"age": "number", "sex": "ignore"}, exclude=["sex", 2]), 0)
    assert caught.value.fix == "remove age from one of them; or write columns: {age: ignore}"
    load(table(path, columns={"age": "ignore"}, exclude=["age"]), 0)


def test_all_columns_that_there_are_not_are_told_at_once(path: Path) -> None:
    said = {"columns": {"v": "category"}, "features": ["age", "w"], "exclude": ["x"], "split": {"group": "z"}}
    with pytest.raises(DataError) as caught:
        load(table(path, "y", **said), 0)
    for key, name in (("target", "y"), ("features", "w"), ("exclude", "x"), ("columns", "v"), ("split", "z")):
        assert f"has no column called '{name}', which `{key}` names" in caught.value.message


def test_what_training_rows_agree_on_is_left_out(tmp_path: Path) -> None:
    text = "a,b,c,y\n" + "".join(f"{n},same,7,{'pq'[n % 2]}\n" for n in (5, 3, 8, 1) * 5)
    dataset = load(table(written(tmp_path, text), "y"), 0)
    assert columns(dataset) == ["a number"]
    assert "c is 7 in all training rows, b is 'same' in all training rows" in dataset.notices[0]


def test_other_rows_can_be_for_the_test(path: Path, tmp_path: Path) -> None:
    lines = (HEADER + people(9, 100)).splitlines()
    turned = "\n".join(",".join(line.split(",")[::-1]) for line in lines)
    test = written(tmp_path, turned.replace("old", "Old."), "test.csv")
    with pytest.raises(DataError) as caught:
        load(table(path, test_path=test), 0)
    assert "column class: found 'Old.' in" in caught.value.message
    assert "labels: {Old.: old}" in caught.value.fix
    dataset = load(table(path, test_path=test, labels={"Old.": "old"}), 0)
    assert len(dataset.train) == 54
    plain = written(tmp_path, HEADER + people(9, 100), "plain.csv")
    other = load(table(path, test_path=plain), 0)
    assert dataset.test is not None and other.test is not None
    np.testing.assert_array_equal(dataset.test.inputs, other.test.inputs)
    np.testing.assert_array_equal(dataset.test.targets, other.test.targets)


def test_numbers_are_predicted(path: Path) -> None:
    dataset = load(table(path, "id", standardize="robust"), 0)
    assert (dataset.facts.task, dataset.facts.targets) == ("regression", 1)
    assert isinstance(dataset.preprocessing.steps[-1], RobustScale)


def test_types_of_parquet_give_the_rows_of_csv(path: Path, tmp_path: Path) -> None:
    frame = pl.read_csv(path, null_values=["?"], try_parse_dates=True)
    frame = frame.with_columns(member=pl.col("member") == "yes")
    assert frame["born"].dtype == pl.Date
    frame.write_parquet(tmp_path / "t.parquet")
    np.testing.assert_array_equal(
        load(table(tmp_path / "t.parquet"), 0).train.inputs, load(table(path), 0).train.inputs
    )


GOOD = HEADER + people()


@pytest.mark.parametrize(
    ("text", "options", "message"),
    [
        (GOOD, {"columns": {"age": {"missing": "refuse"}}}, "column age: found '' in line 2"),
        (GOOD, {"missing": "refuse"}, "column sex: found '?' in line 4"),
        (
            GOOD,
            {"features": ["age", "class"]},
            "class is both the target and among the features",
        ),
        (GOOD, {"exclude": HEADER.split(",")[:6]}, "has no column to predict from"),
        (GOOD, {"columns": {"age": {"kind": "date"}}}, "no known format fits most dates"),
        (
            GOOD,
            {"columns": {"born": {"kind": "date", "format": "born"}}},
            "is no format of dates",
        ),
        (
            GOOD,
            {"columns": {"born": {"kind": "date", "format": "%d.%m.%Y"}}},
            "expected dates such",
        ),
        (GOOD, {"columns": {"sex": "number"}}, "column sex: found 'male' in line 2"),
        (GOOD + "9,x,male,no,,,old\n", {}, "column age: found 'x' in line 62; expected numbers"),
        (GOOD + "9,1e39,male,no,,,old\n", {}, "column age: found '1e39' in line 62"),
        (GOOD + "9,1,male,no,,,\n", {}, "the target class is missing in line 62"),
        (GOOD + "9,1,male\n", {}, "line 1 has 7 fields, but line 62 has 3"),
        (GOOD.replace("old", "young"), {}, "the target class has only one class, 'young'"),
        (
            "part,x,class\ntrain,1,a\ntrain,2,b\ntest,3,c\n",
            {"split": {"column": "part"}, "validation": 0},
            "no training row has the class c",
        ),
        ("", {}, "is empty"),
    ],
)
def test_bad_data_is_refused(tmp_path: Path, text: str, options: dict[str, Any], message: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(DataError) as caught:
        load(table(path, **options), 0)
    assert message in caught.value.message
    assert caught.value.exit_code == 3 and caught.value.fix
    assert message.startswith(("class", "no known", "is no")) or str(path) in caught.value.message


def test_targets_that_float32_cannot_tell_apart_are_named(tmp_path: Path) -> None:
    rows = "".join(f"{n % 7},{1e9 + n / 10},{n / 3}\n" for n in range(60))
    path = written(tmp_path, "x,far,near\n" + rows)
    (notice,) = load(table(path, ["near", "far"]), 0).notices
    assert notice.startswith("t.csv: far: float32, which networks compute in, rounds away most")
    assert notice.endswith("and add it to what the network predicts")


def test_the_spans_of_numbers_are_kept_for_other_files(tmp_path: Path) -> None:
    text = "a;b;y\n" + "".join(f"{2 * n},5;{n};{n * 7}\n" for n in range(40))
    dataset = load(table(written(tmp_path, text), "y", task="regression", split={"time": "b"}), 0)
    schema = dataset.preprocessing.table
    assert schema is not None and schema.separated_by == ";"
    # Of features those of the training rows, of targets those of all.
    assert schema.spans == {"a": NumberSpan(0.5, 56.5, False), "y": NumberSpan(0.0, 273.0, True)}


@pytest.mark.parametrize("row", ["1,217.5;x", "1.217;x"])
def test_test_rows_with_other_numbers_are_refused(tmp_path: Path, row: str) -> None:
    whole = written(tmp_path, "a;y\n" + "".join(f"{n}00,5;{'xy'[n % 2]}\n" for n in range(8, 60)))
    test = written(tmp_path, f"a;y\n{row}\n900;y\n", "test.csv")
    with pytest.raises(DataError, match="two ways|its numbers have") as caught:
        load(table(whole, "y", test_path=test, test=None), 0)
    assert "without signs" in caught.value.fix or "write the numbers of both files alike" in caught.value.fix


def test_the_range_of_numbers_to_predict_is_that_of_the_training_rows(tmp_path: Path) -> None:
    rows = "".join(f"{number % 7},{number / 2 - 3}\n" for number in range(20))
    path = written(tmp_path, "x,y\n" + rows)
    data = open_source(table(path, "y", task="regression", validation=0, test=0))
    assert data.target_range == (-3.0, 6.5)
    assert open_source(table(path, "y", task="regression", standardize_targets=True)).target_range is not None
    assert open_source(table(written(tmp_path, HEADER + people()))).target_range is None
