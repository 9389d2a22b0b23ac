"""Trainings on standardized targets, whose figures and answers are in the units of the data."""

from pathlib import Path

import numpy as np
import pytest

from mlpcli.training.building.table_layers import InUnits
from mlpcli.training.tensorflow import keras
from tests.training.networks import case, train

DATA = "{{source: diabetes, validation: 0.2, test: 0.2, standardize_targets: true, clamp_predictions: {}}}"
LINE = "[{Dense: {units: 1}}]"
SGD = "{SGD: {learning_rate: 0.1}}"


def test_answers_are_in_the_units_of_the_data(tmp_path: Path) -> None:
    one = case(LINE, DATA.format("true"), SGD, "{epochs: 20, metrics: [mae, r2_score]}")
    network = train(one, tmp_path).network
    rows = one.dataset.test
    assert rows is not None
    figures, answers = network.measure(rows)
    assert np.abs(answers - rows.targets).mean() == pytest.approx(figures["mean_absolute_error"], rel=1e-5)
    assert figures["r2_score"] > 0.3
    # The loss is of standardized targets, whose variance is about 1.
    assert 0.2 < figures["loss"] < 1


def test_answers_are_bounded_only_where_that_is_wanted() -> None:
    rows = np.full((1, 10), 1e3, np.float32)
    bounded, free = (
        case(LINE, DATA.format(word)).network().predict(rows)[0, 0] for word in ("true", "false")
    )
    targets = case(LINE, DATA.format("true")).dataset.train.targets
    assert bounded in (targets.min(), targets.max())
    assert free != bounded


def test_bounds_let_training_pass() -> None:
    layer = InUnits([1.0], [2.0], [0.0], [3.0])
    numbers = keras.ops.convert_to_tensor([[5.0]])
    assert float(layer(numbers, training=True)[0, 0]) == 11.0
    assert float(layer(numbers, training=False)[0, 0]) == 3.0
