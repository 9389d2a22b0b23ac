from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from mlpcli.data.tables.schema import MISSING, NumberFormat
from mlpcli.data.tables.splits import Shares, SplitRows, splitter
from mlpcli.data.tables.targets import Targets
from mlpcli.errors import DataError
from tests.data.tables.files import read

SHARES = Shares(validation=0.25, test=0.2)
CLASSES = Targets(np.arange(40, dtype=np.int32) % 2, ("a", "b"))


def split(
    folder: Path,
    how: str,
    values: list[object],
    seed: int = 0,
    shares: Shares = SHARES,
    header: str = "when",
    said: Mapping[str, str] | None = None,
) -> SplitRows:
    text = f"{header},x\n" + "".join(f"{value},{number}\n" for number, value in enumerate(values))
    targets = Targets(CLASSES.values[: len(values)], CLASSES.classes)
    return splitter(how, header, NumberFormat(), MISSING, seed, said or {})(
        read(folder, text, header=True), targets, shares
    )


def sizes(rows: SplitRows) -> list[int]:
    return [0 if part is None else len(part) for part in (rows.train, rows.validation, rows.test)]


def assert_every_row_once(rows: SplitRows, count: int) -> None:
    parts = [part.tolist() for part in (rows.train, rows.validation, rows.test) if part is not None]
    assert sorted(sum(parts, [])) == list(range(count))
    assert all(part == sorted(part) for part in parts)


def test_rows_are_drawn_stratified_from_the_seed(tmp_path: Path) -> None:
    rows = split(tmp_path, "random", list(range(40)))
    assert_every_row_once(rows, 40)
    assert sizes(rows) == [24, 8, 8]
    assert rows.test is not None and CLASSES.values[rows.test].sum() == 4
    again, other = (split(tmp_path, "random", list(range(40)), seed) for seed in (0, 1))
    assert again.test is not None and other.test is not None
    assert rows.test.tolist() == again.test.tolist() != other.test.tolist()


def test_nothing_is_held_back_with_shares_of_0(tmp_path: Path) -> None:
    rows = split(tmp_path, "random", list(range(4)), shares=Shares(0, 0))
    assert (len(rows.train), rows.validation, rows.test) == (4, None, None)


def test_a_column_says_it(tmp_path: Path) -> None:
    rows = split(tmp_path, "column", ["train", "TEST", "val", " training"])
    assert rows.validation is not None and rows.test is not None
    assert (rows.train.tolist(), rows.validation.tolist(), rows.test.tolist()) == ([0, 3], [2], [1])


def test_validation_rows_are_drawn_if_a_column_names_none(tmp_path: Path) -> None:
    rows = split(tmp_path, "column", ["train"] * 16 + ["test"] * 4)
    assert_every_row_once(rows, 20)
    assert sizes(rows) == [12, 4, 4]


def test_no_group_is_in_two_splits(tmp_path: Path) -> None:
    groups = [f"g{number // 4}" for number in range(40)]
    rows = split(tmp_path, "group", groups)
    assert_every_row_once(rows, 40)
    assert sizes(rows) == [24, 8, 8]
    named = [
        {groups[row] for row in part} for part in (rows.train, rows.validation, rows.test) if part is not None
    ]
    assert sum(map(len, named)) == 10


def test_groups_do_not_depend_on_the_order_of_the_rows(tmp_path: Path) -> None:
    groups = [f"g{number % 10}" for number in range(40)]
    first, second = split(tmp_path, "group", groups), split(tmp_path, "group", groups[::-1])
    for drawn, again in ((first.test, second.test), (first.validation, second.validation)):
        assert drawn is not None and again is not None
        assert {groups[row] for row in drawn} == {groups[::-1][row] for row in again}


def test_rows_without_a_group_stay_together(tmp_path: Path) -> None:
    groups = ["", " ", "?", "NA", *(f"g{number // 4}" for number in range(36))]
    rows = split(tmp_path, "group", groups)
    assert sum({0, 1, 2, 3} <= set(part) for part in (rows.train, rows.validation, rows.test)) == 1


@pytest.mark.parametrize("values", [list(range(40)), [f"2020-01-01 00:{n:02}" for n in range(40)]])
def test_the_latest_rows_are_held_back(tmp_path: Path, values: list[object]) -> None:
    rows = split(tmp_path, "time", values[::-1])
    assert rows.validation is not None and rows.test is not None
    assert rows.test.tolist() == list(range(8))
    assert rows.validation.tolist() == list(range(8, 16))
    assert_every_row_once(rows, 40)


def test_dates_are_in_the_order_of_the_format_that_the_config_says(tmp_path: Path) -> None:
    said = {"kind": "date", "format": "%m/%d/%y"}
    shares = Shares(0.2, 0.2)
    days = ["02/01/24", "01/12/24", "01/03/24", "01/04/24", "01/05/24"]
    for options, last in (({}, 1), (said, 0)):
        rows = split(tmp_path, "time", days, shares=shares, said=options)
        assert rows.test is not None and rows.test.tolist() == [last]


def test_a_row_without_a_time_has_no_place_in_time(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        split(tmp_path, "time", ["2020-01-02", "", "2020-01-04", "NA"] * 4)
    assert "column when: found '' in line 3, 'NA' in line 5" in caught.value.message
    assert caught.value.message.endswith("; expected a time in every row, because the config splits by it")
    assert caught.value.fix == "fill these times in, remove the rows, or split by another column"


@pytest.mark.parametrize(
    ("how", "values", "message"),
    [
        (
            "column",
            ["train", "test", "never"],
            "column when: found 'never' in 1 row, first in line 4; expected train, validation or test",
        ),
        (
            "column",
            ["train", "", "test", ""],
            "column when: found '' in 2 rows, first in line 3; expected train, validation or test",
        ),
        ("column", ["test", "test"], "column when says train in no row"),
        ("group", ["a"] * 8, "column when has too few groups"),
        ("group", ["a", "b"] * 8, "column when has too few groups"),
        ("time", ["a", "b"] * 8, "column when holds neither dates nor numbers"),
        ("time", ["2023Q1", "2023Q2"] * 8, "no order in time: 2023Q1 is read as a date if it is written as"),
        ("time", [1, "", 3] * 8, "column when: found '' in line 3"),
        ("time", [1, 2], "a share of 0.2 gives test no row"),
        ("random", [1, 2, 3], "cannot draw rows for `test`: class b has only 1 row left"),
    ],
)
def test_rows_that_cannot_be_split_are_errors(
    tmp_path: Path, how: str, values: list[object], message: str
) -> None:
    with pytest.raises(DataError) as caught:
        split(tmp_path, how, values)
    assert message in caught.value.message
    assert caught.value.fix
