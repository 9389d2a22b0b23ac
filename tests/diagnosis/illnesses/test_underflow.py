from dataclasses import replace

import pytest

from mlpcli.diagnosis.diagnose import diagnose
from mlpcli.diagnosis.evidence import Evidence
from tests.diagnosis.made import MOONS, evidence


def diverged(arguments: str) -> Evidence:
    text = MOONS.replace("Adam: {learning_rate: 0.001}", f"Adafactor: {{{arguments}}}")
    return replace(evidence(text), status="diverged")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("learning_rate: 0.01", "optimizer_underflow"),
        ("learning_rate: 0.01, epsilon_1: 1e-20", "learning_rate_too_high"),
        ("learning_rate: 5.0", "learning_rate_too_high"),
    ],
)
def test_adafactor_that_diverges_at_a_usual_rate_has_lost_its_epsilon(arguments: str, expected: str) -> None:
    assert [one.name for one in diagnose(diverged(arguments))] == [expected]
