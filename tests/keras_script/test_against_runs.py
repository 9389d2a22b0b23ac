"""Scripts of what configs can choose, each executed in this process, against the figures of their runs."""

import contextlib
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

import mlpcli
from mlpcli.training.tensorflow import keras
from tests.data.sources.test_table import GOOD
from tests.workflows.trainings import train

CLOUDS = "{source: blobs, rows: 60, centers: [[0, 0], [4, 0], [0, 4]], validation: 0.2, test: 0.2}"
MOONS = "{source: moons, rows: 60, validation: 0.2, test: 0.2}"
WAVES = "{source: waves, rows: 40, steps: 16, validation: 0.2, test: 0.2}"
THREE = "[{Dense: {units: 3, activation: softmax}}]"
ONE = "[{Dense: {units: 1, activation: sigmoid}}]"
PENALIZED = """\
[{Dense: {units: 4, activation: tanh, kernel_regularizer: {L1L2: {l1: 0.01, l2: 0.02}},
  activity_regularizer: L2, kernel_constraint: {MaxNorm: {max_value: 0.5}}, bias_initializer: RandomNormal}},
 {Dense: {units: 3, activation: softmax}}]"""
FOUR = "{Dense: {units: 4, activation: softmax}}"
CONVOLUTION = f"[{{Conv1D: {{filters: 4, kernel_size: 3}}}}, BatchNormalization, Flatten, {FOUR}]"
RECURRENT = f"[{{Bidirectional: {{layer: {{GRU: {{units: 3, recurrent_constraint: UnitNorm}}}}}}}}, {FOUR}]"
WINE = "{source: wine, validation: 0.2, test: 0.2}"
TABLE = """\
[{CategoryEmbedding: {widths: [2, 3], limit: 2, units: 2}}, {PeriodicEmbedding: {features: 8}},
 {PiecewiseLinearEncoding: {features: 5, bins: 3}}, Scale,
 {Dense: {units: 3, activation: softmax}}]"""
MEMBERS = """\
[PeriodicEmbedding, {Ensemble: {members: 3, scale_initializer: {RandomNormal: {stddev: 1}}}},
 {Dense: {units: 4, activation: relu}}, {EnsembleHead: {units: 3, activation: softmax}}]"""
UNITS = """\
{source: diabetes, standardize_targets: true, clamp_predictions: true, validation: 0.2, test: 0.2}"""
NUMBERS = "[{Ensemble: 3}, {Dense: {units: 4, activation: mish}}, {EnsembleHead: {units: 1}}]"
CROSSENTROPY = "metrics: [accuracy, categorical_crossentropy]"
COSINE = "{SGD: {learning_rate: {CosineDecay: {initial_learning_rate: 0.1, decay_steps: 2 epochs}}}}"
LOG = "{Adam: {learning_rate: {CosineLogDecay: {peak_learning_rate: 0.1, decay_steps: 2 epochs}}}}"
CASES = {
    "crossentropy by index": (CLOUDS, THREE, "Adam", CROSSENTROPY),
    "crossentropy of one-hot rows": (CLOUDS, THREE, "Adam", "metrics: [categorical_crossentropy, mse]"),
    "probability": (MOONS, ONE, "Adam", "class_weight: balanced, metrics: [accuracy, precision, recall]"),
    "logits": (
        CLOUDS,
        "[{Dense: {units: 3}}]",
        "Adam",
        "loss: {categorical_crossentropy: {from_logits: true, label_smoothing: 0.1}}, metrics: [mse]",
    ),
    "hinge": (MOONS, "[{Dense: {units: 1}}]", "Adam", "loss: hinge, metrics: [accuracy, recall]"),
    "schedule-free": (CLOUDS, THREE, "{ScheduleFreeAdamW: {learning_rate: 0.02}}", CROSSENTROPY),
    "averaged": (CLOUDS, THREE, "{SGD: {learning_rate: 0.1, use_ema: true}}", CROSSENTROPY),
    "accumulated": (CLOUDS, THREE, "{Muon: {gradient_accumulation_steps: 2}}", CROSSENTROPY),
    "schedule": (CLOUDS, THREE, COSINE, "class_weight: {'1': 3}"),
    "schedule of our own": (CLOUDS, THREE, LOG, CROSSENTROPY),
    "penalized": (CLOUDS, PENALIZED, "Adam", CROSSENTROPY),
    "convolution": (WAVES, CONVOLUTION, "Adam", CROSSENTROPY),
    "rates by layer": (
        CLOUDS,
        "[{Dense: {units: 4, learning_rate_factor: 30}}, {Dense: {units: 3, activation: softmax}}]",
        "{AdamW: {learning_rate: 0.01, weight_decay: 0.1}}",
        CROSSENTROPY,
    ),
    "table": (WINE, TABLE, "Adam", CROSSENTROPY),
    "ensemble": (WINE, MEMBERS, "Adam", CROSSENTROPY),
    "ensemble with other arguments": (
        WINE,
        MEMBERS,
        "Adam",
        "loss: {categorical_focal_crossentropy: {gamma: 1.0}}, class_weight: balanced",
    ),
    "targets in their units": (UNITS, "[{Dense: {units: 1}}]", "{SGD: {learning_rate: 0.1}}", "loss: huber"),
    "members in their units": (UNITS, NUMBERS, "Adam", "metrics: [mae, r2_score]"),
    "bounded alone": (
        UNITS.replace("standardize_targets: true, ", ""),
        "[{Dense: {units: 1, name: last}}]",
        "Adam",
        "metrics: [mae]",
    ),
    "recurrent": (WAVES, RECURRENT, "{RMSprop: {clipnorm: 0.5}}", CROSSENTROPY),
}

# Keras hands its variables to NumPy in a way that NumPy 2 warns of.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")


@pytest.fixture(autouse=True)
def afresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    yield
    keras.utils.clear_session()


def figures_of(script: Path) -> dict[str, dict[str, float]]:
    """What the script prints at its end, by split."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(script.read_text(), script, "exec"), {"__name__": "__main__"})
    last = [line.split() for line in printed.getvalue().splitlines()[-2:]]
    return {name: dict(zip(told[::2], map(float, told[1::2]), strict=True)) for name, *told in last}


def test_a_script_penalizes_outputs_in_half_precision(tmp_path: Path) -> None:
    """Keras alone cannot add such a penalty to the loss."""
    run = train(
        tmp_path,
        f"data: {CLOUDS}\nlayers: {PENALIZED}\n"
        "training: {epochs: 1, precision: mixed_bfloat16, baselines: false}\n",
    )
    path = mlpcli.export(str(run.folder.path), "script", output=tmp_path / "script.py").path
    try:
        found = figures_of(path)
    finally:
        keras.config.set_dtype_policy("float32")
    assert found["test"]["loss"] == pytest.approx(run.evaluations["test"].metrics["loss"], rel=0.02)


FILES = {
    "table": (GOOD, "{source: table, path: rows.csv, target: class}", ONE),
    "series": (
        "time,load\n" + "".join(f"{row},{row * 7 % 24}.5\n" for row in range(120)),
        "{source: series, path: rows.csv, target: load, time: time, window: 4, standardize_targets: true}",
        "[Flatten, {Dense: {units: 1}}]",
    ),
}


@pytest.mark.parametrize("source", FILES)
def test_a_script_of_a_file_reaches_the_figures_of_its_run(source: str, tmp_path: Path) -> None:
    text, data, layers = FILES[source]
    (tmp_path / "rows.csv").write_text(text)
    run = train(
        tmp_path,
        f"data: {data}\nlayers: {layers}\ntraining: {{epochs: 2, shuffle: false, baselines: false}}\n",
    )
    path = mlpcli.export(str(run.folder.path), "script", output=tmp_path / "script.py").path
    found = figures_of(path)
    for split in ("validation", "test"):
        wanted = run.evaluations[split].metrics
        assert found[split] == pytest.approx({key: wanted[key] for key in found[split]}, rel=1e-4, abs=1e-4)


@pytest.mark.parametrize("name", CASES)
def test_a_script_reaches_the_figures_of_its_run(name: str, tmp_path: Path) -> None:
    data, layers, optimizer, training = CASES[name]
    run = train(
        tmp_path,
        f"data: {data}\nlayers: {layers}\noptimizer: {optimizer}\n"
        f"training: {{epochs: 2, batch_size: 16, shuffle: false, baselines: false, {training}}}\n",
    )
    path = mlpcli.export(str(run.folder.path), "script", output=tmp_path / "script.py").path
    found = figures_of(path)
    assert list(found) == ["validation", "test"]
    for split, figures in found.items():
        wanted = run.evaluations[split].metrics
        assert figures == pytest.approx({key: wanted[key] for key in figures}, rel=1e-4, abs=1e-4)
