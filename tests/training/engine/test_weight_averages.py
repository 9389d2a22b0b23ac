from pathlib import Path

import numpy as np
import pytest

from mlpcli.training.engine.weight_averages import averaged, averages
from tests.training.networks import Trained, case, load_weights, train, weights

STACK = "[{Dense: {units: 4, activation: tanh}}, {Dense: {units: 1, activation: sigmoid}}]"
EMA = "{Adam: {learning_rate: 0.05, use_ema: true, ema_momentum: 0.9}}"


@pytest.fixture
def trained(tmp_path: Path) -> Trained:
    return train(case(STACK, optimizer=EMA, training="{epochs: 3, batch_size: 10}"), tmp_path)


def test_only_an_optimizer_that_is_told_to_averages() -> None:
    assert averages(case(STACK, optimizer=EMA).network().model.optimizer)
    assert not averages(case(STACK).network().model.optimizer)


def test_mixed_precision_hides_no_averaging() -> None:
    one = case(STACK, optimizer=EMA, training="{precision: mixed_float16}")
    assert averages(one.network().model.optimizer)


def test_the_training_weights_are_back_after_the_block() -> None:
    one = case(STACK, optimizer=EMA)
    network = one.network()
    rows, model = network.arrays(one.dataset.train), network.model
    for _ in range(2):
        model.train_on_batch(rows.inputs, rows.targets)
    before = weights(model)
    with averaged(model):
        inside = weights(model)
    assert all(np.array_equal(a, b) for a, b in zip(before, weights(model), strict=True))
    assert not np.array_equal(before[0], inside[0])


def test_the_training_weights_are_back_after_an_error_in_the_block(trained: Trained) -> None:
    before = weights(trained.network.model)
    with pytest.raises(KeyboardInterrupt), averaged(trained.network.model):
        raise KeyboardInterrupt
    assert np.array_equal(before[0], weights(trained.network.model)[0])


def test_the_best_checkpoint_scores_what_its_epoch_reported(trained: Trained) -> None:
    best = max((one for one in trained.news if one.best), key=lambda one: one.result.epoch)
    one = case(STACK, optimizer=EMA)
    network = one.network()
    load_weights(network.model, trained.checkpoints.best)
    assert one.dataset.validation
    found = network.evaluate(one.dataset.validation)["loss"]
    assert found == pytest.approx(best.result.figures["val_loss"], rel=1e-6)


def test_the_network_that_training_returns_has_the_averaged_weights(trained: Trained) -> None:
    one = case(STACK, optimizer=EMA)
    network = one.network()
    load_weights(network.model, trained.checkpoints.best)
    returned = trained.network.predict(one.dataset.train.inputs)
    np.testing.assert_array_equal(network.predict(one.dataset.train.inputs), returned)


def test_averages_begin_as_the_weights() -> None:
    model = case(STACK, optimizer=EMA).network().model
    before = weights(model)
    with averaged(model):
        assert all(np.array_equal(a, b) for a, b in zip(before, weights(model), strict=True))


def test_the_network_as_written_is_kept_where_no_epoch_is_trained(tmp_path: Path) -> None:
    stack = "[{Dense: {units: 1, activation: sigmoid, kernel_initializer: [[2], [-1]]}}]"
    kept = train(case(stack, optimizer=EMA, training="{epochs: 0}"), tmp_path)
    network = case(stack).network()
    load_weights(network.model, kept.checkpoints.best)
    assert weights(network.model)[0].tolist() == [[2.0], [-1.0]]


def test_averages_after_each_step_are_keras_s() -> None:
    one = case(STACK, optimizer=EMA)
    network = one.network()
    rows, model = network.arrays(one.dataset.train), network.model
    expected: list[np.ndarray] = []
    for _ in range(3):
        model.train_on_batch(rows.inputs, rows.targets)
        # 0.9 * average + 0.1 * weights; the first average is the weights after the first step.
        before = expected or weights(model)
        expected = [0.9 * a + 0.1 * b for a, b in zip(before, weights(model), strict=True)]
    with averaged(model):
        for found, wanted in zip(weights(model), expected, strict=True):
            np.testing.assert_allclose(found, wanted, rtol=1e-5)
