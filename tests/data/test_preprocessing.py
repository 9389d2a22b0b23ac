import numpy as np

from mlpcli.data.preprocessing import IDENTITY, PIXELS, Preprocessing, fit_standardization


def test_standardization_measures_every_feature():
    fitted = fit_standardization(np.array([[1, 10], [3, 30]], dtype=np.float32))
    assert fitted == Preprocessing(mean=(2.0, 20.0), deviation=(1.0, 10.0))


def test_signals_are_measured_by_channel():
    assert fit_standardization(np.zeros((5, 7, 2))).mean == (0.0, 0.0)


def test_a_feature_that_never_changes_is_only_shifted():
    fitted = fit_standardization(np.full((7, 1), 0.1))
    assert fitted.deviation == (1.0,)


def test_identity_is_recognized():
    assert IDENTITY.is_identity
    assert not PIXELS.is_identity
    assert not Preprocessing(mean=(0.0, 1.0)).is_identity
