import errno
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import given

from mlpcli.errors import RunError, RunInUseError, StorageError
from mlpcli.runs import lock, record
from mlpcli.runs.folder import RunFolder
from mlpcli.runs.listing import list_runs
from mlpcli.runs.lock import Owner, as_it_is, is_live, locked
from mlpcli.runs.record import RunRecord
from mlpcli.runs.typed_json import read_typed
from tests.damage import any_bytes_or_damaged, damaged_json, fuzzed
from tests.runs.records import RECORD, fill
from tests.workflows.faults import Fault

HOLD = """
import sys
from pathlib import Path
from mlpcli.runs.folder import RunFolder
from mlpcli.runs.lock import locked
with locked(RunFolder(Path(sys.argv[1]))):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def folder(tmp_path: Path) -> RunFolder:
    path = tmp_path / RECORD.id
    path.mkdir()
    return RunFolder(path)


@pytest.fixture
def holder(folder: RunFolder) -> Iterator[subprocess.Popen[str]]:
    """Another process that works on the run until its standard input ends."""
    command = [sys.executable, "-c", HOLD, str(folder.path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_run_that_another_process_works_on_is_in_use(
    folder: RunFolder, holder: subprocess.Popen[str]
) -> None:
    assert is_live(folder)
    with pytest.raises(RunInUseError, match=f"by process {holder.pid} on {socket.gethostname()}") as caught:
        with locked(folder):
            pass
    assert caught.value.exit_code == 7
    assert caught.value.fix == "wait until that process ends, or stop it"


def test_a_dead_owner_s_run_is_free(folder: RunFolder, holder: subprocess.Popen[str]) -> None:
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    assert folder.owner.exists()
    assert not is_live(folder)
    with locked(folder):
        assert json.loads(folder.owner.read_text())["pid"] == os.getpid()


def test_the_owner_is_told_with_process_host_and_start(folder: RunFolder) -> None:
    with locked(folder):
        owner = read_typed(Owner, folder.owner)
    assert (owner.pid, owner.host) == (os.getpid(), socket.gethostname())
    since = datetime.fromisoformat(owner.since)
    assert timedelta(0) <= datetime.now(UTC) - since < timedelta(minutes=5)
    assert str(owner) == f"process {owner.pid} on {owner.host}, since {owner.since}"


def test_a_killed_owner_s_run_is_listed_as_interrupted_and_can_be_locked(
    folder: RunFolder, holder: subprocess.Popen[str]
) -> None:
    running = replace(RECORD, id=folder.id, status="running", finished=None)
    fill(folder, running)
    assert as_it_is(folder, running) == running
    holder.kill()
    holder.wait()
    (found,) = list_runs(folder.path.parent)
    assert isinstance(found, RunRecord)
    assert (found.status, found.error) == ("interrupted", "its process ended unexpectedly")
    with locked(folder):
        assert is_live(folder)


def test_a_run_that_ends_while_it_is_looked_at_is_not_interrupted(folder: RunFolder) -> None:
    completed = replace(RECORD, id=folder.id)
    record.write(folder, completed)
    assert as_it_is(folder, replace(completed, status="running", finished=None)) == completed


def test_who_asks_whether_a_run_is_live_keeps_nobody_from_it(
    folder: RunFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert lock._SECONDS_TO_ACQUIRE > 2 * lock._SECONDS_TO_ASK
    asking = FileLock(folder.lock)
    asking.acquire()
    # The answer is there once it is waited for, on a busy machine too.
    monkeypatch.setattr("time.sleep", lambda seconds: asking.release())
    with locked(folder):
        assert not asking.is_locked
        assert folder.owner.exists()


def test_a_run_is_free_again_after_the_block_whatever_ended_it(folder: RunFolder) -> None:
    with pytest.raises(KeyboardInterrupt), locked(folder):
        raise KeyboardInterrupt
    assert not is_live(folder)
    assert not folder.owner.exists()


def test_a_run_that_nobody_ever_locked_is_free_and_stays_untouched(folder: RunFolder) -> None:
    assert not is_live(folder)
    assert list(folder.path.iterdir()) == []


def test_a_folder_that_is_not_there_cannot_be_locked(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError), locked(RunFolder(tmp_path / "file")):
        pass


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EACCES])
@pytest.mark.parametrize("needs_space", [True, False])
def test_an_owner_that_finds_no_space_keeps_none_away_who_needs_none(
    needs_space: bool, code: int, folder: RunFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault = Fault(folder.owner.name, 1, code)
    fault.inject(monkeypatch)
    passes = not needs_space and code != errno.EACCES
    with nullcontext() if passes else pytest.raises(StorageError), locked(folder, needs_space=needs_space):
        assert is_live(folder)
    assert fault.struck
    assert not is_live(folder)


def test_a_lock_that_is_a_link_is_left_alone(folder: RunFolder, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("untouched")
    folder.lock.symlink_to(tmp_path / "elsewhere")
    assert not is_live(folder)
    with pytest.raises(RunError) as caught, locked(folder):
        pass
    assert caught.value.message == f"{folder.lock} is a link, but a run's files must not be links"
    assert (tmp_path / "elsewhere").read_text() == "untouched"


OWNER = {"pid": 1, "host": "here", "since": "2026-01-02T03:04:05+00:00"}


@fuzzed
@given(
    any_bytes_or_damaged({"owner": json.dumps(OWNER).encode()})
    | damaged_json(OWNER).map(lambda value: json.dumps(value).encode())
)
def test_any_file_is_an_owner_or_a_run_error(folder: RunFolder, content: bytes) -> None:
    folder.owner.write_bytes(content)
    try:
        assert str(read_typed(Owner, folder.owner))
    except RunError as error:
        assert str(folder.owner) in error.message
