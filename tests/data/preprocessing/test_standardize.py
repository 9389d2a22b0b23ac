import numpy as np
import pytest

from mlpcli.data.preprocessing import RobustScale, Scale, base
from mlpcli.errors import DataError


def test_every_feature_is_measured() -> None:
    fitted = Scale.fit(np.array([[1, 10], [3, 30]], dtype=np.float32))
    assert fitted == Scale(mean=(2.0, 20.0), deviation=(1.0, 10.0))


def test_signals_are_measured_by_channel() -> None:
    assert Scale.fit(np.zeros((5, 7, 2))).mean == (0.0, 0.0)


def test_a_feature_that_never_changes_is_only_shifted() -> None:
    assert Scale.fit(np.full((7, 1), 0.1)).deviation == (1.0,)


@pytest.mark.parametrize(
    ("size", "is_constant"), [(1e-45, True), (1e-40, True), (1e-38, True), (1e-37, False)]
)
def test_a_feature_that_changes_by_less_than_float32_holds_is_only_shifted(
    size: float, is_constant: bool
) -> None:
    fitted = Scale.fit(np.array([[0.0], [2.0]]) * size)
    assert fitted.deviation == ((1.0,) if is_constant else (size,))
    assert all(np.isfinite(np.float32(layer.arguments)).all() for layer in fitted.layers)
    values = np.array([[0.0], [2.0]]) * size
    measured: dict[str, object] = {"np": np, "x_train": values}
    exec(Scale.measured, measured)
    assert measured["deviation"] == fitted.deviation


def test_what_changes_nothing_is_no_layer() -> None:
    assert Scale((0.0, 0.0), (1.0, 1.0)).layers == ()
    assert [layer.arguments for layer in Scale((0.0, 0.0), (1.0, 2.0)).layers] == [([1.0, 0.5],)]
    assert [layer.arguments for layer in Scale((4.0,), (1.0,)).layers] == [(1.0, -4.0), (1.0,)]


@pytest.mark.parametrize("deviation", [0.0, -1.0, float("nan")])
def test_a_deviation_is_above_0(deviation: float) -> None:
    with pytest.raises(ValueError, match="deviation: expected numbers above 0"):
        Scale((0.0,), (deviation,))


@pytest.mark.parametrize(
    ("step", "message"),
    [
        (Scale((), (1.0,)), "mean: expected 1 or 3 numbers, found 0"),
        (Scale((0.0,), (1.0, 1.0)), "deviation: expected 1 or 3 numbers, found 2"),
    ],
)
def test_there_is_a_number_for_each_feature(step: Scale, message: str) -> None:
    Scale((0.0,), (1.0, 1.0, 1.0)).check((5, 3))
    with pytest.raises(ValueError, match=message):
        step.check((5, 3))


@pytest.mark.parametrize("step", [Scale, RobustScale])
def test_more_features_than_a_run_can_keep_are_refused(
    step: type[Scale] | type[RobustScale], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base, "MOST_STANDARDIZED", 3)
    assert step.fit(np.eye(3))
    with pytest.raises(DataError, match="4 features") as caught:
        step.fit(np.eye(4))
    assert "standardize: false" in caught.value.fix
