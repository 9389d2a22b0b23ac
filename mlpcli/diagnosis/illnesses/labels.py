"""Labels that have nothing to do with their rows."""

import math

from mlpcli.diagnosis import changes
from mlpcli.diagnosis.curves import Curves, smooth
from mlpcli.diagnosis.diagnosis import Diagnosis
from mlpcli.diagnosis.evidence import Evidence
from mlpcli.diagnosis.held_back import Classes
from mlpcli.diagnosis.phrases import number

# Random labels: all training rows are learned, and the others 2 % better than guessed.
_LEARNED = 0.5
# Random labels of rows that are there several times, which cannot all be learned: 33 %, and a validation loss
# of 1.5 of a guess's.
_LEARNED_SOME, _WORSE = 0.25, 1.2
_AT_CHANCE = 0.05
# Of what there is to learn, so much holds for other rows if the labels are theirs; and so improbable must it
# be that as few of them are right then. Of 13 rows or 40 hardly any number is.
_HOLDS, _IMPROBABLE = 0.25, 0.01
_LEAST = 1e-6


def labels_look_shuffled(evidence: Evidence) -> Diagnosis | None:
    """The training rows are learned, and the others are no better than guessed, from the first epoch on; and
    there are enough of them for that to be more than bad luck."""
    curves, classes, shares = evidence.curves, evidence.classes, evidence.shares
    if curves is None or curves.val_loss is None or classes is None or shares is None:
        return None
    guessed = float(shares.max())
    never_better = float(smooth(curves.val_loss).min()) > (1 - _AT_CHANCE) * evidence.guess_loss
    skill, last = evidence.training_skill, float(curves.val_loss[-1])
    is_harmed = last > _WORSE * evidence.guess_loss and evidence.guess_as_good is not None
    if not (never_better and skill > (_LEARNED_SOME if is_harmed else _LEARNED)):
        return None
    right, rows = classes.right, classes.rows
    chance = _chance_of_so_few(right, rows, guessed + _HOLDS * (1 - guessed))
    if chance > _IMPROBABLE or not _are_at_chance(evidence, curves, classes, guessed):
        return None
    return Diagnosis(
        "labels_look_shuffled",
        "severe",
        f"the labels look shuffled: {_accuracies(curves, classes)}, where guessing reaches {guessed:.0%}",
        (
            f"the kept network has {right:,} of {rows:,} held-back rows right: if a quarter of what there is "
            f"to learn held for them, so few would be in {_share_of_trainings(chance)}",
            f"validation loss is never below {number(float(curves.val_loss.min()))}; a guess has "
            f"{number(evidence.guess_loss)}",
        ),
        "The network learns its rows by heart, and nothing that holds for others: the labels do not belong "
        "to their rows, or the inputs say nothing about them.",
        "look whether each label stands beside its own row; a network that is kept from learning by heart "
        "shows what is there to learn",
        changes.restraint(evidence.config),
    )


def _accuracies(curves: Curves, classes: Classes) -> str:
    training = "" if curves.accuracy is None else f"accuracy {curves.accuracy[-1]:.0%} on the training rows, "
    if curves.accuracy is not None and curves.val_accuracy is not None:
        # Of the same epoch: that of the kept one is before the rows were learned.
        return f"{training}{curves.val_accuracy[-1]:.0%} on the validation rows in the last epoch"
    return f"{training}{classes.accuracy:.0%} on {classes.rows:,} others"


def _are_at_chance(evidence: Evidence, curves: Curves, classes: Classes, guessed: float) -> bool:
    """Whether the rows are no better than guessed, with the kept weights and with the last ones: a loss with
    a penalty falls last, so that the kept epoch may be one of before the rows were learned."""
    if not _is_at_chance(classes.accuracy, guessed, classes.rows):
        return False
    rows = evidence.rows.get("validation", classes.rows)
    return curves.val_accuracy is None or _is_at_chance(float(curves.val_accuracy[-1]), guessed, rows)


def _is_at_chance(accuracy: float, guessed: float, rows: int) -> bool:
    """Whether an accuracy of so many rows is no more than guessing reaches, chance considered."""
    error = math.sqrt(max(accuracy * (1 - accuracy), 1e-9) / rows)
    return accuracy <= guessed + max(2 * error, _AT_CHANCE * (1 - guessed))


def _chance_of_so_few(right: int, rows: int, accuracy: float) -> float:
    """The probability that at most so many rows are right at this accuracy, by the normal distribution."""
    deviation = math.sqrt(max(rows * accuracy * (1 - accuracy), 1e-9))
    return math.erfc((rows * accuracy - right - 0.5) / (deviation * math.sqrt(2))) / 2


def _share_of_trainings(chance: float) -> str:
    rounded = float(f"{1 / max(chance, _LEAST):.2g}")
    return f"{'less than ' if chance < _LEAST else ''}1 of {rounded:,.0f} trainings"
