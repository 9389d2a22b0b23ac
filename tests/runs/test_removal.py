import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mlpcli.errors import RunError, StorageError, UsageError
from mlpcli.runs.folder import is_removed
from mlpcli.runs.leftovers import sweep_unbegun
from mlpcli.runs.listing import list_runs
from mlpcli.runs.lock import locked
from mlpcli.runs.removal import added_files, remove, require_removable
from tests.runs.records import add_run

ID = "xor-20260102-030405"


def refusing(code: int) -> Callable[..., None]:
    def refuse(*_: Any, **__: Any) -> None:
        raise OSError(code, os.strerror(code))

    return refuse


refuse = refusing(errno.EACCES)
FIXES = {
    errno.EACCES: "change the permissions of {denied}",
    errno.EPERM: "change the permissions of {denied}",
    errno.EROFS: "mount the file system of {denied} so that it can be written to",
    errno.EBUSY: "close the programs that use {used}, or unmount what is mounted there",
    errno.ENOSPC: "free some space on the disk of {denied}",
    errno.EIO: "check the disk of {denied}",
}


def test_a_removed_run_leaves_nothing(tmp_path: Path) -> None:
    folder = add_run(tmp_path, ID)
    with locked(folder):
        remove(folder)
    assert list(tmp_path.iterdir()) == []


def test_a_link_in_a_run_is_removed_and_what_it_leads_to_stays(tmp_path: Path) -> None:
    folder = add_run(tmp_path / "runs", ID)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "kept").touch()
    (folder.path / "data").symlink_to(tmp_path / "data")
    remove(folder)
    assert (tmp_path / "data" / "kept").exists()


@pytest.mark.parametrize("code", FIXES, ids=errno.errorcode.get)
def test_a_run_that_cannot_be_removed_is_whole(
    code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = add_run(tmp_path, ID)
    monkeypatch.setattr(os, "rename", refusing(code))
    with pytest.raises(StorageError) as caught:
        remove(folder)
    assert caught.value.exit_code == 6
    assert caught.value.message == f"{folder.path} could not be removed: {os.strerror(code)}"
    fix = FIXES[code].format(denied=tmp_path, used=folder.path)
    assert caught.value.fix == f"{fix}, then remove the run again"
    assert [run.id for run in list_runs(tmp_path)] == [ID]


@pytest.mark.parametrize("code", FIXES, ids=errno.errorcode.get)
def test_what_cannot_be_removed_whole_is_named_and_no_run(
    code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = add_run(tmp_path, ID)
    monkeypatch.setattr(shutil, "rmtree", refusing(code))
    with pytest.raises(StorageError) as caught:
        remove(folder)
    assert caught.value.message == f"{folder.path} could not be removed completely: {os.strerror(code)}"
    (rest,) = tmp_path.iterdir()
    fix = FIXES[code].format(denied=rest, used=rest)
    assert caught.value.fix == f"{fix}, then remove the rest by hand: {rest}"
    assert list_runs(tmp_path) == []


def test_a_removal_that_another_process_sweeps_along_ends_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = add_run(tmp_path, ID)
    real = os.unlink

    def faster(path: Any, **options: Any) -> None:
        monkeypatch.setattr(os, "unlink", real)
        real(path, **options)
        real(path, **options)

    monkeypatch.setattr(os, "unlink", faster)
    remove(folder)
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_removal_left_is_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = add_run(tmp_path, ID)
    (folder.path / "notes.txt").touch()
    with monkeypatch.context() as killed, pytest.raises(StorageError):
        killed.setattr(shutil, "rmtree", refuse)
        remove(folder)
    other = add_run(tmp_path, "kept")
    sweep_unbegun(tmp_path)
    assert list(tmp_path.iterdir()) == [other.path]


@pytest.mark.parametrize("name", [".removed", ".removed-notes", "a.removed-0123456789abcdef"])
def test_a_folder_of_a_similar_name_is_not_what_a_removal_left(name: str) -> None:
    assert not is_removed(Path(name))


def test_files_that_the_tool_did_not_write_are_told(tmp_path: Path) -> None:
    folder = add_run(tmp_path, ID)
    assert added_files(folder) == []
    (folder.path / "notes.txt").touch()
    (folder.path / "figures").mkdir()
    assert added_files(folder) == ["figures", "notes.txt"]


@pytest.mark.parametrize("code", FIXES, ids=errno.errorcode.get)
def test_a_folder_that_cannot_be_read_is_a_storage_error(
    code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = add_run(tmp_path, ID)
    monkeypatch.setattr(os, "listdir", refusing(code))
    with pytest.raises(StorageError) as caught:
        added_files(folder)
    assert caught.value.message == f"{folder.path} could not be read: {os.strerror(code)}"
    assert caught.value.fix == FIXES[code].format(denied=folder.path, used=folder.path)


def test_a_link_to_a_run_is_no_run_to_remove(tmp_path: Path) -> None:
    folder = add_run(tmp_path, ID)
    (tmp_path / "best").symlink_to(folder.path)
    with pytest.raises(UsageError, match="best is a link to a run") as caught:
        require_removable(type(folder)(tmp_path / "best"))
    assert str(folder.path) in caught.value.fix


@pytest.mark.parametrize("name", [ID, "renamed"])
def test_a_whole_run_may_be_removed_whatever_its_folder_is_called(name: str, tmp_path: Path) -> None:
    require_removable(add_run(tmp_path, name))


def test_a_broken_run_may_be_removed(tmp_path: Path) -> None:
    folder = add_run(tmp_path, ID)
    folder.record.write_text("{")
    require_removable(folder)


def test_a_run_that_lost_its_record_may_be_removed(tmp_path: Path) -> None:
    folder = add_run(tmp_path, ID)
    folder.record.unlink()
    require_removable(folder)


def test_a_folder_with_another_tool_s_run_json_is_no_run_to_remove(tmp_path: Path) -> None:
    folder = add_run(tmp_path, "project")
    folder.record.write_text('{"scripts": []}')
    with pytest.raises(RunError, match="run.json is not one that") as caught:
        require_removable(folder)
    assert caught.value.exit_code == 4
