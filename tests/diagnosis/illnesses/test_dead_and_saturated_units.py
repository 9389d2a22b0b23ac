from dataclasses import replace

import numpy as np
import pytest

from mlpcli.diagnosis.diagnose import diagnose
from mlpcli.diagnosis.illnesses.dead_and_saturated_units import dead_units, saturated_units
from mlpcli.diagnosis.row_facts import InputScales
from tests.diagnosis.ill import ILL
from tests.diagnosis.made import MOONS, WINE, active, classified, evidence, falling

_GOOD, _POOR = [[98, 2], [2, 98]], [[70, 30], [30, 70]]
_TWO_UNITS = MOONS.replace("units: 32", "units: 2")


@pytest.mark.parametrize(
    ("text", "rate", "confusion", "loss", "expected"),
    [
        (MOONS, 3.0, _POOR, falling(0.7, 0.3), "learning_rate_too_high"),
        (MOONS, 0.01, _POOR, falling(0.7, 0.3), "dead_units"),
        # A network that is good has borne the rate, and two units are a small network's chance.
        (MOONS, 3.0, _GOOD, falling(0.7, 0.3), "dead_units"),
        (_TWO_UNITS, 3.0, _POOR, falling(0.7, 0.3), "dead_units"),
        # A loss that jumps kills no units by itself: a bias far below 0 does.
        (MOONS, 0.02, _POOR, [2.0, *([0.5, 0.62] * 10)], "dead_units"),
        (MOONS, 0.2, _POOR, [2.0, *([0.5, 0.62] * 10)], "learning_rate_too_high"),
    ],
    ids=["killing", "usual", "good", "two units", "jumping", "jumping far"],
)
def test_dead_units_are_told_as_the_rate_where_it_has_killed_them(
    text: str, rate: float, confusion: list[list[int]], loss: list[float], expected: str
) -> None:
    figures = classified(confusion) | {"class_rows": np.array([360, 360])}
    made = evidence(text.replace("Adam", "SGD"), loss, loss, 0.9, rate, **figures)
    found = [one.name for one in diagnose(active(made, dead=0.95))]
    assert [one for one in found if one in ("dead_units", "learning_rate_too_high")][-1:] == [expected]
    assert ("dead_units" in found) is (expected == "dead_units")


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (256, "are 0 for all of the 256 training rows that were looked at"),
        (720, "are 0 for all 720 training rows"),
    ],
)
def test_how_many_rows_were_looked_at_is_said(rows: int, told: str) -> None:
    ill = ILL["dead_units"]()
    found = dead_units(replace(ill, activities=tuple(replace(one, rows=rows) for one in ill.activities)))
    assert found is not None and found.headline.endswith(told)


_HUGE = "activation: tanh, kernel_initializer: {RandomNormal: {stddev: 5}}"
_SCALED = WINE.replace("standardize: false", "standardize: true")
_STANDARDIZED = "data.standardize=true"
_USUAL_WEIGHTS = "layers.0.Dense.kernel_initializer=GlorotUniform"


@pytest.mark.parametrize(
    ("text", "rate", "expected"),
    [
        (WINE, 0.001, [_STANDARDIZED]),
        (_SCALED.replace("activation: tanh", _HUGE), 0.001, [_USUAL_WEIGHTS]),
        (WINE.replace("activation: tanh", _HUGE), 0.001, [_USUAL_WEIGHTS, _STANDARDIZED]),
        (_SCALED, 0.3, ["optimizer.Adam.learning_rate=0.001"]),
        (_SCALED, 0.001, ["layers.0.Dense.activation=relu"]),
    ],
    ids=["inputs", "weights", "both", "rate", "unknown"],
)
def test_saturated_units_are_cured_by_what_saturates_them(
    text: str, rate: float, expected: list[str]
) -> None:
    ill = ILL["saturated_units"]()
    other = evidence(f"{text}optimizer: {{Adam: {{learning_rate: 0.001}}}}\n", rate=rate)
    found = saturated_units(replace(ill, config=other.config, plan=other.plan))
    assert found is not None
    assert [*found.changes] == expected


@pytest.mark.parametrize(
    ("data", "advice", "expected"),
    [
        ("wine, standardize: false", "standardized inputs", [_STANDARDIZED]),
        ("gates", "values around 1, such as by a Rescaling layer", []),
    ],
)
def test_units_of_unscaled_inputs_get_no_other_activation(
    data: str, advice: str, expected: list[str]
) -> None:
    outputs = "{units: 1, activation: sigmoid}" if data == "gates" else "{units: 3, activation: softmax}"
    layers = f"[{{Dense: {{units: 16, activation: relu}}}}, {{Dense: {outputs}}}]"
    text = f"data: {{source: {data}}}\nlayers: {layers}\n"
    made = evidence(text, falling(80, 1.1), inputs=InputScales(np.array([13.0, 2.0, 800.0, 1.0])))
    found = dead_units(active(made, dead=0.95))
    assert found is not None
    assert (found.advice, [*found.changes]) == (advice, expected)
