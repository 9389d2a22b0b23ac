from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mlpcli.runs.expected_files import expected_files, is_run, missing_files
from mlpcli.runs.folder import RunFolder
from tests.runs.records import RECORD, add_run

ID = "xor-20260102-030405"


def fill(path: Path, *names: str) -> RunFolder:
    for name in names:
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).touch()
    return RunFolder(path)


@pytest.mark.parametrize("name", [ID, f"{ID}-2", "renamed"])
def test_a_folder_with_a_record_is_a_run_whatever_it_is_called(name: str, tmp_path: Path) -> None:
    assert is_run(fill(tmp_path / name, "run.json"))


@pytest.mark.parametrize("name", [ID, f"{ID}-2"])
@pytest.mark.parametrize(
    "held",
    [
        ["resolved.yaml"],
        [".lock", "config.yaml"],
        [".lock", "metrics.csv"],
        [".lock", "checkpoints/last.safetensors"],
    ],
    ids="+".join,
)
def test_a_folder_with_the_name_and_the_files_of_a_run_is_one(
    name: str, held: list[str], tmp_path: Path
) -> None:
    assert is_run(fill(tmp_path / name, *held))


@pytest.mark.parametrize("name", ["renamed", "xor", "20260102-030405", "xor-20261302-030405"])
def test_without_a_record_a_folder_with_another_name_is_no_run(name: str, tmp_path: Path) -> None:
    assert not is_run(fill(tmp_path / name, "resolved.yaml", "config.yaml", ".lock"))


@pytest.mark.parametrize(
    "held",
    [
        ["notes.txt"],
        [".lock"],
        [".lock", "notes.txt"],
        ["config.yaml", "metrics.csv", "model.json", "checkpoints/last.safetensors", "checkpoints/1.pt"],
        ["resolved.yaml/notes.txt"],
    ],
    ids="+".join,
)
def test_without_a_record_a_folder_of_other_files_is_no_run(held: list[str], tmp_path: Path) -> None:
    assert not is_run(fill(tmp_path / ID, *held))


def test_what_does_not_exist_is_no_run(tmp_path: Path) -> None:
    assert not is_run(RunFolder(tmp_path / ID))


BEGINNING = ["config.yaml", "resolved.yaml", "model.json"]
STATES = ["checkpoints/best.safetensors", "checkpoints/last.safetensors"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"status": "interrupted", "epochs_done": 0}, BEGINNING),
        ({"status": "interrupted"}, [*BEGINNING, "metrics.csv", *STATES]),
        ({"epochs_done": 0}, [*BEGINNING, *STATES, "evaluation.json"]),
        ({}, [*BEGINNING, "metrics.csv", *STATES, "evaluation.json"]),
        (
            {"litert_digest": "sha256:00"},
            [*BEGINNING, "metrics.csv", *STATES, "model.tflite", "evaluation.json"],
        ),
    ],
)
def test_what_a_run_must_hold_is_told_by_its_record(changes: dict[str, Any], expected: list[str]) -> None:
    assert list(expected_files(replace(RECORD, **changes))) == expected


def test_files_that_are_not_there_are_missing(tmp_path: Path) -> None:
    folder = add_run(tmp_path, ID)
    assert missing_files(folder, RECORD) == []
    folder.model.unlink()
    folder.best.unlink()
    folder.last.unlink()
    folder.checkpoints.rmdir()
    assert missing_files(folder, RECORD) == ["model.json", *STATES]
