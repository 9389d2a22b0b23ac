"""Losses that hardly teach a network its classes."""

from mlpcli.config.types.with_arguments import name_of
from mlpcli.diagnosis.diagnosis import Diagnosis
from mlpcli.diagnosis.evidence import Evidence

_OF_NUMBERS = ("mean_squared_error", "mean_absolute_error")
# Of two or three classes networks learn by them too; of 50, 3 % after 30 epochs, where crossentropy
# reaches 99 %.
_MANY_CLASSES = 10
_LEARNED_LITTLE = 0.5


def loss_of_numbers(evidence: Evidence) -> Diagnosis | None:
    """A network of many classes that has learned little by a loss that is meant for numbers."""
    name, count = name_of(evidence.plan.objective.loss), len(evidence.plan.facts.classes)
    if name not in _OF_NUMBERS or count < _MANY_CLASSES or not evidence.learns:
        return None
    if evidence.classes is None or not evidence.skill < _LEARNED_LITTLE:
        return None
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
