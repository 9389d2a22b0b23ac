import json
import math
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mlpcli.errors import RunError
from mlpcli.runs import record
from mlpcli.runs.folder import RunFolder
from mlpcli.runs.record import RunRecord
from tests.damage import JSON, any_bytes_or_damaged, damaged_json, fuzzed
from tests.runs.records import RECORD


@pytest.fixture
def folder(tmp_path: Path) -> RunFolder:
    path = tmp_path / RECORD.id
    path.mkdir()
    return RunFolder(path)


def test_comes_back_as_it_was(folder: RunFolder) -> None:
    record.write(folder, RECORD)
    assert record.read(folder) == RECORD


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, None])
def test_a_figure_that_is_not_finite_comes_back_as_none(folder: RunFolder, value: float | None) -> None:
    record.write(folder, replace(RECORD, figures={"test": {"loss": value, "accuracy": 0.5}}))
    assert record.read(folder).figures == {"test": {"loss": None, "accuracy": 0.5}}


def test_a_renamed_folder_gives_the_run_its_new_id(folder: RunFolder) -> None:
    record.write(folder, RECORD)
    renamed = RunFolder(folder.path.rename(folder.path.with_name("best")))
    assert record.read(renamed) == replace(RECORD, id="best")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"status": "done"}, "status: expected running, completed, interrupted, diverged, failed"),
        ({"started": "yesterday"}, "started: expected an ISO 8601 time, found 'yesterday'"),
        ({"finished": "2026-01-02T03:04:05"}, "finished: expected a time with its zone"),
        ({"listed": "2026-01-02T03:04:05"}, "listed: expected a time with its zone"),
        ({"rows": {"train": "4"}}, 'rows.train: expected a whole number, found "4"'),
        ({"extra": 1}, "the key 'extra' is unknown"),
    ],
)
def test_refuses_other_keys_and_types(folder: RunFolder, changes: dict[str, Any], reason: str) -> None:
    folder.record.write_text(json.dumps({**asdict(RECORD), **changes}))
    with pytest.raises(RunError) as caught:
        record.read(folder)
    assert caught.value.exit_code == 4
    assert caught.value.message.startswith(str(folder.record))
    assert reason in caught.value.message
    assert "train again" in caught.value.fix


def test_a_missing_record_is_named(folder: RunFolder) -> None:
    with pytest.raises(RunError, match="run.json is missing"):
        record.read(folder)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(key=st.sampled_from([field.name for field in fields(RunRecord)]), value=JSON)
def test_any_value_under_any_key_is_a_record_or_a_run_error(
    folder: RunFolder, key: str, value: object
) -> None:
    folder.record.write_text(json.dumps({**asdict(RECORD), key: value}))
    try:
        found = record.read(folder)
    except RunError as error:
        assert str(folder.record) in error.message
    else:
        record.write(folder, found)
        assert record.read(folder) == found


@fuzzed
@given(
    any_bytes_or_damaged({"run.json": json.dumps(asdict(RECORD)).encode()})
    | damaged_json(asdict(RECORD)).map(lambda value: json.dumps(value).encode())
)
def test_any_file_is_a_record_or_a_run_error(folder: RunFolder, content: bytes) -> None:
    folder.record.write_bytes(content)
    try:
        found = record.read(folder)
    except RunError as error:
        assert error.exit_code == 4
        assert str(folder.record) in error.message and error.fix
    else:
        assert found.start.tzinfo
