"""A model's state to tensors and back."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mlpcli.errors import RunError
from mlpcli.training.checkpoints import model_state
from mlpcli.training.checkpoints.checkpoint_file import Checkpoint, TrainingPosition
from mlpcli.training.checkpoints.early_stopping_plateau import Progress
from mlpcli.training.engine.epochs import prepare
from tests.training.networks import Case, case, weights

STACK = (
    "[{Dense: {units: 4, activation: tanh}}, {Dropout: {rate: 0.5}}, BatchNormalization, "
    "{Dense: {units: 1, activation: sigmoid}}]"
)
EMA = "{Adam: {learning_rate: 0.05, use_ema: true, ema_momentum: 0.9}}"
PATH = Path("best.safetensors")
PLACE = TrainingPosition("last", 1, 0, "", "{}", Progress())
Tensors = dict[str, Any]


def model_of(one: Case, batches: int) -> Any:
    """A model that has trained on a few batches."""
    network = one.network()
    rows = network.arrays(one.dataset.train)
    prepare(network.model, rows)
    for batch in range(batches):
        here = slice(batch * 8, batch * 8 + 8)
        network.model.train_on_batch(rows.inputs[here], rows.targets[here])
    return network.model


@pytest.fixture(scope="module")
def trained() -> Any:
    return model_of(case(STACK), 2)


def test_a_state_holds_weights_generators_and_the_optimizer(trained: Any) -> None:
    assert {
        "weights/dense/kernel",
        "weights/batch_normalization/moving_mean",
        "weights/dropout/seed_generator_state",
        "optimizer/0000/iteration",
    } <= model_state.capture(trained, within_epoch=False).keys()


def test_the_sums_of_an_epoch_s_figures_belong_to_its_middle(trained: Any) -> None:
    within, after = (model_state.capture(trained, within_epoch=within) for within in (True, False))
    assert {name.split("/")[0] for name in within.keys() - after.keys()} == {"metrics"}


@pytest.mark.parametrize("optimizer", ["Adam", EMA])
def test_a_restored_model_trains_on_as_the_other_does(optimizer: str) -> None:
    one = case(STACK, optimizer=optimizer)
    first, second = model_of(one, 3), model_of(one, 0)
    tensors = model_state.capture(first, within_epoch=True)
    model_state.restore(second, Checkpoint(replace(PLACE, step=3), tensors), PATH)
    rows = one.network().arrays(one.dataset.train)
    ends = []
    for model in (first, second):
        model.train_on_batch(rows.inputs[:8], rows.targets[:8])
        ends.append(model_state.capture(model, within_epoch=True))
    assert ends[0].keys() == ends[1].keys()
    for name, value in ends[0].items():
        np.testing.assert_array_equal(value, ends[1][name], err_msg=name)


CHANGES: dict[str, tuple[Callable[[Tensors], object], str]] = {
    "missing": (lambda t: t.pop("weights/dense/kernel"), "lacks weights/dense/kernel"),
    "another": (
        lambda t: t.update({"weights/dense_7/kernel": t["weights/dense/kernel"]}),
        "holds the unexpected tensor weights/dense_7/kernel",
    ),
    "shape": (
        lambda t: t.update({"weights/dense/kernel": np.zeros((2, 5), np.float32)}),
        "holds weights/dense/kernel as float32[2, 5], expected float32[2, 4]",
    ),
    "dtype": (
        lambda t: t.update({"weights/dense/kernel": np.zeros((2, 4), np.float64)}),
        "holds weights/dense/kernel as float64[2, 4], expected float32[2, 4]",
    ),
    "nan": (
        lambda t: t.update({"weights/dense/kernel": np.full((2, 4), np.nan, np.float32)}),
        "holds numbers in weights/dense/kernel that are not finite",
    ),
}


@pytest.mark.parametrize("take", [model_state.load_weights, model_state.restore])
@pytest.mark.parametrize("name", CHANGES)
def test_the_state_of_something_else_is_refused(name: str, take: Callable[..., None], trained: Any) -> None:
    change, message = CHANGES[name]
    tensors = dict(model_state.capture(trained, within_epoch=False))
    change(tensors)
    before = weights(trained)
    with pytest.raises(RunError) as caught:
        take(trained, Checkpoint(PLACE, {name: value + 0 for name, value in tensors.items()}), PATH)
    assert caught.value.exit_code == 4
    assert caught.value.message == f"{PATH} {message}"
    assert caught.value.fix == "the file does not belong to this run: restore it, or train again"
    assert all(np.array_equal(a, b) for a, b in zip(before, weights(trained), strict=True))


def test_the_weights_that_predict_are_enough_to_predict(trained: Any) -> None:
    tensors = model_state.capture(trained, within_epoch=False)
    kept = {name: value for name, value in tensors.items() if name.startswith("weights/")}
    other = case(STACK, seed=9).network().model
    model_state.load_weights(other, Checkpoint(PLACE, kept), PATH)
    for name, variable in model_state.named_variables(other):
        np.testing.assert_array_equal(variable.numpy(), tensors[f"weights/{name}"])
