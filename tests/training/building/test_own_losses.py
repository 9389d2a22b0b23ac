import numpy as np
import pytest

from mlpcli.training.building.ensemble_layers import EnsembleHead
from mlpcli.training.building.own_losses import OfMembers
from mlpcli.training.tensorflow import keras

ROWS = np.random.default_rng(0).normal(size=(6, 3, 4)).astype(np.float32)


def each(head: EnsembleHead) -> np.ndarray:
    """The answers of the members `[members, rows, units]`, computed one by one."""
    z = [ROWS[:, one] @ head.kernel.numpy()[one] + head.bias.numpy()[one] for one in range(3)]
    return np.stack([head.activation(keras.ops.convert_to_tensor(answer)).numpy() for answer in z])


@pytest.mark.parametrize(
    ("loss", "units", "activation", "targets"),
    [
        (keras.losses.SparseCategoricalCrossentropy(), 5, "softmax", np.array([0, 4, 2, 2, 1, 3])),
        (keras.losses.CategoricalCrossentropy(label_smoothing=0.2), 6, "softmax", np.eye(6)),
        (keras.losses.BinaryCrossentropy(), 1, "sigmoid", np.array([[0], [1], [1], [0], [1], [0]])),
        (keras.losses.Huber(), 2, "linear", np.arange(12).reshape(6, 2)),
        (keras.losses.CosineSimilarity(), 2, "linear", np.arange(12).reshape(6, 2)),
    ],
)
def test_training_sees_the_mean_of_the_members_losses_and_scoring_the_loss_of_their_mean(
    loss: object, units: int, activation: str, targets: np.ndarray
) -> None:
    head = EnsembleHead(units, activation=activation, bias_initializer="normal")
    weights = np.array([1, 2, 0, 1, 3, 1], np.float32)
    trained = head(ROWS, training=True)
    answers, targets = each(head), targets.astype(np.float32)
    wanted = np.mean([loss(targets, one, sample_weight=weights) for one in answers])  # type: ignore[operator]
    found = OfMembers(loss)
    assert float(found(targets, trained, sample_weight=weights)) == pytest.approx(float(wanted), rel=1e-5)
    scored = head(ROWS, training=False)
    np.testing.assert_allclose(scored, answers.mean(axis=0), rtol=1e-5, atol=1e-6)
    assert float(found(targets, scored)) == pytest.approx(float(loss(targets, scored)))  # type: ignore[operator]


def test_members_begin_with_different_weights_of_one_size() -> None:
    head = EnsembleHead(50, kernel_initializer=keras.initializers.HeNormal(seed=0))
    head(np.zeros((1, 20, 200), np.float32))
    kernel = head.kernel.numpy()
    assert kernel.std() == pytest.approx((2 / 200) ** 0.5, rel=0.02)
    assert abs(np.corrcoef(kernel[0].ravel(), kernel[1].ravel())[0, 1]) < 0.05
