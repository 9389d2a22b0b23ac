"""The part of the script that trains the model and evaluates it."""

import math
from collections.abc import Iterator, Mapping

from mlpcli.config.config import Config
from mlpcli.config.model import Named
from mlpcli.config.optimizers import Optimizer, ScheduleFreeAdamW
from mlpcli.config.schedules import StepCount
from mlpcli.network.objective import Objective
from mlpcli.network.plan import Plan
from mlpcli.python_code import Call, Name, assigned, written
from mlpcli.script.section import Section

# Metrics that Keras's short names would choose or name otherwise; the others go by their names.
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
_BUILT = """\
# It begins with copies of the weights, which it cannot make inside of a compiled step.
model.optimizer.build(model.trainable_variables)
"""
# Keras has them for one-hot rows alone.
_OF_CLASSES = ("mean_squared_error", "mean_absolute_error")
_OF_CLASS_NUMBERS = '''\
def {name}(y_true, y_pred):
    """Keras's metric of that name, of class numbers."""
    numbers = keras.ops.cast(keras.ops.reshape(y_true, [-1]), "int32")
    one_hot = keras.ops.one_hot(numbers, y_pred.shape[-1])
    return keras.losses.{name}(one_hot, y_pred)
'''
_EVALUATION = """\
for name, x, y in {splits}:
    figures = model.evaluate(x, y, verbose=0, return_dict=True)
    print(name, *(f"{{figure}} {{value:.6g}}" for figure, value in figures.items()))
"""


def training_section(config: Config, plan: Plan, rows: Mapping[str, int]) -> Section:
    """Compile and fit; `rows` counts those of each split. The best epoch's weights are left in `model`."""
    training = config.training
    arguments: dict[str, object] = {
        "optimizer": _optimizer(config.optimizer, math.ceil(rows["train"] / training.batch_size)),
        "loss": _loss(plan.objective),
        "metrics": [_metric(name, plan.objective) for name in plan.objective.metrics],
    }
    if training.jit != "auto":
        arguments["jit_compile"] = training.jit
    code = written(Call("model.compile", keywords=arguments)) + "\n"
    if isinstance(config.optimizer, ScheduleFreeAdamW):
        code += _BUILT
    functions = [
        _OF_CLASS_NUMBERS.format(name=name)
        for name in plan.objective.metrics
        if _is_of_classes(name, plan.objective)
    ]
    code += _fit(config, rows) if training.epochs else ""
    return Section("The training", code, functions=tuple(functions))


def evaluation_section(rows: Mapping[str, int]) -> Section:
    """The loss and the metrics of the splits that are held back, or of the training rows."""
    names = [name for name in ("validation", "test") if name in rows] or ["train"]
    variables = {"train": "train", "validation": "val", "test": "test"}
    splits = [(name, Name(f"x_{variables[name]}"), Name(f"y_{variables[name]}")) for name in names]
    return Section(
        "The figures", _EVALUATION.format(splits=written(splits, taken=len("for name, x, y in :")))
    )


def _fit(config: Config, rows: Mapping[str, int]) -> str:
    training = config.training
    weights = f"{config.name}.weights.h5"
    arguments: dict[str, object] = {"batch_size": training.batch_size, "epochs": training.epochs}
    if not training.shuffle:
        arguments["shuffle"] = False
    if "validation" in rows:
        arguments["validation_data"] = (Name("x_val"), Name("y_val"))
    if training.class_weight:
        arguments["class_weight"] = Name("class_weight")
    arguments |= {"callbacks": Name("callbacks"), "verbose": 2}
    callbacks = assigned("callbacks", list(_callbacks(config, weights)))
    fit = written(Call("model.fit", [Name("x_train"), Name("y_train")], arguments))
    best = written(Call("model.load_weights", [weights]))
    return f"{callbacks}\n{fit}\n{best}\n"


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
    # Which of the two it is hangs on how the targets are written, and not on how the config says it.
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
