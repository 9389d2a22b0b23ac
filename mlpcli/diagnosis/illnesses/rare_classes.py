"""Classes that the network never or hardly gives."""

import numpy as np

from mlpcli.diagnosis import changes
from mlpcli.diagnosis.diagnosis import Diagnosis
from mlpcli.diagnosis.evidence import Evidence
from mlpcli.diagnosis.held_back import Classes
from mlpcli.diagnosis.learned_by_heart import knows_better
from mlpcli.diagnosis.longer import longer
from mlpcli.diagnosis.phrases import number
from mlpcli.explanation.words.phrases import listed

# Healthy runs give a class as often as it is there; the nearest, adult, its commonest to 82 % of the rows.
_ALWAYS = 0.99
# Of the rows of the commonest class: adult 32 %, of which 61 % are found; mushrooms 35 %, and 92 %.
_RARE = 0.25
_MISSED = 0.5
_OTHERS = 0.7
# Validation loss has no class weights: it rises at first while such a class is learned, and few epochs would
# keep the weights of the first one.
_UNLEARNED = 0.2
_FEWEST_ROWS = 5
# How much more the heaviest class counts than the lightest, rows and weights taken together; balanced ones
# count the same. And how often it is given, for each row that is of it.
_OUT_OF_PROPORTION, _TOO_OFTEN = 5.0, 2.0
# Figures of rows that count the same, whatever their class.
_UNWEIGHTED = frozenset({"val_loss", "val_accuracy"})
_FEW_EPOCHS = 3
# Of a guess's loss, after the kept epoch: 13 % of it where 3 % of the rows are of a class.
_FALLS_ON = 0.1


def rare_class_missed(evidence: Evidence) -> Diagnosis | None:
    """Most rows of a rare class are taken for another one, while the common ones are recognized."""
    classes, shares = evidence.classes, evidence.shares
    if classes is None or shares is None or not evidence.learns:
        return None
    rare = (shares < _RARE * shares.max()) & (classes.supports >= _FEWEST_ROWS)
    missed = rare & (np.nan_to_num(classes.recalls, nan=1.0) < _MISSED)
    commonest = int(shares.argmax())
    if not missed.any() or not classes.recalls[commonest] >= _OTHERS or evidence.has_class_weights:
        return None
    worst = int(np.where(missed, np.nan_to_num(classes.recalls, nan=1.0), 2.0).argmin())
    hits, rows = int(classes.confusion[worst, worst]), int(classes.supports[worst])
    others = tuple(
        f"{classes.names[index]}: {shares[index]:.1%} of the rows, {classes.recalls[index]:.0%} of them found"
        for index in np.flatnonzero(missed)[:5]
    )
    is_unlearned = bool(classes.recalls[worst] < _UNLEARNED)
    words, more = longer(evidence)
    weights = "balanced class weights: each class counts the same"
    return Diagnosis(
        "rare_class_missed",
        "severe" if is_unlearned else "moderate",
        f"class imbalance: of {rows:,} held-back rows of {classes.names[worst]} {_few(hits)} "
        f"recognized; accuracy is {classes.accuracy:.1%} all the same, because {shares[commonest]:.0%} of "
        f"the rows are {classes.names[commonest]}",
        others,
        "Every row counts the same in the loss, so a class of few rows hardly counts.",
        f"{weights}{f', and {words}' if is_unlearned else ''}; look at macro_f1 and recall instead of "
        "accuracy",
        ("training.class_weight=balanced", *(more if is_unlearned else ())),
    )


def _few(count: int) -> str:
    return f"only {count:,} {'is' if count == 1 else 'are'}" if count else "none is"


def class_weights_too_far(evidence: Evidence) -> Diagnosis | None:
    """Class weights that were chosen by hand make a class count for many times another one, and it is given
    to rows that are not of it."""
    classes, counted = evidence.classes, evidence.counted_shares
    given = evidence.config.training.class_weight
    if classes is None or counted is None or evidence.shares is None or given in (None, "balanced"):
        return None
    most, least = int(counted.argmax()), int(np.where(counted > 0, counted, np.inf).argmin())
    times = float(counted[most] / counted[least])
    given_to, of_it = int(classes.predicted[most]), int(classes.supports[most])
    is_far = times > _OUT_OF_PROPORTION and given_to > _TOO_OFTEN * of_it
    if not is_far or classes.accuracy >= float(evidence.shares.max()):
        return None
    name, other = classes.names[most], classes.names[least]
    return Diagnosis(
        "class_weights_too_far",
        "severe",
        f"class weights make {name} count {times:.0f} times as much as {other}: of {classes.rows:,} "
        f"held-back rows {given_to:,} are given it, and {of_it:,} are of it",
        (f"accuracy {classes.accuracy:.1%}; the commonest class alone has {evidence.shares.max():.1%}",),
        "A mistake with a row of the one class costs more than mistakes with all rows of the other.",
        "balanced class weights: each class counts the same",
        ("training.class_weight=balanced",),
    )


def weights_unlike_monitor(evidence: Evidence) -> Diagnosis | None:
    """The best epoch is chosen by validation figures, which have no class weights, and is one of before the
    classes were learned."""
    curves, training = evidence.curves, evidence.config.training
    monitor = training.checkpoint.monitor
    if curves is None or curves.val_loss is None or monitor not in _UNWEIGHTED or not curves.is_finite:
        return None
    better = evidence.guess_as_good or evidence.better_fitted
    kept, last = evidence.kept, len(curves) - 1
    falls_on = float(curves.loss[kept] - curves.loss[-1]) > _FALLS_ON * evidence.scale
    is_early = last >= _FEW_EPOCHS and kept < last / 2
    if not (better and evidence.has_uneven_weights and is_early and falls_on) or knows_better(evidence, last):
        return None
    epoch, best = f"{curves.epochs[kept]:.0f}", "lowest" if monitor == "val_loss" else "highest"
    return Diagnosis(
        "weights_unlike_monitor",
        "severe" if better.is_guess else "moderate",
        f"class weights and the monitor disagree: {monitor}, which has no class weights, is {best} in epoch "
        f"{epoch} of {curves.epochs[-1]:.0f}, whose weights were kept, while training loss, which has them, "
        f"falls on from {number(float(curves.loss[kept]))} to {number(float(curves.loss[-1]))}",
        (f"the mean recall of the classes is {better.ours:.3f}; {better.in_words} has {better.theirs:.3f}",),
        "As a class is learned that counts for more than it is there, more rows of the others are mistaken, "
        "and each row counts the same in validation: the epochs in which something was learned look worse.",
        *_monitored(evidence),
    )


def _monitored(evidence: Evidence) -> tuple[str, tuple[str, ...]]:
    """A figure that class weights do not make worse, in words and as changes."""
    config = evidence.config
    if evidence.plan.stack.output_shape == (1,):
        advice = "choose the epoch by val_auc, for which it does not matter how common a class is"
        return advice, (*changes.with_metric(config, "auc"), *changes.monitored(config, "val_auc", "max"))
    advice = "choose the epoch by training loss, which has the weights, and look at validation beside it"
    return advice, changes.monitored(config, "loss", "min")


def always_one_class(evidence: Evidence) -> Diagnosis | None:
    """Nearly every row gets the same class."""
    classes = evidence.classes
    if classes is None or not evidence.learns or (classes.supports > 0).sum() < 2:
        return None
    share = classes.predicted.max() / classes.rows
    top = int(classes.predicted.argmax())
    theirs = classes.supports[top] / classes.rows
    if share < _ALWAYS or theirs > _ALWAYS - 0.005:
        return None
    return Diagnosis(
        "always_one_class",
        "severe",
        f"the network nearly always gives one class: {classes.names[top]} for {share:.0%} of "
        f"{classes.rows:,} held-back rows, of which {theirs:.0%} are of it",
        (f"accuracy {classes.accuracy:.1%}",),
        f"The outputs hardly depend on the inputs, so {_the_answer(classes, top)}. Units that are dead or "
        "saturated, inputs of very different scales, and a wrong learning rate all do this.",
        *_from_the_start(evidence),
    )


def _the_answer(classes: Classes, given: int) -> str:
    if classes.supports[given] == classes.supports.max():
        return "the commonest class is the best answer"
    return "all rows get one answer, and not even that of the commonest class"


def _from_the_start(evidence: Evidence) -> tuple[str, tuple[str, ...]]:
    """What a network that has learned nothing is started anew with, in words and as changes."""
    config, (longer_in_words, more) = evidence.config, longer(evidence)
    tried = {
        "standardized inputs": changes.standardized_inputs(config),
        "Adam at its usual rate": changes.usual_optimizer(config),
        # Not those of a schedule, which goes with its optimizer.
        longer_in_words: more[:1],
    }
    words = [words for words, settings in tried.items() if settings]
    return listed(words), tuple(change for settings in tried.values() for change in settings)
