from pathlib import Path

import pytest

from mlpcli.config.load import loads
from mlpcli.config.sources.series import Series
from mlpcli.config.sources.table import Table
from mlpcli.errors import DataError, UsageError
from mlpcli.starters.choices_of_user import said
from mlpcli.starters.choose_starter import starter
from mlpcli.starters.table import table_starter
from tests.starters.data_files import load, waves


def section(path: Path, target: str | None = None) -> object:
    return loads(table_starter(path, path.name, target).text, "new.yaml").config.data


def test_rows_of_an_archive_are_signals(tmp_path: Path) -> None:
    waves(tmp_path / "waves.tsv")
    found = table_starter(tmp_path / "waves.tsv", "waves.tsv", None)
    assert found.seen[0] == (
        "waves.tsv: 60 rows, each a signal, as neighbouring columns say nearly the same; predicts column_1, "
        "2 classes, from signals of 32 steps"
    )
    data = section(tmp_path / "waves.tsv")
    assert isinstance(data, Series)
    assert (data.target, data.window, data.test) == ((1,), None, 0.2)


def test_the_encoding_of_signals_is_written(tmp_path: Path) -> None:
    waves(tmp_path / "waves.tsv")
    lines = (tmp_path / "waves.tsv").read_text().splitlines()
    first = lines[0].partition("\t")[0]
    text = "\n".join(
        line.replace(f"{first}\t", "größe\t", 1) if line.startswith(f"{first}\t") else line for line in lines
    )
    (tmp_path / "waves.tsv").write_text(text, encoding="cp1252")
    data = section(tmp_path / "waves.tsv", "1")
    assert isinstance(data, Series | Table)
    assert data.encoding == "cp1252"


def test_numbered_columns_are_the_steps_of_the_other_one(tmp_path: Path) -> None:
    waves(tmp_path / "waves.tsv", header=True)
    data = section(tmp_path / "waves.tsv")
    assert isinstance(data, Series)
    assert data.target == ("kind",)


def test_the_test_rows_of_an_archive_are_those_beside_it(tmp_path: Path) -> None:
    waves(tmp_path / "Waves_TRAIN.tsv", 12)
    waves(tmp_path / "Waves_TEST.tsv", 20)
    found = table_starter(tmp_path / "Waves_TRAIN.tsv", "../Waves_TRAIN.tsv", None)
    assert "  test_path: ../Waves_TEST.tsv   #" in found.text
    assert found.seen[0].startswith("Waves_TRAIN.tsv: 32 rows")


def test_missing_numbers_of_signals_can_be_those_before_them(tmp_path: Path) -> None:
    path = tmp_path / "waves.tsv"
    waves(path)
    lines = path.read_text().splitlines()
    path.write_text("\n".join(line.rsplit("\t", 3)[0] + "\tNaN" * 3 for line in lines[:9]) + "\n")
    path.write_text(path.read_text() + "\n".join(lines[9:]) + "\n")
    with pytest.raises(DataError, match="a number in every row") as caught:
        table_starter(path, path.name, None)
    assert "write missing: forward" in caught.value.fix
    found = table_starter(path, path.name, None, said(["data.missing=forward"]))
    assert "  missing: forward\n" in found.text
    data = loads(found.text, "new.yaml").config.data
    assert isinstance(data, Series) and data.missing == "forward"


@pytest.mark.parametrize(("window", "missing"), [(None, "forward"), (4, "impute")])
def test_what_no_source_has_is_refused(tmp_path: Path, window: int | None, missing: str) -> None:
    load(tmp_path / "load.csv")
    with pytest.raises(UsageError, match="--set data.missing: Input should be"):
        starter(tmp_path / "load.csv", "load.csv", None, window, [f"data.missing={missing}"])


def test_few_rows_of_a_class_are_a_class(tmp_path: Path) -> None:
    waves(tmp_path / "Waves_TRAIN.tsv", 6)
    waves(tmp_path / "Waves_TEST.tsv", 20)
    data = section(tmp_path / "Waves_TRAIN.tsv")
    assert isinstance(data, Series)
    assert data.task == "classification"


def numbers(path: Path, change: str) -> None:
    waves(path, steps=20)
    rows = [line.split("\t") for line in path.read_text().splitlines()]
    for place, row in enumerate(rows):
        if change == "mixed":  # As different features are.
            row[1:] = [str(int(one) * (place * 7919 * int(one) % 101)) for one in map(str, range(1, 21))]
        elif change == "pixels":
            row[1:] = [str(round(100 + 99 * float(value))) for value in row[1:]]
            row[1:] = [str(min(255, max(0, int(value)))) for value in row[1:]]
        elif change == "text":
            row[5] = "abc"
        elif change == "ids":
            row[0] = str(place)
        elif change == "few":
            del row[9:]
    path.write_text("".join("\t".join(row) + "\n" for row in rows))


@pytest.mark.parametrize("change", ["mixed", "pixels", "text", "ids", "few"])
def test_other_tables_are_tables(change: str, tmp_path: Path) -> None:
    numbers(tmp_path / "rows.tsv", change)
    assert isinstance(section(tmp_path / "rows.tsv", "1"), Table)


def test_a_target_that_is_a_step_makes_it_a_table(tmp_path: Path) -> None:
    waves(tmp_path / "waves.tsv")
    assert isinstance(section(tmp_path / "waves.tsv", "5"), Table)
