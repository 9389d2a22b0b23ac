"""Dropout that leaves too little to learn from."""

from mlpcli.diagnosis import changes
from mlpcli.diagnosis.diagnosis import Diagnosis
from mlpcli.diagnosis.evidence import Evidence
from mlpcli.diagnosis.phrases import number
from mlpcli.explanation.unusual.dropout import HIGH
from mlpcli.explanation.unusual.seen import Dropping

# Of a guess's loss, and of what there is to learn: 20 epochs of digits with two layers that drop 90 % end at
# 98 % and 41 %; with two that drop 80 %, at 70 % and 82 %.
_HARDLY_FALLEN, _LEARNED_LITTLE = 0.6, 0.5


def too_much_dropout(evidence: Evidence) -> Diagnosis | None:
    """Layers that drop nearly everything, and a training loss that has hardly fallen below a guess's."""
    curves, layers = evidence.curves, evidence.config.layers
    if curves is None or not evidence.learns or not curves.is_finite:
        return None
    loss = float(curves.loss[-1])
    dropping = ((index, layer) for index, layer in enumerate(layers) if isinstance(layer, Dropping))
    rates = {index: layer.rate for index, layer in dropping if layer.rate >= HIGH}
    if not rates or loss < _HARDLY_FALLEN * evidence.scale or not evidence.skill < _LEARNED_LITTLE:
        return None
    index, rate = max(rates.items(), key=lambda one: one[1])
    return Diagnosis(
        "too_much_dropout",
        "severe",
        f"too much dropout: {rate:.0%} in every step, and training loss is still at {number(loss)}",
        (
            f"a guess has a loss of {number(evidence.scale)}",
            f"layers[{index}] {type(layers[index]).__name__} leaves {1 - rate:.0%} of what it is given",
        ),
        "What is left in a step is too little to tell rows apart by, and differs from step to step: the "
        "weights follow what was dropped, and not the rows.",
        f"a usual rate of dropout, {changes.DROPOUT}",
        changes.usual_dropout(evidence.config, rates),
    )
