import os
import socket
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

import mlpcli
from mlpcli.errors import RunError, RunInUseError, UsageError
from mlpcli.runs.folder import RunFolder, removed_name
from mlpcli.runs.lock import is_live, locked
from mlpcli.runs.removal import added_files
from mlpcli.workflows.remove_runs import RunToRemove
from mlpcli.workflows.train import TrainedRun
from tests.runs.records import add_run
from tests.workflows.trainings import BLOBS

IDS = ("a-20260101-000000", "b-20260101-000000", "c-20260101-000000")


@pytest.fixture
def runs(tmp_path: Path) -> Path:
    for run_id in IDS:
        add_run(tmp_path / "runs", run_id, name=run_id[0])
    return tmp_path / "runs"


def left(runs: Path) -> set[str]:
    return {path.name for path in runs.iterdir()}


def test_the_named_runs_are_removed_and_no_others(runs: Path) -> None:
    assert mlpcli.remove_runs(["a", str(runs / IDS[2])], runs=runs) == (IDS[0], IDS[2])
    assert left(runs) == {IDS[1]}


def test_a_run_named_twice_is_removed_once(runs: Path) -> None:
    assert mlpcli.remove_runs(["a", IDS[0], f"{runs}/./{IDS[0]}/"], runs=runs) == (IDS[0],)


def test_the_folder_that_the_user_is_in_can_be_removed(runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(runs / IDS[0])
    assert mlpcli.remove_runs(["."], runs="none") == (IDS[0],)
    assert left(runs) == set(IDS[1:])


def test_no_run_is_not_the_latest(runs: Path) -> None:
    with pytest.raises(UsageError, match="there is no run to remove") as caught:
        mlpcli.remove_runs([], runs=runs)
    assert caught.value.exit_code == 2
    assert left(runs) == set(IDS)


def test_with_one_that_does_not_exist_none_is_removed(runs: Path) -> None:
    with pytest.raises(UsageError, match="there is no run 'd'"):
        mlpcli.remove_runs(["a", "d"], runs=runs)
    assert left(runs) == set(IDS)


def test_with_one_in_use_none_is_removed(runs: Path) -> None:
    with locked(RunFolder(runs / IDS[1])), pytest.raises(RunInUseError) as caught:
        mlpcli.remove_runs(list(IDS), runs=runs)
    assert caught.value.exit_code == 7
    owner = f"{IDS[1]} is in use by process {os.getpid()} on {socket.gethostname()}, since "
    assert caught.value.message.startswith(owner)
    assert left(runs) == set(IDS)
    assert not is_live(RunFolder(runs / IDS[0]))


def test_who_is_asked_sees_all_of_it_and_may_say_no(runs: Path) -> None:
    asked: list[RunToRemove] = []

    def agree(doomed: Sequence[RunToRemove]) -> bool:
        asked.extend(doomed)
        return False

    (runs / IDS[1] / "notes.txt").touch()
    (runs / IDS[1] / ".run.json.1-2.tmp").touch()
    assert mlpcli.remove_runs(["a", "b"], runs=runs, agree=agree) == ()
    assert [(one.folder.id, one.added) for one in asked] == [(IDS[0], []), (IDS[1], ["notes.txt"])]
    assert left(runs) == set(IDS)


def test_nobody_can_resume_a_run_while_its_removal_is_asked_about(runs: Path) -> None:
    def agree(doomed: Sequence[RunToRemove]) -> bool:
        return all(is_live(one.folder) for one in doomed)

    assert mlpcli.remove_runs(["a"], runs=runs, agree=agree) == (IDS[0],)


def test_a_training_writes_nothing_that_its_removal_would_not_expect(
    trained: Callable[[str], TrainedRun],
) -> None:
    assert added_files(trained(BLOBS).folder) == []


@pytest.mark.parametrize("reference", ["a", IDS[0], "{runs}/" + IDS[0]])
def test_a_run_that_lost_its_record_is_removed(reference: str, runs: Path) -> None:
    (runs / IDS[0] / "run.json").unlink()
    assert mlpcli.remove_runs(reference.format(runs=runs), runs=runs) == (IDS[0],)
    assert left(runs) == set(IDS[1:])


@pytest.mark.parametrize("reference", ["d-20260101-000000", "{runs}/d-20260101-000000"])
def test_a_folder_that_is_no_run_is_not_removed(reference: str, runs: Path) -> None:
    for name in ("config.yaml", "metrics.csv", "checkpoints/best.safetensors"):
        path = runs / "d-20260101-000000" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    before = left(runs)
    with pytest.raises(RunError, match=r"run\.json is missing, so .* is not a run"):
        mlpcli.remove_runs(reference.format(runs=runs), runs=runs)
    assert left(runs) == before
    assert "d-20260101-000000" not in [run.id for run in mlpcli.list_runs(runs)]


def test_what_a_killed_removal_left_is_swept_by_the_next(runs: Path) -> None:
    rest = runs / removed_name()
    (runs / IDS[0]).rename(rest)
    mlpcli.remove_runs(["b"], runs=runs)
    assert left(runs) == {IDS[2]}


def test_every_run_is_told_of_as_soon_as_it_is_removed(runs: Path) -> None:
    told: list[tuple[str, bool]] = []

    def tell(run: RunToRemove) -> None:
        told.append((run.folder.id, run.folder.path.exists()))

    mlpcli.remove_runs(["a", "b"], runs=runs, told=tell)
    assert told == [(IDS[0], False), (IDS[1], False)]


def test_a_string_is_one_run(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        add_run(tmp_path, f"{name}-20260101-000000")
    with pytest.raises(UsageError, match="there is no run 'abc'"):
        mlpcli.remove_runs("abc", runs=tmp_path)
    assert len(list(tmp_path.iterdir())) == 3
