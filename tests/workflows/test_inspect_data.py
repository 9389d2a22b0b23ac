from pathlib import Path
from typing import Any

import pytest

import mlpcli
from mlpcli.data.tables import read_table
from tests.starters.data_files import people


@pytest.mark.parametrize("given", ["people.csv", "people.yaml"])
def test_a_table_is_read_once(given: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    people(tmp_path / "people.csv")
    mlpcli.init(data=tmp_path / "people.csv", output=tmp_path / "people.yaml")
    reads = []
    original = read_table.open_bytes

    def counted(path: Path, *more: Any, **settings: Any) -> read_table.FileBytes:
        reads.append(path)
        return original(path, *more, **settings)

    monkeypatch.setattr(read_table, "open_bytes", counted)
    assert mlpcli.inspect_data(tmp_path / given).can_train
    assert reads == [tmp_path / "people.csv"]


def test_numbers_that_are_read_as_dates_are_told(tmp_path: Path) -> None:
    rows = "".join(f"{20240101 + n % 28},{n / 7:.2f},{n % 3}\n" for n in range(60))
    (tmp_path / "sold.csv").write_text(f"day,price,kind\n{rows}")
    told = (
        "sold.csv: the numbers of column day are read as dates, as %Y%m%d; columns: {day: number} changes it"
    )
    assert told in [found.what for found in mlpcli.inspect_data(tmp_path / "sold.csv").findings]
