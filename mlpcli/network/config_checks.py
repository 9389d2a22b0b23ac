"""Consistency checks across the sections of a config, and notices before training."""

import re
from collections.abc import Iterator, Mapping, Sequence

from mlpcli.config.config import Config
from mlpcli.config.dataset_facts import DataFacts
from mlpcli.config.layers.augmentation import BYTES
from mlpcli.config.layers.base import Layer
from mlpcli.config.layers.core import Activation, Dense, Rescaling
from mlpcli.config.layers.reshaping import Flatten
from mlpcli.config.losses import is_of_batch
from mlpcli.config.messages.finding import Finding, Fix
from mlpcli.config.messages.spelling import listed, nearest
from mlpcli.config.metrics import figure_of
from mlpcli.config.report import is_animated
from mlpcli.config.schedules import RatesByEpoch
from mlpcli.config.training import MONITORING, Mode, Training
from mlpcli.config.types.section import Named
from mlpcli.config.types.with_arguments import WithArguments, name_of
from mlpcli.config.yaml.edits import Put, Remove
from mlpcli.config.yaml.nodes import KeyPath
from mlpcli.network.class_weights import misfits
from mlpcli.network.ensemble_checks import has_members
from mlpcli.network.sequence_checks import lost_masks, unfit_indices, unfit_mask_values
from mlpcli.network.shape_inference import rule_of, xla_devices
from mlpcli.network.stack import Stack
from mlpcli.network.trainable_weights import not_learning

# Losses of positive numbers.
_OF_SIZES = ("mean_absolute_percentage_error", "mean_squared_logarithmic_error", "poisson")


def disagreements(config: Config, facts: DataFacts, figures: Sequence[str]) -> Iterator[Finding]:
    """Contradictions between sections. `figures` are the names of the metrics reported every epoch."""
    yield from _monitors(config.training, figures)
    yield from _class_weights(config.training, facts)
    yield from _loss_of_members(config)
    yield from _target_units(config, facts)
    yield from _rate_changed_twice(config)
    yield from _not_compiled(config)
    yield from _not_animated(config, facts)
    yield from lost_masks(config.layers)
    yield from unfit_indices(config, facts)
    yield from unfit_mask_values(config)
    if facts.pixels and getattr(config.data, "rescale", False):
        yield from _scaled_twice(config.layers)


def disagreements_without_facts(config: Config) -> Iterator[Finding]:
    """Contradictions that show whatever the data are, which may not be there yet."""
    if config.training.metrics is not None:
        yield from _monitors(config.training, reported(config, config.training.metrics))
    yield from _rate_changed_twice(config)
    yield from _not_compiled(config)


def reported(config: Config, metrics: Sequence[str | WithArguments]) -> list[str]:
    """The names of the loss and the metrics that every epoch reports."""
    names = ["loss", *map(figure_of, metrics)]
    return names + [f"val_{name}" for name in names] if holds_back(config) else names


def holds_back(config: Config) -> bool:
    """Whether a validation split is held out from training."""
    return getattr(config.data, "validation", 0.0) > 0


def notices(config: Config, stack: Stack) -> Iterator[Finding]:
    """Warnings about valid configs that probably do not do what the user wants."""
    if config.training.epochs and stack.trainable_parameters:
        yield from not_learning(config.layers, stack)
    if config.training.epochs and not stack.trainable_parameters:
        yield Finding(
            ("training", "epochs"),
            "no layer has weights to train",
            Fix("write epochs: 0, or add a Dense layer", (Put(("training", "epochs"), 0),)),
        )
    yield from _linear_pairs(config.layers)


def _monitors(training: Training, figures: Sequence[str]) -> Iterator[Finding]:
    for section in MONITORING:
        monitoring = getattr(training, section)
        if monitoring and monitoring.monitor not in ("auto", *figures):
            path: KeyPath = ("training", section, "monitor")
            message = f"training reports no metric called {monitoring.monitor}"
            yield Finding(path, message, _monitor_fix(path, monitoring.monitor, figures))


def contradicted_modes(training: Training, known: Mapping[str, Mode]) -> Iterator[Finding]:
    """Modes that take the worst epoch for the best: `known` is for each figure what is better."""
    for section in MONITORING:
        monitoring = getattr(training, section)
        if monitoring is None or monitoring.mode == "auto":
            continue
        name = monitoring.monitor
        if name == "auto":
            name = "val_loss" if "val_loss" in known else "loss"
        if monitoring.mode != known[name]:
            better, best = ("a lower", "highest") if known[name] == "min" else ("a higher", "lowest")
            path: KeyPath = ("training", section, "mode")
            message = f"{better} {name} is better, but {monitoring.mode} takes the {best} for the best"
            yield Finding(path, message, Fix(f"write mode: {known[name]}", (Put(path, known[name]),)))


def _monitor_fix(path: KeyPath, name: str, figures: Sequence[str]) -> Fix:
    meant = _respelled(name)
    held_back = meant.removeprefix("val_")
    if meant not in figures and held_back in figures:
        text = f"hold out rows with data.validation, or write monitor: {held_back}"
        return Fix(text, (Put(path, held_back),))
    near = nearest(meant, figures)
    if not near:
        meant = "val_loss" if "val_loss" in figures else "loss"
        return Fix(
            f"{listed(name, figures, of_schema=False)}; write one, such as {meant}",
            (Put(path, meant),),
            is_example=True,
        )
    return Fix(f"did you mean {near}?", (Put(path, near),))


def _respelled(name: str) -> str:
    """A figure as other tools call it: `val/acc`, `valid_loss`, `train_loss`."""
    found = re.sub(r"^(?:val|valid|validation)_", "val_", re.sub(r"[/. -]", "_", name.lower()))
    return re.sub(r"(^|_)acc$", r"\1accuracy", re.sub(r"^train(?:ing)?_", "", found))


def _class_weights(training: Training, facts: DataFacts) -> Iterator[Finding]:
    if training.class_weight is None:
        return
    if facts.task == "regression":
        yield Finding(
            ("training", "class_weight"),
            f"{facts.name} has numeric targets, not classes",
            Fix("remove it", (Remove(("training", "class_weight")),)),
        )
    elif is_of_batch(training.loss):
        path: KeyPath = ("training", "class_weight")
        message = f"{name_of(training.loss)} is one loss for all rows of a batch, which cannot be weighted"
        yield Finding(path, message, Fix("remove it, or write loss: auto", (Remove(path),)))
    elif training.class_weight != "balanced":
        yield from misfits(training.class_weight, facts.classes, facts.name)


def _target_units(config: Config, facts: DataFacts) -> Iterator[Finding]:
    for key in ("standardize_targets", "clamp_predictions"):
        if getattr(config.data, key, False) and facts.task != "regression":
            path: KeyPath = ("data", key)
            yield Finding(path, f"{facts.name} has classes, not numbers to predict", _removed(path))
    name = name_of(config.training.loss)
    if getattr(config.data, "standardize_targets", False) and name in _OF_SIZES:
        path = ("data", "standardize_targets")
        message = f"{name} compares the sizes of numbers, and standardized ones are around 0"
        yield Finding(path, message, _removed(path))


def _removed(path: KeyPath) -> Fix:
    return Fix("remove it", (Remove(path),))


def _loss_of_members(config: Config) -> Iterator[Finding]:
    if is_of_batch(config.training.loss) and has_members(config.layers):
        path: KeyPath = ("training", "loss")
        name = name_of(config.training.loss)
        message = f"{name} is one loss for all rows of a batch, but an Ensemble needs one for each row"
        yield Finding(path, message, Fix("write loss: auto, or remove the Ensemble", (Put(path, "auto"),)))


def _rate_changed_twice(config: Config) -> Iterator[Finding]:
    rate = config.optimizer.learning_rate
    if isinstance(rate, Named | RatesByEpoch) and config.training.reduce_lr_on_plateau:
        name = type(rate).__name__ if isinstance(rate, Named) else "the rates of the epochs"
        yield Finding(
            ("training", "reduce_lr_on_plateau"),
            f"the learning rate already follows {name}",
            Fix(
                "keep one of the two: remove this, or write a number for learning_rate",
                (Remove(("training", "reduce_lr_on_plateau")),),
            ),
        )


def _not_compiled(config: Config) -> Iterator[Finding]:
    kinds = (type(layer).__name__ for layer in config.layers if xla_devices(layer) == "none")
    if config.training.jit is True and (kind := next(kinds, None)):
        yield Finding(
            ("training", "jit"),
            f"XLA cannot compile {kind}",
            Fix("write jit: auto, or remove the layer", (Put(("training", "jit"), "auto"),)),
        )


def _not_animated(config: Config, facts: DataFacts) -> Iterator[Finding]:
    if is_animated(config.report) and (facts.shape != (2,) or facts.kind != "vector" or facts.one_hot):
        yield Finding(
            ("report", "animate"),
            f"an animation shows the area of two numbers, and {facts.name} has {facts.wanted} in a row",
            Fix("write report: true", (Put(("report",), True),)),
        )


def _scaled_twice(layers: Sequence[Layer]) -> Iterator[Finding]:
    for index, layer in enumerate(layers):
        if isinstance(layer, Rescaling) and abs(layer.scale) < 0.1:
            yield Finding(
                ("layers", index, "Rescaling", "scale"),
                "pixels are already scaled to 0 to 1 before the first layer",
                Fix("remove the layer, or write data.rescale: false", (Remove(("layers", index)),)),
            )
        if getattr(layer, "value_range", None) == BYTES:
            yield Finding(
                ("layers", index, type(layer).__name__, "value_range"),
                "expects pixels from 0 to 255, but they are scaled to 0 to 1 here",
                Fix(
                    "write value_range: [0, 1]",
                    (Put(("layers", index, type(layer).__name__, "value_range"), [0, 1]),),
                ),
            )


def _linear_pairs(layers: Sequence[Layer]) -> Iterator[Finding]:
    before: Dense | None = None
    for index, layer in enumerate(layers):
        if isinstance(layer, Dense):
            if before and before.activation == "linear":
                yield Finding(
                    ("layers", index, "Dense"),
                    "two Dense layers without an activation between them can compute no more than one",
                    "give the first layer an activation, such as relu",
                )
            before = layer
        elif isinstance(layer, Activation) and layer.activation == "linear":
            continue
        elif not isinstance(layer, Flatten) and rule_of(layer).values != "kept":
            # Of moved values, only those that all stand in one line reach every unit of the next layer.
            before = None
