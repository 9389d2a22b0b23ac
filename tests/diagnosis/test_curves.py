import numpy as np
import pytest

from mlpcli.diagnosis.curves import curves_of, further_fall, jaggedness, late_progress, moving_mean


def test_there_are_no_curves_without_epochs() -> None:
    assert curves_of([]) is None


def test_curves_are_the_columns_of_metrics() -> None:
    rows = [
        {"epoch": 1.0, "seconds": 0.1, "learning_rate": 0.1, "loss": 2.0, "val_loss": 3.0},
        {"epoch": 2.0, "seconds": 0.1, "learning_rate": 0.05, "loss": 1.0, "val_loss": 2.0},
    ]
    curves = curves_of(rows)
    assert curves is not None
    assert curves.loss.tolist() == [2.0, 1.0]
    assert curves.guide.tolist() == [3.0, 2.0]
    assert curves.accuracy is None
    assert (curves.highest_rate, curves.falling_share, curves.is_finite) == (0.1, 1.0, True)


def test_a_rate_in_float32_is_the_one_in_the_config() -> None:
    curves = curves_of([{"epoch": 1.0, "loss": 1.0, "learning_rate": float(np.float32(0.001))}])
    assert curves is not None and curves.highest_rate == 0.001


def test_a_loss_that_is_no_number_is_seen() -> None:
    curves = curves_of([{"epoch": 1.0, "loss": float("nan")}])
    assert curves is not None and not curves.is_finite


def test_a_straight_line_falls_on_as_before() -> None:
    assert further_fall(np.linspace(2, 1, 11)) == pytest.approx(1.1)
    assert further_fall(np.linspace(1, 2, 11)) == pytest.approx(-1.1)
    assert further_fall(np.ones(11)) == 0
    assert further_fall(np.array([2.0, 1.0])) == 0


def test_progress_is_that_of_the_last_quarter() -> None:
    assert late_progress(np.array([9.0, 5.0, 3.0, 2.0])) == 1
    assert np.isnan(late_progress(np.array([2.0, 1.0])))


def test_only_turns_make_a_curve_jagged() -> None:
    assert jaggedness(np.linspace(2, 1, 20)) == pytest.approx(0, abs=1e-12)
    assert jaggedness(np.array([1.0, 3.0] * 10)) == pytest.approx(1)
    assert jaggedness(np.array([1.0, 3.0])) == 0


def test_a_moving_mean_has_no_noise() -> None:
    assert np.ptp(moving_mean(np.array([1.0, 2.0, 3.0] * 10))) == pytest.approx(0)
    assert moving_mean(np.array([3.0, 1.0])).tolist() == [3.0, 1.0]
