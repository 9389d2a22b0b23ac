from typing import Any, get_args

import numpy as np
import pytest

from mlpcli.config.activations import ActivationName
from mlpcli.config.initializers import INITIALIZERS
from mlpcli.config.layers import LAYERS
from mlpcli.config.regularizers_constraints import CONSTRAINTS, REGULARIZERS
from mlpcli.data.preprocessing import Pixels, Preprocessing, RobustScale, Scale
from mlpcli.training.building.model import build_model
from mlpcli.training.tensorflow import keras
from tests.keras_script.scripts import both_models, execute, part_of, stack_of
from tests.training.building.test_layers import ACTIVATIONS, IMAGE, MINIMAL, SIGNAL, VECTOR

FIXED = {"mean": [0.5], "variance": [2.0]}
LSTM_ALONE = {"LSTM": {"units": 2, "recurrent_initializer": "HeNormal"}}
SEPARABLE = {"SeparableConv2D": {"filters": 2, "kernel_size": 3, "pointwise_initializer": "HeNormal"}}
BIASED = {"Dense": {"units": 2, "bias_initializer": "RandomNormal"}}


# Those that the script writes in another way, or whose settings are not all.
OTHERWISE = {"RandomFlip", "RandomCrop", "Masking", "ActivityRegularization"}


def settings(value: Any) -> Any:
    """What a layer is set to, but for names, which count what else a process has built, and for what shows in
    its weights."""
    if isinstance(value, dict):
        ignored = ("name", "module", "registered_name", "trainable", "value")
        return {key: settings(item) for key, item in value.items() if key not in ignored}
    return [settings(item) for item in value] if isinstance(value, list | tuple) else value


def assert_alike(script: Any, ours: Any) -> None:
    for mine, other in zip(script.layers, ours.layers, strict=True):
        assert settings(mine.get_config()) == settings(other.get_config())
        assert mine.count_params() == other.count_params()
        assert len(mine.trainable_weights) == len(other.trainable_weights)
    for mine, other in zip(script.get_weights(), ours.get_weights(), strict=True):
        np.testing.assert_array_equal(mine, other)


@pytest.mark.parametrize("name", sorted(set(LAYERS) - OTHERWISE))
def test_every_layer_has_the_settings_and_the_first_weights_that_training_gives_it(name: str) -> None:
    shape, arguments = MINIMAL[name] if name != "Normalization" else (VECTOR, FIXED)
    # What follows shows whether as many seeds were drawn.
    assert_alike(*both_models(shape, [{name: arguments}, "Flatten", {"Dense": {"units": 3}}]))


@pytest.mark.parametrize("seed", [{}, {"seed": 7}])
def test_flips_along_both_axes_are_drawn_for_each(seed: dict[str, int]) -> None:
    stack = [{"RandomFlip": seed}, "Flatten", {"Dense": {"units": 3}}]
    script, ours = both_models(IMAGE, stack)
    flips = [(layer.mode, layer.seed) for layer in script.layers[0].layers]
    assert [mode for mode, _ in flips] == ["horizontal", "vertical"]
    assert len({drawn for _, drawn in flips}) == 2
    for mine, other in zip(script.trainable_weights, ours.trainable_weights, strict=True):
        np.testing.assert_array_equal(mine.numpy(), other.numpy())


@pytest.mark.parametrize("seed", [{}, {"seed": 7}])
def test_a_crop_is_followed_by_one_that_crops_outside_of_training(seed: dict[str, int]) -> None:
    stack = [{"RandomCrop": {"height": 5, "width": 4, **seed}}, "Flatten", {"Dense": {"units": 3}}]
    script, ours = both_models(IMAGE, stack)
    assert [type(layer).__name__ for layer in script.layers[0].layers] == ["RandomCrop", "CenterCrop"]
    rows = np.random.default_rng(0).normal(size=(5, *IMAGE)).astype(np.float32)
    np.testing.assert_array_equal(script(rows, training=False), ours(rows, training=False))
    assert script(rows, training=True).shape == (5, 3)


def test_a_penalty_of_values_is_written() -> None:
    stack = [{"ActivityRegularization": {"l1": 0.1, "l2": 0.2}}, {"Dense": {"units": 3}}]
    script, ours = both_models(VECTOR, stack)
    assert (script.layers[0].l1, script.layers[0].l2) == (ours.layers[0].l1, ours.layers[0].l2) == (0.1, 0.2)
    rows = np.random.default_rng(0).normal(size=(5, *VECTOR)).astype(np.float32)
    np.testing.assert_array_equal(script(rows), ours(rows))
    np.testing.assert_allclose(script.losses, ours.losses)


@pytest.mark.parametrize("first", [{"Masking": {}}, {"Masking": {"mask_value": -1.0}}])
def test_a_mask_reaches_what_takes_it(first: Any) -> None:
    stack = [first, {"LSTM": {"units": 2}}, {"Dense": {"units": 3}}]
    script, ours = both_models(SIGNAL, stack)
    assert_alike(script, ours)
    rows = np.random.default_rng(0).normal(size=(5, *SIGNAL)).astype(np.float32)
    rows[:, 5:] = first["Masking"].get("mask_value", 0)
    np.testing.assert_array_equal(script(rows), ours(rows))
    np.testing.assert_allclose(script(rows[:, :5]), ours(rows), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize(
    "layer", [{"GRU": {"units": 2}}, {"Bidirectional": {"layer": {"LSTM": {"units": 2}}}}], ids=str
)
def test_only_layers_that_get_a_mask_leave_cudnn(layer: Any) -> None:
    def uses(model: Any) -> set[Any]:
        return {one.use_cudnn for one in model._flatten_layers() if hasattr(one, "use_cudnn")}

    for stack, expected in (([layer], True), (["Masking", layer], False)):
        for model in both_models(SIGNAL, stack):
            assert {one is not False for one in uses(model)} == {expected}


@pytest.mark.parametrize("activation", ACTIVATIONS, ids=str)
def test_an_activation_with_arguments_is_a_function(activation: Any) -> None:
    cell = {"SimpleRNN": {"units": 2, "activation": activation}}
    stack = [{"Dense": {"units": 4, "activation": activation}}, {"Reshape": {"target_shape": [2, 2]}}]
    script, ours = both_models(VECTOR, [*stack, {"Bidirectional": {"layer": cell}}])
    rows = np.random.default_rng(0).normal(size=(5, *VECTOR)).astype(np.float32)
    np.testing.assert_array_equal(script(rows), ours(rows))


@pytest.mark.parametrize("seed", [None, 7])
def test_flips_along_one_axis_are_one_layer(seed: int | None) -> None:
    stack = [{"RandomFlip": {"mode": "vertical", "seed": seed}}, "Flatten", {"Dense": {"units": 3}}]
    assert_alike(*both_models(IMAGE, stack))


@pytest.mark.parametrize("name", sorted(set(INITIALIZERS) - {"Orthogonal", "Identity"}))
@pytest.mark.parametrize("argument", ["kernel_initializer", "bias_initializer"])
def test_every_initializer_draws_what_it_draws_in_training(argument: str, name: str) -> None:
    assert_alike(*both_models(VECTOR, [{"Dense": {"units": 2, argument: name}}, {"Dense": {"units": 3}}]))


@pytest.mark.parametrize("name", [*REGULARIZERS, *CONSTRAINTS])
def test_every_penalty_of_a_kernel_is_written(name: str) -> None:
    argument = "kernel_regularizer" if name in REGULARIZERS else "kernel_constraint"
    script, ours = both_models(VECTOR, [{"Dense": {"units": 2, argument: name}}])
    assert type(getattr(script.layers[0], argument)).__name__ == name
    assert_alike(script, ours)


@pytest.mark.parametrize("name", sorted(set(get_args(ActivationName)) - {"step"}))
def test_every_activation_is_written(name: str) -> None:
    assert_alike(*both_models(VECTOR, [{"Dense": {"units": 2, "activation": name}}]))


@pytest.mark.parametrize(
    ("shape", "layer"),
    [
        (SIGNAL, LSTM_ALONE),
        (SIGNAL, {"SimpleRNN": {"units": 2, "kernel_initializer": "HeNormal", "dropout": 0.2}}),
        (SIGNAL, {"Bidirectional": {"layer": LSTM_ALONE, "trainable": False}}),
        (IMAGE, SEPARABLE),
        (VECTOR, BIASED),
        (VECTOR, {"Dense": {"units": 2, "trainable": False}}),
        (VECTOR, {"Dense": {"units": 1, "kernel_initializer": [[0.5]] * 6, "bias_initializer": [-0.7]}}),
        (VECTOR, {"Dropout": {"rate": 0.5, "trainable": False}}),
        (VECTOR, {"Dropout": {"rate": 0.5, "seed": 4}}),
        (IMAGE, {"Conv2D": {"filters": 3, "kernel_size": [3, 2], "strides": 2, "padding": "same"}}),
        (SIGNAL, {"AveragePooling1D": {"strides": 1}}),
    ],
    ids=str,
)
def test_arguments_are_written_so_that_the_weights_stay_the_run_s(shape: Any, layer: Any) -> None:
    assert_alike(*both_models(shape, [layer, "Flatten", {"Dense": {"units": 3}}]))


def test_step_is_defined_where_it_is_used() -> None:
    layer = {"Bidirectional": {"layer": {"SimpleRNN": {"units": 2, "activation": "step"}}}}
    script, ours = both_models(SIGNAL, [layer, {"Activation": {"activation": "step"}}])
    rows = np.random.default_rng(0).normal(size=(5, *SIGNAL)).astype(np.float32)
    np.testing.assert_array_equal(script(rows), ours(rows))


def test_given_names_are_kept_and_take_nobody_s() -> None:
    script, _ = both_models(VECTOR, [{"Dense": {"units": 2}}, {"Dense": {"units": 2, "name": "dense"}}])
    assert [layer.name for layer in script.layers] == ["dense_1", "dense"]


def test_mixed_precision_ends_at_the_head() -> None:
    layers = [{"Dense": {"units": 2}}, {"Dense": {"units": 2, "activation": "softmax"}}]
    config, plan = stack_of(VECTOR, layers, precision="mixed_bfloat16")
    try:
        model = execute(part_of(config, plan, "The model", Preprocessing((Pixels(),))))["model"]
    finally:
        keras.config.set_dtype_policy("float32")
    assert [layer.compute_dtype for layer in model.layers] == ["float32", "bfloat16", "float32"]


@pytest.mark.parametrize("shape", [VECTOR, SIGNAL, (1,)], ids=str)
@pytest.mark.parametrize("step", [Scale, RobustScale])
def test_scaling_is_measured_as_training_measures_it(
    step: type[Scale | RobustScale], shape: tuple[int, ...]
) -> None:
    rows = np.random.default_rng(0).normal(3, 5, size=(20, *shape)).astype(np.float32)
    rows[..., 0] = 0.1
    preprocessing = Preprocessing((step.fit(rows),))
    config, plan = stack_of(shape, ["Flatten"])
    script = execute(part_of(config, plan, "The model", preprocessing), x_train=rows)["model"]
    np.testing.assert_array_equal(script(rows), build_model(config, plan, preprocessing)(rows))


def test_normalization_measures_the_training_rows() -> None:
    rows = np.random.default_rng(0).normal(3, 5, size=(50, 4)).astype(np.float32)
    config, plan = stack_of((4,), ["Normalization", {"Dense": {"units": 3}}, "Normalization"])
    model = execute(part_of(config, plan, "The model"), x_train=rows)["model"]
    outputs = model.predict(rows, verbose=0)
    np.testing.assert_allclose(outputs.mean(axis=0), 0, atol=1e-4)
    np.testing.assert_allclose(outputs.std(axis=0), 1, atol=1e-4)
