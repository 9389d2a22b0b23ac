"""What is no illness, and often asked about."""

from collections.abc import Iterator

import numpy as np

from mlpcli.config.sources.base import DataSection
from mlpcli.config.sources.series import Series
from mlpcli.config.sources.table import Table
from mlpcli.diagnosis.diagnosis import Diagnosis
from mlpcli.diagnosis.evidence import Evidence
from mlpcli.diagnosis.phrases import number
from mlpcli.diagnosis.training_noise import layers_in_training_only

# In the second half of the epochs.
_MOST_EPOCHS = 0.7
_CLEARLY = 0.05
# Of a guess's loss: between losses of 0.0005 and 0.0006 is nothing to ask about.
_WORTH_A_WORD = 0.002
_FEW_ROWS = 100
# Of the difference: the fall of training loss from epoch to epoch, of which its mean lags half behind.
_EXPLAINS = 0.2
_MEASURED_OTHERWISE = (
    "The two are not measured in the same way: training loss is the mean over an epoch, with everything that "
    "makes training harder; validation loss is that of the finished epoch without it."
)


def validation_below_training(evidence: Evidence) -> Diagnosis | None:
    """The validation loss is below the training loss, and there are reasons for it."""
    curves = evidence.curves
    if curves is None or curves.val_loss is None or len(curves) < 3 or not curves.is_finite:
        return None
    below = curves.val_loss < curves.loss
    late = slice(len(curves) // 2, None)
    training, validation = float(curves.loss[late].mean()), float(curves.val_loss[late].mean())
    least = max(_CLEARLY * training, _WORTH_A_WORD * evidence.scale)
    if np.mean(below[late]) < _MOST_EPOCHS or training - validation < least:
        return None
    falls = float(-np.diff(curves.loss)[late].mean())
    reasons = tuple(_reasons(evidence, is_falling=falls > _EXPLAINS * (training - validation)))
    rows = evidence.rows.get("validation", 0)
    which, why = _held_back_rows(evidence.config.data)
    easier = (f"the {rows:,} validation rows are easier ones, {which}",)
    return Diagnosis(
        "validation_below_training",
        "answer",
        f"validation loss ({number(validation)}) is below training loss ({number(training)}), in the mean of "
        f"the last {len(curves.loss[late])} epochs: nothing is wrong with that",
        (*reasons, *(easier if rows < _FEW_ROWS or not reasons else ())),
        _MEASURED_OTHERWISE if reasons else f"Rows that are held back {why}, and need not be as hard.",
        "leave it as it is",
    )


def _held_back_rows(data: DataSection) -> tuple[str, str]:
    """How the validation rows were chosen, and why they differ from the others."""
    how, column = data.split_by if isinstance(data, Table) else ("", None)
    if how == "time" or (isinstance(data, Series) and data.window):
        return "the latest in time", "come after the others in time"
    if how == "column":
        return f"as column {column} chooses them", f"are those that column {column} names"
    return "as drawn by chance", "are drawn at random"


def _reasons(evidence: Evidence, *, is_falling: bool) -> Iterator[str]:
    names = dict.fromkeys(type(one).__name__ for one in layers_in_training_only(evidence.config))
    if names:
        yield f"{', '.join(names)} {'acts' if len(names) == 1 else 'act'} in training only"
    if evidence.has_class_weights:
        yield "class weights are part of the training loss"
    if is_falling:
        yield "training loss is the mean of an epoch, which begins with the weights of the one before"
