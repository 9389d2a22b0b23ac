"""Whether a network knows its training rows by heart, or the validation rows are merely harder."""

import numpy as np

from mlpcli.diagnosis.curves import Curves, moving_mean
from mlpcli.diagnosis.evidence import Evidence
from mlpcli.diagnosis.held_back import HeldBack
from mlpcli.diagnosis.simpler_models import skill_of_accuracy

FEW_ROWS = 60
"""Validation rows of which a single one can decide what their loss does."""
FEW_EPOCHS = 3
"""Fewer of them after the best one say nothing."""
# Of accuracy, and of the loss, between the training rows and the others.
_MORE_RIGHT, _MORE_LOSS = 0.05, 1.2
# Of a guess's loss, between the same two: losses of 0.045 and 0.06 are both small.
_LOSS_BETWEEN = 0.05
# From a guess, 0, to perfection: random labels of which little can be learned reach 11 %.
_LEARNED = 0.25
_RISE_OF_BEST = 0.1
# Between the losses, where validation does not rise: diabetes learned by heart 65 %, healthy runs up to 13 %.
_GAP = 0.3
# Penguins: of 28 validation rows 27 are right from epoch 5 on, and their loss rises from 0.43 to 0.8.
_ROWS_LOST = 1.5
# Where numbers are predicted nothing says how many rows a loss is of: prices, of which one of 6 is high.
_FEWEST_NUMBERS = 10
# Of a guess's loss: from so near its lowest a validation loss does not fall any more, and so much training
# loss falls after that, in seven trainings of harder rows 4 % at most, where rows are learned by heart 18 %.
_SETTLED, _FALLS_AFTER = 0.05, 0.1
# Of a guess's loss: what has been learned before the first epoch ends is not seen in the curves.
_UNLEARNED = 0.5
# Logistic regression with 4 weights and 700 rows, whose validation loss, of later rows, rises by a quarter:
# so many rows are not learned by heart.
_ROWS_OF_A_WEIGHT = 50


def learns_by_heart(evidence: Evidence) -> bool:
    """Whether the kept network has learned its training rows, and knows them clearly better than others that
    are as hard."""
    return knows_better(evidence, evidence.kept)


def knows_better(evidence: Evidence, epoch: int) -> bool:
    """Whether the training rows are learned and clearly better known than others that are as hard, after the
    epoch at this index."""
    curves = evidence.curves
    if curves is None or curves.val_loss is None:
        return False
    if curves.accuracy is not None and curves.val_accuracy is not None:
        right = float(curves.accuracy[epoch])
        guessed = 0.0 if evidence.shares is None else float(evidence.shares.max())
        is_learned = evidence.has_class_weights or skill_of_accuracy(right, guessed) > _LEARNED
        return is_learned and bool(right - curves.val_accuracy[epoch] > _MORE_RIGHT)
    # Validation loss has no class weights.
    gap = float(curves.val_loss[epoch] - curves.loss[epoch])
    is_clear = gap > (_MORE_LOSS - 1) * curves.loss[epoch] and gap > _LOSS_BETWEEN * evidence.scale
    return not evidence.has_uneven_weights and bool(is_clear) and not has_harder_rows(evidence)


def loss_between(evidence: Evidence, curves: Curves) -> float:
    """How far validation loss ends above training loss; 0 where that says nothing."""
    if curves.val_loss is None or evidence.has_uneven_weights:
        return 0.0
    return float(moving_mean(curves.val_loss)[-1] - curves.loss[-1])


def is_far_above(evidence: Evidence) -> bool:
    """Whether validation loss ends far above training loss."""
    curves = evidence.curves
    if curves is None:
        return False
    gap = loss_between(evidence, curves)
    return gap > _GAP * evidence.scale and bool(curves.loss[-1] < gap)


def turns(curves: Curves) -> bool:
    """Whether validation loss rises from its lowest while training loss goes on falling."""
    if curves.val_loss is None:
        return False
    validation, best = moving_mean(curves.val_loss), int(np.argmin(curves.val_loss))
    rises = validation[-1] - validation.min() > _RISE_OF_BEST * validation.min()
    return bool(rises) and learns_on(curves, best)


def learns_on(curves: Curves, best: int) -> bool:
    """Whether training loss falls clearly after the epoch at this index, in enough epochs."""
    return bool(curves.loss[-1] < 0.9 * curves.loss[best]) and len(curves) - 1 - best >= FEW_EPOCHS


def has_harder_rows(evidence: Evidence) -> bool:
    """Whether validation loss is far above training loss because its rows are harder, or others: the network
    has nothing to learn rows by heart with, the test rows are less hard, or it falls as long as training loss
    does."""
    curves = evidence.curves
    if curves is None or curves.val_loss is None or not is_far_above(evidence):
        return False
    if cannot_learn_by_heart(evidence):
        return True
    is_of_rows = _are_harder_than_test(evidence, curves) or _falls_as_long(curves, evidence.scale)
    return is_of_rows and not turns(curves)


def cannot_learn_by_heart(evidence: Evidence) -> bool:
    """Whether a network without hidden layers has many rows for each of its weights."""
    rows, weights = evidence.rows.get("train", 0), evidence.plan.stack.trainable_parameters
    return not evidence.has_hidden_layers and rows >= _ROWS_OF_A_WEIGHT * weights


def _are_harder_than_test(evidence: Evidence, curves: Curves) -> bool:
    test, validation = larger_test(evidence), evidence.splits.get("validation")
    if test is None or validation is None:
        return False
    harder = validation.figure("loss") - test.figure("loss")
    return loss_between(evidence, curves) - harder <= _GAP * evidence.scale


def larger_test(evidence: Evidence) -> HeldBack | None:
    """The test rows, if they are as many as those of validation."""
    test = evidence.splits.get("test")
    return test if test and test.rows >= evidence.rows.get("validation", 0) else None


def _falls_as_long(curves: Curves, scale: float) -> bool:
    """Whether validation loss falls as long as training loss does, and never rises much."""
    assert curves.val_loss is not None  # noqa: S101
    training, validation = moving_mean(curves.loss), moving_mean(curves.val_loss)
    rise = float((validation - np.minimum.accumulate(validation)).max())
    settled = int(np.argmax(validation <= validation.min() + _SETTLED * scale))
    falls_after = float(training[settled] - training[-1])
    is_seen = bool(curves.loss[0] >= _UNLEARNED * scale)
    return is_seen and rise < _FALLS_AFTER * scale and falls_after < _FALLS_AFTER * scale


def may_be_of_weights(evidence: Evidence, curves: Curves) -> bool:
    """Whether losses say nothing of what was learned by heart: that of validation has no class weights, so it
    rises while a class is learned that counts for more than it is there. Accuracy has none in either."""
    if not evidence.has_uneven_weights:
        return False
    accuracy, others = curves.accuracy, curves.val_accuracy
    return accuracy is None or others is None or not accuracy[-1] - others[-1] > _MORE_RIGHT


def may_be_of_one_row(evidence: Evidence, curves: Curves) -> bool:
    """Whether one of few validation rows is all that the network knows less of than in its best epoch, and
    than of the training rows: the loss of a row that is wrong rises without limit as it becomes surer."""
    rows, accuracy, others = evidence.rows.get("validation", 0), curves.accuracy, curves.val_accuracy
    if curves.val_loss is None or not 0 < rows < FEW_ROWS:
        return False
    if evidence.is_regression:
        return rows < _FEWEST_NUMBERS and not _is_far_in_test(evidence, curves)
    if accuracy is None or others is None:
        return False
    most = max(float(others[int(np.argmin(curves.val_loss))]), float(accuracy[-1]))
    return rows * (most - float(others[-1])) < _ROWS_LOST


def _is_far_in_test(evidence: Evidence, curves: Curves) -> bool:
    test = larger_test(evidence)
    return test is not None and test.figure("loss") - curves.loss[evidence.kept] > _GAP * evidence.scale
