"""How a training goes on for longer than it did."""

from dataclasses import replace

import pytest

from mlpcli.diagnosis.diagnose import ILLNESSES
from mlpcli.diagnosis.evidence import Evidence
from mlpcli.diagnosis.longer import longer
from tests.diagnosis.ill import ILL
from tests.diagnosis.made import MOONS, evidence, falling


def ended(epochs: int, patience: int = 4, status: str = "completed") -> Evidence:
    """A training of 20 epochs that was to have so many, with early stopping."""
    text = MOONS.replace("epochs: 20", f"epochs: {epochs}, early_stopping: {{patience: {patience}}}")
    return evidence(text, falling(0.7, 0.4), falling(0.7, 0.4), status=status)


@pytest.mark.parametrize(
    ("made", "changes"),
    [
        (ended(40), ("training.early_stopping.patience=12",)),
        (ended(40, 1), ("training.early_stopping.patience=10",)),
        (ended(20), ("training.epochs=60",)),
        (ended(40, status="interrupted"), ("training.epochs=120",)),
    ],
)
def test_what_patience_ended_goes_on_with_more_of_it(made: Evidence, changes: tuple[str, ...]) -> None:
    assert longer(made)[1] == changes


@pytest.mark.parametrize("name", sorted(ILL))
def test_no_illness_of_a_training_that_patience_ended_is_cured_by_more_epochs(name: str) -> None:
    ill = ILL[name]()
    training = ill.config.training.model_copy(
        update={"epochs": 1000, "early_stopping": ended(40).config.training.early_stopping}
    )
    stopped = replace(ill, config=ill.config.model_copy(update={"training": training}))
    found = ILLNESSES[name](stopped)
    if stopped.has_stopped_early and found is not None:
        assert found.resume_to is None
        assert not any(one.startswith("training.epochs=") for one in found.changes)
