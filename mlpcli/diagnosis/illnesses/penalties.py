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
_Penalties = Mapping[tuple[int, str], float]


def penalty_too_strong(evidence: Evidence) -> Diagnosis | None:
    """Regularizers that hold the weights near 0: so that the training loss is not far below a guess's, or
    those of many units."""
    strong, effect = _keeping_the_loss_high(evidence) or _withering(evidence) or ({}, "")
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
        "usual strengths",
        changes.weaker_penalties(evidence.config),
    )


def _keeping_the_loss_high(evidence: Evidence) -> tuple[_Penalties, str] | None:
    """Strong penalties, and a training loss that has hardly fallen."""
    loss = loss_where_it_hardly_fell(evidence)
    least = _STRONG if evidence.is_compared else _STRONG_UNCOMPARED
    strong = {one: value for one, value in changes.penalties(evidence.config).items() if value >= least}
    if loss is None or not strong:
        return None
    return strong, f"training loss, of which it is a part, is still at {number(loss)}"


def _withering(evidence: Evidence) -> tuple[_Penalties, str] | None:
    """The penalties of a layer that has left hardly any weight of most of its units."""
    layers = [one for one in evidence.activities if one.is_withered and penalties_of(evidence, one)]
    if not layers or has_lost_nothing(evidence):
        return None
    worst = max(layers, key=lambda one: one.withered or 0.0)
    units = f"{worst.withered:.0%} of the {counted(worst.units, 'unit')} of {worst.name}"
    return penalties_of(evidence, worst), f"hardly any weight is left of {units}"


def penalties_of(evidence: Evidence, layer: LayerActivity) -> _Penalties:
    """The penalties of the weights that a layer of units has."""
    index = kernel_before(evidence.config.layers, layer.index)
    return {
        (at, path): value
        for (at, path), value in changes.penalties(evidence.config).items()
        if at == index and value and not path.startswith("bias")
    }
