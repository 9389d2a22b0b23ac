"""Every config that comes with the project has no mistakes, and reaches the figure it is there to show."""

import os
import runpy
from pathlib import Path

import pytest
from PIL import Image

import mlpcli
from mlpcli.config.load import load
from mlpcli.runs.metrics_csv import read_rows
from mlpcli.workflows.train import TrainedRun
from tests.workflows.trainings import no_network

FOLDER = Path(__file__).parents[1] / "configs"
DATA = FOLDER / "data"
CONFIGS = sorted(path.stem for path in FOLDER.glob("*.yaml"))

# The split's figure that a whole training reaches on data which is always there.
FIGURES = {
    "diabetes_regression": ("r2", 0.35),
    "flats_regression": ("r2", 0.9),
    "mushrooms_classes": ("macro_f1", 0.87),
    "shapes_cnn": ("accuracy", 0.9),
    "tides_forecast": ("r2", 0.99),
    "two_clouds_mlp": ("accuracy", 0.97),
    "waves_conv1d": ("accuracy", 0.95),
    "wine_dropout_mlp": ("accuracy", 0.94),
}
# On the digits that stand in for MNIST, after so many epochs.
FALLBACK_FIGURES = {"mnist_cnn": (1, 0.9), "mnist_mlp": (1, 0.9), "mnist_mlp_sgd": (3, 0.85)}
# On MNIST itself.
MNIST_FIGURES = {"mnist_cnn": 0.98, "mnist_mlp": 0.972, "mnist_mlp_sgd": 0.91}
EXACT = {
    "and_perceptron": {"0,0": "0", "0,1": "0", "1,0": "0", "1,1": "1"},
    "xor_perceptrons": {"0,0": "0", "0,1": "1", "1,0": "1", "1,1": "0"},
}


@pytest.fixture
def offline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLPCLI_DATA_HOME", str(tmp_path / "data-home"))
    monkeypatch.setattr("urllib.request.urlopen", no_network)


def train(name: str, folder: Path, *overrides: str) -> TrainedRun:
    overrides = (*overrides, "training.baselines=false")
    return mlpcli.train([FOLDER / f"{name}.yaml"], overrides, runs=folder / "runs")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the generator of the configs' data writes."""
    folder = tmp_path_factory.mktemp("made")
    runpy.run_path(str(DATA / "make.py"))["write"](folder)
    return folder


def files_in(folder: Path, suffix: str) -> list[Path]:
    return sorted(path.relative_to(folder) for path in folder.rglob(f"*{suffix}"))


def test_the_tables_of_the_configs_are_what_their_generator_makes(made: Path) -> None:
    assert files_in(DATA, ".csv") == files_in(made, ".csv")
    for path in files_in(made, ".csv"):
        assert (DATA / path).read_bytes() == (made / path).read_bytes(), path


def test_the_drawings_of_the_configs_are_what_their_generator_draws(made: Path) -> None:
    # Compressed files depend on the version of the library.
    assert files_in(DATA, ".png") == files_in(made, ".png")
    for path in files_in(made, ".png"):
        with Image.open(DATA / path) as kept, Image.open(made / path) as drawn:
            assert (kept.mode, kept.tobytes()) == (drawn.mode, drawn.tobytes()), path


def test_the_data_of_the_configs_are_small() -> None:
    assert sum(path.stat().st_size for path in DATA.rglob("*") if path.is_file()) < 300_000


def test_every_config_has_a_figure_to_reach() -> None:
    assert set(CONFIGS) == {*FIGURES, *FALLBACK_FIGURES, *EXACT, "softmax_3_2_2", "xor_mlp"}


@pytest.mark.parametrize("name", CONFIGS)
def test_a_config_has_no_mistakes_and_no_surprises(name: str) -> None:
    (checked,) = mlpcli.validate([FOLDER / f"{name}.yaml"])
    assert checked.notices == ()
    assert checked.config.name == name


@pytest.mark.parametrize("name", CONFIGS)
def test_a_config_begins_by_saying_what_it_is_and_what_to_look_at(name: str) -> None:
    first, second, *_ = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8").splitlines()
    assert first.startswith("# ")
    assert second.startswith("# Look at: ")


@pytest.mark.usefixtures("offline")
@pytest.mark.parametrize("name", FIGURES)
def test_a_config_reaches_its_figure(name: str, tmp_path: Path) -> None:
    metric, least = FIGURES[name]
    assert train(name, tmp_path).evaluations["test"].metrics[metric] >= least


@pytest.mark.usefixtures("offline")
@pytest.mark.parametrize("name", FALLBACK_FIGURES)
def test_a_config_for_mnist_learns_the_digits_that_stand_in_for_it(name: str, tmp_path: Path) -> None:
    epochs, least = FALLBACK_FIGURES[name]
    run = train(name, tmp_path, f"training.epochs={epochs}")
    assert run.record.dataset == "digits"
    assert run.evaluations["test"].metrics["accuracy"] >= least


@pytest.mark.parametrize("name", EXACT)
def test_perceptrons_with_literal_weights_are_exact(name: str, tmp_path: Path) -> None:
    run = train(name, tmp_path)
    answers = mlpcli.predict(list(EXACT[name]), str(run.folder.path))
    found = {answer.input: answer.label for batch in answers.batches for answer in batch.predictions}  # type: ignore[union-attr]
    assert found == EXACT[name]


@pytest.mark.parametrize("seed", range(10))
def test_xor_is_learned_whatever_the_seed(seed: int, tmp_path: Path) -> None:
    run = train("xor_mlp", tmp_path, f"seed={seed}")
    assert run.evaluations["test"].metrics["accuracy"] == 1.0


def test_plain_gradient_descent_lowers_the_loss_every_epoch(tmp_path: Path) -> None:
    losses = [row["loss"] for row in read_rows(train("softmax_3_2_2", tmp_path).folder.metrics)]
    assert len(losses) == 50
    assert all(after < before for before, after in zip(losses, losses[1:], strict=False))


@pytest.mark.benchmark
@pytest.mark.parametrize("name", MNIST_FIGURES)
def test_a_config_for_mnist_reaches_its_figure(name: str, tmp_path: Path) -> None:
    home = Path(os.environ.get("MLPCLI_DATA_HOME", ""))
    if not (home / "mnist.npz").is_file():
        pytest.skip("MLPCLI_DATA_HOME names no folder with mnist.npz in it")
    run = train(name, tmp_path)
    assert run.record.dataset == "mnist"
    assert run.record.epochs == load([FOLDER / f"{name}.yaml"]).config.training.epochs
    assert run.evaluations["test"].metrics["accuracy"] >= MNIST_FIGURES[name]
