import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import mlpcli
from mlpcli.errors import RunError
from mlpcli.runs import record
from mlpcli.runs.folder import RunFolder, parse_id
from mlpcli.runs.metrics_csv import read_rows
from mlpcli.runs.record import RunRecord
from mlpcli.training.checkpoints import checkpoint_file
from tests.workflows.trainings import write

ROOT = Path(__file__).parents[2]
COUNT = 8
XOR = """\
data: {source: gates, gate: xor}
layers: [{Dense: {units: 1, activation: sigmoid}}]
optimizer: SGD
training: {epochs: 2, baselines: false}
report: false
"""
FILES = {
    ".lock",
    "checkpoints/best.safetensors",
    "checkpoints/last.safetensors",
    "config.yaml",
    "evaluation.json",
    "metrics.csv",
    "model.json",
    "model.tflite",
    "resolved.yaml",
    "run.json",
}


def has_ended(process: "subprocess.Popen[bytes]") -> bool:
    """Waits a little, for reading without end would take the trainings' time."""
    with suppress(subprocess.TimeoutExpired):
        process.wait(0.05)
    return process.returncode is not None


def look_at_everything(runs: Path) -> int:
    """What every reader reads is whole, or is not there yet. Returns how many runs were there."""
    found = mlpcli.list_runs(runs)
    for run in found:
        assert isinstance(run, RunRecord)
        assert run.status in ("running", "completed")
        shown = mlpcli.show_run(run.id, runs=runs)
        assert [row["epoch"] for row in shown.epochs] == [1, 2][: len(shown.epochs)]
        folder = RunFolder(runs / run.id)
        readers = {folder.last: checkpoint_file.read_last, folder.best: checkpoint_file.read_best}
        for path, read in readers.items():
            try:
                read(path, run.key)
            except RunError as error:
                assert error.message == f"{path} is missing"
    return len(found)


def check_complete(folder: RunFolder) -> None:
    files = {path.relative_to(folder.path).as_posix() for path in folder.path.rglob("*") if path.is_file()}
    # Runs of one moment may be listed by another time than that in their names.
    assert files - {".listed"} == FILES
    found = record.read(folder)
    assert (found.status, found.epochs_done, found.id) == ("completed", 2, folder.id)
    assert [row["epoch"] for row in read_rows(folder.metrics)] == [1, 2]
    assert checkpoint_file.read_last(folder.last, found.key).place.epoch == 2
    assert checkpoint_file.read_best(folder.best, found.key).place.epoch == found.best_epoch


def test_trainings_at_once_make_whole_runs_and_readers_meet_no_half_file(tmp_path: Path) -> None:
    runs = tmp_path / "runs"
    command = [sys.executable, "-m", "tests.workflows.crowd", write(tmp_path, XOR, "xor.yaml"), runs, COUNT]
    errors = tmp_path / "errors"
    looks = 0
    with (
        errors.open("w") as file,
        subprocess.Popen([*map(str, command)], cwd=ROOT, stderr=file) as process,
    ):
        while not has_ended(process):
            looks += look_at_everything(runs)
    assert process.returncode == 0, errors.read_text()
    assert looks > COUNT
    folders = [RunFolder(path) for path in runs.iterdir()]
    assert len(folders) == COUNT
    for folder in folders:
        assert parse_id(folder.id).name == "xor"
        check_complete(folder)
    scores = {mlpcli.evaluate(folder.id, runs=runs).metrics["loss"] for folder in folders[:2]}
    assert len(scores) == 1
