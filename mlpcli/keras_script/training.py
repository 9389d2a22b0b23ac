"""The template's variables for the training."""

import math
from collections.abc import Collection, Iterator, Mapping

from mlpcli.config.config import Config
from mlpcli.config.optimizers import Optimizer, ScheduleFreeAdamW
from mlpcli.config.schedules import StepCount
from mlpcli.config.types.section import Named
from mlpcli.keras_script.data import SHORT
from mlpcli.network.loss_and_metrics import Objective
from mlpcli.network.plan import Plan
from mlpcli.python_code import Call, Name

# Metrics that need their Keras class: by its name, Keras would choose another one or report another name.
_METRICS = {
    "precision": "Precision",
    "recall": "Recall",
    "auc": "AUC",
    "r2_score": "R2Score",
    "root_mean_squared_error": "RootMeanSquaredError",
}
_CROSSENTROPIES = ("categorical_crossentropy", "sparse_categorical_crossentropy")
_BY_INDEX_METRICS = {
    "categorical_crossentropy": "SparseCategoricalCrossentropy",
    "top_k_categorical_accuracy": "SparseTopKCategoricalAccuracy",
}
# Keras has these only for one-hot rows.
_OF_CLASSES = ("mean_squared_error", "mean_absolute_error")


def training_values(config: Config, plan: Plan, rows: Mapping[str, int]) -> dict[str, object]:
    """The variables by name; `rows` holds the number of rows of each split."""
    objective, weights = plan.objective, f"{config.name}.weights.h5"
    held_back = [name for name in ("validation", "test") if name in rows] or ["train"]
    return {
        "optimizer": _optimizer(config.optimizer, math.ceil(rows["train"] / config.training.batch_size)),
        "is_schedule_free": isinstance(config.optimizer, ScheduleFreeAdamW),
        "loss": _loss(objective),
        "metrics": [_metric(name, objective) for name in objective.metrics],
        "metrics_of_classes": [name for name in objective.metrics if _is_of_classes(name, objective)],
        "callbacks": list(_callbacks(config, weights)),
        "fit": _fit(config, rows),
        "load_weights": Call("model.load_weights", [weights]),
        "evaluated": [(name, Name(f"x_{SHORT[name]}"), Name(f"y_{SHORT[name]}")) for name in held_back],
    }


def _fit(config: Config, splits: Collection[str]) -> Call:
    training = config.training
    arguments: dict[str, object] = {"batch_size": training.batch_size, "epochs": training.epochs}
    if not training.shuffle:
        arguments["shuffle"] = False
    if "validation" in splits:
        arguments["validation_data"] = (Name("x_val"), Name("y_val"))
    if training.class_weight:
        arguments["class_weight"] = Name("class_weight")
    arguments |= {"callbacks": Name("callbacks"), "verbose": 2}
    return Call("model.fit", [Name("x_train"), Name("y_train")], arguments)


def _callbacks(config: Config, weights: str) -> Iterator[Call]:
    training = config.training
    if config.optimizer.use_ema:
        yield Call("keras.callbacks.SwapEMAWeights", keywords={"swap_on_epoch": True})
    best = {
        "monitor": training.checkpoint.monitor,
        "mode": training.checkpoint.mode,
        "save_best_only": True,
        "save_weights_only": True,
    }
    yield Call("keras.callbacks.ModelCheckpoint", [weights], best)
    if training.reduce_lr_on_plateau:
        yield Call("keras.callbacks.ReduceLROnPlateau", keywords=dict(training.reduce_lr_on_plateau))
    if training.early_stopping:
        yield Call("keras.callbacks.EarlyStopping", keywords=dict(training.early_stopping))


def _loss(objective: Objective) -> str:
    # The choice depends on the encoding of the targets, not on the name in the config.
    if objective.loss in _CROSSENTROPIES:
        return _CROSSENTROPIES[objective.encoding == "index"]
    return objective.loss


def _is_of_classes(name: str, objective: Objective) -> bool:
    return objective.encoding == "index" and name in _OF_CLASSES


def _metric(name: str, objective: Objective) -> object:
    if _is_of_classes(name, objective):
        return Name(name)
    by_index = _BY_INDEX_METRICS if objective.encoding == "index" else {}
    kind = by_index.get(name) or _METRICS.get(name)
    return Call(f"keras.metrics.{kind}", keywords={"name": name}) if kind else name


def _optimizer(optimizer: Optimizer, steps_per_epoch: int) -> Call:
    kind = type(optimizer)
    arguments = {
        key: _argument(value, steps_per_epoch)
        for key, value in optimizer
        if key == "learning_rate" or value != kind.model_fields[key].default
    }
    return Call(f"keras.optimizers.{kind.__name__}", keywords=arguments)


def _argument(value: object, steps_per_epoch: int) -> object:
    if isinstance(value, StepCount):
        return value.steps(steps_per_epoch)
    if isinstance(value, tuple):
        return [_argument(item, steps_per_epoch) for item in value]
    if isinstance(value, Named):
        arguments = {key: _argument(item, steps_per_epoch) for key, item in value if item is not None}
        return Call(f"keras.optimizers.schedules.{type(value).__name__}", keywords=arguments)
    return value
