"""What can mean one thing only is understood, and means the same as its full form."""

from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from mlpcli.config.json_schema import json_schema
from mlpcli.config.load import load, loads
from mlpcli.config.optimizers import Adam
from mlpcli.config.resolved_yaml import to_yaml
from mlpcli.errors import ConfigError
from tests.config.broken.row import GOOD, optimizer, stack, training

VALIDATOR = Draft202012Validator(json_schema())

SHORT_AND_FULL = [
    (stack("Dense: 10"), stack("Dense: {units: 10}")),
    (stack("Dense: 10.0"), stack("Dense: {units: 10}")),
    (stack("Dropout: 0.2"), stack("Dropout: {rate: 0.2}")),
    (stack("Activation: sigmoid"), stack("Activation: {activation: sigmoid}")),
    (stack("MaxPooling2D: 5"), stack("MaxPooling2D: {pool_size: 5}")),
    (stack("MaxPooling2D: [5, 3]"), stack("MaxPooling2D: {pool_size: [5, 3]}")),
    (stack("AveragePooling1D: 4"), stack("AveragePooling1D: {pool_size: 4}")),
    (stack("Flatten:"), stack("Flatten")),
    (stack("Reshape: [28, 28, 1]"), stack("Reshape: {target_shape: [28, 28, 1]}")),
    (stack("Reshape: 784"), stack("Reshape: {target_shape: [784]}")),
    (stack("LSTM: 8"), stack("LSTM: {units: 8}")),
    (stack("GaussianNoise: 0.1"), stack("GaussianNoise: {stddev: 0.1}")),
    (stack("DepthwiseConv2D: 3"), stack("DepthwiseConv2D: {kernel_size: 3}")),
    (stack("RandomRotation: 0.1"), stack("RandomRotation: {factor: 0.1}")),
    (
        stack("Bidirectional: {layer: {LSTM: 3}}"),
        stack("Bidirectional: {layer: {LSTM: {units: 3}}}"),
    ),
    (stack("Bidirectional: {LSTM: 3}"), stack("Bidirectional: {layer: {LSTM: {units: 3}}}")),
    (
        stack("TimeDistributed: {Dense: {units: 3}}"),
        stack("TimeDistributed: {layer: {Dense: {units: 3}}}"),
    ),
    (
        stack("Dense: {units: 1, kernel_regularizer: {l2: 0.01}}"),
        stack("Dense: {units: 1, kernel_regularizer: {L2: {l2: 0.01}}}"),
    ),
    (
        stack("Dense: {units: 1, kernel_regularizer: {L1: 0.5}}"),
        stack("Dense: {units: 1, kernel_regularizer: {L1: {l1: 0.5}}}"),
    ),
    (
        stack("Dense: {units: 1, kernel_initializer: he_normal, bias_regularizer: l2}"),
        stack("Dense: {units: 1, kernel_initializer: HeNormal, bias_regularizer: L2}"),
    ),
    (stack("Normalization: {mean: 1, variance: 2}"), stack("Normalization: {mean: [1], variance: [2]}")),
    (optimizer("adam"), optimizer("Adam")),
    (optimizer("{sgd: {momentum: 0.9}}"), optimizer("{SGD: {momentum: 0.9}}")),
    (optimizer("rmsprop"), optimizer("RMSprop")),
    (training("metrics: accuracy"), training("metrics: [accuracy]")),
    (training("metrics: [acc, MSE]"), training("metrics: [accuracy, mean_squared_error]")),
    (
        training("metrics: [AUC, TopKCategoricalAccuracy]"),
        training("metrics: [auc, top_k_categorical_accuracy]"),
    ),
    (training("loss: MSE"), training("loss: mean_squared_error")),
    (training("loss: bce"), training("loss: binary_crossentropy")),
    (training("loss: KLDivergence"), training("loss: kl_divergence")),
    (training("loss: CategoricalCrossentropy"), training("loss: categorical_crossentropy")),
    (training("epochs: 10.0", "batch_size: 1e3"), training("epochs: 10", "batch_size: 1000")),
    (GOOD + "version: 1.0\nseed: 2e0\n", GOOD + "version: 1\nseed: 2\n"),
]


@pytest.mark.parametrize(("short", "full"), SHORT_AND_FULL)
def test_short_form_means_the_full_one(short: str, full: str) -> None:
    assert loads(short, "c.yaml").config == loads(full, "c.yaml").config


@pytest.mark.parametrize(("short", "full"), SHORT_AND_FULL)
def test_editors_accept_both_forms(short: str, full: str) -> None:
    for text in (short, full):
        assert [error.message for error in VALIDATOR.iter_errors(_as_an_editor_reads(text))] == []


def _as_an_editor_reads(text: str) -> object:
    """PyYAML reads 1e3 as text, where a YAML 1.2 editor reads a number."""
    return yaml.safe_load(text.replace("1e3", "1000.0").replace("2e0", "2.0"))


def test_the_resolved_config_has_the_full_form() -> None:
    text = optimizer("adam") + "training: {metrics: acc, loss: MSE, epochs: 1e1}\n"
    text = text.replace("layers: [Flatten, ", "layers: [Flatten, {Dropout: 0.5}, ")
    resolved = to_yaml(loads(text, "c.yaml").config)
    for line in (
        "- Dropout:",
        "    rate: 0.5",
        "  Adam:",
        "  - accuracy",
        "loss: mean_squared_error",
        "epochs: 10",
    ):
        assert line in resolved
    assert "adam" not in resolved


@pytest.mark.parametrize(
    "text",
    [
        stack("Conv2D: 10"),
        stack("Flatten: 3"),
        stack("Dense: ten"),
        stack("Dense: 0"),
        stack("Dense: true"),
        stack("Dense: [10]"),
        stack("dense: 10"),
        stack("RandomZoom: {height_factor: 0.1, width_factor: relu}"),
        stack("Dense: {units: 1, kernel_regularizer: 0.01}"),
        stack("Dense: {units: 1, activation: ReLU}"),
        stack("Activation: {relu: 1}"),
        optimizer("ADAM"),
        optimizer("{adam: 0.1}"),
        training("metrics: [accuracy, mse, ACC_]"),
        training("loss: Mean_Squared_Error"),
        training("epochs: 1.5"),
        training("shuffle: 1.0"),
    ],
)
def test_everything_else_stays_strict(text: str) -> None:
    with pytest.raises(ConfigError):
        loads(text, "c.yaml")


@pytest.mark.parametrize("name", ["Adam", "adam"])
@pytest.mark.parametrize("option", ["optimizer.Adam.beta_2=0.9", "optimizer.adam.beta_2=0.9"])
def test_an_option_finds_an_optimizer_in_either_spelling(name: str, option: str, tmp_path: Path) -> None:
    file = tmp_path / "c.yaml"
    file.write_text(optimizer(f"{{{name}: {{beta_1: 0.8}}}}"))
    assert load([file], [option]).config.optimizer == Adam(beta_1=0.8, beta_2=0.9)


def test_files_are_merged_by_the_optimizer_they_mean(tmp_path: Path) -> None:
    for name, text in (
        ("a.yaml", optimizer("{adam: {beta_1: 0.8}}")),
        ("b.yaml", "optimizer: {Adam: {beta_2: 0.9}}"),
    ):
        (tmp_path / name).write_text(text)
    assert load([tmp_path / "a.yaml", tmp_path / "b.yaml"]).config.optimizer == Adam(beta_1=0.8, beta_2=0.9)
