"""Trainings on disks that really are full, read-only or somebody else's."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import mlpcli
from mlpcli.errors import StorageError
from mlpcli.runs.folder import RunFolder
from mlpcli.training.checkpoints import checkpoint_file
from mlpcli.workflows.train import TrainedRun
from tests.workflows.ended import AfterTheFirstEpoch, check_left, check_resumes, only_run
from tests.workflows.trainings import BLOBS, write

pytestmark = pytest.mark.usefixtures("every_epoch", "synced_files")

Get = Callable[[str], TrainedRun]

_NOBODY = 65534


def mount(*arguments: str) -> None:
    subprocess.run(["mount", *arguments], check=True, capture_output=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of half a megabyte."""
    place = tmp_path / "disk"
    place.mkdir()
    try:
        mount("-t", "tmpfs", "-o", "size=512k", "tmpfs", str(place))
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"this process may not mount a file system: {error}")
    yield place
    subprocess.run(["umount", str(place)], check=True)


@pytest.fixture
def take_rights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Path], None]]:
    """Makes a folder of the present one read-only for this process, even if it is root's."""
    monkeypatch.chdir(tmp_path)
    tmp_path.chmod(0o755)
    is_root = os.geteuid() == 0
    folders: list[Path] = []

    def take(folder: Path) -> None:
        folders.extend([folder, *(path for path in folder.rglob("*") if path.is_dir())])
        for path in folders:
            path.chmod(0o555)
        if is_root:
            os.seteuid(_NOBODY)

    yield take
    if is_root:
        os.seteuid(0)
    for path in folders:
        path.chmod(0o755)


def fill(disk: Path) -> Path:
    """Leave no space on a disk."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file, pytest.raises(OSError, match="No space left"):
        while True:
            file.write(bytes(4096))
    return filler


def refused(paths: list[Path], runs: Path, **more: AfterTheFirstEpoch) -> StorageError:
    with pytest.raises(StorageError) as caught:
        mlpcli.train(paths, runs=runs, **more)
    assert caught.value.exit_code == 6
    return caught.value


def test_a_full_disk_holds_no_run(disk: Path, tmp_path: Path) -> None:
    fill(disk)
    error = refused([write(tmp_path, BLOBS)], disk / "runs")
    assert error.message.startswith(f"{disk / 'runs'}")
    assert error.message.endswith("could not be written: No space left on device")
    assert list((disk / "runs").iterdir()) == []


def test_a_disk_that_fills_up_keeps_the_checkpoint_before(disk: Path, tmp_path: Path, trained: Get) -> None:
    safe: list[bytes] = []

    def fill_up(folder: RunFolder) -> None:
        safe.append(folder.last.read_bytes())
        fill(disk)

    error = refused([write(tmp_path, BLOBS)], disk / "runs", watcher=AfterTheFirstEpoch(fill_up))
    folder = only_run(disk / "runs")
    assert error.message == f"{folder.metrics} could not be written: No space left on device"
    check_left(folder, safe[0])
    (disk / "filler").unlink()
    check_resumes(folder, trained(BLOBS))


def test_a_run_on_a_full_disk_can_be_removed(disk: Path, interrupted: RunFolder) -> None:
    folder = RunFolder(shutil.copytree(interrupted.path, disk / "runs" / interrupted.id))
    fill(disk)
    assert mlpcli.remove_runs(str(folder.path)) == (interrupted.id,)
    assert list((disk / "runs").iterdir()) == []


def test_a_run_on_a_read_only_disk_can_be_used_and_not_resumed(disk: Path, interrupted: RunFolder) -> None:
    folder = RunFolder(shutil.copytree(interrupted.path, disk / "runs" / interrupted.id))
    mount("-o", "remount,ro", str(disk))
    with pytest.raises(StorageError) as caught:
        mlpcli.resume(str(folder.path))
    assert caught.value.exit_code == 6
    assert caught.value.message == f"{folder.lock} could not be written: Read-only file system"
    assert mlpcli.evaluate(str(folder.path)).rows == 18


def test_a_read_only_folder_holds_no_run(take_rights: Callable[[Path], None], tmp_path: Path) -> None:
    config = write(tmp_path, BLOBS)
    runs = Path("runs")
    runs.mkdir()
    take_rights(runs)
    error = refused([Path(config.name)], runs)
    assert error.message == "runs could not be written: Permission denied"
    assert "change the permissions" in error.fix


def test_a_folder_that_becomes_read_only_keeps_the_checkpoint_before(
    take_rights: Callable[[Path], None], tmp_path: Path
) -> None:
    watcher = AfterTheFirstEpoch(lambda folder: take_rights(folder.path))
    error = refused([write(tmp_path, BLOBS)], Path("runs"), watcher=watcher)
    folder = only_run(Path("runs"))
    assert error.message == f"{folder.metrics} could not be written: Permission denied"
    assert checkpoint_file.read(folder.last).place.epoch == 0
