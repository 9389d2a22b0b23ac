"""Masks that reach nobody, and numbers that cannot be looked up."""

from typing import Any

import numpy as np
import pytest

from mlpcli.config.layers import LAYERS
from mlpcli.network.sequence_checks import (
    embedding_place,
    indices_below,
    lost_masks,
    unfit_indices,
    unfit_mask_values,
)
from mlpcli.network.shape_inference import rule_of
from mlpcli.network.shape_inference.layer_rule import ShapeMismatch
from mlpcli.training.building.layers import build_layer
from mlpcli.training.tensorflow import tf
from tests.facts import IRIS, MNIST
from tests.network.layers import config, dense, layers
from tests.training.building.test_layers import MINIMAL, SIGNAL

EMBEDDING = {"Embedding": {"input_dim": 10, "output_dim": 2, "mask_zero": True}}
LSTM = {"LSTM": {"units": 2}}
EVERY_STEP = {"GRU": {"units": 2, "return_sequences": True}}


@pytest.mark.parametrize(
    "stack",
    [
        [EMBEDDING, LSTM, dense(3)],
        ["Masking", {"Dropout": {"rate": 0.1}}, EVERY_STEP, "BatchNormalization", LSTM],
        ["Masking", {"Bidirectional": {"layer": LSTM}}, "Flatten"],
        ["Masking", {"TimeDistributed": {"layer": dense(3)}}, "GlobalAveragePooling1D"],
        [{"Embedding": {"input_dim": 10, "output_dim": 2}}, "Flatten"],
    ],
)
def test_a_mask_that_ends_where_it_is_taken_is_fine(stack: list[Any]) -> None:
    assert list(lost_masks(layers(*stack))) == []


@pytest.mark.parametrize(
    ("stack", "index", "fix"),
    [
        ([EMBEDDING, "Flatten"], 1, "write mask_zero: false"),
        (["Masking", {"Conv1D": {"filters": 2, "kernel_size": 3}}], 1, "remove Masking"),
        (["Masking", EVERY_STEP, "Softmax"], 2, "remove Masking"),
        (["Masking", {"TimeDistributed": {"layer": {"Reshape": {"target_shape": [2, 1]}}}}], 1, "remove"),
    ],
)
def test_a_mask_that_is_ignored_is_refused_once(stack: list[Any], index: int, fix: str) -> None:
    (finding,) = lost_masks(layers(*stack, "Flatten"))
    assert finding.path[1] == index
    assert "ignores the mask" in finding.message
    assert finding.remedy.text.startswith(fix)


@pytest.mark.filterwarnings("ignore:Layer .* does not support masking:UserWarning")
@pytest.mark.parametrize("name", sorted(set(LAYERS) - {"Softmax"}))
def test_keras_keeps_ends_and_loses_masks_as_the_check_says(name: str) -> None:
    layer = LAYERS[name].model_validate(MINIMAL[name][1])
    try:
        rule_of(layer).step(layer, SIGNAL)
    except ShapeMismatch:
        return
    values = np.ones((2, *SIGNAL), np.float32)
    values[:, 5:] = 0
    masked = build_layer(LAYERS["Masking"]())(tf.constant(values))
    given = masked._keras_mask
    built = build_layer(layer)
    mask = getattr(built(masked), "_keras_mask", None)
    losing = list(lost_masks(layers("Masking", {name: MINIMAL[name][1]})))
    if losing:
        assert mask is None
    elif mask is not None:
        np.testing.assert_array_equal(mask, given)
    else:
        assert built.supports_masking


def test_a_layer_that_only_moves_numbers_may_stand_before_an_embedding() -> None:
    stack = layers("Flatten", {"Reshape": {"target_shape": [2, 2]}}, EMBEDDING)
    assert embedding_place(stack) == 2
    assert indices_below(stack) == 10


def test_a_stack_without_an_embedding_looks_nothing_up() -> None:
    assert indices_below(layers(dense(3))) is None


@pytest.mark.parametrize(
    "before", [{"Dropout": {"rate": 0.1}}, dense(4), {"Rescaling": {"scale": 2.0}}], ids=str
)
def test_an_embedding_needs_the_numbers_of_the_data(before: Any) -> None:
    drawn = config(IRIS, before, EMBEDDING, LSTM, dense(3, "softmax"), data={"standardize": False})
    (finding,) = unfit_indices(drawn, IRIS)
    assert finding.message.startswith("looks up whole numbers, but gets what")
    assert finding.remedy.text == "make Embedding the first layer, or remove it"


def test_an_embedding_needs_numbers_that_are_not_scaled() -> None:
    (standardized,) = unfit_indices(config(IRIS, EMBEDDING), IRIS)
    assert standardized.remedy.text == "write data.standardize: false"
    (rescaled,) = unfit_indices(config(MNIST, "Flatten", EMBEDDING), MNIST)
    assert rescaled.remedy.text == "write data.rescale: false"
    assert list(unfit_indices(config(MNIST, "Flatten", EMBEDDING, data={"rescale": False}), MNIST)) == []


def test_a_masking_needs_values_that_are_not_scaled() -> None:
    (finding,) = unfit_mask_values(config(IRIS, {"Reshape": {"target_shape": [2, 2]}}, "Masking"))
    assert finding.remedy.text == "write data.standardize: false"
    assert list(unfit_mask_values(config(IRIS, "Masking", data={"standardize": False}))) == []
