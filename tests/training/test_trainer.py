"""Whole trainings of small networks, compared with Keras's own fit."""

import signal
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mlpcli.errors import DivergedError, UsageError
from mlpcli.training import device_name
from mlpcli.training.checkpoints.checkpoint_file import read
from mlpcli.training.engine.epochs import ChunkResult
from mlpcli.training.tensorflow import keras
from mlpcli.training.trainer import on_device
from tests.training.networks import BLOBS, DIABETES, MOONS, Case, case, load_weights, train, weights

HIDDEN = "{Dense: {units: 5, activation: tanh}}"
BINARY = f"[{HIDDEN}, {{Dense: {{units: 1, activation: sigmoid}}}}]"
SOFTMAX = f"[{HIDDEN}, {{Dense: {{units: 3, activation: softmax}}}}]"
NUMBER = f"[{HIDDEN}, {{Dense: {{units: 1}}}}]"


@cache
def fitted(layers: str, data: str, optimizer: str, training: str) -> Any:
    """The weights after Keras's fit, row by row in the order of the data."""
    one = case(layers, data, optimizer, training)
    network = one.network()
    settings = one.config.training
    rows = network.arrays(one.dataset.train)
    weighting = None
    if settings.class_weight:
        counts = np.bincount(one.dataset.train.targets)
        weighting = {index: len(rows) / (len(counts) * count) for index, count in enumerate(counts)}
    network.model.fit(
        rows.inputs.astype(np.float32),
        rows.targets,
        epochs=settings.epochs,
        batch_size=settings.batch_size,
        shuffle=False,
        class_weight=weighting,
        verbose=0,
    )
    return weights(network.model)


SGD, ADAM = "SGD: {learning_rate: 0.1, momentum: 0.9}", "Adam: {learning_rate: 0.01}"


# Half of all combinations, in which every two settings meet.
@pytest.mark.parametrize("engine", ["resident, jit: false", "resident, jit: true", "streaming, jit: true"])
@pytest.mark.parametrize(
    ("layers", "data", "weighting", "optimizer"),
    [
        (BINARY, MOONS, "null", SGD),
        (BINARY, MOONS, "balanced", ADAM),
        (SOFTMAX, BLOBS, "null", ADAM),
        (SOFTMAX, BLOBS, "balanced", SGD),
    ],
    ids=["binary-sgd", "binary-weighted-adam", "classes-adam", "classes-weighted-sgd"],
)
def test_without_shuffling_the_weights_become_those_of_fit(
    layers: str, data: str, engine: str, weighting: str, optimizer: str, tmp_path: Path
) -> None:
    training = f"epochs: 2, batch_size: 9, shuffle: false, class_weight: {weighting}"
    one = case(layers, data, f"{{{optimizer}}}", f"{{{training}, engine: {engine}}}")
    assert len(one.dataset.train) % 9
    found = train(one, tmp_path)
    last = one.network().model
    load_weights(last, found.checkpoints.last)
    # The engine is none of Keras's business.
    wanted = fitted(layers, data, f"{{{optimizer}}}", f"{{{training}}}")
    for ours, theirs in zip(weights(last), wanted, strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-5)


def test_the_rows_of_the_smaller_last_batch_are_trained_on(tmp_path: Path) -> None:
    layers = "[{Dense: {units: 1, kernel_initializer: Zeros, activation: sigmoid}}]"
    counts = {}
    for batch_size in (7, 32):
        one = case(layers, optimizer="{SGD: {}}", training=f"{{epochs: 1, batch_size: {batch_size}}}")
        folder = tmp_path / str(batch_size)
        counts[batch_size] = float(train(one, folder).network.model.optimizer.iterations)
        assert counts[batch_size] == -(-len(one.dataset.train) // batch_size)


def test_the_same_seed_gives_the_same_weights_and_another_seed_others(tmp_path: Path) -> None:
    layers = f"[{HIDDEN}, {{Dropout: {{rate: 0.5}}}}, {{Dense: {{units: 1, activation: sigmoid}}}}]"
    one, same, other = (
        weights(train(case(layers, training="{epochs: 2}", seed=seed), tmp_path / f"{number}").network.model)
        for number, seed in enumerate((3, 3, 4))
    )
    assert all(np.array_equal(a, b) for a, b in zip(one, same, strict=True))
    assert not np.array_equal(one[0], other[0])


def test_the_rows_come_in_another_order_every_epoch_unless_told_otherwise(tmp_path: Path) -> None:
    layers = "[{Dense: {units: 1, kernel_initializer: Zeros, activation: sigmoid}}]"
    shuffled, ordered = (
        train(case(layers, training=f"{{batch_size: 4, shuffle: {word}}}"), tmp_path / word).figures("loss")
        for word in ("true", "false")
    )
    assert shuffled != ordered


@pytest.mark.parametrize(("layers", "data"), [(BINARY, MOONS), (SOFTMAX, BLOBS), (NUMBER, DIABETES)])
def test_validation_figures_are_keras_s_own(layers: str, data: str, tmp_path: Path) -> None:
    one = case(layers, data, training="{epochs: 1}")
    trained = train(one, tmp_path)
    assert one.dataset.validation
    rows = trained.network.arrays(one.dataset.validation)
    wanted = trained.network.model.evaluate(
        rows.inputs.astype(np.float32), rows.targets, verbose=0, return_dict=True
    )
    found = trained.news[-1].result.figures
    assert {name: found[f"val_{name}"] for name in wanted} == pytest.approx(wanted, rel=1e-5)


def test_without_validation_rows_no_figure_claims_to_be_of_them(tmp_path: Path) -> None:
    trained = train(case(BINARY, "{source: gates, gate: xor}"), tmp_path)
    assert set(trained.news[0].result.figures) == {"loss", "accuracy"}


def test_training_keeps_the_weights_of_the_best_epoch(tmp_path: Path) -> None:
    one = case(
        BINARY, optimizer="{SGD: {learning_rate: 20.0}}", training="{epochs: 8, batch_size: 4}", seed=1
    )
    trained = train(one, tmp_path)
    losses = trained.figures("val_loss")
    assert min(losses) < losses[-1]
    assert one.dataset.validation
    assert trained.network.evaluate(one.dataset.validation)["loss"] == pytest.approx(min(losses), rel=1e-5)
    assert [news.best for news in trained.news] == [
        loss < min([*losses[:index], np.inf]) for index, loss in enumerate(losses)
    ]


def test_the_best_epoch_can_be_that_of_the_highest_accuracy(tmp_path: Path) -> None:
    training = "{epochs: 8, batch_size: 4, checkpoint: {monitor: val_accuracy}}"
    one = case(BINARY, optimizer="{SGD: {learning_rate: 5.0}}", training=training)
    trained = train(one, tmp_path)
    assert one.dataset.validation
    best = trained.network.evaluate(one.dataset.validation)["accuracy"]
    assert best == pytest.approx(max(trained.figures("val_accuracy")))


def test_early_stopping_ends_training(tmp_path: Path) -> None:
    training = "{epochs: 50, early_stopping: {monitor: loss, patience: 2, min_delta: 1000}}"
    assert len(train(case(BINARY, training=training), tmp_path).news) == 3


def test_a_plateau_lowers_the_learning_rate_of_later_epochs(tmp_path: Path) -> None:
    plateau = "{monitor: loss, patience: 1, factor: 0.5, min_delta: 1000, min_lr: 0.02}"
    one = case(
        BINARY,
        optimizer="{SGD: {learning_rate: 0.1}}",
        training=f"{{epochs: 5, reduce_lr_on_plateau: {plateau}}}",
    )
    rates = [news.result.learning_rate for news in train(one, tmp_path).news]
    assert rates == pytest.approx([0.1, 0.1, 0.05, 0.025, 0.02])


def test_a_schedule_in_epochs_follows_the_epochs(tmp_path: Path) -> None:
    schedule = "{PiecewiseConstantDecay: {boundaries: [1 epochs, 2 epochs], values: [0.1, 0.01, 0.001]}}"
    one = case(
        BINARY, optimizer=f"{{SGD: {{learning_rate: {schedule}}}}}", training="{epochs: 3, batch_size: 7}"
    )
    steps = -(-len(one.dataset.train) // 7)
    optimizer = train(one, tmp_path).network.model.optimizer
    rates = []
    for step in (0, steps, steps + 1, 2 * steps, 2 * steps + 1):
        optimizer.iterations.assign(step)
        rates.append(float(optimizer.learning_rate))
    assert rates == pytest.approx([0.1, 0.1, 0.01, 0.01, 0.001])


def test_normalization_is_measured_on_the_training_rows_before_the_first_epoch(tmp_path: Path) -> None:
    one = case("[Normalization, {Dense: {units: 1, activation: sigmoid}}]", training="{epochs: 0}")
    layer = train(one, tmp_path).network.model.layers[0]
    np.testing.assert_allclose(layer.mean.numpy().ravel(), one.dataset.train.inputs.mean(axis=0), rtol=1e-4)


def test_without_epochs_the_checkpoints_hold_the_first_weights(tmp_path: Path) -> None:
    one = case(BINARY, training="{epochs: 0}")
    trained = train(one, tmp_path)
    assert trained.news == []
    other = case(BINARY, seed=8).network().model
    load_weights(other, trained.checkpoints.best)
    assert np.array_equal(weights(other)[0], weights(one.network().model)[0])


def test_progress_within_an_epoch_is_reported_to_its_end(tmp_path: Path) -> None:
    seen: list[ChunkResult] = []
    one = case(BINARY, training="{epochs: 2, batch_size: 4}")
    trained = train(one, tmp_path, seen.append)
    steps = -(-len(one.dataset.train) // 4)
    ends = [chunk for chunk in seen if chunk.step == chunk.steps]
    assert {chunk.steps for chunk in seen} == {steps}
    assert [chunk.epoch for chunk in ends] == [1, 2]
    assert ends[-1].figures["loss"] == pytest.approx(trained.news[-1].result.figures["loss"])


@pytest.mark.parametrize("precision", ["mixed_bfloat16", "mixed_float16"])
def test_mixed_precision_learns(precision: str, tmp_path: Path) -> None:
    one = case(
        SOFTMAX,
        BLOBS,
        "{Adam: {learning_rate: 0.05}}",
        f"{{epochs: 15, batch_size: 16, precision: {precision}, checkpoint: {{monitor: loss}}}}",
    )
    losses = train(one, tmp_path).figures("loss")
    assert losses[-1] < losses[0] / 2


@pytest.fixture
def diverging() -> Case:
    return case(
        "[{Dense: {units: 1}}]",
        DIABETES,
        "{SGD: {learning_rate: 1e9}}",
        "{epochs: 5, batch_size: 32, shuffle: false}",
    )


def first_lost_batch(one: Case) -> int:
    """The first batch whose loss Keras finds to be no finite number."""
    network = one.network()
    rows = network.arrays(one.dataset.train)
    for number, start in enumerate(range(0, len(rows), 32), start=1):
        batch = slice(start, start + 32)
        if not np.isfinite(network.model.train_on_batch(rows.inputs[batch], rows.targets[batch])[0]):
            return number
    raise AssertionError


def test_divergence_is_named_with_its_epoch_and_advice(diverging: Case, tmp_path: Path) -> None:
    with pytest.raises(DivergedError) as caught:
        train(diverging, tmp_path)
    assert caught.value.exit_code == 5
    assert f"in epoch 1, batch {first_lost_batch(diverging)} of 9" in caught.value.message
    assert "at learning rate 1e+09" in caught.value.message
    assert caught.value.fix == (
        "try a learning rate of 0.01, standardized inputs, or clipnorm: 1.0 on the optimizer"
    )


def test_weights_that_the_last_step_destroyed_are_a_divergence(tmp_path: Path) -> None:
    stack = "[{Dense: {units: 3}}, {Dense: {units: 1}}]"
    data = DIABETES.replace("validation: 0.2", "validation: 0")
    one = case(stack, data, "{SGD: {learning_rate: 1e38}}", "{epochs: 1, batch_size: 1000}")
    with pytest.raises(DivergedError, match="weights became NaN or infinite in epoch 1, at"):
        train(one, tmp_path)


@pytest.mark.parametrize("name", ["best", "last"])
def test_divergence_leaves_the_earlier_checkpoints(name: str, diverging: Case, tmp_path: Path) -> None:
    with pytest.raises(DivergedError):
        train(diverging, tmp_path)
    model = diverging.network().model
    first = weights(model)
    load_weights(model, tmp_path / f"{name}.safetensors")
    assert np.array_equal(weights(model)[0], first[0])


def test_an_error_leaves_the_checkpoints_of_the_epoch_before(tmp_path: Path) -> None:
    def fail(result: ChunkResult) -> None:
        if result.epoch == 3:
            raise ValueError

    one = case(BINARY, training="{epochs: 5, batch_size: 4}")
    with pytest.raises(ValueError):
        train(one, tmp_path / "cut", fail)
    assert read(tmp_path / "cut" / "last.safetensors").place.epoch == 2


def no_gpu(kind: str) -> list[Any]:
    return []


def test_a_gpu_that_is_not_there_is_a_usage_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tensorflow.config.list_physical_devices", no_gpu)
    with pytest.raises(UsageError) as caught, on_device("gpu"):
        pass
    assert caught.value.exit_code == 2
    assert caught.value.message == "training.device is gpu, but TensorFlow finds no GPU"
    assert caught.value.fix == "write device: auto, or check the driver"


def test_the_device_is_named_in_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tensorflow.config.list_physical_devices", no_gpu)
    assert device_name("auto") == "cpu"


def test_training_leaves_keras_s_precision_as_it_was(tmp_path: Path) -> None:
    train(case(BINARY, training="{epochs: 0, precision: mixed_bfloat16}"), tmp_path)
    assert keras.config.dtype_policy().name == "float32"


def test_an_interruption_keeps_no_weights_that_are_no_numbers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mlpcli.training.trainer.steps_per_chunk", lambda *arguments: 1)
    stack = "[{Dense: {units: 3}}, {Dense: {units: 1}}]"
    one = case(stack, DIABETES, "{SGD: {learning_rate: 1e38}}", "{epochs: 1, batch_size: 64}")
    with pytest.raises(KeyboardInterrupt):
        train(one, tmp_path, lambda result: signal.raise_signal(signal.SIGINT))
    place = read(tmp_path / "last.safetensors").place
    assert (place.epoch, place.step) == (0, 0)


def test_threads_train_as_each_would_alone(tmp_path: Path) -> None:
    one = case("[{Dense: {units: 4}}, {Dropout: {rate: 0.5}}, {Dense: {units: 1, activation: sigmoid}}]")
    alone = weights(train(one, tmp_path / "alone").network.model)
    with ThreadPoolExecutor(2) as pool:
        folders = (tmp_path / "first", tmp_path / "second")
        together = [weights(done.network.model) for done in pool.map(lambda to: train(one, to), folders)]
    for found in together:
        for value, wanted in zip(found, alone, strict=True):
            np.testing.assert_array_equal(value, wanted)


@pytest.mark.parametrize("accumulated", ["null", "2"])
def test_the_rates_of_epochs_are_exact(accumulated: str, tmp_path: Path) -> None:
    rates = "{epoch 1: 0.5, epoch 2: 0, epoch 4: 0.25}"
    one = case(
        "[{Dense: {units: 1, activation: sigmoid}}]",
        optimizer=f"{{SGD: {{learning_rate: {rates}, gradient_accumulation_steps: {accumulated}}}}}",
    )
    config = one.config.model_copy(update={"training": one.config.training.model_copy(update={"epochs": 4})})
    trained = train(Case(config, one.plan, one.dataset), tmp_path)
    assert [news.result.learning_rate for news in trained.news] == [0.5, 0, 0, 0.25]
    found = trained.figures("val_loss")
    # At a rate of 0 nothing changes, from the first step of an epoch to its last.
    assert found[0] == found[1] == found[2] != found[3]
