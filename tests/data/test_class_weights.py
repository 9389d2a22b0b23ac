import numpy as np
from sklearn.utils.class_weight import compute_class_weight

from mlpcli.data.class_weights import row_weights


def test_balanced_weights_are_scikit_learn_s() -> None:
    labels = np.array([0, 0, 0, 1, 2, 2, 0, 0], np.int32)
    wanted = compute_class_weight("balanced", classes=np.arange(3), y=labels)[labels]
    found = row_weights(labels, "balanced", ("a", "b", "c"))
    np.testing.assert_allclose(found, wanted, rtol=1e-6)
    assert found.dtype == np.float32


def test_a_class_without_a_weight_weighs_one() -> None:
    found = row_weights(np.array([0, 1, 2, 1]), {"b": 2.5}, ("a", "b", "c"))
    assert found.tolist() == [1.0, 2.5, 1.0, 2.5]
