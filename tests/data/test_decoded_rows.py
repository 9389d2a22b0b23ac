from pathlib import Path

import numpy as np

from mlpcli.config.sources import Table
from mlpcli.data.decoded_numbers import time_of
from mlpcli.data.decoded_rows import decoded
from tests.data.loading import load
from tests.data.tables.files import written


def test_large_numbers_and_times_of_a_row_are_those_of_the_table(tmp_path: Path) -> None:
    cells = [
        (f"{10**9 + n % 7}", f"2020-0{n % 9 + 1}-11 1{n % 10}:00:{n:02}", f"{n / 8:g}") for n in range(28)
    ]
    rows = "".join(f"{','.join(row)},{'ab'[n % 2]}\n" for n, row in enumerate(cells))
    path = written(tmp_path, "far,at,near,y\n" + rows)
    dataset = load(Table(source="table", path=path, target="y", validation=0, test=0), 0)
    found = {tuple(text for _, text in decoded(dataset.preprocessing, row)) for row in dataset.train.inputs}
    assert found == set(cells)


def test_days_beyond_all_dates_have_a_time_too() -> None:
    values = np.array([3e38, 0, 1], np.float32)
    assert time_of(("days", "year"), values, (3e38, 0.0, 0.0)) > 1e43
