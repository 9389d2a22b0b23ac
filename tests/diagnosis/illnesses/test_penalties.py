from dataclasses import replace

import numpy as np
import pytest

from mlpcli.diagnosis import changes
from mlpcli.diagnosis.diagnose import diagnose
from mlpcli.diagnosis.evidence import Evidence
from tests.diagnosis.ill import ILL
from tests.diagnosis.made import MOONS, active, classified, evidence, falling


def names(ill: Evidence) -> list[str]:
    return [one.name for one in diagnose(ill)]


def test_penalties_are_lowered_wherever_they_are() -> None:
    ill = ILL["penalty_too_strong"]()
    (found,) = diagnose(ill)
    assert found.headline == (
        "too strong a penalty: 1 in kernel_regularizer.L2.l2 of dense, and training loss, of which it is a "
        "part, is still at 0.698"
    )
    assert found.changes == tuple(f"layers.{index}.Dense.kernel_regularizer.L2.l2=0.01" for index in (0, 1))
    text = (
        "data: {source: waves}\nlayers: [{Bidirectional: {layer: {GRU: {units: 4, recurrent_regularizer: "
        "{L1L2: {l1: 0.5, l2: 0.001}}}}}}, {Dense: 4}, Softmax]"
    )
    (change,) = changes.weaker_penalties(evidence(text).config)
    assert change == "layers.0.Bidirectional.layer.GRU.recurrent_regularizer.L1L2.l1=0.0001"


def test_penalties_that_cost_nothing_are_not_too_strong() -> None:
    ill = ILL["penalty_too_strong"]()
    assert names(replace(ill, **classified([[98, 2], [2, 98]]))) == []
    assert [one.severity for one in diagnose(replace(ill, **classified([[85, 15], [15, 85]])))] == [
        "moderate"
    ]
    weak = evidence(MOONS.replace("activation: relu", "activation: relu, kernel_regularizer: {L2: 0.01}"))
    assert "penalty_too_strong" not in names(replace(ill, config=weak.config))


_POOR, _GOOD = [[80, 20], [20, 80]], [[98, 2], [2, 98]]


def emptied(arguments: str, rows: list[list[int]] = _POOR, withered: float = 0.7) -> Evidence:
    """A network whose hidden layers have these arguments, with dead units of hardly any weight."""
    text = MOONS.replace("activation: relu", f"activation: relu, {arguments}")
    made = evidence(text, falling(1.2, 0.3), falling(1.1, 0.3), 0.8, **classified(rows))
    return active(made, dead=0.7, withered=withered)


@pytest.mark.parametrize(
    ("ill", "expected"),
    [
        (emptied("kernel_regularizer: {L1: 0.01}"), ["penalty_too_strong"]),
        (emptied("kernel_regularizer: {L1: 0.01}", _GOOD), []),
        (emptied("kernel_regularizer: {L1: 0.01}", withered=0.1), ["dead_units"]),
        (emptied("activity_regularizer: {L1: 0.1}", withered=0.1), ["penalty_too_strong"]),
        (emptied("activity_regularizer: {L1: 0.1}", _GOOD, withered=0.1), []),
        (emptied("bias_regularizer: {L1: 0.01}"), ["dead_units"]),
        (emptied("kernel_initializer: Zeros"), ["unusual_layers", "dead_units"]),
    ],
    ids=[
        "a penalty",
        "a penalty that costs nothing",
        "weights are left",
        "of outputs",
        "of outputs, at no cost",
        "of the bias",
        "no penalty",
    ],
)
def test_units_that_a_penalty_has_emptied_are_told_as_the_penalty(ill: Evidence, expected: list[str]) -> None:
    assert names(ill) == expected


def test_a_penalty_that_empties_units_is_told_with_their_share() -> None:
    (found,) = diagnose(emptied("kernel_regularizer: {L1: 0.01}"))
    assert found.headline == (
        "too strong a penalty: 0.01 in kernel_regularizer.L1.l1 of dense, and hardly any weight is left of "
        "70% of the 32 units of dense"
    )
    assert found.changes == tuple(f"layers.{index}.Dense.kernel_regularizer.L1.l1=0.0001" for index in (0, 1))


def test_penalties_of_a_usual_strength_become_a_tenth() -> None:
    config = emptied("kernel_regularizer: {L2: 0.01}").config
    assert changes.weaker_penalties(config)[0] == "layers.0.Dense.kernel_regularizer.L2.l2=0.001"


@pytest.mark.parametrize(
    ("decay", "expected"),
    [(20, ["optimizer.AdamW.weight_decay=0.01"]), (0.01, [])],
)
def test_a_weight_decay_that_keeps_weights_near_0_is_told(decay: float, expected: list[str]) -> None:
    optimizer = f"AdamW: {{weight_decay: {decay}, learning_rate"
    made = evidence(
        MOONS.replace("Adam: {learning_rate", optimizer),
        falling(0.7, 0.66),
        falling(0.7, 0.66),
        0.6,
        **classified([[60, 40], [40, 60]]),
        class_rows=np.array([360, 360]),
    )
    found = [change for one in diagnose(made) if one.name == "penalty_too_strong" for change in one.changes]
    assert found == expected
