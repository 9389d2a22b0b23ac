"""What is no illness, and often asked about."""

from collections.abc import Iterator

import numpy as np

from mlpcli.config.sources.base import DataSection
from mlpcli.config.sources.series import Series
from mlpcli.config.sources.table import Table
from mlpcli.diagnosis.curves import Curves
from mlpcli.diagnosis.diagnosis import Diagnosis
from mlpcli.diagnosis.evidence import Evidence
from mlpcli.diagnosis.learned_by_heart import (
    has_harder_rows,
    is_far_above,
    larger_test,
    may_be_of_one_row,
)
from mlpcli.diagnosis.phrases import number
from mlpcli.diagnosis.training_noise import layers_in_training_only
from mlpcli.explanation.words.phrases import counted

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


def validation_above_training(evidence: Evidence) -> Diagnosis | None:
    """The validation loss ends far above the training loss, and its rows may be all that it is of."""
    curves = evidence.curves
    if curves is None or curves.val_loss is None or not curves.is_finite or not is_far_above(evidence):
        return None
    is_of_few = may_be_of_one_row(evidence, curves)
    if not is_of_few and not has_harder_rows(evidence):
        return None
    rows = evidence.rows.get("validation", 0)
    which, why = _held_back_rows(evidence.config.data)
    validation, training = (number(float(losses[-1])) for losses in (curves.val_loss, curves.loss))
    return Diagnosis(
        "validation_above_training",
        "answer",
        f"validation loss ends at {validation}, far above training loss at {training}: that alone does not "
        "mean that the network learns by heart",
        (
            *(_harder(evidence, curves) if has_harder_rows(evidence) else ()),
            *((f"of {counted(rows, 'validation row')} one may be all that it is of",) if is_of_few else ()),
            f"the {rows:,} validation rows, {which}, may be harder than the training rows",
        ),
        f"Rows that are held back {why}, and need not be as easy.",
        "leave it as it is",
    )


def _harder(evidence: Evidence, curves: Curves) -> Iterator[str]:
    """How harder rows are seen."""
    test, validation = larger_test(evidence), evidence.splits.get("validation")
    if test and validation and test.figure("loss") < validation.figure("loss"):
        losses = [number(one.figure("loss")) for one in (test, validation)]
        epoch = f"{curves.epochs[evidence.kept]:.0f}"
        yield f"test loss {losses[0]}, validation loss {losses[1]}, both with the weights of epoch {epoch}"
    assert curves.val_loss is not None  # noqa: S101
    first = [number(float(one[0])) for one in (curves.val_loss, curves.loss)]
    yield f"in epoch {curves.epochs[0]:.0f} validation loss was {first[0]}, and training loss {first[1]}"


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
