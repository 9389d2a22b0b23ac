"""Penalties that leave too little of the weights."""

from collections.abc import Mapping

from mlpcli.diagnosis import changes
from mlpcli.diagnosis.diagnosis import Diagnosis
from mlpcli.diagnosis.evidence import Evidence
from mlpcli.diagnosis.illnesses.restraints import has_lost_nothing, loss_where_it_hardly_fell, severity
from mlpcli.diagnosis.layer_activity import LayerActivity
from mlpcli.diagnosis.phrases import number
from mlpcli.diagnosis.withered_units import kernel_before
from mlpcli.explanation.words.phrases import counted

# 20 epochs of digits with L2 of 0.03 end at an accuracy of 0.9, of 0.1 at 0.48, of 1 at that of a guess, and
# at 0.76 in the hidden layer alone.
_STRONG = 0.05
# Where no other model shows that more is possible, a loss near a guess's may be that of the noise: there only
# what leaves hardly anything is named.
_STRONG_UNCOMPARED = 0.3
# 20 epochs of digits with AdamW and a decay of 5 end at an accuracy of 0.84 and 47 % of the loss of a guess,
# of 10 at 0.67 and 76 %, of 20 at 0.64 and 92 %.
_STRONG_DECAY = 5.0
_Penalties = Mapping[tuple[int, str], float]


def penalty_too_strong(evidence: Evidence) -> Diagnosis | None:
    """Regularizers, or a weight decay, that hold the weights near 0: so that the training loss is not far
    below a guess's, or those of many units."""
    if decayed := _decaying(evidence):
        return decayed
    strong, effect = _keeping_the_loss_high(evidence) or _emptying(evidence) or ({}, "")
    if not strong:
        return None
    (index, path), strength = max(strong.items(), key=lambda one: one[1])
    return Diagnosis(
        "penalty_too_strong",
        severity(evidence),
        f"too strong a penalty: {strength:g} in {path} of {evidence.plan.stack.layers[index].name}, and "
        f"{effect}",
        (evidence.scale_in_words,),
        "Weights that are not 0 cost more than what they explain of the rows, so they stay near 0, and the "
        "answers hardly depend on the inputs.",
        "weaker penalties",
        changes.weaker_penalties(evidence.config),
    )


def _decaying(evidence: Evidence) -> Diagnosis | None:
    """A weight decay that is so strong that the training loss has hardly fallen."""
    optimizer, loss = evidence.config.optimizer, loss_where_it_hardly_fell(evidence)
    decay = getattr(optimizer, "weight_decay", None) or 0.0
    if loss is None or decay < _STRONG_DECAY:
        return None
    return Diagnosis(
        "penalty_too_strong",
        severity(evidence),
        f"too strong a penalty: weight_decay of {decay:g} in {type(optimizer).__name__}, and training loss "
        f"is still at {number(loss)}",
        (evidence.scale_in_words,),
        "It makes every weight smaller in each step, faster than the rows make it larger, so the weights "
        "stay near 0, and the answers hardly depend on the inputs.",
        f"a usual weight decay, {changes.WEIGHT_DECAY:g}",
        changes.usual_weight_decay(evidence.config),
    )


def _keeping_the_loss_high(evidence: Evidence) -> tuple[_Penalties, str] | None:
    """Strong penalties, and a training loss that has hardly fallen."""
    loss = loss_where_it_hardly_fell(evidence)
    least = _STRONG if evidence.is_compared else _STRONG_UNCOMPARED
    strong = {one: value for one, value in changes.penalties(evidence.config).items() if value >= least}
    if loss is None or not strong:
        return None
    return strong, f"training loss, of which it is a part, is still at {number(loss)}"


def _emptying(evidence: Evidence) -> tuple[_Penalties, str] | None:
    """The penalties of a layer that keep most of its units at 0."""
    layers = [
        one
        for one in evidence.activities
        if (one.is_withered or one.has_many_dead) and emptied_by(evidence, one)
    ]
    if not layers or has_lost_nothing(evidence):
        return None
    worst = max(layers, key=_emptied)
    units = f"{_emptied(worst):.0%} of the {counted(worst.units, 'unit')} of {worst.name}"
    effect = f"hardly any weight is left of {units}" if worst.is_withered else f"{units} are always 0"
    return emptied_by(evidence, worst), effect


def _emptied(layer: LayerActivity) -> float:
    return (layer.withered if layer.is_withered else layer.dead) or 0.0


def emptied_by(evidence: Evidence, layer: LayerActivity) -> _Penalties:
    """The penalties that are why units of a layer are dead or without weights; empty if none is."""
    index = kernel_before(evidence.config.layers, layer.index)
    of_layer = {
        (at, path): value
        for (at, path), value in changes.penalties(evidence.config).items()
        if at in (index, layer.index) and value and not path.startswith("bias")
    }
    if layer.is_withered or layer.has_withered:
        return of_layer
    # Of outputs: they become 0 by biases below 0 too.
    return {one: value for one, value in of_layer.items() if one[1].startswith("activity") and layer.dead}
