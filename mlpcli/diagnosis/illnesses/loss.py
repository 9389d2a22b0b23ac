"""Losses that hardly teach a network its classes."""

from mlpcli.config.types.with_arguments import name_of
from mlpcli.diagnosis import changes
from mlpcli.diagnosis.diagnosis import Diagnosis
from mlpcli.diagnosis.evidence import Evidence
from mlpcli.diagnosis.illnesses.over_and_underfitting import stopped_too_early
from mlpcli.diagnosis.illnesses.unusual_layers import how_little, how_severe, learned_too_little
from mlpcli.diagnosis.longer import longer
from mlpcli.explanation.unusual import obstacles
from mlpcli.explanation.unusual.objective import ERRORS

# Of two or three classes networks learn by them too, if slowly; of 50, 3 % after 30 epochs, where
# crossentropy reaches 99 %.
_MANY_CLASSES = 10
_LEARNED_LITTLE = 0.5


def loss_of_numbers(evidence: Evidence) -> Diagnosis | None:
    """A network that has learned little of its classes by a loss that is meant for numbers."""
    name, count = name_of(evidence.plan.objective.loss), len(evidence.plan.facts.classes)
    if name not in ERRORS or not count or not evidence.learns or evidence.classes is None:
        return None
    if count < _MANY_CLASSES or not evidence.skill < _LEARNED_LITTLE:
        return _of_few(evidence)
    return Diagnosis(
        "loss_of_numbers",
        "severe",
        f"{name} hardly teaches {count} classes: accuracy is {evidence.classes.accuracy:.1%}",
        (),
        f"For a row it is the mean over {count} probabilities, of which one is to be 1: to answer nearly 0 "
        "for every class costs little, and the slope there is small. Crossentropy looks at the true class "
        "alone, and is steepest where that is thought unlikely.",
        "the crossentropy of the classes, the default",
        ("training.loss=auto",),
    )


def _of_few(evidence: Evidence) -> Diagnosis | None:
    """Of few classes, or where much was learned all the same: what `explain` says of the loss."""
    found = [one for one in obstacles(evidence.config, evidence.plan) if one.path == ("training", "loss")]
    if not found or not learned_too_little(evidence):
        return None
    (one,) = found
    count = len(evidence.plan.facts.classes)
    # Moons by SGD: 80 % after 20 epochs by either loss, and after 80 by crossentropy 83 %.
    words, more = longer(evidence) if stopped_too_early(evidence) else ("", ())
    return Diagnosis(
        "loss_of_numbers",
        how_severe(evidence),
        f"too little of {count} classes was learned by {one.message}",
        tuple(how_little(evidence)),
        "The slope of crossentropy is steepest there: where the true class is thought unlikely.",
        f"{one.remedy.text}{f', and {words}' if words else ''}",
        (*changes.of_findings(found), *more),
    )
