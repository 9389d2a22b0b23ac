import subprocess
import sys
from pathlib import Path

import mlpcli
from mlpcli.errors import RunError
from mlpcli.runs import record
from mlpcli.runs.folder import RunFolder, parse_id
from mlpcli.runs.metrics import read_rows
from mlpcli.runs.record import RunRecord
from mlpcli.training import checkpoint
from tests.workflows.trainings import write

ROOT = Path(__file__).parents[2]
COUNT = 32
XOR = """\
data: {source: gates, gate: xor}
layers: [{Dense: {units: 4, activation: tanh}}, {Dense: {units: 1, activation: sigmoid}}]
training: {epochs: 2}
"""
FILES = {
    ".lock",
    "checkpoints/best.safetensors",
    "checkpoints/last.safetensors",
    "config.yaml",
    "evaluation.json",
    "metrics.csv",
    "model.json",
    "resolved.yaml",
    "run.json",
}


def look_at_everything(runs: Path) -> None:
    """What every reader reads is whole, or is not there yet."""
    for run in mlpcli.list_runs(runs):
        assert isinstance(run, RunRecord)
        assert run.status in ("running", "completed")
        shown = mlpcli.show_run(run.id, runs=runs)
        assert [row["epoch"] for row in shown.epochs] == [1, 2][: len(shown.epochs)]
        folder = RunFolder(runs / run.id)
        for path, read in ((folder.last, checkpoint.read_last), (folder.best, checkpoint.read_best)):
            try:
                read(path, run.key)
            except RunError as error:
                assert error.message == f"{path} is missing"


def check_complete(folder: RunFolder) -> None:
    files = {path.relative_to(folder.path).as_posix() for path in folder.path.rglob("*") if path.is_file()}
    assert files == FILES
    found = record.read(folder)
    assert (found.status, found.epochs_done, found.id) == ("completed", 2, folder.id)
    assert [row["epoch"] for row in read_rows(folder.metrics)] == [1, 2]
    assert checkpoint.read_last(folder.last, found.key).place.epoch == 2
    assert checkpoint.read_best(folder.best, found.key).place.epoch == found.best_epoch


def test_32_trainings_at_once_make_32_whole_runs_and_readers_meet_no_half_file(tmp_path: Path) -> None:
    runs = tmp_path / "runs"
    command = [sys.executable, "-m", "tests.workflows.crowd", write(tmp_path, XOR, "xor.yaml"), runs, COUNT]
    looks = 0
    with subprocess.Popen([*map(str, command)], cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        while process.poll() is None:
            look_at_everything(runs)
            looks += len(mlpcli.list_runs(runs))
        assert process.stderr is not None
        assert process.returncode == 0, process.stderr.read()
    assert looks > COUNT
    folders = [RunFolder(path) for path in runs.iterdir()]
    assert len(folders) == COUNT
    for folder in folders:
        assert parse_id(folder.id).name == "xor"
        check_complete(folder)
    scores = {mlpcli.evaluate(folder.id, runs=runs).metrics["loss"] for folder in folders[:2]}
    assert len(scores) == 1
