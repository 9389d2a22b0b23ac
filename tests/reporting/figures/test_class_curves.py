import numpy as np
import pytest
from matplotlib.cbook import STEP_LOOKUP_MAP

from mlpcli.reporting.facts.calibration import calibration
from mlpcli.reporting.facts.class_curves import class_curves
from mlpcli.reporting.figures.class_curves import calibration_drawing, precision_drawing
from tests.reporting.figures.captured_axes import captured


@pytest.mark.parametrize(
    ("rows", "right", "said"),
    [
        (100, 0.85, "The calibration error of 5.0\u202f% may be chance: 100 rows cannot tell more"),
        (1, 1.0, "The calibration error of 20.0\u202f% may be chance: 1 row cannot tell more"),
        (2000, 0.85, "The network is too unsure: calibration error 5.0\u202f%"),
        (100, 0.6, "The network is too sure: calibration error 20.0\u202f%"),
        (20_000, 0.79, "The network is hardly too sure: calibration error 1.0\u202f%"),
        (2000, 0.8, "The confidence can be relied on: calibration error 0.0\u202f%"),
    ],
    ids=["chance", "one row", "unsure", "sure", "hardly", "calibrated"],
)
def test_only_what_is_beyond_chance_is_claimed(rows: int, right: float, said: str) -> None:
    probabilities = np.tile(np.array([0.2, 0.8]), (rows, 1))
    labels = (np.arange(rows) < right * rows).astype(np.int32)
    assert calibration_drawing(calibration(probabilities, labels)).title == said


def test_the_error_by_chance_is_that_of_a_calibrated_network() -> None:
    # Of 100 answers that are right with 80 %, by the normal distribution.
    found = calibration(np.tile([0.2, 0.8], (100, 1)), np.ones(100, np.int32))
    assert found.chance == pytest.approx(0.04 * np.sqrt(2 / np.pi), abs=0.003)
    assert found.most_by_chance == pytest.approx(0.04 * 1.96, abs=0.011)
    assert "has a calibration error of 3." in calibration_drawing(found).note


def test_the_area_below_precision_as_drawn_is_the_average_precision(monkeypatch: pytest.MonkeyPatch) -> None:
    axes = captured(monkeypatch, "class_curves")
    # Of a tree: most rows share their score with others.
    scores = np.array([0.9, 0.9, 0.9, 0.5, 0.5, 0.5, 0.5, 0.1])
    labels = np.array([1, 1, 0, 1, 0, 0, 1, 0])
    (found,) = class_curves(np.stack([1 - scores, scores], 1), labels, ("no", "yes"), [1])
    precision_drawing([found], len(labels))
    (line,) = axes.lines
    across, up = STEP_LOOKUP_MAP[line.get_drawstyle()](*line.get_data())
    assert -np.trapezoid(up, across) == pytest.approx(found.average_precision)
