import hashlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pytest

import mlpcli
from mlpcli.errors import UsageError
from mlpcli.runs import record
from mlpcli.runs.file_digests import digests_of
from mlpcli.runs.folder import RunFolder
from mlpcli.runs.lock import locked
from mlpcli.workflows import verify_runs
from mlpcli.workflows.train import TrainedRun
from mlpcli.workflows.verify_runs import Verified
from tests.hostile.damages import DAMAGES
from tests.hostile.forging import reseal
from tests.workflows.trainings import BLOBS

Get = Callable[[str], TrainedRun]
BLOBS_ID = "blobs-20260102-030405"
FILES = (
    *("config.yaml", "resolved.yaml", "run.json", "model.json", "metrics.csv", "model.tflite"),
    *("evaluation.json", "checkpoints/best.safetensors", "checkpoints/last.safetensors"),
)


@pytest.fixture
def folder(trained: Get, tmp_path: Path) -> RunFolder:
    """A copy of a run, to be broken."""
    return RunFolder(Path(shutil.copytree(trained(BLOBS).folder.path, tmp_path / "runs" / BLOBS_ID)))


def verified(folder: RunFolder) -> Verified:
    (found,) = mlpcli.verify_runs([str(folder.path)])
    return found


def test_a_run_that_nothing_happened_to_is_sound(folder: RunFolder) -> None:
    assert mlpcli.verify_runs(runs=folder.path.parent) == (Verified(BLOBS_ID, "sound", (), ()),)


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("file", FILES)
def test_every_damage_to_every_file_is_found(file: str, damage: str, folder: RunFolder) -> None:
    DAMAGES[damage](folder.path / file)
    (found,) = mlpcli.verify_runs(runs=folder.path.parent)
    assert found.state == "broken"
    assert any(str(folder.path / file) in finding for finding in found.findings)


@pytest.mark.parametrize("file", FILES)
def test_any_single_bit_is_found(file: str, folder: RunFolder) -> None:
    content = (folder.path / file).read_bytes()
    for place in range(0, len(content), max(1, len(content) // 15)):
        changed = bytearray(content)
        changed[place] ^= 1 << (place % 8)
        (folder.path / file).write_bytes(changed)
        assert verified(folder).state == "broken", place


@pytest.mark.parametrize("file", FILES)
def test_a_file_of_another_run_is_found(file: str, folder: RunFolder, trained: Get) -> None:
    other = trained(BLOBS.replace("seed: 3", "seed: 4")).folder
    shutil.copy(other.path / file, folder.path / file)
    assert verified(folder).state == "broken"


def test_checkpoints_that_changed_places_are_found(folder: RunFolder) -> None:
    folder.last.rename(folder.path / "kept")
    folder.best.rename(folder.last)
    (folder.path / "kept").rename(folder.best)
    assert len(verified(folder).findings) == 2


@pytest.mark.parametrize(
    "name", ["config.yaml", "resolved.yaml", "metrics.csv", "model.json", "evaluation.json", "model.tflite"]
)
def test_a_file_that_would_take_hours_to_read_is_found_without_reading_it(
    name: str, folder: RunFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse_large(file: BinaryIO, kind: str) -> object:
        assert os.fstat(file.fileno()).st_size < 2**40, "it is read"
        return digest_of(file, kind)

    digest_of = hashlib.file_digest
    monkeypatch.setattr("hashlib.file_digest", refuse_large)
    # A sparse file: it takes no space.
    os.truncate(folder.path / name, 2**40)
    found = verified(folder)
    assert found.state == "broken"
    assert any(f"{name} is larger than" in finding for finding in found.findings)


def test_a_lock_that_is_no_file_is_found(folder: RunFolder) -> None:
    folder.lock.unlink(missing_ok=True)
    folder.lock.mkdir()
    assert verified(folder).findings == (f"{folder.lock} is not a file",)


def test_figures_that_disagree_are_found_in_a_run_without_digests(folder: RunFolder) -> None:
    figures = record.read(folder).figures
    reseal(folder.record, digests={}, figures={**figures, "test": {**figures["test"], "loss": 0.5}})
    found = verified(folder)
    assert found.findings == (f"{folder.evaluation} has figures that differ from those in run.json",)
    assert found.notes == ("it was completed by an older mlpcli, which stored no digests of text files",)


def test_what_else_lies_there_is_noted(folder: RunFolder) -> None:
    (folder.path / "notes.txt").touch()
    (folder.checkpoints / ".last.safetensors.1-00.tmp").touch()
    assert verified(folder) == Verified(
        BLOBS_ID,
        "sound",
        (),
        (
            "notes.txt was not written by mlpcli",
            "checkpoints/.last.safetensors.1-00.tmp was left unfinished by a process that was killed",
        ),
    )


def test_a_run_in_use_is_read_and_not_failed(folder: RunFolder) -> None:
    folder.metrics.unlink()
    with locked(folder):
        found = verified(folder)
    assert (found.state, found.findings) == ("in use", ())
    assert f"{folder.metrics} is missing" in found.notes


def test_an_interrupted_run_is_sound(interrupted: RunFolder) -> None:
    assert verified(interrupted) == Verified(interrupted.id, "sound", (), ())


def test_a_run_that_was_resumed_is_sound(folder: RunFolder) -> None:
    mlpcli.resume(str(folder.path), "+1")
    assert verified(folder) == Verified(BLOBS_ID, "sound", (), ())


def test_nothing_is_written(folder: RunFolder) -> None:
    before = {path: os.stat(path).st_mtime_ns for path in folder.path.rglob("*") if path != folder.lock}
    verified(folder)
    assert {path: os.stat(path).st_mtime_ns for path in before} == before


def test_runs_are_told_as_they_are_read(folder: RunFolder) -> None:
    shutil.copytree(folder.path, folder.path.with_name("a"))
    told: list[tuple[str, int]] = []
    mlpcli.verify_runs(runs=folder.path.parent, told=lambda one, total: told.append((one.run, total)))
    assert told == [("a", 2), (BLOBS_ID, 2)]


def test_a_run_that_does_not_exist_is_a_usage_error(folder: RunFolder) -> None:
    with pytest.raises(UsageError):
        mlpcli.verify_runs(["nobody"], runs=folder.path.parent)


def test_an_evaluation_of_many_classes_is_read(folder: RunFolder) -> None:
    evaluation = json.loads(folder.evaluation.read_text())
    evaluation["test"]["confusion_matrix"] = [[0] * 600] * 600
    folder.evaluation.write_text(json.dumps(evaluation, indent=2))
    assert folder.evaluation.stat().st_size > 2**20
    reseal(folder.record, digests=digests_of(folder))
    assert verified(folder).findings == ()


def test_digests_of_other_files_than_those_of_a_run_are_not_compared(
    folder: RunFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Path] = []
    compare = verify_runs.require_as_completed
    monkeypatch.setattr(
        verify_runs, "require_as_completed", lambda path, of: (read.append(path), compare(path, of))
    )
    digests = record.read(folder).digests
    reseal(folder.record, digests={**digests, **{f"{number}/metrics.csv": "" for number in range(9)}})
    found = verified(folder)
    assert len(read) == len(digests)
    (finding,) = found.findings
    assert str(folder.record) in finding and "0/metrics.csv" in finding
