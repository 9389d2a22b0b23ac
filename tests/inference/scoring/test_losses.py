from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlpcli.config.dataset_facts import Encoding
from mlpcli.config.losses import (
    OF_OVERLAP,
    BinaryCrossentropy,
    BinaryFocalCrossentropy,
    CategoricalCrossentropy,
    CategoricalFocalCrossentropy,
    Dice,
    Huber,
    LossName,
    Tversky,
    WithArguments,
    in_words,
)
from mlpcli.inference.scoring.losses import LOSSES, loss_figure
from mlpcli.inference.scoring.scored_rows import ScoredRows
from mlpcli.network.loss_and_metrics import Objective
from mlpcli.training.building.losses_metrics import build_loss, encode
from tests.inference.keras_figures import (
    FEWER,
    LOGITS,
    NUMBERS,
    PROBABILITIES,
    Figures,
    Reference,
    compared,
    same,
)

OF_INDEX = ("categorical_crossentropy", "sparse_categorical_crossentropy")
OF_EITHER = ("mean_squared_error", "mean_absolute_error")
OF_CLASSES = (*OF_INDEX, "categorical_focal_crossentropy", "kl_divergence", "cosine_similarity", *OF_EITHER)
OF_ONE_PROBABILITY = ("binary_crossentropy", "binary_focal_crossentropy", *OF_EITHER)
OF_NUMBERS = (
    *OF_EITHER,
    "mean_absolute_percentage_error",
    "mean_squared_logarithmic_error",
    "huber",
    "log_cosh",
    Huber(delta=100.0),
)
SMOOTHED = (
    CategoricalCrossentropy(label_smoothing=0.1),
    CategoricalFocalCrossentropy(alpha=0.6, gamma=1.5),
    CategoricalFocalCrossentropy(label_smoothing=0.2),
)
SMOOTHED_BITS = (
    BinaryCrossentropy(label_smoothing=0.1),
    BinaryFocalCrossentropy(gamma=1.5, label_smoothing=0.2),
    BinaryFocalCrossentropy(apply_class_balancing=True, alpha=0.7),
)
OF_EACH_ROW = (Dice(axis=-1), Dice(axis=(1,)), Tversky(alpha=0.7, beta=0.2, axis=1))
OF_WHOLE_BATCH = ("dice", "tversky", Dice(axis=0), Tversky(alpha=0.7, beta=0.2), Tversky(alpha=1.5, axis=-2))
PLAIN = (
    Reference("index", losses=OF_INDEX),
    Reference("one_hot", losses=(*OF_CLASSES, *SMOOTHED, *OF_EACH_ROW)),
    Reference("column", losses=(*OF_ONE_PROBABILITY, *SMOOTHED_BITS)),
)
FROM_LOGITS = (
    Reference("index", "softmax", OF_INDEX),
    Reference("one_hot", "softmax", (*OF_CLASSES, *SMOOTHED, "categorical_hinge")),
    Reference("column", "sigmoid", (*OF_ONE_PROBABILITY, *SMOOTHED_BITS, "hinge", "squared_hinge")),
)
REGRESSION = Reference("numbers", losses=OF_NUMBERS)
ANGLES = Reference("numbers", losses=("cosine_similarity",))
POISSON = Reference("numbers", losses=("poisson",))


def losses(chosen: tuple[str | WithArguments, ...], rows: ScoredRows) -> Figures:
    with np.errstate(all="ignore"):
        return {in_words(loss): loss_figure(loss, rows.encoding)(rows) for loss in chosen}


def test_every_loss_of_the_config_language_is_known() -> None:
    assert set(LOSSES) | OF_OVERLAP == set(get_args(LossName))


@pytest.mark.parametrize("reference", PLAIN, ids=str)
@FEWER
@given(data=st.data())
def test_losses_of_probabilities_are_keras_s(reference: Reference, data: st.DataObject) -> None:
    wanted, rows = data.draw(compared(reference, PROBABILITIES))
    assert losses(reference.losses, rows) == same(wanted)


@pytest.mark.parametrize("reference", FROM_LOGITS, ids=str)
@FEWER
@given(data=st.data())
def test_losses_of_a_softmax_or_sigmoid_are_keras_s(reference: Reference, data: st.DataObject) -> None:
    wanted, rows = data.draw(compared(reference, LOGITS))
    assert losses(reference.losses, rows) == same(wanted)


@FEWER
@given(compared(REGRESSION, NUMBERS, NUMBERS))
def test_losses_of_numbers_are_keras_s(case: tuple[Figures, ScoredRows]) -> None:
    wanted, rows = case
    assert losses(REGRESSION.losses, rows) == same(wanted)


@FEWER
@given(compared(POISSON, st.floats(-1, 1e6, width=32), st.floats(0, 1e6, width=32)))
def test_the_loss_of_counts_is_keras_s(case: tuple[Figures, ScoredRows]) -> None:
    wanted, rows = case
    # Its terms have either sign: what is left of large ones is as coarse as they are.
    size = float(np.max(rows.outputs) + np.max(rows.targets) * 16)
    assert losses(POISSON.losses, rows) == pytest.approx(
        wanted, rel=1e-6, abs=1e-6 + 1e-7 * size, nan_ok=True
    )


# Keras sums squares in float32: those of larger numbers overflow, and of smaller ones vanish.
MODERATE = st.floats(-1e6, 1e6, width=32).filter(lambda number: number == 0 or abs(number) > 1e-3)


@FEWER
@given(compared(ANGLES, MODERATE, MODERATE))
def test_the_cosine_of_numbers_is_keras_s(case: tuple[Figures, ScoredRows]) -> None:
    wanted, rows = case
    assert losses(ANGLES.losses, rows) == same(wanted)


@pytest.mark.parametrize("encoding", ["one_hot", "column"])
@FEWER
@given(data=st.data())
def test_losses_of_a_batch_are_keras_s_for_one_batch_with_all_rows(
    encoding: Encoding, data: st.DataObject
) -> None:
    _, rows = data.draw(compared(Reference(encoding), PROBABILITIES))
    targets = encode(rows.targets, encoding, rows.outputs.shape[1])
    found = losses(OF_WHOLE_BATCH, rows)
    for loss in OF_WHOLE_BATCH:
        wanted = build_loss(Objective(loss, (), encoding))(targets, rows.outputs)
        # Keras sums in float32.
        assert found[in_words(loss)] == pytest.approx(float(wanted), rel=1e-5, abs=1e-5)
