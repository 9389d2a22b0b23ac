"""Dropout and penalties that leave too little to learn."""

from mlpcli.diagnosis import changes
from mlpcli.diagnosis.diagnosis import Diagnosis
from mlpcli.diagnosis.evidence import Evidence
from mlpcli.diagnosis.phrases import number
from mlpcli.explanation.unusual.dropout import HIGH
from mlpcli.explanation.unusual.seen import Dropping

# Of a guess's loss. 20 epochs of digits end at 98 % and accuracy 0.47 with two layers that drop 90 %, at
# 80 % and 0.85 with one that drops 95 %, at 70 % and 0.84 with two that drop 80 %, at 35 % and 0.95 with one.
_HARDLY_FALLEN = 0.6
_FEW_EPOCHS = 5
_LEARNED_LITTLE = 0.5
# 20 epochs of digits with L2 of 0.03 end at an accuracy of 0.9, of 0.1 at 0.48, of 1 at that of a guess.
_STRONG = 0.05
_USUAL_PENALTY = 0.01


def too_much_dropout(evidence: Evidence) -> Diagnosis | None:
    """Layers that drop nearly everything, and a training loss that has hardly fallen below a guess's."""
    curves, layers = evidence.curves, evidence.config.layers
    if curves is None or len(curves) < _FEW_EPOCHS or not evidence.learns or not curves.is_finite:
        return None
    loss = float(curves.loss[-1])
    dropping = ((index, layer) for index, layer in enumerate(layers) if isinstance(layer, Dropping))
    rates = {index: layer.rate for index, layer in dropping if layer.rate >= HIGH}
    if not rates or loss < _HARDLY_FALLEN * evidence.scale or _has_lost_nothing(evidence):
        return None
    index, rate = max(rates.items(), key=lambda one: one[1])
    return Diagnosis(
        "too_much_dropout",
        "moderate" if evidence.skill >= _LEARNED_LITTLE else "severe",
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


def penalty_too_strong(evidence: Evidence) -> Diagnosis | None:
    """Regularizers that hold the weights near 0, of a network that has learned little."""
    curves, skill = evidence.curves, evidence.skill
    if curves is None or len(curves) < _FEW_EPOCHS or not evidence.learns or not curves.is_finite:
        return None
    strong = {one: value for one, value in changes.penalties(evidence.config).items() if value >= _STRONG}
    if not strong or not skill < _LEARNED_LITTLE or _has_lost_nothing(evidence):
        return None
    (index, path), strength = max(strong.items(), key=lambda one: one[1])
    first, last = (number(float(curves.loss[epoch])) for epoch in (0, -1))
    return Diagnosis(
        "penalty_too_strong",
        "severe",
        f"too strong a penalty: {strength:g} in {path} of {evidence.plan.stack.layers[index].name}, and the "
        f"network has learned {max(skill, 0.0):.0%} of what there is to learn",
        (f"training loss, of which the penalty is a part, {first} in epoch 1, {last} at the end",)
        + ((f"a guess has a loss of {number(evidence.guess_loss)}",) if evidence.knows_guess else ()),
        "Weights that are not 0 cost more than what they explain of the rows, so they stay near 0, and the "
        "answers hardly depend on the inputs.",
        f"a usual strength, {_USUAL_PENALTY}",
        changes.weaker_penalties(evidence.config, _USUAL_PENALTY),
    )


def _has_lost_nothing(evidence: Evidence) -> bool:
    """Whether the network, in use, is good, or as good as other models are."""
    return evidence.is_good or (evidence.is_compared and evidence.better_fitted is None)
