"""Whole scripts: run without this tool, they reach the figures of the run."""

import ast
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

import mlpcli
from mlpcli.config.load import loads
from mlpcli.data.preprocessing import Pixels, Preprocessing
from mlpcli.data.sources import open_source
from mlpcli.keras_script.write import write_script
from mlpcli.workflows.train import TrainedRun
from mlpcli.workflows.validate import check
from tests.workflows.trainings import AND, train

CONFIGS = Path(__file__).parents[2] / "configs"
IN_ORDER = ("training.shuffle=false",)
SMALL_WAVES = (*IN_ORDER, "data.rows=100", "data.steps=64", "training.epochs=2")
# Without shuffling and without masks the script's steps are the run's.
EXACT = {
    "two_clouds_mlp": (*IN_ORDER, "training.epochs=3"),
    "xor_mlp": (*IN_ORDER, "training.epochs=8"),
    "diabetes_regression": (*IN_ORDER, "training.epochs=5", "training.early_stopping.patience=3"),
    "waves_conv1d": (
        *IN_ORDER,
        "data.rows=100",
        "data.steps=64",
        "training.epochs=2",
        "layers.3.Dropout.rate=0",
    ),
}
DECAY = "optimizer={SGD: {learning_rate: {CosineDecay: {initial_learning_rate: 0.1, decay_steps: 3 epochs}}}}"
WEIGHTED = (
    *IN_ORDER,
    "training.epochs=4",
    "training.class_weight=balanced",
    "layers=[BatchNormalization, {Dense: {units: 3, activation: softmax}}]",
    DECAY,
)
# Each a run, by its config and overrides; None is a config of its own.
RUNS = {
    **{name: (name, overrides) for name, overrides in EXACT.items()},
    "weighted": ("wine_dropout_mlp", WEIGHTED),
    "dropout": ("wine_dropout_mlp", ("training.epochs=10",)),
    "literal weights": (None, ()),
}
# The tool is not there for them. One process runs all, each with Keras as it was at the start: the import of
# Keras takes longer than a script.
ISOLATED = """
import contextlib, io, json, runpy, sys, traceback
sys.modules["mlpcli"] = None
import keras
ended = {}
for path in sys.argv[1:]:
    printed = io.StringIO()
    keras.utils.clear_session()
    try:
        with contextlib.redirect_stdout(printed):
            runpy.run_path(path, run_name="__main__")
        ended[path] = printed.getvalue(), None
    except BaseException:
        ended[path] = printed.getvalue(), traceback.format_exc()
print(json.dumps(ended))
"""

PIXELS = Preprocessing((Pixels(),))


@dataclass(frozen=True)
class Scripted:
    """A run, and what its script printed and raised."""

    run: TrainedRun
    printed: str
    error: str | None

    def figures(self) -> dict[str, dict[str, float]]:
        """The figures that the script printed, by split."""
        assert self.error is None, self.error
        lines = [line.split() for line in self.printed.splitlines()]
        return {
            name: dict(zip(figures[::2], map(float, figures[1::2]), strict=True))
            for name, *figures in lines
            if name in ("validation", "test")
        }


@pytest.fixture(scope="module")
def scripted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Scripted]:
    """Every run of RUNS with its script's."""
    folder = tmp_path_factory.mktemp("scripts")
    runs = {name: trained(name, folder / str(number)) for number, name in enumerate(RUNS)}
    scripts = {
        name: mlpcli.export(
            str(run.folder.path), "script", output=run.folder.path.parents[1] / "script.py"
        ).path
        for name, run in runs.items()
    }
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", ISOLATED, *map(str, scripts.values())],
        capture_output=True,
        text=True,
        cwd=folder,
        env=environment,
    )
    assert done.returncode == 0, done.stderr
    ended = json.loads(done.stdout.splitlines()[-1])
    return {name: Scripted(runs[name], *ended[str(script)]) for name, script in scripts.items()}


def written(run: TrainedRun) -> Path:
    path = run.folder.path
    return mlpcli.export(str(path), "script", output=path.with_suffix(".py")).path


def trained(name: str, folder: Path) -> TrainedRun:
    folder.mkdir()
    config, overrides = RUNS[name]
    if config is None:
        return train(folder, AND)
    overrides = (*overrides, "training.baselines=false")
    return mlpcli.train([CONFIGS / f"{config}.yaml"], overrides, runs=folder / "runs")


@pytest.mark.parametrize("name", [*EXACT, "weighted"])
def test_a_script_reaches_the_figures_of_the_run(name: str, scripted: dict[str, Scripted]) -> None:
    run, found = scripted[name].run, scripted[name].figures()
    assert set(found) == set(run.evaluations)
    for split, figures in found.items():
        metrics = run.evaluations[split].metrics
        assert figures == pytest.approx({key: metrics[key] for key in figures}, rel=1e-4, abs=1e-4)


def test_a_script_with_dropout_reaches_the_accuracy_of_the_run(scripted: dict[str, Scripted]) -> None:
    run, found = scripted["dropout"].run, scripted["dropout"].figures()
    accuracy = run.evaluations["test"].metrics["accuracy"]
    assert found["test"]["accuracy"] == pytest.approx(accuracy, abs=0.1)


def test_literal_weights_are_evaluated_as_they_are(scripted: dict[str, Scripted]) -> None:
    assert scripted["literal weights"].figures() == {"test": {"accuracy": 1.0, "loss": 0.0}}


def with_source(source: str, classes: int) -> str:
    head = f"Dense: {{units: {classes}, activation: softmax}}"
    return f"data: {{source: {source}}}\nlayers: [Flatten, {{{head}}}]"


TEXTS = {path.stem: path.read_text() for path in sorted(CONFIGS.glob("*.yaml"))} | {
    "table": "data: {source: wine}\nlayers: [{CategoryEmbedding: {widths: [3]}}, PeriodicEmbedding, "
    "PiecewiseLinearEncoding, "
    "{Scale: {learning_rate_factor: 6}}, {Ensemble: 4}, "
    "{EnsembleHead: {units: 3, activation: softmax}}]\n"
    "optimizer: {Adam: {learning_rate: {CosineLogDecay: {peak_learning_rate: 0.1, decay_steps: 2 epochs}}}}",
    "digits": with_source("digits, size: 28", 10),
    "cifar10": with_source("cifar10", 10),
    "circles": with_source("circles", 2),
    "spirals": with_source("spirals, arms: 3", 3),
}


@pytest.mark.parametrize("name", TEXTS)
def test_the_script_of_every_config_is_formatted_and_has_no_mistakes(name: str, tmp_path: Path) -> None:
    checked = check(loads(TEXTS[name], str(CONFIGS / f"{name}.yaml"), name))
    rows = {"train": 900, "test": 100}
    if hasattr(checked.config.data, "validation"):
        rows["validation"] = 100
    script = tmp_path / "script.py"
    script.write_text(
        write_script(
            checked.config, open_source(checked.config.data), checked.plan, PIXELS, rows, script.name
        )
    )
    # Functions of the package that a script takes over keep the width of its lines.
    width = "110" if checked.config.data.source_name() == "images" else "88"
    for arguments in (["format", "--diff"], ["check", "--select=E,F,I,UP"]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *arguments, "--isolated", f"--line-length={width}", str(script)],
            capture_output=True,
            text=True,
        )
        assert (done.returncode, done.stdout.removesuffix("All checks passed!\n")) == (0, "")


@pytest.mark.parametrize(
    ("source", "classes", "packages"),
    [
        ("spirals", 2, "tensorflow numpy"),
        ("iris", 3, "tensorflow numpy scikit-learn"),
        ("digits", 10, "tensorflow numpy scikit-learn"),
        ("digits, size: 28", 10, "tensorflow numpy scikit-learn pillow"),
    ],
)
def test_a_script_says_which_packages_it_needs(source: str, classes: int, packages: str) -> None:
    checked = check(loads(with_source(source, classes), "case.yaml"))
    script = write_script(
        checked.config, open_source(checked.config.data), checked.plan, PIXELS, {"train": 4}, "s.py"
    )
    assert f"\nIt needs: pip install {packages}\n" in script


def test_settings_of_the_machine_come_first() -> None:
    text = (
        "data: {source: gates}\nlayers: [{Dense: {units: 1, activation: sigmoid}}]\n"
        "training: {deterministic: true, device: cpu}"
    )
    checked = check(loads(text, "case.yaml"))
    script = write_script(
        checked.config,
        open_source(checked.config.data),
        checked.plan,
        PIXELS,
        {"train": 4, "test": 4},
        "s.py",
    )
    assert "import numpy as np\nimport tensorflow as tf\nfrom keras import layers\n" in script
    assert (
        "SEED = 0\ntf.config.experimental.enable_op_determinism()\n"
        'tf.config.set_visible_devices([], "GPU")\n' in script
    )


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("mine.py", "python mine.py"),
        ("my net.py", "python 'my net.py'"),
        ("-v.py", "python ./-v.py"),
        ('a"""b.py', 'python \'a"""b.py\''),
        ("a\\n.py", "python 'a\\n.py'"),
        ("a\nb.py", "python $'a\\012b.py'"),
        ("{{ 7 * 7 }}{% x %}.py", "python '{{ 7 * 7 }}{% x %}.py'"),
    ],
)
def test_the_script_names_its_own_file(name: str, command: str) -> None:
    text = "data: {source: gates}\nlayers: [{Dense: {units: 1, activation: sigmoid}}]"
    checked = check(loads(text, "case.yaml"))
    script = write_script(
        checked.config, open_source(checked.config.data), checked.plan, PIXELS, {"train": 4, "test": 4}, name
    )
    told = ast.get_docstring(ast.parse(script), clean=False)
    assert told is not None
    assert f"\nRun it with: {command}\nIt needs: " in told


def test_an_exported_script_names_the_file_that_was_asked_for(tmp_path: Path) -> None:
    run = train(tmp_path, AND)
    (tmp_path / "out").mkdir()
    path = mlpcli.export(str(run.folder.path), "script", output=tmp_path / "out" / "my own.py").path
    assert "\nRun it with: python 'my own.py'\n" in path.read_text()
