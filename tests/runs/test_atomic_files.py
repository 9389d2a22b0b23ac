import errno
import json
import os
from pathlib import Path
from typing import Any

import pytest

from mlpcli.errors import StorageError, Terminated
from mlpcli.runs import atomic_files
from mlpcli.runs.atomic_files import (
    is_for_want_of_space,
    storage_error,
    write_bytes,
    write_json,
    write_text,
    writing,
)


def test_writes_the_bytes_and_leaves_nothing_else(tmp_path: Path) -> None:
    write_bytes(tmp_path / "a", b"\x00\xff")
    assert (tmp_path / "a").read_bytes() == b"\x00\xff"
    assert os.listdir(tmp_path) == ["a"]


def test_replaces_an_older_file(tmp_path: Path) -> None:
    write_bytes(tmp_path / "a", b"a long old content")
    write_bytes(tmp_path / "a", b"new")
    assert (tmp_path / "a").read_bytes() == b"new"


def test_text_keeps_its_line_ends_and_is_utf8(tmp_path: Path) -> None:
    write_text(tmp_path / "a", "ä\r\nb\n")
    assert (tmp_path / "a").read_bytes() == b"\xc3\xa4\r\nb\n"


def test_text_gives_back_the_bytes_of_undecodable_file_names(tmp_path: Path) -> None:
    write_text(tmp_path / "a", os.fsdecode(b"caf\xe9"))
    assert (tmp_path / "a").read_bytes() == b"caf\xe9"


def test_json_is_indented_readable_and_ends_in_a_line_end(tmp_path: Path) -> None:
    write_json(tmp_path / "a", {"name": "Größe"})
    assert (tmp_path / "a").read_bytes() == '{\n  "name": "Größe"\n}\n'.encode()


def test_json_escapes_what_utf8_cannot_hold(tmp_path: Path) -> None:
    write_json(tmp_path / "a", ["caf\udce9"])
    assert json.loads((tmp_path / "a").read_bytes().decode()) == ["caf\udce9"]


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_json_refuses_what_json_has_no_word_for(tmp_path: Path, value: float) -> None:
    write_text(tmp_path / "a", "old")
    with pytest.raises(ValueError, match="JSON compliant"):
        write_json(tmp_path / "a", value)
    assert (tmp_path / "a").read_text() == "old"


def test_a_writer_of_its_own_fills_the_temporary_file(tmp_path: Path) -> None:
    with writing(tmp_path / "a") as temporary:
        assert temporary.parent == tmp_path
        assert temporary.name.startswith(".a.") and temporary.name.endswith(".tmp")
        temporary.write_bytes(b"mine")
    assert (tmp_path / "a").read_bytes() == b"mine"
    assert os.listdir(tmp_path) == ["a"]


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX")
def test_the_file_has_the_mode_of_every_new_file(tmp_path: Path) -> None:
    (tmp_path / "plain").touch()
    with writing(tmp_path / "a") as temporary:
        temporary.unlink()
        temporary.touch(mode=0o600)
    assert (tmp_path / "a").stat().st_mode == (tmp_path / "plain").stat().st_mode


def _fail(*_: Any, **__: Any) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("step", ["open", "fsync", "replace"])
def test_a_failure_leaves_the_old_file_and_no_temporary(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    write_bytes(tmp_path / "a", b"old")
    monkeypatch.setattr(os, step, _fail)
    with pytest.raises(StorageError) as caught:
        write_bytes(tmp_path / "a", b"new")
    monkeypatch.undo()
    assert (tmp_path / "a").read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a"]
    assert caught.value.exit_code == 6
    assert caught.value.message == f"{tmp_path / 'a'} could not be written: No space left on device"
    assert "free some space" in caught.value.fix


@pytest.mark.parametrize(
    ("code", "fix"),
    [
        (errno.EFBIG, "raise the limit that `ulimit -f` shows, or write to a disk that takes larger files"),
        (errno.ELOOP, "a link in the path leads back to itself: write to another folder, or mend the link"),
    ],
)
def test_the_fix_is_for_what_the_system_says(code: int, fix: str, tmp_path: Path) -> None:
    error = storage_error(tmp_path, OSError(code, os.strerror(code)))
    assert error.fix == fix


def test_a_limit_of_file_sizes_is_want_of_space_too(tmp_path: Path) -> None:
    with pytest.raises(StorageError) as caught, writing(tmp_path / "a"):
        raise OSError(errno.EFBIG, "File too large")
    assert is_for_want_of_space(caught.value)


def test_a_failure_while_writing_leaves_the_old_file_and_no_temporary(tmp_path: Path) -> None:
    write_bytes(tmp_path / "a", b"old")
    with pytest.raises(StorageError, match="No space left"), writing(tmp_path / "a") as temporary:
        temporary.write_bytes(b"half")
        _fail()
    assert (tmp_path / "a").read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a"]


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, Terminated, ValueError])
def test_an_interruption_passes_and_leaves_the_old_file(
    tmp_path: Path, interruption: type[BaseException]
) -> None:
    write_bytes(tmp_path / "a", b"old")
    with pytest.raises(interruption), writing(tmp_path / "a") as temporary:
        temporary.write_bytes(b"half")
        raise interruption
    assert (tmp_path / "a").read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a"]


def test_file_and_folder_are_synced_in_this_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []
    sync, replace = os.fsync, os.replace

    def fsync(descriptor: int) -> None:
        steps.append("folder" if os.path.isdir(f"/proc/self/fd/{descriptor}") else "file")
        sync(descriptor)

    def rename(source: Path, target: Path) -> None:
        steps.append("rename")
        replace(source, target)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(os, "replace", rename)
    write_bytes(tmp_path / "a", b"x")
    assert steps == ["file", "rename", "folder"]


@pytest.mark.parametrize(("code", "passes"), [(errno.EINVAL, True), (errno.EIO, False)])
def test_only_a_file_system_that_cannot_sync_folders_is_excused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, passes: bool
) -> None:
    def refuse(_: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", refuse)
    if passes:
        atomic_files.sync_folder(tmp_path)
    else:
        with pytest.raises(OSError, match=os.strerror(code)):
            atomic_files.sync_folder(tmp_path)


@pytest.mark.parametrize(
    ("target", "fix"),
    [("missing/a", "create its folder"), ("file/a", "is a file"), ("folder", "a folder has that name")],
)
def test_says_how_to_write_elsewhere(tmp_path: Path, target: str, fix: str) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    with pytest.raises(StorageError) as caught:
        write_bytes(tmp_path / target, b"x")
    assert str(tmp_path / target) in caught.value.message
    assert fix in caught.value.fix


def test_numbers_of_a_list_share_a_line(tmp_path: Path) -> None:
    value = {
        "matrix": [[1, 2], [3.5, None]],
        "names": ["a"],
        "none": [],
        "nothing": {},
        "é": ((4, 5), (6, 7)),
    }
    write_json(tmp_path / "a", value)
    text = (tmp_path / "a").read_text("utf-8")
    assert json.loads(text) == json.loads(json.dumps(value))
    assert "\n    [1, 2],\n    [\n      3.5,\n" in text
    assert text.endswith('"é": [\n    [4, 5],\n    [6, 7]\n  ]\n}\n')
