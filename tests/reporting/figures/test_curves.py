import numpy as np
import pytest

from mlpcli.reporting.facts.learning_curves import LearningCurve
from mlpcli.reporting.figures.curves import curve_drawing, rate_drawing
from tests.reporting.figures.captured_axes import captured


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


@pytest.mark.parametrize(
    ("spike", "best", "place"),
    [
        (None, 10, ("left", "top")),
        (12, 10, ("right", "top")),
        (8, 16, ("right", "top")),
        (15, 16, ("right", "bottom")),
    ],
    ids=["none", "right of it", "far", "left of it, at the edge"],
)
def test_the_label_of_the_best_epoch_is_on_no_spike(
    spike: int | None, best: int, place: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    axes = captured(monkeypatch, "curves")
    losses = np.linspace(0.5, 0.4, 20)
    losses[0] = 1
    if spike:
        losses[spike - 1] = 1
    losses[best - 1] = 0.3
    curve_drawing(LearningCurve("loss", np.arange(1, 21), losses, np.array([]), best, True, 0))
    (label,) = axes.texts
    assert (label.get_ha(), label.get_va()) == place


def test_the_label_is_on_no_line_between_two_epochs(monkeypatch: pytest.MonkeyPatch) -> None:
    axes = captured(monkeypatch, "curves")
    accuracy = np.array([0.0, 0.36, 0.07])
    curve_drawing(LearningCurve("accuracy", np.arange(1, 4), accuracy, np.array([]), 1, False, 0))
    (label,) = axes.texts
    assert (label.get_ha(), label.get_va()) == ("left", "top")


def test_no_line_breaks_within_a_rate() -> None:
    assert rate_drawing(range(1, 3), np.array([1e-3, 1e-8])).title.endswith("0.001 to 1e\u221208")
