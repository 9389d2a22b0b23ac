from typing import Any, get_args
from unittest import mock

import numpy as np
import pytest

from mlpcli.config import optimizers as config_optimizers
from mlpcli.config.losses import LossName
from mlpcli.config.optimizers import OPTIMIZERS
from mlpcli.config.schedules import SCHEDULES
from mlpcli.data.dataset import Split
from mlpcli.training.building.losses_metrics import build_loss, build_metrics
from mlpcli.training.building.optimizers import build_optimizer
from mlpcli.training.tensorflow import keras
from tests.keras_script.scripts import ROWS, execute, part_of
from tests.training.building.test_optimizers import SCHEDULE_ARGUMENTS
from tests.training.networks import BLOBS, DIABETES, MOONS, case

THREE = "[{Dense: {units: 3, activation: softmax}}]"
ONE = "[{Dense: {units: 1, activation: sigmoid}}]"
NUMBER = "[{Dense: {units: 1}}]"
LOGITS = "[{Dense: {units: 3}}]"
CATEGORICAL = [
    "accuracy",
    "{top_k_categorical_accuracy: {k: 2, name: top_two}}",
    "top_k_categorical_accuracy",
    "mean_squared_error",
    "categorical_crossentropy",
    "kl_divergence",
    "cosine_similarity",
    "{f1_score: {average: micro}}",
]
BINARY = [
    "accuracy",
    "binary_crossentropy",
    "precision",
    "{precision: {thresholds: 0.6, name: sure}}",
    "recall",
    "auc",
    "f1_score",
    "true_positives",
    "{false_positives: {thresholds: 0.4}}",
]
NUMBERS = ["root_mean_squared_error", "r2_score", "mean_absolute_percentage_error", "mean_absolute_error"]

# Keras hands the learning rate's variable to NumPy in a way that NumPy 2 warns of.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")


@pytest.mark.parametrize("more", [{}, {"gradient_accumulation_steps": 3}])
def test_the_rates_of_epochs_are_those_of_training(more: dict[str, Any]) -> None:
    script, ours = settings_of(SGD={"learning_rate": {"epoch 1": 0.5, "epoch 3": 0.1}, **more})
    for settings in (script, ours):
        settings["learning_rate"]["config"].pop("name")
    assert script == ours


def settings_of(**arguments: Any) -> Any:
    """What the script's optimizer is set to, and what that of training is."""
    ((name, values),) = arguments.items()
    optimizer = config_optimizers.OPTIMIZERS[name].model_validate(values)
    one = case(ONE, training="{epochs: 0, batch_size: 5}")
    config = one.config.model_copy(update={"optimizer": optimizer})
    compiled: dict[str, Any] = {}
    model = type("Model", (), {"compile": lambda self, **given: compiled.update(given)})()
    model.optimizer, model.trainable_variables = mock.Mock(), []
    execute(part_of(config, one.plan, "The training"), model=model)
    ours = build_optimizer(optimizer, steps_per_epoch=10)
    named = {"name": name}
    return compiled["optimizer"].get_config() | named, ours.get_config() | named


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_optimizer_is_set_as_in_training(name: str) -> None:
    script, ours = settings_of(**{name: {"learning_rate": 0.02, "clipnorm": 1.5, "use_ema": True}})
    assert script == ours


@pytest.mark.parametrize("name", SCHEDULES)
def test_every_schedule_counts_in_the_steps_of_training(name: str) -> None:
    script, ours = settings_of(SGD={"learning_rate": {name: SCHEDULE_ARGUMENTS[name]}})
    for settings in (script, ours):
        schedule = settings["learning_rate"]
        schedule["config"].pop("name", None)
        # A class of ours is the script's own there, in another module.
        settings["learning_rate"] = schedule["class_name"], schedule["config"]
    assert script == ours


@pytest.mark.parametrize(
    ("layers", "data", "loss", "metrics"),
    [
        *((THREE, BLOBS, loss, CATEGORICAL) for loss in get_args(LossName)[:2]),
        *((THREE, BLOBS, loss, ["accuracy"]) for loss in get_args(LossName)[2:4]),
        (THREE, BLOBS, "categorical_crossentropy", ["accuracy", "top_k_categorical_accuracy"]),
        (THREE, BLOBS, "categorical_crossentropy", ["accuracy", "categorical_crossentropy"]),
        *((ONE, MOONS, loss, BINARY) for loss in ("binary_crossentropy", "binary_focal_crossentropy")),
        (NUMBER, DIABETES, get_args(LossName)[6], NUMBERS),
        *((NUMBER, DIABETES, loss, ["mean_absolute_error"]) for loss in get_args(LossName)[7:13]),
        (LOGITS, BLOBS, "{categorical_crossentropy: {from_logits: true, label_smoothing: 0.1}}", CATEGORICAL),
        (LOGITS, BLOBS, "{sparse_categorical_crossentropy: {from_logits: true}}", CATEGORICAL),
        (LOGITS, BLOBS, "categorical_hinge", ["accuracy"]),
        (THREE, BLOBS, "{categorical_focal_crossentropy: {alpha: 0.5, gamma: 1.0}}", ["accuracy"]),
        (THREE, BLOBS, "cosine_similarity", ["accuracy"]),
        (NUMBER, MOONS, "{binary_focal_crossentropy: {from_logits: true, gamma: 3.0}}", BINARY),
        (THREE, BLOBS, "{dice: {axis: [1]}}", ["accuracy"]),
        (NUMBER, MOONS, "hinge", BINARY),
        (NUMBER, MOONS, "squared_hinge", ["accuracy"]),
        (NUMBER, DIABETES, "{huber: {delta: 20.0}}", NUMBERS),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_losses_and_metrics_give_the_figures_of_training(
    layers: str, data: str, loss: str, metrics: list[str]
) -> None:
    listed = ", ".join(metrics)
    one = case(layers, data, training=f"{{epochs: 0, loss: {loss}, metrics: [{listed}]}}")
    network = one.network()
    rows = network.arrays(Split(one.dataset.train.inputs, one.dataset.train.targets))
    model = keras.Sequential([keras.Input(one.plan.stack.input_shape), *network.model.layers])
    execute(part_of(one.config, one.plan, "The training"), model=model)
    found = model.evaluate(rows.inputs, rows.targets, verbose=0, return_dict=True)
    assert found == pytest.approx(network.evaluate(one.dataset.train), rel=1e-4, abs=1e-6, nan_ok=True)
    assert build_loss(one.plan.objective)
    assert len(build_metrics(one.plan.objective)) == len(metrics)


@pytest.mark.parametrize("loss", ["dice", "{tversky: {alpha: 0.7, axis: 0}}"])
def test_the_loss_of_a_batch_is_that_of_all_rows(loss: str) -> None:
    one = case(THREE, BLOBS, training=f"{{epochs: 0, loss: {loss}}}")
    network, rows = one.network(), one.dataset.train
    encoded = network.arrays(rows)
    model = keras.Sequential([keras.Input(one.plan.stack.input_shape), *network.model.layers])
    execute(part_of(one.config, one.plan, "The training"), model=model)
    found, *_ = model.evaluate(encoded.inputs, encoded.targets, batch_size=len(encoded), verbose=0)
    assert found == pytest.approx(network.evaluate(rows)["loss"], rel=1e-5)
    assert "model.evaluate(x, y, batch_size=len(x)," in part_of(one.config, one.plan, "The metrics")
    trained = case(THREE, BLOBS, training=f"{{epochs: 1, loss: {loss}}}")
    assert f"validation_batch_size={ROWS['validation']}," in part_of(
        trained.config, trained.plan, "The training"
    )


def test_callbacks_say_what_the_config_says() -> None:
    text = (
        "{epochs: 4, early_stopping: {patience: 2, min_delta: 0.01}, shuffle: false, jit: true,"
        " checkpoint: {monitor: val_accuracy}, reduce_lr_on_plateau: {factor: 0.5}}"
    )
    one = case(ONE, training=text)
    code = part_of(one.config, one.plan, "The training")
    for line in (
        "ReduceLROnPlateau(",
        "        factor=0.5,",
        "EarlyStopping(",
        "        patience=2,",
        '        monitor="val_accuracy",\n        mode="max",\n        save_best_only=True,',
        "    shuffle=False,",
        "    jit_compile=True,",
    ):
        assert line in code


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        ({"train": 5, "validation": 2, "test": 2}, ["validation", "test"]),
        ({"train": 5, "test": 2}, ["test"]),
        ({"train": 5}, ["train"]),
    ],
)
def test_the_held_back_rows_are_evaluated(rows: dict[str, int], names: list[str], capsys: Any) -> None:
    class Model:
        def evaluate(self, x: Any, y: Any, **more: Any) -> dict[str, float]:
            return {"loss": 0.123456789, "accuracy": float(np.mean(x == y))}

    values = {f"{axis}_{split}": np.ones(2) for axis in "xy" for split in ("train", "val", "test")}
    one = case(ONE)
    execute(part_of(one.config, one.plan, "The metrics", rows=rows), model=Model(), **values)
    assert capsys.readouterr().out == "".join(f"{name} loss 0.123457 accuracy 1\n" for name in names)
