"""Numbers of an optimizer that are too small to be held."""

from mlpcli.config.optimizers import Adafactor
from mlpcli.diagnosis.diagnosis import Diagnosis
from mlpcli.diagnosis.evidence import Evidence
from mlpcli.diagnosis.illnesses.learning_rate import far_above_usual
from mlpcli.diagnosis.phrases import number

# Its square, over a usual squared gradient, is still a float32; that of 1e-30 is 0. Digits, whose corners are
# always 0, diverge in the first epoch with 1e-30, at the usual rate and a tenth of it, and not with 1e-20.
_HELD = 1e-20


def optimizer_underflow(evidence: Evidence) -> Diagnosis | None:
    """Adafactor that diverged at a usual rate, with an epsilon that is lost in its products."""
    optimizer = evidence.config.optimizer
    if not isinstance(optimizer, Adafactor) or optimizer.epsilon_1 >= _HELD or not evidence.has_diverged:
        return None
    if far_above_usual(evidence):
        return None
    return Diagnosis(
        "optimizer_underflow",
        "severe",
        f"epsilon_1 of Adafactor is lost: at {number(optimizer.epsilon_1)} it is too small for float32, and "
        "the weights became no numbers",
        (f"the training ended as {evidence.status}",),
        "Adafactor divides by the product of a row's and a column's mean squared gradient. Where an input is "
        "always 0, such as a corner of an image, and a unit is too, both are epsilon_1: their product is 0.",
        f"an epsilon_1 of {number(_HELD)}",
        (f"optimizer.Adafactor.epsilon_1={_HELD:g}",),
    )
