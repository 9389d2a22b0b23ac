import pytest

from mlpcli.explanation.one_input.class_activation import class_activation
from tests.explanation.one_input.networks import Written, drawn_row, followed

CONV = {"Conv2D": {"filters": 3, "kernel_size": 2, "activation": "relu"}}
DENSE: Written = {"Dense": {"units": 2, "activation": "softmax"}}


@pytest.mark.parametrize("pooling", ["GlobalAveragePooling2D", "GlobalMaxPooling2D"])
@pytest.mark.parametrize("output", [0, 1])
def test_what_positions_add_sums_to_the_score(pooling: str, output: int) -> None:
    layers = followed(CONV, pooling, {"Dropout": {"rate": 0.5}}, DENSE, row=drawn_row(5, 6, 1))
    found = class_activation(layers, output)
    assert found is not None
    assert (found.pooling, found.values.shape) == (pooling, (4, 5))
    assert found.values.sum() + found.bias == pytest.approx(found.score, abs=1e-6)
    assert layers[-1].before is not None
    assert found.score == layers[-1].before[output]


def test_positions_of_a_signal() -> None:
    conv = {"Conv1D": {"filters": 3, "kernel_size": 2}}
    pooling = {"GlobalAveragePooling1D": {"keepdims": True}}
    layers = followed(conv, pooling, "Flatten", {"Dense": {"units": 1}}, row=drawn_row(6, 2))
    found = class_activation(layers, 0)
    assert found is not None
    assert found.values.shape == (5,)
    assert found.values.sum() + found.bias == pytest.approx(float(layers[-1].after[0]), abs=1e-6)


def test_an_activation_may_follow_as_a_layer() -> None:
    stack = (CONV, "GlobalMaxPooling2D", {"Dense": {"units": 2}}, {"Activation": {"activation": "softmax"}})
    found = class_activation(followed(*stack, row=drawn_row(5, 5, 1)), 1)
    assert found is not None
    assert found.values.sum() + found.bias == pytest.approx(found.score, abs=1e-6)


@pytest.mark.parametrize(
    "stack",
    [
        (CONV, "Flatten", DENSE),
        (CONV, "GlobalMaxPooling2D", "BatchNormalization", DENSE),
        (CONV, "GlobalMaxPooling2D", {"Dense": {"units": 3, "activation": "relu"}}, DENSE),
    ],
    ids=str,
)
def test_other_stacks_have_none(stack: tuple[Written, ...]) -> None:
    assert class_activation(followed(*stack, row=drawn_row(4, 4, 1)), 0) is None


def test_masked_steps_have_none() -> None:
    layers = followed("Masking", "GlobalAveragePooling1D", DENSE, row=drawn_row(4, 2))
    assert class_activation(layers, 0) is None
