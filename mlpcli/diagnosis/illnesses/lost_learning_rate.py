"""Learning rates that fall so far that the training stands still."""

import numpy as np

from mlpcli.diagnosis import changes
from mlpcli.diagnosis.diagnosis import Diagnosis
from mlpcli.diagnosis.evidence import Evidence
from mlpcli.diagnosis.phrases import number
from mlpcli.explanation.words.schedules import highest_rate

# Of the highest rate, and of the epochs: schedules that end near 0 are there in the last few percent.
_TINY = 1e-3
_LONG = 0.4
# Of a guess's loss, between the highest and the lowest of those epochs.
_STILL = 1e-3
_FEW_EPOCHS = 6


def learning_rate_lost(evidence: Evidence) -> Diagnosis | None:
    """The rate has fallen to nearly nothing, and the loss of the later epochs is always the same."""
    curves = evidence.curves
    if curves is None or len(curves) < _FEW_EPOCHS or not evidence.learns or not curves.is_finite:
        return None
    # Those of the curves are where epochs end: a schedule may have lowered the first one too.
    began = max(highest_rate(evidence.config.optimizer.learning_rate), curves.highest_rate)
    tiny = curves.rates < _TINY * began
    first = int(np.argmax(tiny))
    after = curves.loss[first:]
    if evidence.is_good or not tiny[first:].all() or len(after) < _LONG * len(curves):
        return None
    if float(after.max() - after.min()) > _STILL * evidence.scale:
        return None
    epoch, plateau = int(curves.epochs[first]), evidence.config.training.reduce_lr_on_plateau is not None
    cause = "reduce_lr_on_plateau" if plateau else "its schedule"
    lasting = ("training.reduce_lr_on_plateau=null",) if plateau else changes.constant_rate(evidence.config)
    return Diagnosis(
        "learning_rate_lost",
        "moderate",
        f"the training stands still from epoch {epoch} on: {cause} has lowered the learning rate from "
        f"{number(began)} to {number(float(curves.rates[first]))}",
        (f"training loss {number(float(after[0]))} in epoch {epoch}, {number(float(after[-1]))} at the end",),
        "Steps of such a rate change no weight that could be seen; the epochs after it are for nothing.",
        "a rate that stays" if plateau else "a constant rate",
        lasting,
    )
