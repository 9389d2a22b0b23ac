import numpy as np

from mlpcli.reporting.facts.learning_curves import LearningCurve
from mlpcli.reporting.figures.curves import curve_drawing, rate_drawing


def test_rates_over_many_decades_have_plain_labels() -> None:
    svg = str(rate_drawing(range(1, 6), np.array([1e-2, 1e-3, 1e-4, 1e-5, 1e-6])).svg)
    assert "math" not in svg and "$" not in svg
    assert ">0.001<" in svg.replace(" ", "").replace("\n", "") or "0.001" in svg


def test_a_loss_that_explodes_is_drawn_by_powers_of_ten() -> None:
    exploding = np.array([0.7, 3.0, 1e9, 1e21])
    epochs, none = np.arange(1, 5), np.array([])
    assert "1e+18" in str(curve_drawing(LearningCurve("loss", epochs, exploding, none, 1, True, 0)).svg)
    sinking = exploding[::-1]
    assert "1e+18" not in str(curve_drawing(LearningCurve("loss", epochs, sinking, none, 4, True, 0)).svg)
