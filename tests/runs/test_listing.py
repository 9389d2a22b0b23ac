import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from mlpcli.errors import UsageError
from mlpcli.runs import record
from mlpcli.runs.folder import RunFolder
from mlpcli.runs.listing import BrokenRun, list_runs
from mlpcli.runs.lock import locked
from mlpcli.runs.record import RunRecord
from tests.runs.records import add_run


def _ids(runs: Path) -> list[str]:
    return [run.id for run in list_runs(runs)]


def test_the_run_that_started_last_comes_first(tmp_path: Path) -> None:
    add_run(tmp_path, "a-20260102-000000", started="2026-01-02T00:00:00+00:00")
    add_run(tmp_path, "z-20260101-000000", started="2026-01-01T00:00:00+00:00")
    add_run(tmp_path, "m-20260103-000000", started="2026-01-03T00:00:00+00:00")
    assert _ids(tmp_path) == ["m-20260103-000000", "a-20260102-000000", "z-20260101-000000"]


def test_times_are_compared_across_zones(tmp_path: Path) -> None:
    add_run(tmp_path, "a", started="2026-01-01T12:00:00+05:00")
    add_run(tmp_path, "b", started="2026-01-01T08:00:00+00:00")
    assert _ids(tmp_path) == ["b", "a"]


def test_runs_are_in_order_while_clocks_go_back(tmp_path: Path) -> None:
    add_run(tmp_path, "a-20261101-015900", started="2026-11-01T01:59:00-07:00")
    add_run(tmp_path, "b-20261101-010000", started="2026-11-01T01:00:00-08:00")
    add_run(tmp_path, "a-20261101-015900-2", started="2026-11-01T01:59:00-08:00")
    assert _ids(tmp_path) == ["a-20261101-015900-2", "b-20261101-010000", "a-20261101-015900"]


def test_runs_of_the_same_second_go_by_number_not_by_letter(tmp_path: Path) -> None:
    ids = [f"xor-20260102-030405{suffix}" for suffix in ("-10", "-9", "-2", "")]
    for run_id in ids:
        add_run(tmp_path, run_id)
    assert _ids(tmp_path) == ids


def test_a_broken_run_is_listed_among_the_others_with_its_reason(tmp_path: Path) -> None:
    add_run(tmp_path, "old-20260101-000000", started="2026-01-01T00:00:00+00:00")
    broken = tmp_path / "xor-20260105-000000"
    broken.mkdir()
    (broken / "run.json").write_text("{")
    first, second = list_runs(tmp_path)
    assert isinstance(first, BrokenRun)
    assert first.id == broken.name
    assert "run.json is not valid JSON" in first.reason
    assert second.id == "old-20260101-000000"


def test_what_has_no_record_is_no_run(tmp_path: Path) -> None:
    (tmp_path / "leftover").mkdir()
    (tmp_path / ".gitignore").write_text("*")
    assert list_runs(tmp_path) == []


def test_no_folder_is_no_runs(tmp_path: Path) -> None:
    assert list_runs(tmp_path / "runs") == []


def test_a_file_is_no_folder_of_runs(tmp_path: Path) -> None:
    (tmp_path / "runs").touch()
    with pytest.raises(UsageError, match="is a file") as caught:
        list_runs(tmp_path / "runs")
    assert "folder that holds the runs" in caught.value.fix


def test_listing_imports_nothing_heavy() -> None:
    code = (
        "import sys, mlpcli.runs.find, mlpcli.runs.metrics, mlpcli.runs.provenance;"
        "print([name for name in ('numpy', 'tensorflow', 'pydantic', 'PIL') if name in sys.modules])"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


def test_a_run_whose_process_was_killed_is_not_running(tmp_path: Path) -> None:
    add_run(tmp_path, "killed", status="running", finished=None)
    (found,) = list_runs(tmp_path)
    assert isinstance(found, RunRecord)
    assert (found.status, found.error) == ("interrupted", "its process ended without a word")


def test_a_run_that_a_process_works_on_is_running(tmp_path: Path) -> None:
    folder = add_run(tmp_path, "live", status="running", finished=None)
    with locked(folder):
        (found,) = list_runs(tmp_path)
    assert isinstance(found, RunRecord)
    assert (found.status, found.error) == ("running", None)


def test_a_broken_run_of_the_first_year_is_listed_like_others(tmp_path: Path) -> None:
    add_run(tmp_path, "a-20260101-000000")
    add_run(tmp_path, "x-00010101-000000").record.write_text("")
    assert _ids(tmp_path) == ["a-20260101-000000", "x-00010101-000000"]


def test_a_run_that_is_removed_while_it_is_listed_is_no_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = add_run(tmp_path, "xor-20260102-030405")

    def read(folder: RunFolder) -> RunRecord:
        folder.record.unlink()
        return record.read(folder)

    assert list_runs(tmp_path) == [record.read(folder)]
    monkeypatch.setattr("mlpcli.runs.listing.record", SimpleNamespace(read=read))
    assert list_runs(tmp_path) == []
