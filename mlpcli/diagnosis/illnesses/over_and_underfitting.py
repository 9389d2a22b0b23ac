"""Trainings that were too long or too short for their network."""

import math

import numpy as np

from mlpcli.diagnosis import changes
from mlpcli.diagnosis.curves import Curves, epochs_averaged, further_fall, moving_mean
from mlpcli.diagnosis.diagnosis import Diagnosis
from mlpcli.diagnosis.evidence import Evidence
from mlpcli.diagnosis.illnesses.learning_rate import far_above_usual, usual_rate
from mlpcli.diagnosis.learned_by_heart import (
    FEW_EPOCHS,
    cannot_learn_by_heart,
    has_harder_rows,
    is_far_above,
    learns_on,
    loss_between,
    may_be_of_one_row,
    may_be_of_weights,
    turns,
)
from mlpcli.diagnosis.longer import longer
from mlpcli.diagnosis.phrases import number
from mlpcli.diagnosis.simpler_models import told

# Of a guess's loss. mnist_mlp ends 1 % above its lowest, mushrooms_classes 2 %; ill runs 10 to 130 %.
_RISE = 0.12
# Of the lowest: a small loss that nearly doubles, from 0.095 to 0.188, is far below a guess's all the same.
_RISE_AFTER_BEST = 0.5
# Of a guess's loss: from 5e-06 to 2e-05 is not worth a word.
_RISE_AT_LEAST = 0.02
# Wine at RMSprop 0.5, 500 times the usual rate: dropout makes its test loss ten times as high.
_ABSURD = 100.0
# Of the last validation loss, if the epochs were doubled: mnist_mlp_sgd 80 %, digits after 4 epochs 12 %.
_MORE = 0.1
# Of its fall so far: a loss of counts, which may be 0 or less at its lowest, 1.3 % where it is flat.
_MORE_OF_FALL = 0.03
_FALLING = 0.6
# Of the first of two losses: digits 71 % after two epochs.
_FALLS_FAR = 0.85
# two_clouds_mlp still falls, and has no mistakes left to lose.
_PERFECT_ACCURACY, _PERFECT_R2 = 0.98, 0.98
# Of the highest rate: where a schedule ends.
_OVER = 0.1
# The best epoch is among the last tenth.
_LATE = 0.1
# Of the last loss, if the epochs were doubled: circles 0 %, spirals with 2 units 3 %.
_FLAT = 0.15
# Spirals with 2 units: 42 % learned, and boosting 98 %.
_OF_POSSIBLE = 0.75


def overfitting(evidence: Evidence) -> Diagnosis | None:
    """The validation loss rises from its lowest while the training loss falls, or stays far above it although
    its rows are no harder."""
    curves = evidence.curves
    if curves is None or curves.val_loss is None or len(curves) < FEW_EPOCHS + 2 or not curves.is_finite:
        return None
    validation, scale = moving_mean(curves.val_loss), evidence.scale
    if not curves.loss[-1] < scale:
        # A network that is worse than a guess on its own rows has learned nothing by heart.
        return None
    if _may_be_of_others(evidence, curves):
        return None
    lowest, last = float(validation.min()), float(validation[-1])
    best, rise = int(np.argmin(curves.val_loss)), last - lowest
    rises = rise > _RISE * scale and turns(curves)
    if not rises and (not is_far_above(evidence) or has_harder_rows(evidence)):
        return None
    epoch, end = f"{curves.epochs[best]:.0f}", f"{curves.epochs[-1]:.0f}"
    training = f"{number(float(curves.loss[best]))} to {number(float(curves.loss[-1]))}"
    what = (
        f"validation loss rises from {number(lowest)} to {number(last)} while training loss falls from "
        f"{training}"
        if rises
        else f"validation loss stays at {number(last)} while training loss has fallen to "
        f"{number(float(curves.loss[-1]))}"
    )
    return Diagnosis(
        "overfitting",
        "severe" if rise > lowest or loss_between(evidence, curves) > scale else "moderate",
        f"overfitting from epoch {epoch}: {what}",
        (
            f"validation loss is lowest in epoch {epoch} of {end}{_kept(evidence)}{_averaged(len(curves))}",
            f"{evidence.plan.stack.trainable_parameters:,} parameters, {evidence.rows.get('train', 0):,} "
            "training rows",
        ),
        "The network learns its training rows by heart, noise and all, which does not help with others.",
        *_restrained(evidence),
    )


def _may_be_of_others(evidence: Evidence, curves: Curves) -> bool:
    """Whether a loss of validation rows that rises may be of other things than of rows learned by heart."""
    if cannot_learn_by_heart(evidence):
        return True
    return may_be_of_weights(evidence, curves) or may_be_of_one_row(evidence, curves)


def _restrained(evidence: Evidence) -> tuple[str, tuple[str, ...]]:
    if far_above_usual(evidence, _ABSURD):
        usual = usual_rate(evidence)
        advice = f"a learning rate of {number(usual)}: the steps are far too large to settle"
        return advice, changes.learning_rate(evidence.config, usual)
    return "what makes learning by heart harder; more rows help most", changes.restraint(evidence.config)


def best_weights_kept(evidence: Evidence) -> Diagnosis | None:
    """A network that learned by heart after its best epoch, whose weights were kept: no harm was done."""
    curves = evidence.curves
    if curves is None or curves.val_loss is None or len(curves) < FEW_EPOCHS + 2 or not curves.is_finite:
        return None
    best, validation = int(np.argmin(curves.val_loss)), moving_mean(curves.val_loss)
    lowest, last = float(curves.val_loss[best]), float(curves.val_loss[-1])
    rise = float(validation[-1] - validation.min())
    rises = rise > _RISE_AFTER_BEST * float(validation.min()) and rise > _RISE_AT_LEAST * evidence.scale
    # A network that is worse than a guess on its own rows has learned nothing by heart.
    is_learned = bool(curves.loss[-1] < evidence.scale)
    if not (_kept(evidence) and rises and learns_on(curves, best) and is_learned) or _may_be_of_others(
        evidence, curves
    ):
        return None
    epoch, after = int(curves.epochs[best]), int(curves.epochs[best + 1])
    return Diagnosis(
        "best_weights_kept",
        "answer",
        f"learned by heart from epoch {after} on; the best weights, of epoch {epoch}, were kept",
        (f"validation loss {number(lowest)} in epoch {epoch}, {number(last)} in the last one",),
        "After its best epoch the network learned its training rows better and others worse. The weights "
        "that evaluate and predict use are those from before that.",
        "nothing has to be done; with early stopping the later epochs are not waited for",
    )


def _averaged(epochs: int) -> str:
    width = epochs_averaged(epochs)
    return "" if width == 1 else f"; the validation losses above are means of {width} epochs each"


def _kept(evidence: Evidence) -> str:
    training = evidence.config.training
    return ", whose weights were kept" if training.checkpoint.monitor == "val_loss" else ""


def stopped_too_early(evidence: Evidence) -> Diagnosis | None:
    """The last epoch is the best so far, and the curves are still heading down."""
    curves = evidence.curves
    if (
        curves is None
        or len(curves) < 2
        or not evidence.learns
        or not curves.is_finite
        or evidence.status == "interrupted"
        or _has_no_room(evidence)
    ):
        return None
    if curves.rates[-1] < _OVER * curves.highest_rate:
        return None  # A schedule has brought the training to its end.
    guide = curves.guide
    middle = min(len(guide) // 2, len(guide) - 2)
    falls = float(np.mean(np.diff(guide[middle:]) < 0))
    if not _falls_on(curves) or falls < _FALLING:
        return None
    if int(np.argmin(guide)) < len(guide) - 1 - round(_LATE * len(guide)):
        return None
    last = int(curves.epochs[-1])
    name = "training loss" if curves.val_loss is None else "validation loss"
    count = max(4 * last, evidence.config.training.epochs)
    go_on = f"{count} epochs, from the start or from where it stopped"
    more = changes.epochs(evidence.config, count) if count > evidence.config.training.epochs else ()
    advice, more = longer(evidence) if evidence.has_stopped_early else (go_on, more)
    return Diagnosis(
        "stopped_too_early",
        "moderate",
        f"stopped too early: after epoch {last}, the last one, {name} is at {number(float(guide[-1]))} and "
        "still falling",
        (
            f"from epoch {curves.epochs[middle]:.0f} on it fell from {number(float(guide[middle]))}, in "
            f"{falls:.0%} of the epochs",
        ),
        "The weights were still changing for the better when the epochs ended.",
        advice,
        more,
        None if evidence.has_stopped_early else count,
    )


def _falls_on(curves: Curves) -> bool:
    """Whether more epochs would lower both losses much; of two epochs, whether the second is far better."""
    if len(curves) < 3:
        return all(float(one[-1]) < _FALLS_FAR * float(one[0]) for one in (curves.guide, curves.loss))
    guide = curves.guide
    more = min(further_fall(guide), further_fall(curves.loss))
    return more >= max(_MORE * abs(float(guide[-1])), _MORE_OF_FALL * float(guide[0] - guide[-1]))


def _has_no_room(evidence: Evidence) -> bool:
    """Whether the network is so good that more epochs would change nothing."""
    if evidence.is_regression:
        return evidence.skill >= _PERFECT_R2
    if evidence.classes is not None:
        return evidence.classes.accuracy >= _PERFECT_ACCURACY
    curves = evidence.curves
    accuracy = None if curves is None else curves.accuracy
    return accuracy is not None and math.isfinite(accuracy[-1]) and bool(accuracy[-1] >= _PERFECT_ACCURACY)


def underfitting(evidence: Evidence) -> Diagnosis | None:
    """Training and validation are both poor and flat, and another model shows that more is possible.

    Without one nothing does: a loss that is flat far above 0 may be that of the noise.
    """
    curves, better, skill = evidence.curves, evidence.better_fitted, evidence.training_skill
    if curves is None or better is None or len(curves) < 5 or not evidence.learns or not curves.is_finite:
        return None
    is_falling = further_fall(curves.loss) > _FLAT * abs(float(curves.loss[-1]))
    if is_falling or not skill < _OF_POSSIBLE * evidence.possible_skill:
        return None
    return Diagnosis(
        "underfitting",
        "severe" if skill < 0.5 * evidence.possible_skill else "moderate",
        "underfitting: training and validation loss have both stopped falling at "
        f"{number(float(curves.loss[-1]))} and {number(float(curves.guide[-1]))}, and {better.in_words} "
        f"reaches {told(better.figure, better.theirs)} where the network has "
        f"{better.shown(better.ours)}",
        (
            f"{evidence.plan.stack.trainable_parameters:,} parameters",
            evidence.scale_in_words,
        ),
        "The network is too small or too simple for what is to be learned: it cannot even learn its "
        "training rows.",
        "wider hidden layers" if evidence.has_hidden_layers else "hidden layers, where inputs act together",
        changes.wider(evidence.config),
    )
