"""model.json as someone wrote it who knows the format, and its digest: an answer or an error, and soon."""

import json
import resource
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

import mlpcli
from mlpcli.errors import DataError, RunError
from mlpcli.inference.prediction import ClassPrediction
from mlpcli.runs.checksummed_json import digest
from mlpcli.runs.folder import RunFolder
from mlpcli.workflows.run.open_run import open_run_in
from tests.data.sources.test_table import GOOD
from tests.hostile.forging import reseal, with_facts
from tests.hostile.json_mutations import at, changed, instead_of, places
from tests.workflows.trainings import train

SECONDS, BYTES = 5.0, 300 * 2**20
FEW, MANY = 120, 3_000

CONFIGS = {
    "table": "data: {source: diabetes, standardize: true, validation: 0.2}\nlayers: [{Dense: {units: 1}}]\n",
    "image": "data: {source: digits}\nlayers: [Flatten, {Dense: {units: 10, activation: softmax}}]\n",
    "file": "data: {source: table, path: people.csv, target: class}\n"
    "layers: [{Dense: {units: 1, activation: sigmoid}}]\n",
    "signal": "data: {source: waves, rows: 80, steps: 16, standardize: robust}\n"
    "layers: [Flatten, {Dense: {units: 4, activation: softmax}}]\n",
}


@dataclass(frozen=True)
class Trained:
    """A run whose model.json may be changed, one input for it, and what the file held."""

    folder: RunFolder
    given: str
    original: dict[str, Any]


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Trained]:
    folder = tmp_path_factory.mktemp("forged")
    pixels = np.random.default_rng(0).integers(0, 256, (12, 18), np.uint8)
    Image.fromarray(pixels).save(folder / "drawing.png")
    np.save(folder / "signal.npy", np.ones((16, 1), np.float32))
    (folder / "people.csv").write_text(GOOD)
    (folder / "rows.csv").write_text("".join(GOOD.splitlines(keepends=True)[:2]))
    given = {
        "file": str(folder / "rows.csv"),
        "table": ",".join("1" * 10),
        "image": str(folder / "drawing.png"),
        "signal": str(folder / "signal.npy"),
    }
    return {name: _trained(folder, text, given[name]) for name, text in CONFIGS.items()}


def _trained(folder: Path, text: str, given: str) -> Trained:
    run = train(folder, f"{text}training: {{epochs: 1, baselines: false}}\n").folder
    original = json.loads(run.model.read_bytes())
    del original["digest"]
    return Trained(run, given, original)


@pytest.fixture(params=CONFIGS)
def run(request: pytest.FixtureRequest, runs: dict[str, Trained]) -> Iterator[Trained]:
    yield from _restored(runs[request.param])


@pytest.fixture
def table(runs: dict[str, Trained], tmp_path: Path) -> RunFolder:
    """A copy of the regression, all of which may be changed."""
    shutil.copytree(runs["table"].folder.path, tmp_path / "run")
    return RunFolder(tmp_path / "run")


@pytest.fixture
def image(runs: dict[str, Trained]) -> Iterator[Trained]:
    yield from _restored(runs["image"])


def _restored(run: Trained) -> Iterator[Trained]:
    content = run.folder.model.read_bytes()
    yield run
    run.folder.model.write_bytes(content)


def _forge(run: Trained, value: object) -> None:
    sealed = value | {"digest": digest(value)} if isinstance(value, dict) else value
    run.folder.model.write_text(json.dumps(sealed))


def _outcome(run: Trained, read: Callable[[], object]) -> str:
    began = time.process_time()
    try:
        read()
        outcome = "answered"
    except RunError as error:
        assert error.exit_code == 4
        assert "model.json" in error.message and len(error.message) < 1_000, error.message
        assert error.fix
        outcome = "refused"
    except DataError as error:
        # A file does not have the columns of another one.
        assert run.given in error.message and len(error.message) < 1_000, error.message
        outcome = "refused"
    assert time.process_time() - began < SECONDS
    return outcome


def _predict(run: Trained) -> None:
    batches = mlpcli.predict([run.given], str(run.folder.path)).batches
    (prediction,) = [one for batch in batches for one in batch.predictions]
    if isinstance(prediction, ClassPrediction):
        # NaN where a forged number, which stands for a missing one, is too large for the network.
        assert not any(probability < 0 or probability > 1.001 for probability in prediction.probabilities)


def _most_bytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _single(run: Trained) -> list[object]:
    return [
        changed(run.original, place, new)
        for place in places(run.original)
        for new in instead_of(at(run.original, place))
    ]


def _mutated(run: Trained, random: np.random.Generator, times: int) -> object:
    value: object = run.original
    for _ in range(times):
        found = list(places(value))
        place = found[random.integers(len(found))]
        choices = list(instead_of(at(value, place)))
        value = changed(value, place, choices[random.integers(len(choices))])
    return value


def test_a_changed_description_is_answered_or_refused(run: Trained) -> None:
    random, before = np.random.default_rng(0), _most_bytes()
    outcomes: Counter[str] = Counter()
    for _ in range(FEW):
        _forge(run, _mutated(run, random, times=1))
        outcomes[_outcome(run, partial(_predict, run))] += 1
    assert outcomes["refused"] > FEW / 2
    assert _most_bytes() - before < BYTES


@pytest.mark.benchmark
def test_every_changed_description_is_answered_or_refused(run: Trained) -> None:
    """By all that reads it: what predicts, and what rebuilds the network."""
    random, before = np.random.default_rng(0), _most_bytes()
    outcomes: Counter[str] = Counter()
    values = _single(run)
    for number in range(len(values) + MANY):
        value = values[number] if number < len(values) else _mutated(run, random, 1 + number % 3)
        _forge(run, value)
        outcomes[_outcome(run, partial(_predict, run))] += 1
        _outcome(run, partial(open_run_in, run.folder))
    print(len(values), outcomes)
    assert _most_bytes() - before < BYTES


RESIZED = {"step": "resize", "height": 8, "width": 8, "channels": 1}


@pytest.mark.parametrize(
    "first",
    [
        {"step": "resize", "height": 60_000, "width": 60_000, "channels": 1},
        {"step": "resize", "height": 10**12, "width": 10**12, "channels": 1},
        {"step": "resize", "height": 10**30, "width": 2, "channels": 1},
        {"step": "resize", "height": 10**5, "width": 10**5, "channels": 1, "keep": "fill"},
        {"step": "resize", "height": 10**5, "width": 10**5, "channels": 1, "keep": "fit"},
    ],
)
def test_pictures_are_at_no_step_larger_than_the_network_takes(
    image: Trained, first: dict[str, object]
) -> None:
    steps = {"steps": [first, RESIZED], "border": None}
    _forge(image, image.original | {"preprocessing": steps})
    with pytest.raises(RunError, match=r"model.json .*preprocessing: steps\[0\]"):
        _predict(image)


CLASSES: dict[str, Any] = {"task": "binary", "classes": ["a", "b"], "targets": 0}


@pytest.mark.parametrize(
    "command",
    [
        mlpcli.evaluate,
        partial(mlpcli.predict, [",".join("1" * 10)]),
        partial(mlpcli.export, format="safetensors"),
        partial(mlpcli.export, format="script"),
    ],
    ids=["evaluate", "predict", "export", "script"],
)
def test_a_regression_is_no_classification(command: Callable[..., object], table: RunFolder) -> None:
    with_facts(table, **CLASSES)
    with pytest.raises(RunError, match=r"model.json and run.json disagree: facts: task"):
        command(run=str(table.path))


def test_a_number_is_no_probability(table: RunFolder) -> None:
    with_facts(table, **CLASSES)
    reseal(table.record, task="binary")
    with pytest.raises(RunError, match=r"model.tflite .* outputs -?\d.*, expected probabilities"):
        list(mlpcli.predict([",".join("1" * 10)], str(table.path)).batches)
    with pytest.raises(RunError, match="resolved.yaml is not as training wrote it"):
        mlpcli.evaluate(str(table.path))
