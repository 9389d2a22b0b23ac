"""Runs whose model.json an older version wrote."""

import json
import shutil
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import mlpcli
from mlpcli.data.preprocessing import Resize, Scale
from mlpcli.inference import model_description
from mlpcli.runs.checksummed_json import write_sealed
from mlpcli.runs.folder import RunFolder
from mlpcli.workflows.run.open_run import open_run_in
from mlpcli.workflows.train import TrainedRun
from tests.workflows.trainings import BLOBS, DIABETES, DIGITS

Get = Callable[[str], TrainedRun]


def aged(run: TrainedRun, runs: Path) -> RunFolder:
    """A copy of the run as it was when preprocessing was one affine map."""
    shutil.copytree(run.folder.path, runs / run.folder.id)
    folder = RunFolder(runs / run.folder.id)
    now = model_description.read(folder.model)
    facts = asdict(now.facts)
    del facts["name"], facts["one_hot"]
    maps = [
        (step.mean, step.deviation) if isinstance(step, Scale) else ((0.0,), (255.0,))
        for step in now.preprocessing.in_network
    ]
    ((mean, deviation),) = maps or [((0.0,), (1.0,))]
    border = now.preprocessing.border
    of_old = {"version": 1, "key": now.key, "mean": mean, "deviation": deviation, "border": border}
    write_sealed(folder.model, json.loads(json.dumps(of_old | facts)))
    return folder


@pytest.mark.parametrize("text", [DIABETES, DIGITS, BLOBS], ids=["scaled", "pixels", "plain"])
def test_an_old_run_is_what_it_was(text: str, trained: Get, tmp_path: Path) -> None:
    run = trained(text)
    old = aged(run, tmp_path / "runs")
    inputs = str(tmp_path / "rows.npy")
    rows = run.record.input_shape
    if len(rows) == 3:
        inputs = str(tmp_path / "a.png")
        Image.fromarray(np.arange(255, 39, -1, dtype=np.uint8).reshape(12, 18)).save(inputs)
    else:
        np.save(inputs, np.random.default_rng(0).normal(size=(3, *rows)))

    described = model_description.read(run.folder.model)
    steps = tuple(
        replace(step, keep="stretch") if isinstance(step, Resize) else step
        for step in described.preprocessing.steps
    )
    before = replace(described, preprocessing=replace(described.preprocessing, steps=steps))
    assert open_run_in(old).description == before
    assert mlpcli.evaluate(str(old.path)) == mlpcli.evaluate(str(run.folder.path))
    found = list(mlpcli.predict([inputs], str(old.path)).batches)
    # Old runs squeeze pictures, as they did.
    assert found == list(mlpcli.predict([inputs], str(run.folder.path), fit="never").batches)
    values = np.zeros((1, *rows), np.float32)
    networks = [open_run_in(folder).network() for folder in (old, run.folder)]
    np.testing.assert_array_equal(*(network.predict(values) for network in networks))


def test_an_old_run_that_goes_on_is_of_the_present_version(trained: Get, tmp_path: Path) -> None:
    run = trained(DIABETES)
    old = aged(run, tmp_path)
    mlpcli.resume(str(old.path), "+1")
    assert json.loads(old.model.read_bytes())["version"] == 2
    assert model_description.read(old.model) == model_description.read(run.folder.model)
    (state,) = mlpcli.verify_runs([str(old.path)])
    assert state.state == "sound"
