"""What goes of the encoded rows, and what stays."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mlpcli.data.stores import disk_space
from mlpcli.data.stores.disk_space import make_room
from mlpcli.data.stores.row_file import RowFile
from mlpcli.errors import StorageError

DAY = 24 * 3600
Usage = Callable[[int, int], None]


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Usage:
    """Sets the size of the disk, and its free space."""

    def set_to(total: int, free: int) -> None:
        usage = shutil._ntuple_diskusage(total, total - free, free)  # type: ignore[attr-defined]
        monkeypatch.setattr(disk_space.shutil, "disk_usage", lambda folder: usage)

    return set_to


def file(folder: Path, name: str, days: float, size: int = 1000) -> Path:
    """A file that was last used so many days ago."""
    path = folder / name
    path.write_bytes(bytes(size))
    used = time.time() - days * DAY
    os.utime(path, (used, used))
    return path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def rows(path: Path) -> RowFile:
    return RowFile(path, "rows", 0, (250,), np.dtype("<f4"))


def test_the_longest_unused_go_while_the_folder_is_too_large(tmp_path: Path, disk: Usage) -> None:
    for days, name in enumerate("dbca"):
        file(tmp_path, f"{name}.rows", days)
    disk(35_000, 30_000)
    make_room(tmp_path, 500, "new")
    assert names(tmp_path) == ["b.rows", "c.rows", "d.rows"]
    make_room(tmp_path, 1500, "new")
    assert names(tmp_path) == ["b.rows", "d.rows"]


def test_they_go_while_the_disk_is_too_full(tmp_path: Path, disk: Usage) -> None:
    for days, name in enumerate("abc"):
        file(tmp_path, f"{name}.rows", days)
    disk(10**9, 1500)
    make_room(tmp_path, 2000, "new")
    assert names(tmp_path) == ["a.rows", "b.rows"]


def test_what_nobody_used_for_three_months_goes(tmp_path: Path, disk: Usage) -> None:
    file(tmp_path, "old.rows", 91)
    file(tmp_path, "new.rows", 89)
    file(tmp_path, "begun.tmp", 0.9)
    file(tmp_path, "left.tmp", 1.1)
    file(tmp_path, "other.txt", 400)
    disk(10**9, 10**9)
    make_room(tmp_path, 10, "new")
    assert names(tmp_path) == ["begun.tmp", "new.rows", "other.txt"]


def test_rows_in_use_stay_whatever_their_age(tmp_path: Path, disk: Usage) -> None:
    held: Any = rows(file(tmp_path, "used.rows", 200))
    held.hold()
    disk(1000, 500)
    with pytest.raises(StorageError, match="new needs"):
        make_room(tmp_path, 1000, "new")
    assert names(tmp_path) == ["used.rows"]
    assert len(held.read(0, 250)) == 250
    del held
    make_room(tmp_path, 1000, "new")
    assert names(tmp_path) == []


def test_rows_that_another_process_uses_stay(tmp_path: Path, disk: Usage) -> None:
    path = file(tmp_path, "used.rows", 200)
    code = (
        "import sys, numpy as np; from pathlib import Path; from mlpcli.data.stores.row_file import RowFile\n"
        "rows = RowFile(Path(sys.argv[1]), '', 0, (250,), np.dtype('<f4')); rows.hold()\n"
        "print('held', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", code, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout and other.stdin
        assert other.stdout.readline() == b"held\n"
        disk(10**9, 10**9)
        make_room(tmp_path, 10, "new")
        assert names(tmp_path) == ["used.rows"]
        other.stdin.close()
        other.wait()
    make_room(tmp_path, 10, "new")
    assert names(tmp_path) == []
