"""Accidents to the files of a run: every command that reads a file tells which one is broken."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from mlpcli import evaluate
from mlpcli.errors import RunError
from mlpcli.runs.folder import RunFolder
from tests.conftest import Command
from tests.hostile.damages import DAMAGES

COMMANDS = {
    "evaluate": ["evaluate", "./run"],
    "predict": ["predict", "0.5,0.5", "--run", "./run"],
    "show": ["runs", "show", "./run"],
    "explain": ["explain", "./run", "-o", "network.svg"],
    "report": ["report", "./run"],
    "export": ["export", "./run", "--format", "safetensors"],
    "resume": ["resume", "./run", "--epochs", "+1"],
}
READ = {
    "evaluate": ["run.json", "model.json", "resolved.yaml", "model.tflite"],
    "predict": ["run.json", "model.json", "model.tflite"],
    "show": ["run.json", "model.json", "resolved.yaml", "metrics.csv"],
    "explain": ["checkpoints/best.safetensors"],
    "report": ["run.json", "model.json", "resolved.yaml"],
    "export": ["run.json", "model.json", "resolved.yaml", "checkpoints/best.safetensors"],
    "resume": ["run.json", "resolved.yaml"],
}
CASES = [
    (command, file, damage)
    for command, files in READ.items()
    for file in files
    for damage in DAMAGES
    # A run whose first epoch has not ended has no metrics.csv, and its drawing no weights.
    if (file, damage) != ("metrics.csv", "missing") and (command, damage) != ("explain", "missing")
]
# A folder in its place is told, but nothing can be written over it.
OF_CHECKPOINTS = [*(name for name in DAMAGES if name != "folder"), "swapped"]


pytestmark = pytest.mark.usefixtures("in_one_process")


@pytest.fixture(autouse=True)
def folder(honest: RunFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RunFolder:
    """A copy of the run, to be broken, in the folder where commands are typed."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(honest.path, tmp_path / "run")
    return RunFolder(tmp_path / "run")


def test_every_damage_is_done_to_a_run_that_was_whole(mlpcli: Command) -> None:
    for command in ("evaluate", "predict", "show"):
        assert mlpcli(*COMMANDS[command]).code == 0


@pytest.mark.parametrize(("command", "file", "damage"), CASES)
def test_a_damaged_file_is_named(
    command: str, file: str, damage: str, mlpcli: Command, folder: RunFolder
) -> None:
    DAMAGES[damage](folder.path / file)
    answer = mlpcli(*COMMANDS[command])
    assert (answer.code, answer.out) == (4, "")
    assert f"error: run/{file} " in answer.err
    (fix,) = (line for line in answer.err.splitlines() if line.startswith("    fix: "))
    # Without run.json a folder of another name than runs have is none; resume names the other checkpoint.
    if (file, damage) != ("run.json", "missing") and command != "resume":
        assert fix.endswith("; `mlpcli runs verify run --runs .` checks all files of the run")
        assert mlpcli("runs", "verify", "run", "--runs", ".").code == 4


@pytest.mark.parametrize(
    ("command", "file", "named"),
    [
        ("evaluate", "run.json", "model.json"),
        ("evaluate", "model.json", "model.json"),
        ("evaluate", "resolved.yaml", "resolved.yaml"),
        ("evaluate", "model.tflite", "model.tflite"),
        ("predict", "run.json", "model.json"),
        ("predict", "model.json", "model.json"),
        ("predict", "model.tflite", "model.tflite"),
        ("export", "checkpoints/best.safetensors", "checkpoints/best.safetensors"),
        ("resume", "resolved.yaml", "resolved.yaml"),
    ],
)
def test_a_file_of_another_run_is_refused(
    command: str, file: str, named: str, mlpcli: Command, folder: RunFolder, other: RunFolder
) -> None:
    shutil.copy(other.path / file, folder.path / file)
    answer = mlpcli(*COMMANDS[command])
    assert answer.out == ""
    assert answer.code == 4
    assert f"run/{named}" in answer.err


@pytest.mark.parametrize("damage", OF_CHECKPOINTS)
@pytest.mark.parametrize(
    ("name", "instead"),
    [
        ("last", "resuming from the best checkpoint, after epoch"),
        ("best", "the last checkpoint is used instead"),
    ],
)
def test_resume_does_with_one_checkpoint(
    name: str, instead: str, damage: str, mlpcli: Command, folder: RunFolder, other: RunFolder
) -> None:
    file = f"checkpoints/{name}.safetensors"
    _damage(damage, folder.path / file, other.path / file)
    answer = mlpcli(*COMMANDS["resume"])
    assert answer.code == 0
    assert f"notice: run/{file} " in answer.err
    assert instead in answer.err


@pytest.mark.parametrize("damage", DAMAGES)
def test_without_a_checkpoint_a_begun_training_is_not_resumed(
    damage: str, mlpcli: Command, folder: RunFolder
) -> None:
    DAMAGES[damage](folder.last)
    DAMAGES[damage](folder.best)
    answer = mlpcli(*COMMANDS["resume"])
    assert (answer.code, answer.out) == (4, "")
    assert "error: run/checkpoints/last.safetensors " in answer.err


def test_checkpoints_that_changed_places_are_told_apart(mlpcli: Command, folder: RunFolder) -> None:
    folder.last.rename(folder.path / "kept")
    folder.best.rename(folder.last)
    (folder.path / "kept").rename(folder.best)
    answer = mlpcli(*COMMANDS["resume"])
    assert answer.code == 4
    assert "is not the last checkpoint but the best one" in answer.err


@pytest.mark.parametrize("damage", [name for name in DAMAGES if name != "missing"])
def test_the_list_shows_the_other_runs(
    damage: str, mlpcli: Command, honest: RunFolder, tmp_path: Path
) -> None:
    for name in ("broken", "whole"):
        shutil.copytree(honest.path, tmp_path / "runs" / name)
    DAMAGES[damage](tmp_path / "runs" / "broken" / "run.json")
    answer = mlpcli("runs", "list")
    assert (answer.code, answer.err) == (0, "")
    shown = {line.split()[0]: line.split()[1] for line in answer.out.splitlines()[1:]}
    assert shown["broken"] == "broken"
    assert shown["whole"] == "completed"


@pytest.mark.parametrize("file", READ["evaluate"])
def test_no_flipped_bit_changes_an_evaluation(file: str, folder: RunFolder) -> None:
    path, whole = folder.path / file, evaluate("./run")
    content = path.read_bytes()
    random = np.random.default_rng(0)
    for place in random.integers(len(content), size=60):
        flipped = bytearray(content)
        flipped[place] ^= 1 << int(random.integers(8))
        path.write_bytes(flipped)
        try:
            found = evaluate("./run")
        except RunError as error:
            assert file in error.message
        else:
            assert found == whole
            # In resolved.yaml: how long and on what to train, which an evaluation does not read. In JSON: the
            # last of 17 digits, 0.16666666666666667 for ...6, which is the same number.
            assert file == "resolved.yaml" or json.loads(flipped) == json.loads(content)


def _damage(damage: str, path: Path, others: Path) -> None:
    if damage == "swapped":
        shutil.copy(others, path)
    else:
        DAMAGES[damage](path)
