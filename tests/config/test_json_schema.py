"""The JSON Schema says of a config what the tool itself says."""

from pathlib import Path
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator

from mlpcli.config.activations import WITH_ARGUMENTS, ActivationName
from mlpcli.config.json_schema import json_schema
from mlpcli.config.layers import LAYERS
from mlpcli.config.optimizers import OPTIMIZERS
from mlpcli.config.schedules import SCHEDULES
from mlpcli.config.sources import SOURCES
from mlpcli.config.yaml.nodes import Plain, to_plain
from mlpcli.config.yaml.reader import read_text
from tests.config.broken.row import GOOD, optimizer, schedule, source, stack, training
from tests.config.broken.row import LAYERS as GOOD_LAYERS
from tests.config.drawn import CONFIGS
from tests.config.test_load import WHOLE

SCHEMA = json_schema()
VALIDATOR = Draft202012Validator(SCHEMA)


def plain(text: str) -> Plain:
    return to_plain(read_text(text, "c.yaml", Path()))


def test_schema_is_valid() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_name_is_not_required() -> None:
    assert SCHEMA["required"] == ["data", "layers"]


@pytest.mark.parametrize("name", [*LAYERS, *OPTIMIZERS, *SCHEDULES])
def test_every_class_is_defined_with_its_arguments(name: str) -> None:
    model = {**LAYERS, **OPTIMIZERS, **SCHEDULES}[name]
    assert list(SCHEMA["$defs"][name]["properties"]) == list(model.model_fields)
    assert SCHEMA["$defs"][name]["additionalProperties"] is False


def test_every_reference_leads_to_a_definition() -> None:
    def references(part: object) -> list[str]:
        if isinstance(part, list):
            return [found for item in part for found in references(item)]
        if isinstance(part, dict):
            own = [part["$ref"]] if "$ref" in part else []
            return own + [found for item in part.values() for found in references(item)]
        return []

    for reference in references(SCHEMA):
        found = SCHEMA
        for step in reference.removeprefix("#/").split("/"):
            assert step in found
            found = found[step]


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        WHOLE,
        optimizer("Adam"),
        optimizer("{Adam: {learning_rate: 1e-3}}"),
        optimizer("{Adam: }"),
        schedule("CosineDecay: {initial_learning_rate: 1, decay_steps: 10 epochs}"),
        stack("Flatten:", "Dense: {units: 3, kernel_initializer: [[1, 2.5]]}", "Dense: {units: 3}"),
        stack("Dense: {units: 3, kernel_initializer: he_normal, kernel_regularizer: l2}"),
        stack("Conv2D: {filters: 3, kernel_size: [3, 5], strides: 2}"),
        stack("ZeroPadding2D: {padding: [[1, 2], [3, 4]]}", "RandomZoom: {height_factor: [-0.1, 0.2]}"),
        stack("Bidirectional: {layer: {LSTM: {units: 3}}}"),
        stack("Conv1D: {filters: 3, kernel_size: 3, padding: causal, name: a_1}"),
        stack("Dense: {units: 3, activation: {leaky_relu: {negative_slope: 0.1}}}", "LayerNormalization"),
        stack("Dense: {units: 3, kernel_constraint: {MaxNorm: {axis: [0, 1]}}}", "Normalization: {axis: }"),
        training("class_weight: balanced", "metrics: [mse]", "early_stopping: {}"),
        training("class_weight: {a: 1, b: 2.5}", "checkpoint: {monitor: val_loss}"),
        source("source: arrays", "path: x.npz", "classes: [a, b]"),
    ],
)
def test_accepts_a_good_config(text: str) -> None:
    assert [error.message for error in VALIDATOR.iter_errors(plain(text))] == []


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(CONFIGS)
def test_accepts_any_valid_config(config: Plain) -> None:
    assert VALIDATOR.is_valid(config)


@pytest.mark.parametrize("name", SOURCES)
def test_every_source_can_be_chosen(name: str) -> None:
    needs = {"path": "x.npz", "target": "y"}
    required = [key for key, field in SOURCES[name].model_fields.items() if field.is_required()]
    data = {key: needs.get(key, name) for key in required}
    assert VALIDATOR.is_valid(plain(GOOD_LAYERS) | {"data": data})  # type: ignore[operator]


@pytest.mark.parametrize(
    "text",
    [
        GOOD_LAYERS,
        GOOD + "trainig: {}",
        GOOD + "seed: -1",
        GOOD + "version: 2",
        training("epoch: 3"),
        training("epochs: '3'"),
        training("metrics: [acuracy]"),
        training("early_stopping: {pateince: 3}"),
        training("class_weight: auto"),
        source("source: mnits"),
        source("source: mnist", "gate: xor"),
        source("source: mnist", "validation: 1"),
        optimizer("Adma"),
        optimizer("{Adam: {lr: 1}}"),
        optimizer("{Adam: {}, SGD: {}}"),
        schedule("CosineDecay: {initial_learning_rate: 1}"),
        schedule("CosineDecay: {initial_learning_rate: 1, decay_steps: ten}"),
        schedule("CosineDecay: {initial_learning_rate: 1, decay_steps: 0}"),
        stack("Dens: {units: 3}"),
        stack("Dense"),
        stack("Dense: {unit: 3}"),
        stack("Dense: {units: 3, activation: rleu}"),
        stack("Dense: {units: 3, activation: {sigmoid: {alpha: 1}}}"),
        stack("Dense: {units: 3, activation: {relu: {alpha: 1}}}"),
        stack("LayerNormalization: {axis: []}"),
        stack("Dense: {units: 3, kernel_initializer: Zero}"),
        stack("Conv2D: {filters: 3, kernel_size: [3]}"),
        stack("Conv2D: {filters: 3, kernel_size: 0}"),
        stack("SeparableConv1D: {filters: 3, kernel_size: 3, padding: causal}"),
        stack("Flatten: {name: preprocessing__}"),
        stack("Dropout: {rate: 0.1, seed: -1}"),
        stack("Lambda: {function: f}"),
        "data: {source: mnist}\nlayers: []",
    ],
)
def test_rejects_a_broken_config(text: str) -> None:
    assert not VALIDATOR.is_valid(plain(text))


def test_activations_are_listed() -> None:
    listed, *with_arguments = SCHEMA["$defs"]["activation"]["anyOf"]
    assert listed["enum"] == list(get_args(ActivationName))
    named = {name for one in with_arguments for name in one.get("properties", {})}
    assert named == set(WITH_ARGUMENTS)
