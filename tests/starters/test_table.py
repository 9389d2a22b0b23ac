from pathlib import Path

import pytest

from mlpcli.config.load import loads
from mlpcli.errors import DataError, UsageError
from mlpcli.starters.choose_starter import starter
from mlpcli.starters.table import table_starter
from tests.starters.data_files import houses, load, people


def test_it_says_what_it_found_and_what_else_could_be_predicted(tmp_path: Path) -> None:
    people(tmp_path / "people.csv")
    found = table_starter(tmp_path / "people.csv", "people.csv", None)
    assert found.seen == (
        "people.csv: 120 rows; predicts income, 2 classes, from 3 columns",
        "income was chosen by its name and place; --target could also be shop (3 classes), age (numbers), "
        "hours (numbers)",
        "people.csv: left out: name has 120 different texts in 120 rows, like an id or free text; "
        "`columns` says otherwise",
    )


def test_a_target_that_was_named_is_not_explained(tmp_path: Path) -> None:
    people(tmp_path / "people.csv")
    found = table_starter(tmp_path / "people.csv", "people.csv", "shop")
    assert found.seen[0] == "people.csv: 120 rows; predicts shop, 3 classes, from 3 columns"
    assert "could also be" not in found.text


def test_a_target_that_is_missing_in_some_rows_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    rows = (f"{n % 50},c{n % 3},{n + 0.5 if n % 8 else ''},{'yes' if n % 2 else 'no'}\n" for n in range(80))
    path.write_text("age,city,price,sold\n" + "".join(rows))
    found = table_starter(path, "t.csv", None)
    assert found.seen[0] == "t.csv: 80 rows; predicts sold, 2 classes, from 3 columns"
    assert found.seen[-1] == (
        "price is a likelier target, but is missing in 10 rows: fill these in or remove them, and choose it "
        "with --target"
    )
    with pytest.raises(DataError, match="the target price is missing in line 2, line 10") as error:
        table_starter(path, "t.csv", "price")
    assert error.value.fix == (
        "fill these values in, or remove the rows; or predict another column with --target: "
        "sold (2 classes), age (numbers, 50 different), city (3 classes)"
    )


def test_without_a_header_the_target_is_a_position(tmp_path: Path) -> None:
    people(tmp_path / "people.csv", header=False)
    text = table_starter(tmp_path / "people.csv", "people.csv", None).text
    assert "  target: 5\n" in text
    assert "  target: 3\n" in table_starter(tmp_path / "people.csv", "people.csv", "3").text


def test_the_encoding_of_windows_is_found_and_written(tmp_path: Path) -> None:
    people(tmp_path / "people.csv")
    text = (tmp_path / "people.csv").read_text().replace("name", "größe", 1)
    (tmp_path / "people.csv").write_text(text, encoding="cp1252")
    found = table_starter(tmp_path / "people.csv", "people.csv", "income")
    assert "people.csv is not UTF-8, and is read as cp1252" in found.seen
    section = loads(found.text, "new.yaml").config.data
    assert section.encoding == "cp1252"  # type: ignore[attr-defined]
    (tmp_path / "people.csv").write_bytes(text.encode("cp1252").replace("ö".encode("cp1252"), b"\x81"))
    with pytest.raises(DataError, match="is not UTF-8"):
        table_starter(tmp_path / "people.csv", "people.csv", "income")


def test_columns_of_lists_are_excluded(tmp_path: Path) -> None:
    rows = (f'{{"a": {n % 7}, "tags": [{n}], "class": "{"xy"[n % 2]}"}}\n' for n in range(60))
    (tmp_path / "t.jsonl").write_text("".join(rows))
    assert "  exclude: [tags] " in table_starter(tmp_path / "t.jsonl", "t.jsonl", None).text


def test_numbers_are_predicted_as_numbers(tmp_path: Path) -> None:
    houses(tmp_path / "houses.csv")
    found = table_starter(tmp_path / "houses.csv", "houses.csv", None)
    assert found.seen[0] == "houses.csv: 90 rows; predicts price, a number, from 2 columns"


def test_a_rare_class_gets_the_line_that_weighs_it(tmp_path: Path) -> None:
    rows = [f"{row},{row * row % 7},{'yes' if row % 15 == 0 else 'no'}" for row in range(150)]
    (tmp_path / "bought.csv").write_text("\n".join(["a,b,bought", *rows]))
    found = table_starter(tmp_path / "bought.csv", "bought.csv", None)
    assert found.seen[-1].endswith("of the rows: class_weight: balanced gives it the weight of the others")
    weighed = found.text.replace("  # class_weight: balanced", "  class_weight: balanced")
    assert loads(weighed, "bought.yaml").config.training.class_weight == "balanced"


@pytest.mark.parametrize("name", ["two words", "a: b", "it's", "#1", "größe", "[x]", "&y", "\x1b]0;y\x07"])
def test_a_column_of_any_name_is_the_target_of_the_config(name: str, tmp_path: Path) -> None:
    rows = "\n".join(f"{row / 3:.3f},{row % 2}" for row in range(60))
    (tmp_path / "odd.csv").write_text(f'x,"{name}"\n{rows}\n')
    text = table_starter(tmp_path / "odd.csv", "odd.csv", name).text
    assert loads(text, "odd.yaml").config.data.target == (name,)  # type: ignore[attr-defined]


def test_a_table_of_ids_and_texts_has_nothing_to_predict(tmp_path: Path) -> None:
    rows = "\n".join(f"text {row * 7} of a row,another {row}" for row in range(60))
    (tmp_path / "notes.csv").write_text(f"note,more\n{rows}\n")
    with pytest.raises(DataError, match="no column looks like one to predict") as caught:
        table_starter(tmp_path / "notes.csv", "notes.csv", None)
    assert caught.value.fix == "name one with --target; the columns are note, more"


def test_rows_that_are_equally_far_apart_in_time_may_be_windows(tmp_path: Path) -> None:
    load(tmp_path / "load.csv")
    found = table_starter(tmp_path / "load.csv", "load.csv", None)
    hint = (
        "its rows are equally far apart in time; to predict load from the rows before, start from "
        "--window 48, or another number of rows"
    )
    assert found.seen[2] == f"load.csv: {hint}"
    told = " ".join(line.strip(" #") for line in found.text.splitlines())
    assert hint[1:] in told


@pytest.mark.parametrize("header", ["day,at_time,price,kind\n", ""])
def test_numbers_that_are_dates_are_written_as_such(header: str, tmp_path: Path) -> None:
    rows = (f"{20240101 + n % 28},{44929.5 + n},{n / 7:.2f},{'ab'[n % 2]}\n" for n in range(60))
    (tmp_path / "sold.csv").write_text(header + "".join(rows))
    found = table_starter(tmp_path / "sold.csv", "sold.csv", None)
    section = loads(found.text, "sold.yaml").config.data
    said = {"kind": "date", "format": "%Y%m%d"}
    # What may be days of a spreadsheet is as likely a measure.
    assert section.columns == ({"day": said} if header else {"1": said})  # type: ignore[attr-defined]
    told = [text.partition(";")[0] for text in found.seen if "taken as numbers" in text]
    assert told == ["at_time: its numbers may be days since 1900, and are taken as numbers"] * bool(header)
    name = "day" if header else "1"
    assert found.seen[-1].endswith(f"are read as dates, as %Y%m%d; columns: {{{name}: number}} changes it")


def test_dates_in_any_order_with_classes_are_no_windows(tmp_path: Path) -> None:
    rows = "\n".join(f"2024-01-{row % 28 + 1:02},{row / 7:.2f},{'ab'[row % 2]}" for row in range(60))
    (tmp_path / "sold.csv").write_text(f"day,price,kind\n{rows}\n")
    assert "--window" not in table_starter(tmp_path / "sold.csv", "sold.csv", None).text


@pytest.mark.parametrize(
    ("text", "without", "overrides", "lines"),
    [
        (
            "a,y\n" + "".join(f"{n % 5},{n + 0.5 if n % 8 else 'gone'}\n" for n in range(40)),
            "add them to `missing_values`",
            ["data.missing_values=gone"],
            ["missing_values: gone"],
        ),
        (
            "a;y;;\n" + "1;2,5;;\n2;3,5;;\n" * 20,
            "write header: true",
            ["data.header=true"],
            ["header: true"],
        ),
        (
            # Further down than is looked.
            "x;y\n" + "".join(f"{n % 99},5;{n}\n" for n in range(2_000)) + "1.045,5;7\n",
            'write thousands: "."',
            ["data.thousands=."],
            ["thousands: ."],
        ),
        (
            "x,y\n1,a\n2,b\n",
            "a share of 0",
            ["data.test=0", "data.validation=0"],
            ["test: 0", "validation: 0"],
        ),
    ],
)
def test_what_a_fix_names_can_be_said(
    tmp_path: Path, text: str, without: str, overrides: list[str], lines: list[str]
) -> None:
    path = tmp_path / "t.csv"
    path.write_text(text)
    target = "a" if "gone" in text else "2"
    with pytest.raises(DataError) as error:
        starter(path, "t.csv", target)
    assert without in error.value.fix
    assert "keys of the config are options here: --set data.KEY=VALUE" in error.value.fix
    found = starter(path, "t.csv", target, overrides=overrides).text
    assert all(f"\n  {line}\n" in found for line in lines)
    loads(found, "new.yaml")


@pytest.mark.parametrize(
    ("override", "message"),
    [
        ("training.epochs=3", "expected a key of the data"),
        ("data.target=y", "--target says"),
        ("data.decimal=;", "--set data.decimal: Input should be 'auto'"),
        ("data.missing_values=[a, b", "--set data.missing_values: the bracket that opens here is not closed"),
        ("data.missing_values=[#NV]", "--set data.missing_values: # begins a comment"),
        ('data.missing_values="a', "--set data.missing_values: the quote that opens here is not closed"),
        ("data.colour=red", "--set data.colour: the source table has no such key"),
    ],
)
def test_what_is_no_key_of_the_data_cannot_be_said(tmp_path: Path, override: str, message: str) -> None:
    people(tmp_path / "people.csv")
    with pytest.raises(UsageError, match=message):
        starter(tmp_path / "people.csv", "people.csv", None, overrides=[override])


def test_another_encoding_is_found_by_its_words(tmp_path: Path) -> None:
    rows = "".join(
        f"{n % 17},{'東京 大阪 京都'.split()[n % 3]},{'はい いいえ'.split()[n % 2]}\n" for n in range(60)
    )
    (tmp_path / "t.csv").write_bytes(f"年齢,都市,購入\n{rows}".encode("cp932"))
    found = table_starter(tmp_path / "t.csv", "t.csv", "購入")
    assert "t.csv is not UTF-8, and is read as cp932" in found.seen
    assert "  encoding: cp932 " in found.text
