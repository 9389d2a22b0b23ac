import errno
import os
import unicodedata
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlpcli.errors import StorageError
from mlpcli.runs.folder import IdParts, RunFolder, create, parse_id, safe_name

NOW = datetime(2026, 1, 2, 3, 4, 5)


def test_makes_the_folder_its_parents_and_checkpoints(tmp_path: Path) -> None:
    folder = create(tmp_path / "deep" / "runs", "xor", NOW)
    assert folder.path == tmp_path / "deep" / "runs" / "xor-20260102-030405"
    assert folder.checkpoints.is_dir()


def test_never_reuses_a_folder(tmp_path: Path) -> None:
    ids = [create(tmp_path, "xor", NOW).id for _ in range(3)]
    assert ids == ["xor-20260102-030405", "xor-20260102-030405-2", "xor-20260102-030405-3"]


def test_runs_being_a_file_is_a_storage_error(tmp_path: Path) -> None:
    (tmp_path / "runs").touch()
    with pytest.raises(StorageError) as caught:
        create(tmp_path / "runs", "xor", NOW)
    assert str(tmp_path / "runs") in caught.value.message
    assert "write to a folder" in caught.value.fix


def test_a_folder_that_cannot_be_filled_is_not_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make = Path.mkdir

    def full(path: Path, *more: Any, **named: Any) -> None:
        if path.name == "checkpoints":
            raise OSError(errno.ENOSPC, "No space left on device")
        make(path, *more, **named)

    monkeypatch.setattr(Path, "mkdir", full)
    with pytest.raises(StorageError) as caught:
        create(tmp_path, "xor", NOW)
    path = tmp_path / "xor-20260102-030405" / "checkpoints"
    assert caught.value.message == f"{path} could not be written: No space left on device"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("mnist-mlp_1.2", "mnist-mlp_1.2"),
        ("../../etc", "etc"),
        (".hidden", "hidden"),
        ("--force", "force"),
        ("a b/c\x1b[31m", "a-b-c-31m"),
        ("", "run"),
        ("手書き 数字", "手書き-数字"),
        ("cafe\u0301", "caf\u00e9"),
        ("\u202ertl\u2066", "rtl"),
        ("x" * 300, "x" * 200),
        ("日" * 100, "日" * 66),
    ],
)
def test_names_are_made_safe(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@given(st.text())
def test_every_name_is_one_safe_path_component(name: str) -> None:
    safe = safe_name(name)
    assert 0 < len(safe.encode()) <= 200
    assert safe[0] not in ".-"
    assert all(letter in "._-" or unicodedata.category(letter)[0] in "LMN" for letter in safe)


def test_files_have_the_names_of_the_documentation() -> None:
    folder = RunFolder(Path("r"))
    files = [folder.config, folder.resolved, folder.record, folder.metrics, folder.last, folder.best]
    assert [path.as_posix() for path in [*files, folder.model, folder.evaluation]] == [
        "r/config.yaml",
        "r/resolved.yaml",
        "r/run.json",
        "r/metrics.csv",
        "r/checkpoints/last.safetensors",
        "r/checkpoints/best.safetensors",
        "r/model.json",
        "r/evaluation.json",
    ]


def test_the_id_of_the_current_folder_is_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert RunFolder(Path(os.curdir)).id == tmp_path.name


@pytest.mark.parametrize(
    ("run_id", "parts"),
    [
        ("xor-20260102-030405", IdParts("xor", NOW, 1)),
        ("a-b-20260102-030405-12", IdParts("a-b", NOW, 12)),
        ("renamed", IdParts("renamed", None, 1)),
        ("xor-20269902-030405", IdParts("xor-20269902-030405", None, 1)),
    ],
)
def test_takes_ids_apart(run_id: str, parts: IdParts) -> None:
    assert parse_id(run_id) == parts
