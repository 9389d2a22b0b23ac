import random
from pathlib import Path

import numpy as np
import pytest

from mlpcli.data.preprocessing import Preprocessing, RobustScale, Scale
from mlpcli.network.added_layers import PREPROCESSING
from mlpcli.training.building.model import adapt_layers, build_model
from mlpcli.training.building.table_layers import PiecewiseLinearEncoding
from mlpcli.training.tensorflow import keras
from tests.data.stores.rows import on_disk
from tests.training.networks import BLOBS, DIABETES, MOONS, Case, case, train, weights

SOFTMAX = "{Dense: {units: 3, activation: softmax}}"
WAVES = "{source: waves, rows: 40, steps: 32, test: 0.2}"
DIGITS = "{source: digits}"

STACKS = {
    "dense": (f"[{{Dense: {{units: 4, activation: relu}}}}, {SOFTMAX}]", BLOBS),
    "normalized": (f"[BatchNormalization, {{Dense: {{units: 4}}}}, LayerNormalization, {SOFTMAX}]", BLOBS),
    "convolutional": (
        "[{Conv2D: {filters: 3, kernel_size: 3}}, MaxPooling2D, Flatten, {Dense: {units: 10, "
        "activation: softmax}}]",
        DIGITS,
    ),
    "recurrent": (
        "[{Bidirectional: {layer: {GRU: {units: 3}}}}, {Dense: {units: 4, activation: softmax}}]",
        WAVES,
    ),
    "named": (f"[{{Dense: {{units: 4, name: first}}}}, {{Dropout: {{rate: 0.5}}}}, {SOFTMAX}]", BLOBS),
}


@pytest.mark.parametrize("name", STACKS)
def test_the_model_has_the_layers_and_the_parameters_of_the_plan(name: str) -> None:
    one = case(*STACKS[name])
    model = one.network().model
    layers = [layer for layer in model.layers if not layer.name.startswith(PREPROCESSING)]
    assert [layer.name for layer in layers] == [layer.name for layer in one.plan.stack.layers]
    assert [layer.count_params() for layer in layers] == [layer.parameters for layer in one.plan.stack.layers]
    assert model.output_shape == (None, *one.plan.stack.output_shape)


def trained_parameters(one: Case) -> int:
    return sum(values.size for values in weights(one.network().model))


def test_the_model_trains_as_many_parameters_as_the_plan_says() -> None:
    one = case(f"[{{Dense: {{units: 4, trainable: false}}}}, BatchNormalization, {SOFTMAX}]", BLOBS)
    assert trained_parameters(one) == one.plan.stack.trainable_parameters == 4 * 2 + 5 * 3


def test_the_same_seed_gives_the_same_first_weights_and_another_seed_others() -> None:
    stack = "[{Dense: {units: 4}}, {Dense: {units: 1, activation: sigmoid}}]"
    one, same, other = (weights(case(stack, seed=seed).network().model) for seed in (3, 3, 4))
    assert all(np.array_equal(a, b) for a, b in zip(one, same, strict=True))
    assert not np.array_equal(one[0], other[0])


def test_the_caller_s_own_generators_go_on_as_before() -> None:
    one = case(*STACKS["dense"])
    random.seed(1)
    np.random.seed(1)
    expected = random.random(), np.random.random()
    random.seed(1)
    np.random.seed(1)
    one.network()
    assert (random.random(), np.random.random()) == expected


def test_preprocessing_is_part_of_the_model() -> None:
    one = case("[{Dense: {units: 1}}]", DIABETES)
    subtract, divide, _ = one.network().model.layers
    standardized = divide(subtract(one.dataset.train.inputs)).numpy()
    np.testing.assert_allclose(standardized.mean(axis=0), 0, atol=1e-5)
    np.testing.assert_allclose(standardized.std(axis=0), 1, atol=1e-5)


def test_pixels_reach_the_first_layer_as_zero_to_one() -> None:
    one = case("[Flatten, {Dense: {units: 10, activation: softmax}}]", DIGITS)
    scaled = one.network().model.layers[0](one.dataset.train.inputs.astype(np.float32)).numpy()
    assert (scaled.min(), scaled.max()) == (0.0, 1.0)


@pytest.mark.parametrize("precision", ["mixed_bfloat16", "mixed_float16"])
def test_mixed_precision_keeps_the_preprocessing_and_the_head_in_float32(precision: str) -> None:
    stack = "[{Dense: {units: 4}}, {Dense: {units: 3}}, {Activation: {activation: softmax}}]"
    data = BLOBS.replace("}", ", standardize: true}")
    one = case(stack, data, training=f"{{epochs: 1, precision: {precision}}}")
    policies = [layer.dtype_policy.name for layer in one.network().model.layers]
    assert policies == ["float32", "float32", precision, precision, "float32"]
    assert keras.config.dtype_policy().name == "float32"


def test_mixed_precision_keeps_float32_weights() -> None:
    one = case(f"[{{Dense: {{units: 4}}}}, {SOFTMAX}]", BLOBS, training="{precision: mixed_bfloat16}")
    assert {values.dtype.name for values in weights(one.network().model)} == {"float32"}


@pytest.mark.parametrize("precision", ["mixed_bfloat16", "mixed_float16"])
def test_penalties_of_outputs_count_in_mixed_precision(precision: str, tmp_path: Path) -> None:
    stack = f"[{{Dense: {{units: 600, activity_regularizer: {{L2: {{l2: 1.0}}}}}}}}, {SOFTMAX}]"
    exact, mixed = (
        train(case(stack, BLOBS, training=f"{{epochs: 1, precision: {name}}}"), tmp_path / name)
        for name in ("float32", precision)
    )
    assert exact.figures("loss")[0] > 10  # Most of it is the penalty.
    assert mixed.figures("loss") == pytest.approx(exact.figures("loss"), rel=0.02)


def test_a_normalization_layer_measures_what_reaches_it_of_the_training_rows() -> None:
    one = case("[{Rescaling: {scale: 10.0}}, Normalization, {Dense: {units: 1, activation: sigmoid}}]")
    model = one.network().model
    inputs = one.dataset.train.inputs
    adapt_layers(model, one.config.layers, inputs)
    np.testing.assert_allclose(model.layers[1].mean.numpy().ravel(), 10 * inputs.mean(axis=0), rtol=1e-4)
    np.testing.assert_allclose(model.layers[1].variance.numpy().ravel(), 100 * inputs.var(axis=0), rtol=1e-4)


def test_a_normalization_layer_with_numbers_keeps_them() -> None:
    layer = "{Normalization: {mean: [1.0, 2.0], variance: [4.0, 9.0]}}"
    one = case(f"[{layer}, {{Dense: {{units: 1, activation: sigmoid}}}}]", MOONS)
    model = one.network().model
    adapt_layers(model, one.config.layers, one.dataset.train.inputs)
    np.testing.assert_allclose(model.layers[0](np.array([[3.0, 5.0]], np.float32)), [[1.0, 1.0]], rtol=1e-6)


def test_features_far_from_zero_keep_their_digits() -> None:
    mean, deviation = 1e5, 0.5
    one = case("[{Dense: {units: 1, activation: sigmoid}}]")
    model = build_model(one.config, one.plan, Preprocessing((Scale((mean, 0.0), (deviation, 1.0)),)))
    rows = np.array([[mean + 1.0, 0.0], [mean - 0.5, 0.0]], np.float32)
    for layer in model.layers[:-1]:
        rows = layer(rows)
    np.testing.assert_array_equal(rows, [[2.0, 0.0], [-1.0, 0.0]])


def test_outliers_end_at_3_and_what_is_usual_stays_as_it_is() -> None:
    one = case("[{Dense: {units: 1, activation: sigmoid}}]")
    step = RobustScale((10.0, 0.0), (2.0, 1.0))
    model = build_model(one.config, one.plan, Preprocessing((step,)))
    rows = np.array([[10.0, 0.1], [1e6, -1e6], [13.0, -0.1]], np.float32)
    wanted = 3 * np.tanh((rows.astype(np.float64) - [10.0, 0.0]) / [6.0, 3.0])
    for layer in model.layers[:-1]:
        rows = layer(rows)
    np.testing.assert_allclose(rows, wanted, atol=1e-6)
    np.testing.assert_allclose(rows, [[0, 0.1], [3, -3], [1.386, -0.1]], atol=1e-3)


def test_the_callers_precision_is_left_as_it_was() -> None:
    keras.config.set_dtype_policy("mixed_bfloat16")
    try:
        case("[{Dense: {units: 1, activation: sigmoid}}]").network()
        assert keras.config.dtype_policy().name == "mixed_bfloat16"
    finally:
        keras.config.set_dtype_policy("float32")


def test_bins_lie_between_quantiles_of_what_reaches_them() -> None:
    one = case(
        "[{Rescaling: {scale: 10.0}}, {PiecewiseLinearEncoding: 4}, {Dense: {units: 1, activation: sigmoid}}]"
    )
    model = one.network().model
    inputs = one.dataset.train.inputs
    adapt_layers(model, one.config.layers, inputs)
    lowest, *quartiles, highest = np.quantile(10 * inputs, [0, 0.25, 0.5, 0.75, 1], axis=0)
    rows = np.array([lowest, *quartiles, highest], np.float32) / 10
    reached = model.layers[1](model.layers[0](rows)).numpy().reshape(5, 2, 5)
    np.testing.assert_allclose(reached[:, :, 1:].sum(axis=2), np.arange(5)[:, None] * np.ones(2), atol=0.15)


def test_rows_on_disk_have_the_bins_of_rows_in_memory(tmp_path: Path) -> None:
    one = case("[{PiecewiseLinearEncoding: 4}, {Dense: {units: 1, activation: sigmoid}}]")
    random = np.random.default_rng(0)
    inputs = random.normal(size=(250_007, 2)).astype(np.float32)
    np.save(tmp_path / "x.npy", inputs)
    weights = []
    for rows in (inputs, on_disk(tmp_path, inputs)):
        model = one.network().model
        adapt_layers(model, one.config.layers, rows)
        weights.append(model.layers[0].get_weights())
    np.testing.assert_array_equal(weights[0], weights[1])


def test_a_frequent_value_is_one_bound_and_the_others_share_the_rest() -> None:
    layer = PiecewiseLinearEncoding(bins=4)
    layer.build((None, 1))
    rows = np.array([0.0] * 90 + [1, 2, 3, 4, 5, 6, 7, 8, 99])[:, None]
    layer.adapt(rows.astype(np.float32))
    np.testing.assert_allclose(layer.start.numpy()[0], [0, 2, 4, 6])
    np.testing.assert_allclose(1 / layer.slope.numpy()[0], [2, 2, 2, 93])


def test_bins_are_never_so_narrow_that_rounding_fills_them() -> None:
    layer = PiecewiseLinearEncoding(bins=4)
    layer.build((None, 1))
    values = np.array([[1.0], [2.0], [2.0 + 1e-6], [3.0 - 1e-6], [3.0]], np.float32)
    layer.adapt(values)
    assert sorted(1 / layer.slope.numpy()[0, :2]) == pytest.approx([1, 1], abs=1e-3)
    assert layer.slope.numpy()[0, 2:].tolist() == [0, 0]
    np.testing.assert_allclose(layer(values).numpy()[:, 1:].sum(axis=1), [0, 1, 1, 2, 2], atol=1e-4)


def test_a_constant_has_no_bins() -> None:
    layer = PiecewiseLinearEncoding(bins=4)
    layer.build((None, 1))
    layer.adapt(np.ones((9, 1), np.float32))
    np.testing.assert_array_equal(layer(np.array([[5.0]], np.float32)), [[5, 0, 0, 0, 0]])
