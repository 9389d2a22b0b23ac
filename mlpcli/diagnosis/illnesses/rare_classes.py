"""Classes that the network never or hardly gives."""

import numpy as np

from mlpcli.diagnosis import changes
from mlpcli.diagnosis.diagnosis import Diagnosis
from mlpcli.diagnosis.evidence import Evidence

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
    longer = changes.epochs(evidence.config, max(3 * evidence.config.training.epochs, 30))
    weights = "balanced class weights: each class counts the same"
    return Diagnosis(
        "rare_class_missed",
        "severe" if is_unlearned else "moderate",
        f"class imbalance: of {rows:,} held-back rows of {classes.names[worst]} only {hits:,} are "
        f"recognized; accuracy is {classes.accuracy:.1%} all the same, because {shares[commonest]:.0%} of "
        f"the rows are {classes.names[commonest]}",
        others,
        "Every row counts the same in the loss, so a class of few rows hardly counts.",
        f"{weights}{', and more epochs' if is_unlearned else ''}; look at macro_f1 and recall instead of "
        "accuracy",
        ("training.class_weight=balanced", *(longer if is_unlearned else ())),
    )


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
        "The outputs hardly depend on the inputs, so the commonest class is the best answer. Units that "
        "are dead or saturated, inputs of very different scales, and a wrong learning rate all do this.",
        "standardized inputs, Adam at its usual rate and more epochs",
        _from_the_start(evidence),
    )


def _from_the_start(evidence: Evidence) -> tuple[str, ...]:
    """What a network that has learned nothing is started anew with."""
    config = evidence.config
    standardized = changes.standardized_inputs(config)
    return (
        *standardized,
        "optimizer={Adam: {learning_rate: 0.001}}",
        f"training.epochs={max(3 * config.training.epochs, 30)}",
    )
