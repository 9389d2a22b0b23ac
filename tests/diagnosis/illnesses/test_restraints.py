import numpy as np
import pytest

from mlpcli.diagnosis.diagnose import diagnose
from mlpcli.diagnosis.evidence import Evidence
from tests.diagnosis.made import MOONS, classified, evidence, straight


def names(ill: Evidence) -> list[str]:
    return [one.name for one in diagnose(ill)]


def dropped(rate: float, loss: float, accuracy: int, epochs: int = 20, **baselines: float) -> Evidence:
    """A network whose layer drops `rate`, with its last training loss and how many of 100 rows are right."""
    figures = classified([[accuracy, 100 - accuracy], [100 - accuracy, accuracy]], baselines)
    layer = MOONS.replace("  - Dense: {units: 2,", f"  - Dropout: {rate}\n  - Dense: {{units: 2,")
    losses = straight(0.75, loss, epochs), straight(0.7, 0.8 * loss, epochs)
    return evidence(layer, *losses, accuracy / 100, **figures, class_rows=np.array([360, 360]))


@pytest.mark.parametrize(
    ("ill", "severities"),
    [
        (dropped(0.95, 0.66, 60), ["severe"]),
        (dropped(0.95, 0.55, 85), ["moderate"]),
        (dropped(0.95, 0.55, 85, most_frequent=0.5, gradient_boosting=0.98), ["moderate"]),
        (dropped(0.8, 0.66, 60, most_frequent=0.5, gradient_boosting=0.98), ["severe"]),
    ],
    ids=["little is learned", "some is lost", "another model shows it", "less, and another model shows it"],
)
def test_too_much_dropout_is_told_alone(ill: Evidence, severities: list[str]) -> None:
    assert [(one.name, one.severity) for one in diagnose(ill)] == [
        ("too_much_dropout", severity) for severity in severities
    ]


@pytest.mark.parametrize(
    "healthy_one",
    [
        dropped(0.8, 0.24, 95),
        dropped(0.8, 0.66, 60),
        dropped(0.95, 0.55, 96),
        dropped(0.95, 0.55, 85, gradient_boosting=0.84),
        dropped(0.95, 0.66, 60, 4),
        dropped(0.5, 0.55, 85),
    ],
    ids=["learned", "perhaps noise", "good without it", "as good as others", "few epochs", "a usual rate"],
)
def test_dropout_that_costs_nothing_is_not_too_much(healthy_one: Evidence) -> None:
    assert "too_much_dropout" not in names(healthy_one)


@pytest.mark.parametrize(
    ("layer", "rows", "found"),
    [
        ("trainable: false", [[52, 48], [49, 51]], ["frozen_layers"]),
        ("trainable: false", [[90, 10], [8, 92]], []),
        ("trainable: false, kernel_initializer: [[1, -1], [2, 1]], units: 2", [[52, 48], [49, 51]], []),
    ],
    ids=["random", "good enough", "chosen"],
)
def test_layers_that_keep_random_weights_are_named(
    layer: str, rows: list[list[int]], found: list[str]
) -> None:
    units = "" if "units" in layer else "units: 32, "
    config = MOONS.replace("units: 32, activation: relu", f"{units}activation: relu, {layer}", 1)
    frozen = evidence(config, straight(0.7, 0.69), straight(0.7, 0.69), 0.5, **classified(rows))
    assert [name for name in names(frozen) if name == "frozen_layers"] == found
