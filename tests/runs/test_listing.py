import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from mlpcli.errors import StorageError, UsageError
from mlpcli.runs import record, removal
from mlpcli.runs.find_run import find
from mlpcli.runs.folder import RunFolder
from mlpcli.runs.listing import BrokenRun, list_runs, place_for
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


def test_a_run_that_lost_its_record_is_listed_as_broken_in_its_place(tmp_path: Path) -> None:
    add_run(tmp_path, "old-20260101-000000", started="2026-01-01T00:00:00+00:00")
    folder = add_run(tmp_path, "xor-20260105-000000")
    folder.record.unlink()
    broken = BrokenRun(folder.id, f"{folder.record} is missing")
    assert list_runs(tmp_path)[0] == broken
    assert _ids(tmp_path) == [folder.id, "old-20260101-000000"]


def test_a_run_that_is_just_beginning_is_not_broken(tmp_path: Path) -> None:
    folder = add_run(tmp_path, "xor-20260105-000000")
    folder.record.unlink()
    with locked(folder):
        assert list_runs(tmp_path) == []
    assert len(list_runs(tmp_path)) == 1


@pytest.mark.parametrize(
    ("lost", "reason"),
    [
        (["model.tflite"], "model.tflite is missing"),
        (["checkpoints/best.safetensors"], "checkpoints/best.safetensors is missing"),
        (["resolved.yaml", "evaluation.json"], "resolved.yaml, evaluation.json are missing"),
    ],
)
def test_a_run_that_lost_files_is_listed_as_broken_in_its_place(
    lost: list[str], reason: str, tmp_path: Path
) -> None:
    add_run(tmp_path, "a-20260101-000000", started="2026-01-01T00:00:00+00:00")
    folder = add_run(tmp_path, "renamed", litert_digest="sha256:00")
    assert all(isinstance(run, RunRecord) for run in list_runs(tmp_path))
    for name in lost:
        (folder.path / name).unlink()
    assert list_runs(tmp_path)[0] == BrokenRun("renamed", reason)
    assert find("latest", tmp_path).id == "renamed"


def test_a_run_that_a_process_works_on_is_not_broken_for_what_it_lacks(tmp_path: Path) -> None:
    folder = add_run(tmp_path, "live", status="running", finished=None)
    folder.metrics.unlink()
    with locked(folder):
        assert isinstance(list_runs(tmp_path)[0], RunRecord)
    assert list_runs(tmp_path) == [BrokenRun("live", "metrics.csv is missing")]


def test_no_file_but_the_record_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = add_run(tmp_path, "xor-20260102-030405")
    opened: list[str] = []
    monkeypatch.setattr(Path, "open", lambda path, *_: opened.append(path.name) or open(path, "rb"))
    list_runs(tmp_path)
    assert opened == [folder.record.name]


def test_no_folder_is_no_runs(tmp_path: Path) -> None:
    assert list_runs(tmp_path / "runs") == []


def test_a_file_is_no_folder_of_runs(tmp_path: Path) -> None:
    (tmp_path / "runs").touch()
    with pytest.raises(UsageError, match="is a file") as caught:
        list_runs(tmp_path / "runs")
    assert "folder that holds the runs" in caught.value.fix


@pytest.mark.parametrize(
    ("name", "found", "fix"),
    [
        ("loop", "Too many levels of symbolic links", "a link in the path leads back to itself: name "),
        ("x" * 300, "File name too long", "check the name: no folder can have one that long"),
    ],
    ids=["loop", "long"],
)
def test_a_path_that_leads_nowhere_is_told_with_what_helps(
    name: str, found: str, fix: str, tmp_path: Path
) -> None:
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(StorageError, match=f"could not be read: {found}") as caught:
        list_runs(tmp_path / name)
    assert caught.value.fix.startswith(fix)


def test_listing_imports_nothing_heavy() -> None:
    code = (
        "import sys, mlpcli.runs.find_run, mlpcli.runs.metrics_csv, mlpcli.runs.provenance;"
        "print([name for name in ('numpy', 'tensorflow', 'pydantic', 'PIL') if name in sys.modules])"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


def test_a_run_whose_process_was_killed_is_not_running(tmp_path: Path) -> None:
    add_run(tmp_path, "killed", status="running", finished=None)
    (found,) = list_runs(tmp_path)
    assert isinstance(found, RunRecord)
    assert (found.status, found.error) == ("interrupted", "its process ended unexpectedly")


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
        removal.remove(folder)
        return record.read(folder)

    assert list_runs(tmp_path) == [record.read(folder)]
    monkeypatch.setattr("mlpcli.runs.listing.record", SimpleNamespace(read=read))
    assert list_runs(tmp_path) == []


NOW = datetime.fromisoformat("2026-01-02T03:04:05.250+00:00")


@pytest.mark.parametrize("newest", ["2026-01-02T03:04:05.249+00:00", "2026-01-02T04:04:05.249+01:00"])
def test_a_new_run_keeps_its_place_by_its_start(tmp_path: Path, newest: str) -> None:
    assert place_for(tmp_path / "none", NOW) is None
    add_run(tmp_path, "xor-20260102-030405", started=newest)
    assert place_for(tmp_path, NOW) is None


@pytest.mark.parametrize(
    "newest",
    [
        "2026-01-02T03:04:05.250+00:00",
        "2026-01-02T03:04:06.000+00:00",
        "2026-01-01T23:04:06.000-05:00",
        "2027-03-04T05:06:07.123+01:00",
    ],
)
@pytest.mark.parametrize("run_id", ["{:%Y%m%d-%H%M%S}", "renamed"])
def test_runs_that_start_after_the_clock_was_set_back_come_first(
    tmp_path: Path, newest: str, run_id: str
) -> None:
    future = "future-" + run_id.format(datetime.fromisoformat(newest))
    add_run(tmp_path, future, started=newest)
    started = NOW.isoformat(timespec="milliseconds")
    for name in ("b", "a"):
        run_id = f"{name}-20260102-030405"
        add_run(tmp_path, run_id, started=started, listed=place_for(tmp_path, NOW))
    assert _ids(tmp_path) == ["a-20260102-030405", "b-20260102-030405", future]
    # Nor does it need the run from the future any more.
    removal.remove(RunFolder(tmp_path / future))
    add_run(tmp_path, "0-20260102-030405", started=started, listed=place_for(tmp_path, NOW))
    assert _ids(tmp_path)[0] == "0-20260102-030405"


def test_a_broken_run_from_the_future_keeps_no_new_one_from_coming_first(tmp_path: Path) -> None:
    add_run(tmp_path, "xor-20270102-030405").record.write_text("{")
    listed = place_for(tmp_path, NOW)
    add_run(tmp_path, "new-20260102-030405", started=NOW.isoformat(), listed=listed)
    assert _ids(tmp_path) == ["new-20260102-030405", "xor-20270102-030405"]


def test_nothing_comes_after_the_end_of_time(tmp_path: Path) -> None:
    add_run(tmp_path, "xor-99991231-235959", started="9999-12-31T23:59:59.999999+00:00")
    assert place_for(tmp_path, NOW) is None


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of the runs whose records were read."""
    seen: list[str] = []

    def read(folder: RunFolder) -> RunRecord:
        seen.append(folder.id)
        return record.read(folder)

    monkeypatch.setattr("mlpcli.runs.listing.record", SimpleNamespace(read=read))
    return seen


def _add_in_time(runs: Path, started: str, zone: str = "+00:00") -> RunFolder:
    """A run whose config was written when it started, by a clock of `zone`."""
    time = datetime.fromisoformat(started + zone)
    folder = add_run(runs, f"xor-{time:%Y%m%d-%H%M%S}", started=time.isoformat())
    os.utime(folder.config, (time.timestamp(), time.timestamp()))
    return folder


def test_of_many_runs_only_the_newest_is_opened(tmp_path: Path, opened: list[str]) -> None:
    for hour in range(10, 20):
        _add_in_time(tmp_path, f"2026-01-02T{hour}:00:00")
    assert find("latest", tmp_path).id == "xor-20260102-190000"
    assert place_for(tmp_path, NOW) is not None
    assert opened == ["xor-20260102-190000"] * 2


def test_the_newest_run_is_found_across_zones(tmp_path: Path, opened: list[str]) -> None:
    _add_in_time(tmp_path, "2026-01-02T12:00:00", "+14:00")
    _add_in_time(tmp_path, "2026-01-01T22:30:00", "+00:00")
    _add_in_time(tmp_path, "2026-01-01T22:00:00", "-12:00")
    _add_in_time(tmp_path, "2025-12-31T00:00:00", "-12:00")
    assert find("latest", tmp_path).id == "xor-20260101-220000"
    assert "xor-20251231-000000" not in opened


def test_the_newest_runs_are_those_of_the_whole_list(tmp_path: Path) -> None:
    for name, started, listed in (
        ("future-20270101-000000", "2027-01-01T00:00:00+00:00", None),
        ("renamed", "2026-01-03T00:00:00+00:00", None),
        ("back-20260101-000000", "2026-01-01T00:00:00+00:00", "2027-01-01T00:00:00.001+00:00"),
        ("old-20250101-000000", "2025-01-01T00:00:00+00:00", None),
    ):
        add_run(tmp_path, name, started=started, listed=listed)
    (tmp_path / "none-20280101-000000").mkdir()
    add_run(tmp_path, "broken-20260102-000000").record.write_text("{")
    ids = ["back-20260101-000000", "future-20270101-000000", "renamed", "broken-20260102-000000"]
    assert _ids(tmp_path) == [*ids, "old-20250101-000000"]
    for limit in range(6):
        assert list_runs(tmp_path, limit) == list_runs(tmp_path)[:limit]


def test_a_folder_that_cannot_be_read_has_no_order_to_keep(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("os.scandir", refuse)
    with pytest.raises(StorageError) as caught:
        list_runs(tmp_path)
    assert caught.value.fix == "change the folder's permissions"
    assert place_for(tmp_path, NOW) is None
