from pathlib import Path

import pytest

from mlpcli.data.tables.cells import columns_of
from mlpcli.data.tables.odd_dates import odd_dates
from mlpcli.data.tables.schema import MISSING, NumberFormat, TableColumn
from tests.data.tables.files import read

DAYS = [f"{year}-{month:02}-03" for year in (2021, 2022) for month in range(1, 13)]


def odd(folder: Path, days: list[str]) -> list[tuple[str, str]]:
    file = read(folder, "born,x\n" + "".join(f"{day},{n}\n" for n, day in enumerate(days)), header=True)
    columns = [TableColumn("born", "date", "%Y-%m-%d"), TableColumn("x", "number")]
    return list(odd_dates(file, columns, columns_of(file, columns, NumberFormat(), MISSING)))


def test_a_mistyped_year_is_told_with_its_line(tmp_path: Path) -> None:
    assert odd(tmp_path, [DAYS[0], "0203-05-08", *DAYS[1:], ""]) == [
        (
            "born has a date centuries from the others: '0203-05-08' in line 3",
            'correct it; or write missing_values: ["0203-05-08"] if it stands for a missing one',
        )
    ]


def test_a_day_that_stands_for_missing_ones_is_told_however_often_it_is_there(tmp_path: Path) -> None:
    ((what, fix),) = odd(tmp_path, [*DAYS[:6], *["9999-12-31"] * 30])
    assert "born has 30 dates centuries from the others: '9999-12-31' in line 8, " in what
    assert 'missing_values: ["9999-12-31"]' in fix


@pytest.mark.parametrize("days", [DAYS, ["1650-01-01", *DAYS[:0], "1800-01-01", "1950-01-01", "2020-01-01"]])
def test_dates_of_several_centuries_are_not_odd(days: list[str], tmp_path: Path) -> None:
    assert odd(tmp_path, days) == []
