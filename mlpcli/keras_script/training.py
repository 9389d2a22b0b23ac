"""The template's variables for the training."""

import math
from collections.abc import Iterator, Mapping, Sequence

from mlpcli.config.config import Config
from mlpcli.config.losses import given_arguments, is_of_batch
from mlpcli.config.metrics import figure_of, measured_with
from mlpcli.config.optimizers import ScheduleFreeAdamW
from mlpcli.config.schedules import CosineLogDecay, RatesByEpoch, StepCount
from mlpcli.config.types.section import Named
from mlpcli.config.types.with_arguments import WithArguments, name_of
from mlpcli.data.preprocessing import Preprocessing
from mlpcli.keras_script.classes import class_texts
from mlpcli.keras_script.data import SHORT
from mlpcli.network.ensemble_checks import has_members
from mlpcli.network.loss_and_metrics import OF_SCORES, Objective
from mlpcli.network.plan import Plan
from mlpcli.python_code import Call, Name

# Metrics that need their Keras class: by its name, Keras would choose another one or report another name.
_METRICS = {
    "f1_score": "F1Score",
    "kl_divergence": "KLDivergence",
    "cosine_similarity": "CosineSimilarity",
    "true_positives": "TruePositives",
    "false_positives": "FalsePositives",
    "true_negatives": "TrueNegatives",
    "false_negatives": "FalseNegatives",
    "precision": "Precision",
    "recall": "Recall",
    "auc": "AUC",
    "r2_score": "R2Score",
    "root_mean_squared_error": "RootMeanSquaredError",
}
# Losses whose class has another spelling than its name.
_LOSSES = {"kl_divergence": "KLDivergence"}
# Keras lacks it: a script has its class.
OWN_SCHEDULE = CosineLogDecay
_WITH_ARGUMENTS = {"top_k_categorical_accuracy": "TopKCategoricalAccuracy"}
_CROSSENTROPIES = ("categorical_crossentropy", "sparse_categorical_crossentropy")
_BY_INDEX_METRICS = {
    "categorical_crossentropy": "SparseCategoricalCrossentropy",
    "top_k_categorical_accuracy": "SparseTopKCategoricalAccuracy",
}
# Keras has these only for one-hot rows.
_OF_CLASSES = ("mean_squared_error", "mean_absolute_error", "kl_divergence", "cosine_similarity")


def training_values(
    config: Config, plan: Plan, preprocessing: Preprocessing, rows: Mapping[str, int]
) -> dict[str, object]:
    """The variables by name; `rows` holds the number of rows of each split."""
    around = list(_losses_around(config, preprocessing))
    objective, weights = plan.objective, f"{config.name}.weights.h5"
    names = [name_of(metric) for metric in objective.metrics]
    held_back = [name for name in ("validation", "test") if name in rows] or ["train"]
    return {
        "optimizer_class": f"keras.optimizers.{type(config.optimizer).__name__}",
        "optimizer": _optimizer(config, math.ceil(rows["train"] / config.training.batch_size)),
        "classes_of_training": [
            *class_texts({type(config.optimizer.learning_rate).__name__}, "own_schedules"),
            *class_texts({one.function for one in around}, "own_losses"),
        ],
        "is_schedule_free": isinstance(config.optimizer, ScheduleFreeAdamW),
        "loss": _loss(objective, around),
        "loss_is_of_batch": is_of_batch(objective.loss),
        "loss_of_scores": name_of(objective.loss) if name_of(objective.loss) in OF_SCORES else "",
        "metrics": [_metric(metric, objective) for metric in objective.metrics],
        "metrics_of_classes": [name for name in names if _is_of_classes(name, objective)],
        "uses_f1_of_classes": objective.encoding == "index" and "f1_score" in names,
        "callbacks": list(_callbacks(config, weights)),
        "fit": _fit(config, rows),
        "load_weights": Call("model.load_weights", [weights]),
        "evaluated": [(name, Name(f"x_{SHORT[name]}"), Name(f"y_{SHORT[name]}")) for name in held_back],
    }


def _fit(config: Config, splits: Mapping[str, int]) -> Call:
    training = config.training
    arguments: dict[str, object] = {"batch_size": training.batch_size, "epochs": training.epochs}
    if not training.shuffle:
        arguments["shuffle"] = False
    if "validation" in splits:
        arguments["validation_data"] = (Name("x_val"), Name("y_val"))
        if is_of_batch(training.loss):
            arguments["validation_batch_size"] = splits["validation"]
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


def _losses_around(config: Config, preprocessing: Preprocessing) -> Iterator[Call]:
    """The losses of ours around Keras's, from the innermost one on, each with its further arguments."""
    if preprocessing.targets and preprocessing.targets.standardizes:
        yield Call("Standardized", [Name("target_mean"), Name("target_deviation")])
    if has_members(config.layers):
        yield Call("OfMembers")


def _loss(objective: Objective, around: Sequence[Call]) -> object:
    if not around:
        return _loss_of_rows(objective)
    name = name_of(objective.loss)
    if name in _CROSSENTROPIES:
        name = _CROSSENTROPIES[objective.encoding == "index"]
    kind = _LOSSES.get(name) or "".join(map(str.capitalize, name.split("_")))
    loss = Call(f"keras.losses.{kind}", keywords=given_arguments(objective.loss))
    for one in around:
        loss = Call(one.function, [loss, *one.positional])
    return loss


def _loss_of_rows(objective: Objective) -> object:
    name, given = name_of(objective.loss), given_arguments(objective.loss)
    # The network ends in probabilities, whose logits Keras finds by itself.
    given.pop("from_logits", None)
    if given:
        return Call(f"keras.losses.{''.join(map(str.capitalize, name.split('_')))}", keywords=given)
    if name in OF_SCORES:
        return Name(name)
    # The choice depends on the encoding of the targets, not on the name in the config.
    return _CROSSENTROPIES[objective.encoding == "index"] if name in _CROSSENTROPIES else name


def _is_of_classes(name: str, objective: Objective) -> bool:
    return objective.encoding == "index" and name in _OF_CLASSES


def _metric(metric: str | WithArguments, objective: Objective) -> object:
    name, figure, encoding = name_of(metric), figure_of(metric), objective.encoding
    if _is_of_classes(name, objective):
        return Name(name)
    by_index = _BY_INDEX_METRICS if encoding == "index" else {}
    given = given_arguments(metric)
    kind = by_index.get(name) or _METRICS.get(name) or (given and _WITH_ARGUMENTS.get(name))
    if not kind:
        return name
    if name == "f1_score":
        # Keras's defaults are one score for each class, and no threshold.
        given = {**measured_with(metric, encoding), "name": figure}
        if given["threshold"] is None:
            given.pop("threshold")
        if encoding == "index":
            return Call("F1OfClasses", keywords=given)
    return Call(f"keras.metrics.{kind}", keywords={**given, "name": figure})


def _optimizer(config: Config, steps_per_epoch: int) -> Call:
    optimizer = config.optimizer
    kind = type(optimizer)
    arguments = {
        key: _argument(value, steps_per_epoch)
        for key, value in optimizer
        if key == "learning_rate" or value != kind.model_fields[key].default
    }
    if isinstance(optimizer.learning_rate, RatesByEpoch):
        boundaries, values = optimizer.learning_rate.in_steps(steps_per_epoch)
        rates = {"boundaries": boundaries, "values": values}
        schedule = Call("keras.optimizers.schedules.PiecewiseConstantDecay", keywords=rates)
        arguments["learning_rate"] = schedule if boundaries else values[0]
    is_scaled = any(layer.rate_factor != 1 for layer in config.layers)
    return Call("RatesByLayer" if is_scaled else f"keras.optimizers.{kind.__name__}", keywords=arguments)


def _argument(value: object, steps_per_epoch: int) -> object:
    if isinstance(value, StepCount):
        return value.steps(steps_per_epoch)
    if isinstance(value, tuple):
        return [_argument(item, steps_per_epoch) for item in value]
    if isinstance(value, Named):
        arguments = {key: _argument(item, steps_per_epoch) for key, item in value if item is not None}
        module = "" if isinstance(value, OWN_SCHEDULE) else "keras.optimizers.schedules."
        return Call(f"{module}{type(value).__name__}", keywords=arguments)
    return value
