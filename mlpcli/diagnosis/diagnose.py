"""All illnesses, and which of them a training has."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

import numpy as np

from mlpcli.diagnosis.diagnosis import SEVERITIES, Diagnosis
from mlpcli.diagnosis.evidence import Evidence
from mlpcli.diagnosis.illnesses.baselines import no_better_than_baseline
from mlpcli.diagnosis.illnesses.dead_and_saturated_units import (
    dead_units,
    saturated_units,
    vanishing_gradient,
)
from mlpcli.diagnosis.illnesses.labels import labels_look_shuffled
from mlpcli.diagnosis.illnesses.learning_rate import learning_rate_too_high, learning_rate_too_low
from mlpcli.diagnosis.illnesses.loss import loss_of_numbers
from mlpcli.diagnosis.illnesses.lost_learning_rate import learning_rate_lost
from mlpcli.diagnosis.illnesses.over_and_underfitting import (
    best_weights_kept,
    overfitting,
    stopped_too_early,
    underfitting,
)
from mlpcli.diagnosis.illnesses.penalties import penalty_too_strong
from mlpcli.diagnosis.illnesses.rare_classes import (
    always_one_class,
    class_weights_too_far,
    rare_class_missed,
    weights_unlike_monitor,
)
from mlpcli.diagnosis.illnesses.restraints import frozen_layers, too_much_dropout
from mlpcli.diagnosis.illnesses.rows import (
    noisy_validation,
    rows_seen_in_training,
    unstandardized_inputs,
    unstandardized_targets,
)
from mlpcli.diagnosis.illnesses.underflow import optimizer_underflow
from mlpcli.diagnosis.illnesses.unusual_layers import unusual_layers
from mlpcli.diagnosis.illnesses.validation_figures import (
    validation_above_training,
    validation_below_training,
)

Illness = Callable[[Evidence], Diagnosis | None]

ILLNESSES: Mapping[str, Illness] = {
    "rows_seen_in_training": rows_seen_in_training,
    "labels_look_shuffled": labels_look_shuffled,
    "unstandardized_inputs": unstandardized_inputs,
    "unstandardized_targets": unstandardized_targets,
    "unusual_layers": unusual_layers,
    "loss_of_numbers": loss_of_numbers,
    "class_weights_too_far": class_weights_too_far,
    "weights_unlike_monitor": weights_unlike_monitor,
    "frozen_layers": frozen_layers,
    "too_much_dropout": too_much_dropout,
    "penalty_too_strong": penalty_too_strong,
    "vanishing_gradient": vanishing_gradient,
    "optimizer_underflow": optimizer_underflow,
    "learning_rate_too_high": learning_rate_too_high,
    "dead_units": dead_units,
    "learning_rate_too_low": learning_rate_too_low,
    "learning_rate_lost": learning_rate_lost,
    "saturated_units": saturated_units,
    "rare_class_missed": rare_class_missed,
    "underfitting": underfitting,
    "overfitting": overfitting,
    "stopped_too_early": stopped_too_early,
    "always_one_class": always_one_class,
    "no_better_than_baseline": no_better_than_baseline,
    "noisy_validation": noisy_validation,
    "validation_below_training": validation_below_training,
    "validation_above_training": validation_above_training,
    "best_weights_kept": best_weights_kept,
}
"""Every illness by its name, causes before what they cause."""

SYMPTOMS = frozenset({"always_one_class", "no_better_than_baseline"})
"""Illnesses that others cause: to cure them is to cure those."""

_RESTRAINTS = ("frozen_layers", "too_much_dropout", "penalty_too_strong")
# What follows from another illness, or is the same said worse.
_HIDDEN_BY: Mapping[str, frozenset[str]] = {
    "always_one_class": frozenset({"rare_class_missed", "class_weights_too_far", *_RESTRAINTS}),
    "no_better_than_baseline": frozenset(
        {
            *("rare_class_missed", "labels_look_shuffled", "always_one_class", "underfitting"),
            *("loss_of_numbers", "class_weights_too_far", "weights_unlike_monitor"),
            *("learning_rate_lost", "unusual_layers", *_RESTRAINTS),
        }
    ),
    "weights_unlike_monitor": frozenset({"class_weights_too_far", *_RESTRAINTS}),
    "unusual_layers": frozenset({"labels_look_shuffled", "too_much_dropout", "vanishing_gradient"}),
    "overfitting": frozenset({"labels_look_shuffled"}),
    "dead_units": frozenset({"penalty_too_strong", "frozen_layers"}),
    "vanishing_gradient": frozenset({"penalty_too_strong"}),
    "best_weights_kept": frozenset({"overfitting", "labels_look_shuffled", "learning_rate_too_high"}),
    "stopped_too_early": frozenset(
        {
            *("learning_rate_too_low", "learning_rate_too_high", "unstandardized_targets"),
            *("unusual_layers", *_RESTRAINTS),
        }
    ),
    "learning_rate_too_low": frozenset(
        {
            *("unstandardized_targets", "unstandardized_inputs", "dead_units", "saturated_units"),
            *("loss_of_numbers", "learning_rate_lost", *_RESTRAINTS),
        }
    ),
    "learning_rate_too_high": frozenset(
        {"vanishing_gradient", "optimizer_underflow", "unstandardized_targets"}
    ),
    "underfitting": frozenset(
        {
            *("unstandardized_inputs", "unstandardized_targets", "vanishing_gradient"),
            *("learning_rate_too_high", "learning_rate_too_low", "always_one_class", "rare_class_missed"),
            *("loss_of_numbers", "class_weights_too_far", "learning_rate_lost", *_RESTRAINTS),
            # What would be wider, and a loss that is still falling, which has not stopped.
            *("unusual_layers", "stopped_too_early"),
        }
    ),
    "validation_below_training": frozenset(_RESTRAINTS),
    "validation_above_training": frozenset({"overfitting", "labels_look_shuffled"}),
    "noisy_validation": frozenset({"overfitting", "learning_rate_too_high"}),
}


def diagnose(evidence: Evidence) -> tuple[Diagnosis, ...]:
    """What the training has, the most severe first, and of equally severe ones the causes."""
    # Losses can be of any size: what overflows is infinite, and no limit is met by what is no number.
    with np.errstate(all="ignore"):
        found = {name: one for name, look in ILLNESSES.items() if (one := look(evidence)) is not None}
    seen = [one for name, one in found.items() if not _is_hidden(name, found)]
    cause = next((one for one in seen if one.name not in SYMPTOMS and one.changes), None)
    treated = [_as_caused_by(cause, one) if cause and one.name in SYMPTOMS else one for one in seen]
    return tuple(sorted(treated, key=lambda one: SEVERITIES.index(one.severity)))


def _is_hidden(name: str, found: Collection[str]) -> bool:
    """Whether an illness that is told, and so not hidden itself, hides this one."""
    return any(one in found and not _is_hidden(one, found) for one in _HIDDEN_BY.get(name, ()))


def _as_caused_by(cause: Diagnosis, symptom: Diagnosis) -> Diagnosis:
    return replace(symptom, advice=f"{cause.advice}, as for {cause.name}", changes=cause.changes)
