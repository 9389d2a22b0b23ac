"""A record by hand, to vary."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from mlpcli.runs import record
from mlpcli.runs.expected_files import expected_files
from mlpcli.runs.folder import RunFolder
from mlpcli.runs.record import RunRecord

RECORD = RunRecord(
    id="xor-20260102-030405",
    key="sha256:00",
    name="xor",
    status="completed",
    started="2026-01-02T03:04:05+00:00",
    resumed=("2026-01-02T04:00:00+00:00",),
    finished="2026-01-02T03:04:09+00:00",
    seconds=4.5,
    command=("mlpcli", "train", "xor.yaml"),
    seed=0,
    versions={"python": "3.11.7"},
    device="CPU",
    git_commit=None,
    dataset="gates",
    data_fingerprint="sha256:00",
    rows={"train": 4, "test": 4},
    input_shape=(2,),
    output_shape=(1,),
    task="binary",
    parameters=9,
    epochs=10,
    epochs_done=10,
    best_epoch=7,
    figures={"test": {"loss": 0.25, "accuracy": 1.0}},
    litert_digest=None,
    litert_difference=None,
    litert_problem=None,
    error=None,
    notices=("a notice",),
)


def add_run(runs: Path, run_id: str, **changes: Any) -> RunFolder:
    """A folder of `runs` with a record of its own, and the other files that it must have, all empty."""
    folder = RunFolder(runs / run_id)
    folder.path.mkdir(parents=True)
    fill(folder, replace(RECORD, id=run_id, **changes))
    return folder


def fill(folder: RunFolder, facts: RunRecord) -> None:
    record.write(folder, facts)
    for name in expected_files(facts):
        (folder.path / name).parent.mkdir(exist_ok=True)
        (folder.path / name).touch()
