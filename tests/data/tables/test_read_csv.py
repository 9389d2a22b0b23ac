import csv
import io
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlpcli.data.tables import read_csv
from mlpcli.data.tables.csv_format import parsed, title_above
from mlpcli.errors import DataError
from tests.damage import any_bytes_or_damaged, fuzzed
from tests.data.tables.files import read

PLAIN = "age,sex,pay\n39,male,1.5\n50,female,2\n"
ROWS = [("39", "male", "1.5"), ("50", "female", "2")]


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        PLAIN.replace(",", ";"),
        PLAIN.replace(",", "\t"),
        PLAIN.replace(",", "|"),
        PLAIN.replace(",", " "),
        PLAIN.replace(",", "   "),
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace("\n", "\r"),
        PLAIN.rstrip("\n"),
        PLAIN + "\n\n",
        "\n" + PLAIN.replace("50", "\n50"),
        '"age","sex","pay"\n"39","male","1.5"\n"50","female","2"\n',
        "\ufeff" + PLAIN,
    ],
    ids=repr,
)
def test_a_table_is_read_however_it_is_separated(tmp_path: Path, text: str) -> None:
    file = read(tmp_path, text)
    assert (file.names, file.frame.rows(), file.header) == (("age", "sex", "pay"), ROWS, True)


def test_spaces_around_fields_and_before_quotes_are_none_of_a_field(tmp_path: Path) -> None:
    file = read(tmp_path, 'age, name\n39, "Smith, J"\n50, "A ""B"" C"\n')
    assert file.frame.rows() == [("39", "Smith, J"), ("50", 'A "B" C')]


def test_a_decimal_comma_does_not_separate(tmp_path: Path) -> None:
    assert read(tmp_path, "a;b;c\n1,5;2,5;3\n4,5;5,5;6\n").frame.row(0) == ("1,5", "2,5", "3")


def test_a_separator_can_be_said(tmp_path: Path) -> None:
    assert read(tmp_path, "a:b\n1:2\n", separator=":").names == ("a", "b")
    assert read(tmp_path, "a\tb\n1\t2\n", separator="\\t").names == ("a", "b")
    with pytest.raises(DataError, match="cannot separate the fields"):
        read(tmp_path, "a", separator="::")


def test_quoted_fields_hold_separators_and_lines(tmp_path: Path) -> None:
    file = read(tmp_path, 'a,b\n1,"x,y"\n2,"two\nlines"\n3,z\n')
    assert file.frame.rows() == [("1", "x,y"), ("2", "two\nlines"), ("3", "z")]
    assert [file.place(row) for row in range(3)] == ["line 2", "line 3", "line 5"]


@pytest.mark.parametrize(
    ("text", "header"),
    [
        (PLAIN, True),
        ("39,male\n50,female\n", False),
        ("a,b\nx,y\nx,z\n", True),
        ("x,y\nx,y\nx,z\n", False),
        ("x,x\ny,z\n", False),
        ("when,y\n2020-01-01,1\n", True),
        ("2020-01-01,1\n2020-01-02,2\n", False),
        (",a\n0,x\n1,y\n", True),
        ("1,a\n2,b\n", False),
    ],
)
def test_a_header_is_recognized(tmp_path: Path, text: str, header: bool) -> None:
    assert read(tmp_path, text).header is header


def test_columns_without_a_name_have_their_position(tmp_path: Path) -> None:
    assert read(tmp_path, "1,2\n3,4\n").names == ("column_1", "column_2")
    assert read(tmp_path, ",a\n0,x\n1,y\n").names == ("column_1", "a")


def test_names_can_be_given(tmp_path: Path) -> None:
    assert read(tmp_path, "1,2\n3,4\n", names=["a", "b"]).names == ("a", "b")
    file = read(tmp_path, PLAIN, names=["a", "b", "c"])
    assert (file.names, len(file)) == (("a", "b", "c"), 2)
    with pytest.raises(DataError, match=r"`columns` names 1 columns, but .*t.csv has 2"):
        read(tmp_path, "1,2\n3,4\n", names=["a"])


@pytest.mark.parametrize(
    ("text", "header"),
    [
        ("id,2019,2020,name\n1,3.5,4.1,x\n2,7,2.2,y\n", True),
        ("city,2019,2020\nBern,133883,134794\nGenf,203856,\n", True),
        ("id,2019,2020\n1,1500,2300\n2,2400,1800\n", True),
        ("2019,2020,2021\n3,4,5\n7,8,9\n", True),
        (",2019,2020\n0,3,4\n1,7,8\n", True),
        ("place,0,1,2\n7,0.5,0.1,0.2\n9,0.1,3,1.5\n", True),
        ("name,1999\na,x\nb,y\n", True),
        ("city,3,7,kind\n" + "a,1,9,x\nb,8,2,y\n" * 2, True),
        ("city,3,7,x\n" + "a,1,9,x\nb,8,2,y\n" * 2, False),
        ("city,3,7\n" + "a,1,9\nb,8,2\n" * 2, False),
        ("city,0,1,2\n" + "a,1,0,9\nb,8,5,2\n" * 2, True),
        ("city,3,7,1\n" + "a,1,9,2\nb,8,2,5\n" * 2, False),
        ("Bern,2019,2020\nGenf,2018,2021\nBasel,2020,2022\n", False),
        ("a,1,2,3\nb,4,5,6\nc,7,8,9\n", False),
        ("1,2,3\n4,5,6\n7,8,9\n", False),
        ("2019,5.1,2\n2020,6.2,3\n2021,7.1,4\n", False),
        ("unknown,5,male\n39,7,male\n50,2,female\n", False),
        ("x,-3\n4,2\n", False),
        ("x,2020-01-01\n4,2020-01-02\n", False),
    ],
    ids=repr,
)
def test_names_that_are_numbers_are_told_from_values(tmp_path: Path, text: str, header: bool) -> None:
    assert read(tmp_path, text).header is header


def test_a_header_can_be_said(tmp_path: Path) -> None:
    assert len(read(tmp_path, "1,2\n3,4\n", header=True)) == 1
    assert len(read(tmp_path, PLAIN, header=False)) == 3


def test_rows_are_named_by_their_lines(tmp_path: Path) -> None:
    assert read(tmp_path, PLAIN).place(1) == "line 3"
    assert read(tmp_path, "1,2\n3,4\n").place(1) == "line 2"
    assert read(tmp_path, PLAIN.replace("50", "\n50")).place(1) == "line 4"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a,b\n1,2\n3\n4,5,6\n", "line 1 has 2 fields, but line 3 has 1, line 4 has 3"),
        ("a,b\n1,2\n3,4,\n", "line 1 has 2 fields, but line 3 has 3"),
        ('a,b\n1,"2\n3,4\n', "a quote in line 2 is never closed"),
        ('a,b\n1,"2"x\n3,4\n', "in line 2 text follows a closing quote"),
        (
            "age,sex,age\n1,x,2\n3,y,4\n",
            "the columns 1 and 3 are both called 'age'; expected different names",
        ),
        (
            "a,b,a,b,c,b\n1,2,3,4,5,6\n1,2,3,4,5,6\n",
            "the columns 1 and 3 are both called 'a', 2 and 4 and 6 are all called 'b'; expected",
        ),
        ("a,b\n", "has no rows below its header"),
        ("\n\n", "is empty"),
        ("  \n", "is empty"),
    ],
)
def test_a_broken_table_is_an_error_that_names_the_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(DataError, match=message) as caught:
        read(tmp_path, text, header=True if text == "a,b\n" else "auto")
    assert str(tmp_path / "t.csv") in caught.value.message
    assert caught.value.fix


@pytest.mark.parametrize(
    ("below", "fix"),
    [
        ("Source: us\n", "remove line 4, unless it is a row of data: then give it 2 fields"),
        ("\nUs\nYou\n", "remove line 5, line 6, unless they are rows of data: then give them 2 fields"),
        ("Us\n5,6\n", "give every row the same number of fields"),
    ],
)
def test_remarks_below_a_table_are_to_be_removed(below: str, fix: str, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="line 1 has 2 fields, but line") as caught:
        read(tmp_path, f"a,b\n1,2\n3,4\n{below}")
    assert caught.value.fix.startswith(fix)


@pytest.mark.parametrize("line", ["sep=;\n", '"sep=;"\r\n', "\ufeffsep=;\n"])
def test_a_line_that_says_the_separator_is_skipped(tmp_path: Path, line: str) -> None:
    file = read(tmp_path, line + "a;b\n1,5;2\n3;4\n")
    assert (file.names, file.frame.row(0), file.place(0)) == (("a", "b"), ("1,5", "2"), "line 3")
    with pytest.raises(DataError, match="line 2 has 2 fields, but line 3 has 1"):
        read(tmp_path, line + "a;b\n1\n")
    with pytest.raises(DataError, match="a quote in line 3 is never closed"):
        read(tmp_path, line + 'a;b\n1;"2\n')


@pytest.mark.parametrize(
    ("above", "told", "removed"),
    [
        ("# exported 2024\n", "line 1 has 1", "line 1"),
        ("My report\n\n", "line 1 has 1", "line 1"),
        ("# exported 2024\n# by me, today\n", "line 1 has 1, line 2 has 2", "line 1, line 2"),
        ("My report\n", "line 1 has 1", "line 1"),
    ],
)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_lines_above_the_header_are_blamed_and_no_others(
    tmp_path: Path, above: str, told: str, removed: str, separator: str
) -> None:
    told = told if separator == "," else told.replace("line 2 has 2", "line 2 has 1")
    text = ("a,b,c\n" + "1,2,x\n3,4,y\n" * 9).replace(",", separator)
    with pytest.raises(DataError) as caught:
        read(tmp_path, above + text)
    assert caught.value.message == f"{tmp_path / 't.csv'}: {told}, but most lines have 3 fields"
    assert (
        caught.value.fix == f"remove {removed}, unless it is the header: then give it a name for each field"
    )
    assert read(tmp_path, text).names == ("a", "b", "c")


def test_a_separator_within_fields_of_all_rows_is_none_if_the_header_has_another(tmp_path: Path) -> None:
    assert read(tmp_path, "name,note\n" + "x,foo; bar\n" * 9).names == ("name", "note")


def test_of_many_uneven_rows_the_first_are_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"line 11 has 1 and 5 more lines"):
        read(tmp_path, "a,b\n" + "1\n" * 15)


def test_a_short_row_is_found_even_if_another_is_too_long(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"line 2 has 1, line 3 has 3"):
        read(tmp_path, "a,b\n1\n2,3,4\n5,6\n")


FIELDS = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=4)


@fuzzed
@given(st.lists(st.tuples(FIELDS, FIELDS, FIELDS), min_size=2, max_size=6), st.sampled_from(",;\t|"))
def test_both_readers_read_the_same(tmp_path: Path, rows: list[tuple[str, str, str]], separator: str) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator="\n").writerows(rows)
    content = read_csv.FileBytes(tmp_path / "t.csv", text.getvalue().encode(), "", "text")
    fast = read_csv._read_fast(content, read_csv._Form(separator, 3, header=False))
    slow, _ = read_csv._read_slowly(content, separator)
    if fast is not None:
        plain = pl.all().str.strip_chars()
        assert fast.select(plain).rows() == slow.select(plain).rows()


@fuzzed
@given(any_bytes_or_damaged({"t.csv": b'a,b\n1,"x, y"\n2,z\n'}))
def test_any_file_is_a_table_or_a_data_error(tmp_path: Path, content: bytes) -> None:
    try:
        file = read(tmp_path, content)
    except DataError as error:
        assert "t.csv" in error.message and error.fix
    else:
        assert len(file) and len(set(file.names)) == file.frame.width


@pytest.mark.parametrize(
    ("above", "told"), [(",,\n", "no text"), (",,\n,,\n", "no text"), (",by shop,\n", "'by shop' alone")]
)
def test_lines_without_a_first_cell_above_the_names_are_told(tmp_path: Path, above: str, told: str) -> None:
    with pytest.raises(DataError, match=f"its first line has {told}, above the names of the columns"):
        read(tmp_path, f"{above}shop,sold,day\nnorth,5,2\nsouth,7,3\n")


@pytest.mark.parametrize("above", ["Sales 2024,,\n", "Sales 2024,,\n,,\n", "Sales 2024,,\nby shop,,\n\n"])
def test_a_title_as_spreadsheets_save_it_is_told(tmp_path: Path, above: str) -> None:
    text = f"{above}shop,sold,day\nnorth,5,2\nsouth,7,3\n"
    with pytest.raises(DataError, match="its first line has 'Sales 2024' alone, above the names") as caught:
        read(tmp_path, text)
    assert caught.value.fix.startswith("remove what is above these names")
    assert read(tmp_path, "shop,sold,day\nnorth,5,2\nsouth,7,3\n").names == ("shop", "sold", "day")
    assert read(tmp_path, text, header=True).names[0] == "Sales 2024"


@pytest.mark.parametrize(
    "text",
    [
        ",x\na,1\nb,2\n",  # An index without a name.
        "x,\nab,1\nb,2\n",
        "name,\nab,cd\nef,gh\n",
        "1,,\n2,3,4\n5,6,7\n",
        "a,,\n1,2,3\n4,5,6\n",
        "a,b\n",
    ],
)
def test_what_stands_alone_above_values_is_no_title(tmp_path: Path, text: str) -> None:
    assert title_above(parsed(text.splitlines(), ",")) == ""
