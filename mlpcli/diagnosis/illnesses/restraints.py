"""Dropout and frozen layers that leave too little to learn."""

from mlpcli.diagnosis import changes
from mlpcli.diagnosis.diagnosis import Diagnosis, Severity
from mlpcli.diagnosis.evidence import Evidence
from mlpcli.diagnosis.phrases import number
from mlpcli.explanation.unusual.dropout import HIGH
from mlpcli.explanation.unusual.frozen import frozen_at_random
from mlpcli.explanation.unusual.seen import Dropping

# Of a guess's loss. 20 epochs of digits end at 98 % and accuracy 0.47 with two layers that drop 90 %, at
# 80 % and 0.85 with one that drops 95 %, at 70 % and 0.84 with two that drop 80 %, at 35 % and 0.95 with one.
_HARDLY_FALLEN = 0.6
_FEW_EPOCHS = 5
_LEARNED_LITTLE = 0.5
# Where no other model shows that more is possible, a loss near a guess's may be that of the noise: there only
# what leaves hardly anything is named.
_HIGH_UNCOMPARED = 0.9


def too_much_dropout(evidence: Evidence) -> Diagnosis | None:
    """Layers that drop nearly everything, and a training loss that has hardly fallen below a guess's."""
    loss, layers = loss_where_it_hardly_fell(evidence), evidence.config.layers
    dropping = ((index, layer) for index, layer in enumerate(layers) if isinstance(layer, Dropping))
    least = HIGH if evidence.is_compared else _HIGH_UNCOMPARED
    rates = {index: layer.rate for index, layer in dropping if layer.rate >= least}
    if not rates or loss is None:
        return None
    index, rate = max(rates.items(), key=lambda one: one[1])
    return Diagnosis(
        "too_much_dropout",
        severity(evidence),
        f"too much dropout: {rate:.0%} in every step, and training loss is still at {number(loss)}",
        (
            evidence.scale_in_words,
            f"layers[{index}] {type(layers[index]).__name__} leaves {1 - rate:.0%} of what it is given",
        ),
        "What is left in a step is too little to tell rows apart by, and differs from step to step: the "
        "weights follow what was dropped, and not the rows.",
        f"a usual rate of dropout, {changes.DROPOUT}",
        changes.usual_dropout(evidence.config, rates),
    )


def frozen_layers(evidence: Evidence) -> Diagnosis | None:
    """Layers that keep their random initial weights, in a network that has learned little."""
    frozen = frozen_at_random(evidence.config.layers, evidence.plan.stack)
    if not frozen or evidence.curves is None or not evidence.skill < _LEARNED_LITTLE:
        return None
    if has_lost_nothing(evidence):
        return None
    names = ", ".join(evidence.plan.stack.layers[index].name for index in frozen)
    return Diagnosis(
        "frozen_layers",
        "severe",
        f"frozen layers: trainable: false keeps the initial weights of {names}",
        (f"{evidence.plan.stack.trainable_parameters:,} of the weights are trained",),
        "Initial weights are drawn at random: what such a layer makes of a row has nothing to do with what "
        "is to be learned.",
        "training of all layers",
        changes.trained_layers(evidence.config),
    )


def loss_where_it_hardly_fell(evidence: Evidence) -> float | None:
    """The last training loss; None if it is far below a guess's, or costs the network nothing."""
    curves = evidence.curves
    if curves is None or len(curves) < _FEW_EPOCHS or not evidence.learns or not curves.is_finite:
        return None
    loss = float(curves.loss[-1])
    return None if loss < _HARDLY_FALLEN * evidence.scale or has_lost_nothing(evidence) else loss


def severity(evidence: Evidence) -> Severity:
    return "moderate" if evidence.skill >= _LEARNED_LITTLE else "severe"


def has_lost_nothing(evidence: Evidence) -> bool:
    """Whether the network, in use, is good, or as good as other models are."""
    return evidence.is_good or (evidence.is_compared and evidence.better_fitted is None)
