import gzip
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from numpy.lib.format import MAGIC_PREFIX
from numpy.typing import NDArray

from mlpcli.arguments import Contents
from mlpcli.config.dataset_facts import DataFacts
from mlpcli.data.preprocessing import DateParts, Impute, OneHot, Preprocessing
from mlpcli.data.preprocessing.impute import Filled
from mlpcli.data.preprocessing.one_hot import Categories
from mlpcli.data.tables.schema import NumberFormat, NumberSpan, TableColumn, TableSchema
from mlpcli.errors import DataError
from mlpcli.inference.inputs.predict_inputs import Inputs, Rows
from mlpcli.inference.inputs.table_rows import open_tables
from tests.data.tables.files import written

FACTS = DataFacts("people.csv", "vector", (3,), "binary", ("no", "yes"), one_hot=(2,))
WHOLE = Preprocessing(
    (
        Impute((Filled(40.0, False), None)),
        OneHot((None, Categories(("female", "male"), False))),
    ),
    table=TableSchema(
        (TableColumn("age", "number"), TableColumn("sex", "category")),
        ("y",),
        ("id", "sex", "age", "y"),
        True,
        labels={"Yes": "yes"},
    ),
)


def opened(*given: object, preprocessing: Preprocessing = WHOLE) -> Inputs:
    return open_tables([str(one) for one in given], FACTS, preprocessing)


def rows(inputs: Inputs) -> Rows:
    (batch,) = inputs.batches
    return batch


def test_rows_of_a_file_have_its_own_columns_beside_them(tmp_path: Path) -> None:
    inputs = opened(written(tmp_path, "sex, who ,age\nmale,x, 39 \nfemale,,5\n"))
    found = rows(inputs)
    assert found.values.tolist() == [[39, 0, 1], [5, 1, 0]]
    assert found.values.dtype == np.float32
    assert (inputs.total, inputs.columns) == (2, ("sex", "who", "age"))
    assert found.cells == (("male", "x", "39"), ("female", "", "5"))
    assert found.names == (f"{tmp_path}/t.csv: line 2", f"{tmp_path}/t.csv: line 3")
    assert inputs.notices == (
        f"{tmp_path}/t.csv has columns that training did not have, which are not used: who",
    )


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16"])
def test_a_file_is_read_in_its_own_encoding_rather_than_in_that_of_the_training_file(
    tmp_path: Path, encoding: str
) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes("Größe,sex\n5,männlich\n".encode(encoding))
    table = TableSchema(
        (TableColumn("Größe", "number"), TableColumn("sex", "category")),
        ("y",),
        ("sex", "Größe", "y"),
        True,
        encoding="cp1252",
    )
    steps = (Impute((Filled(1.0, False), None)), OneHot((None, Categories(("männlich", "x"), False))))
    inputs = opened(path, preprocessing=Preprocessing(steps, table=table))
    assert rows(inputs).values.tolist() == [[5, 1, 0]]


@pytest.mark.parametrize("encoding", ["auto", "cp932"])
def test_a_file_in_another_encoding_is_to_be_saved_again(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"age,sex\n5,\xfc\xff\n")
    table = replace(WHOLE.table, encoding=encoding) if WHOLE.table else None
    with pytest.raises(DataError) as caught:
        opened(path, preprocessing=replace(WHOLE, table=table))
    assert caught.value.fix == "save it as UTF-8"


def test_rows_come_in_batches(tmp_path: Path) -> None:
    text = "age,sex\n" + "".join(f"{number},male\n" for number in range(600))
    batches = list(opened(written(tmp_path, text)).batches)
    assert [len(batch.values) for batch in batches] == [256, 256, 88]
    assert batches[2].values[0].tolist() == [512, 0, 1]
    assert batches[2].names[0].endswith("line 514")
    assert batches[2].cells[0] == ("512", "male")


def test_several_files_have_the_columns_of_all(tmp_path: Path) -> None:
    first = written(tmp_path, "age,sex\n1,male\n", "a.csv")
    second = written(tmp_path, "sex,id,age\nfemale,7,2\n", "b.csv")
    inputs = opened(first, second)
    assert inputs.columns == ("age", "sex", "id")
    assert [batch.cells for batch in inputs.batches] == [(("1", "male", None),), (("2", "female", "7"),)]


@pytest.mark.parametrize(
    "text", ["7,male,39,no\n8,male,40,no\n", "7,male,39\n8,male,40\n", "male,39\nmale,40\n"]
)
@pytest.mark.parametrize("header", [True, False])
def test_a_file_without_header_is_read_by_its_order(tmp_path: Path, text: str, header: bool) -> None:
    assert WHOLE.table is not None
    whole = replace(WHOLE, table=replace(WHOLE.table, header=header))
    assert rows(opened(written(tmp_path, text), preprocessing=whole)).values[0].tolist() == [39, 0, 1]
    named = written(tmp_path, "age,sex\n39,male\n40,male\n")
    assert rows(opened(named, preprocessing=whole)).values[0].tolist() == [39, 0, 1]


def test_names_in_other_letters_are_a_header_to_be_renamed(tmp_path: Path) -> None:
    path = written(tmp_path, "AGE,Sex\n39,male\n40,male\n")
    with pytest.raises(DataError, match="lacks the columns sex, age|lacks the columns age, sex") as caught:
        opened(path, preprocessing=WHOLE)
    assert "AGE to age" in caught.value.fix and "Sex to sex" in caught.value.fix


def test_contents_are_read_as_the_file_is(tmp_path: Path) -> None:
    text = "sex,age\nmale,39\nfemale,5\n"
    packed = io.BytesIO()
    pl.DataFrame({"sex": ["male", "female"], "age": [39, 5]}).write_parquet(packed)
    contents = (text.encode(), text.encode("utf-16"), gzip.compress(text.encode()), packed.getvalue())
    for data in (*contents, b'{"sex": "male", "age": 39}\n{"sex": "female", "age": 5}\n'):
        found = rows(open_tables([Contents("<stdin>", data)], FACTS, WHOLE))
        assert found.values.tolist() == [[39, 0, 1], [5, 1, 0]]
        assert found.names[0].startswith("<stdin>: ")


@pytest.mark.parametrize("data", [b"", b"\0", b"\x1f\x8bx", b"PAR1", b"age,sex\nx,male\n", b"a,b\n1,2\n"])
def test_contents_that_are_no_such_table_are_an_error(data: bytes) -> None:
    with pytest.raises(DataError, match="^<stdin>"):
        open_tables([Contents("<stdin>", data)], FACTS, WHOLE)


def test_types_of_parquet_are_kept_in_the_cells(tmp_path: Path) -> None:
    pl.DataFrame({"sex": ["male"], "age": [39.5]}).write_parquet(tmp_path / "t.parquet")
    found = rows(opened(tmp_path / "t.parquet"))
    assert found.values.tolist() == [[39.5, 0, 1]]
    assert found.cells == (("male", 39.5),)
    assert found.names == (f"{tmp_path}/t.parquet: row 1",)


def test_a_row_is_typed_by_the_names_of_its_columns() -> None:
    inputs = opened("sex=male", "age=39")
    assert rows(inputs).values.tolist() == [[39, 0, 1]]
    assert (inputs.total, inputs.columns, inputs.notices) == (1, ("sex", "age"), ())
    assert rows(opened("sex=male", "age=")).values.tolist() == [[40, 0, 1]]


def test_the_median_of_dates_is_told_as_a_date(tmp_path: Path) -> None:
    dates = Preprocessing(
        (Impute((Filled(1_617_235_200.0, False),)), DateParts((("days",),), (False,))),
        table=TableSchema((TableColumn("born", "date", "%d.%m.%Y"),), ("y",), ("born", "y"), True),
    )
    inputs = opened(written(tmp_path, "born,z\n01.02.2020,1\n,2\n"), preprocessing=dates)
    assert inputs.notices[-1].endswith("the median 01.04.2021 stands for it")


def test_date_and_time_have_a_space_or_a_t_between_them_whatever_training_had(tmp_path: Path) -> None:
    times = Preprocessing(
        (Impute((Filled(0.0, False),)), DateParts((("days",),), (False,))),
        table=TableSchema((TableColumn("at", "date", "%Y-%m-%dT%H:%M"),), ("y",), ("at", "y"), True),
    )
    for text in ("1970-01-02T12:00", "1970-01-02 12:00"):
        found = rows(opened(written(tmp_path, f"at,z\n{text},1\n"), preprocessing=times))
        assert found.values.tolist() == [[1.5]] and found.cells == ((text, "1"),)


def test_what_training_never_saw_is_told(tmp_path: Path) -> None:
    inputs = opened(written(tmp_path, "age,sex\n,male\n1,x\n2,\n3,x\n"))
    assert inputs.notices == (
        f"{tmp_path}/t.csv: age is missing in 1 row, as in no row of training; the median 40 stands for it",
        f"{tmp_path}/t.csv: sex holds categories that training never saw, in 3 rows: 'x', a missing value",
    )
    assert rows(inputs).values.tolist() == [[40, 0, 1], [1, 0, 0], [2, 0, 0], [3, 0, 0]]


def test_the_median_that_stands_for_a_missing_number_is_told_in_full(tmp_path: Path) -> None:
    large = Preprocessing(
        (Impute((Filled(1000000497.5, False),)),),
        table=TableSchema((TableColumn("age", "number"),), ("y",), ("age", "y"), True),
    )
    (notice,) = opened(written(tmp_path, "age,z\n,1\n2,1\n"), preprocessing=large).notices[-1:]
    assert notice.endswith("the median 1000000497.5 stands for it")


def test_another_spelling_of_a_category_is_told_with_the_one_that_training_saw(tmp_path: Path) -> None:
    inputs = opened(written(tmp_path, "age,sex\n1,x\n2,MALE\n3,fe male\n4,Femâle\n"))
    assert inputs.notices == (
        f"{tmp_path}/t.csv: sex holds categories that training never saw, in 4 rows: 'MALE' (did you mean "
        "'male'?), 'fe male' (did you mean 'female'?), 'Femâle' (did you mean 'female'?), 'x'",
    )
    assert opened("sex=Male", "age=39").notices == (
        "the typed row: sex holds categories that training never saw, in 1 row: 'Male' "
        "(did you mean 'male'?)",
    )


def test_another_spelling_is_told_where_other_categories_share_an_output() -> None:
    impute, _ = WHOLE.steps
    shared = replace(WHOLE, steps=(impute, OneHot((None, Categories(("female", "male"), True)))))
    assert opened("sex=x", "age=39", preprocessing=shared).notices == ()
    assert "'Male' (did you mean 'male'?)" in opened("sex=Male", "age=39", preprocessing=shared).notices[0]


@pytest.mark.parametrize(
    ("given", "message", "fix"),
    [
        (["sex=male"], "the typed row lacks age", "add age=VALUE"),
        (["sex=male", "age=1", "age=2"], "age is given twice", "a file of rows"),
        (["sexx=male", "age=1"], "no column 'sexx'", "did you mean sex=...?"),
        (
            ["sex=male", "age=x"],
            "the typed row: column age: found 'x' in row 1; expected numbers",
            "training",
        ),
        (["1,2"], "there is no file '1,2'", "type a row by the names of its columns: age=... sex=..."),
        (["rows.npy"], "rows.npy has no columns with names", "give a csv"),
    ],
)
def test_what_is_no_row_of_the_table_is_an_error(given: list[str], message: str, fix: str) -> None:
    with pytest.raises(DataError) as caught:
        opened(*given)
    assert message in caught.value.message
    assert fix in caught.value.fix


def test_all_bad_files_are_named_before_the_first_row(tmp_path: Path) -> None:
    first = written(tmp_path, "age,sex\nx,male\n", "a.csv")
    second = written(tmp_path, "age\n1\n", "b.csv")
    with pytest.raises(DataError) as caught:
        opened(first, second, tmp_path / "c.csv")
    assert "a.csv: column age: found 'x' in line 2" in caught.value.message
    assert "b.csv lacks the column sex" in caught.value.message
    assert "c.csv'" in caught.value.message


@pytest.mark.parametrize("given", [np.ones((1, 3)), Contents("an array", MAGIC_PREFIX + b"...")])
def test_an_array_is_no_table(given: Contents | NDArray[Any]) -> None:
    with pytest.raises(DataError, match="an array has no columns with names"):
        open_tables([given], FACTS, WHOLE)


def test_numbers_in_another_form_than_in_training_are_read_or_refused(tmp_path: Path) -> None:
    assert WHOLE.table is not None
    spans = {"age": NumberSpan(1000.0, 5000.5, False)}
    german = replace(WHOLE, table=replace(WHOLE.table, numbers=NumberFormat(",", "."), spans=spans))
    inputs = opened(written(tmp_path, 'age,sex\n"1,217.5",male\n'), preprocessing=german)
    batch = rows(inputs)
    assert batch.values.tolist() == [[1217.5, 0, 1]]
    assert batch.numbers == NumberFormat(".", ",")
    assert "age: 1,217.5 in line 2 is read as" in inputs.notices[0]
    assert rows(opened("age=1.217", "sex=male", preprocessing=german)).values.tolist() == [[1217, 0, 1]]
    with pytest.raises(DataError, match="the typed row: age: 1,217 in row 1 can be read in two ways"):
        opened("age=1,217", "sex=male", preprocessing=german)


def test_a_file_that_is_given_twice_has_its_notices_once(tmp_path: Path) -> None:
    path = written(tmp_path, "age,sex,who\n1,male,x\n")
    inputs = opened(path, path)
    assert (inputs.total, len(inputs.notices)) == (2, 1)
