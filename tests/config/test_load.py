"""Files and options to a typed config."""

from collections.abc import Callable
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlpcli.config.layers.core import Dense
from mlpcli.config.load import load, load_resolved, loads
from mlpcli.config.losses import CategoricalCrossentropy, CategoricalFocalCrossentropy
from mlpcli.config.optimizers import SGD, Adam
from mlpcli.config.run_identity import lasting
from mlpcli.config.sources import Arrays, Mnist
from mlpcli.errors import ConfigError, UsageError
from tests.config.broken.row import GOOD, LAYERS
from tests.config.mutated import mutated
from tests.config.yaml.test_reader import YAML_LIKE
from tests.damage import any_bytes_or_damaged, fuzzed

WHOLE = """\
name: whole
seed: 7
data: {source: mnist, fallback: digits, validation: 0.1}
layers:
  - Conv2D: {filters: 8, kernel_size: [3, 3], kernel_initializer: {HeNormal: {seed: 1}}}
  - MaxPooling2D
  - Flatten:
  - Dropout: {rate: 0.25}
  - Dense: {units: 10, activation: softmax, kernel_regularizer: {L2: {l2: 1e-4}}}
optimizer:
  SGD:
    learning_rate: {CosineDecay: {initial_learning_rate: 0.1, decay_steps: 10 epochs}}
    momentum: 0.9
training:
  epochs: 3
  metrics: [accuracy]
  class_weight: {"0": 1, "1": 2.5}
  early_stopping: {patience: 2}
"""


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("mnist-mlp.yaml", "mnist-mlp"),
        ("my net (2).yaml", "my-net-2-"),
        (".hidden.yaml", "hidden"),
        ("ü.yaml", "ü"),
        ("v1.2.yaml", "v1.2"),
        ("x" * 80 + ".yaml", "x" * 64),
        ("_.yaml", "network"),
    ],
)
def test_name_comes_from_the_file(file: str, name: str, tmp_path: Path) -> None:
    assert load([written(tmp_path, file, GOOD)]).config.name == name


def test_name_comes_from_the_last_file(tmp_path: Path) -> None:
    files = [written(tmp_path, "base.yaml", GOOD), written(tmp_path, "wide.yaml", "seed: 1")]
    assert load(files).config.name == "wide"


def test_given_name_is_kept(tmp_path: Path) -> None:
    assert load([written(tmp_path, "a.yaml", GOOD + "name: b\n")]).config.name == "b"


def test_default_name_of_a_text() -> None:
    assert loads(GOOD, "text").config.name == "network"


def test_numbers_in_exponent_notation_are_numbers() -> None:
    config = loads(GOOD + "optimizer: {Adam: {learning_rate: 1e-3}}", "text").config
    assert config.optimizer == Adam(learning_rate=0.001)


def test_later_files_go_before_earlier_ones(tmp_path: Path) -> None:
    first = written(tmp_path, "a.yaml", GOOD + "seed: 1\ntraining: {epochs: 1, batch_size: 8}\n")
    second = written(tmp_path, "b.yaml", "seed: 2\ntraining: {epochs: 2}\n")
    config = load([first, second]).config
    assert (config.seed, config.training.epochs, config.training.batch_size) == (2, 2, 8)


def test_a_later_loss_replaces_an_earlier_one_with_its_arguments(tmp_path: Path) -> None:
    focal = "categorical_focal_crossentropy: {gamma: 3}"
    smooth = "categorical_crossentropy: {label_smoothing: 0.1}"
    first, second = (f"training: {{loss: {{{loss}}}}}\n" for loss in (focal, smooth))
    files = [written(tmp_path, "a.yaml", GOOD + first), written(tmp_path, "b.yaml", second)]
    assert load(files).config.training.loss == CategoricalCrossentropy(label_smoothing=0.1)
    option = "training.loss.categorical_focal_crossentropy.alpha=1"
    assert load(files, [option]).config.training.loss == CategoricalFocalCrossentropy(alpha=1.0)


def test_overrides_go_before_files_and_later_overrides_before_earlier_ones(tmp_path: Path) -> None:
    file = written(tmp_path, "a.yaml", WHOLE)
    overrides = ["training.epochs=20", "seed=1", "training.epochs=30", "layers.4.Dense.units=5"]
    config = load([file], overrides).config
    assert (config.training.epochs, config.seed) == (30, 1)
    layer = config.layers[4]
    assert isinstance(layer, Dense)
    assert layer.units == 5


@pytest.mark.parametrize("overrides", list(permutations(["data.source=mnist", "data.validation=0.3"])))
def test_override_of_the_source_drops_the_keys_of_the_other_one(
    overrides: tuple[str, ...], tmp_path: Path
) -> None:
    file = written(tmp_path, "a.yaml", LAYERS + "data: {source: iris, standardize: false, test: 0.3}\n")
    data = load([file], overrides).config.data
    assert isinstance(data, Mnist)
    assert data.validation == 0.3


def test_override_of_an_optimizer_argument_keeps_the_others(tmp_path: Path) -> None:
    config = load([written(tmp_path, "a.yaml", WHOLE)], ["optimizer.SGD.learning_rate=1e-3"]).config
    assert config.optimizer == SGD(learning_rate=0.001, momentum=0.9)


def test_override_may_hold_an_equals_sign_and_spaces(tmp_path: Path) -> None:
    file = written(tmp_path, "a.yaml", LAYERS + "data: {source: arrays, path: x.npz}")
    data = load([file], ["data.path=a = b.npz"]).config.data
    assert isinstance(data, Arrays)
    assert data.path.name == "a = b.npz"


@pytest.mark.parametrize(
    "text", ["training.epochs", "=3", "training..epochs=3", ".epochs=3", "training.=3", ""]
)
def test_override_that_is_no_assignment(text: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        load([written(tmp_path, "a.yaml", GOOD)], [text])
    assert caught.value.message == f"--set {text} is not KEY=VALUE"
    assert caught.value.fix == "write keys with dots, such as --set training.epochs=20"
    assert caught.value.exit_code == 2


def test_relative_paths_start_from_the_file_that_names_them(tmp_path: Path) -> None:
    first = written(tmp_path, "one/a.yaml", LAYERS + "data: {source: arrays, path: x.npy, targets: ../y.npy}")
    second = written(tmp_path, "two/b.yaml", "data: {source: arrays, targets: t.npy}")
    data = load([first, second]).config.data
    assert isinstance(data, Arrays)
    assert data.path == tmp_path / "one" / "x.npy"
    assert data.targets == tmp_path / "two" / "t.npy"


def test_relative_paths_of_an_override_start_from_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = written(tmp_path, "one/a.yaml", LAYERS + "data: {source: arrays, path: x.npz}")
    monkeypatch.chdir(tmp_path)
    data = load([file], ["data.path=z.npz"]).config.data
    assert isinstance(data, Arrays)
    assert data.path == tmp_path / "z.npz"


def test_absolute_and_home_paths_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    text = LAYERS + "data: {source: arrays, path: /x.npy, targets: ~/y.npy}"
    data = load([written(tmp_path, "one/a.yaml", text)]).config.data
    assert isinstance(data, Arrays)
    assert (data.path, data.targets) == (Path("/x.npy"), tmp_path / "y.npy")


def test_config_cannot_be_changed() -> None:
    config = loads(GOOD, "text").config
    with pytest.raises(ValueError, match="frozen"):
        config.seed = 3  # type: ignore[misc]


@fuzzed
@given(mutated([WHOLE]))
def test_mutated_config_is_valid_or_gives_located_mistakes(text: str) -> None:
    try:
        loads(text, "c.yaml")
    except ConfigError as error:
        lines = text.splitlines() + [""]
        for problem in error.problems:
            _, line, column = problem.where.split(":")
            assert 1 <= int(line) <= len(lines)
            assert int(column) >= 1
            assert problem.message and problem.fix


ANY_FILE = any_bytes_or_damaged({"whole": WHOLE.encode(), "good": GOOD.encode()}) | YAML_LIKE.map(
    lambda text: text.encode("utf-8", "replace")
)


@pytest.mark.parametrize("read", [lambda path: load([path]), load_resolved], ids=["config", "resolved"])
@fuzzed
@given(data=ANY_FILE)
def test_any_file_is_a_config_or_gives_located_mistakes(
    read: Callable[[Path], object], tmp_path: Path, data: bytes
) -> None:
    file = tmp_path / "c.yaml"
    file.write_bytes(data)
    try:
        read(file)
    except ConfigError as error:
        assert error.exit_code == 2
        assert all(problem.where.startswith(f"{file}:") and problem.fix for problem in error.problems)


@fuzzed
@given(
    key=st.sampled_from(["seed", "data.source", "layers.0", "layers.9.Dense", "optimizer.SGD.momentum", ""])
    | st.text(max_size=8),
    value=YAML_LIKE,
)
def test_any_override_is_a_config_or_an_error(tmp_path: Path, key: str, value: str) -> None:
    file = written(tmp_path, "c.yaml", WHOLE)
    try:
        load([file], [f"{key}={value}"])
    except (ConfigError, UsageError) as error:
        assert error.exit_code == 2


def test_the_home_of_a_user_who_does_not_exist_is_a_folder_like_others(tmp_path: Path) -> None:
    (tmp_path / "c.yaml").write_text(LAYERS + "data: {source: arrays, path: ~nobody.here/x.npz}")
    assert load([tmp_path / "c.yaml"]).config.data.path == tmp_path / "~nobody.here" / "x.npz"


@pytest.mark.parametrize(("line", "usual"), [("  missing_values: [gone]\n", False), ("", True)])
def test_missing_values_of_an_older_run_stay_the_only_ones(tmp_path: Path, line: str, usual: bool) -> None:
    text = f"data:\n  source: table\n  path: t.csv\n  target: y\n{line}layers: [Dense: 1]\n"
    (tmp_path / "resolved.yaml").write_text(text)
    of_run = load_resolved(tmp_path / "resolved.yaml").config
    assert of_run.data.usual_missing_values is usual  # type: ignore[attr-defined]
    new = load([tmp_path / "resolved.yaml"]).config
    assert new.data.usual_missing_values is True  # type: ignore[attr-defined]
    assert "usual_missing_values" not in lasting(of_run)["data"]  # type: ignore[operator]
    assert ("usual_missing_values" in lasting(new)["data"]) is not usual  # type: ignore[operator]
