from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from mlpcli.config.sources.table import Table
from mlpcli.data.load import load
from mlpcli.data.preprocessing import Shift
from mlpcli.data.sources import open_source
from mlpcli.errors import DataError
from mlpcli.workflows.run.run_data import load_rows


def nothing(*_: object) -> None: ...


def test_rows_are_not_given_to_a_network_that_was_trained_on_others(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("x,c,y\n" + "".join(f"{n / 7:.3f},{'ab'[n % 2]},{'uv'[n % 3 % 2]}\n" for n in range(60)))
    source = open_source(Table(source="table", path=path, target=("y",)), 0)
    dataset = load(source, 0)
    record: Any = SimpleNamespace(id="run", pool=None, data_fingerprint=dataset.fingerprint)
    fitted = dataset.preprocessing
    assert load_rows(source, 0, record, nothing, fitted).preprocessing == fitted
    columns = fitted.host[0].gives.texts  # type: ignore[union-attr]
    older = replace(fitted, steps=(fitted.host[0], Shift((0.0,) * len(columns), columns), *fitted.steps[1:]))
    with pytest.raises(DataError, match="others than those of the version that trained run"):
        load_rows(source, 0, record, nothing, older)
