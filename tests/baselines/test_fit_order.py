import io
from dataclasses import replace

import numpy as np
import pytest

from mlpcli.baselines import fit_order as orders
from mlpcli.baselines.fit_order import FitOrder, order_for, read, write
from mlpcli.data.preprocessing import Scale
from tests.baselines.orders import dataset, order, regression


def test_the_rows_of_a_seed_are_always_the_same() -> None:
    one, same, other = (order_for(dataset(), None, seed) for seed in (5, 5, 6))
    assert one and same and other
    np.testing.assert_array_equal(one.train.inputs, same.train.inputs)
    np.testing.assert_array_equal(one.held_back["test"].targets, same.held_back["test"].targets)
    assert not np.array_equal(one.train.inputs, other.train.inputs)


def test_every_row_is_drawn_once_with_its_target() -> None:
    made, drawn = dataset(), order(dataset()).train
    assert sorted(drawn.inputs.tolist()) == sorted(made.train.inputs.tolist())
    np.testing.assert_array_equal(drawn.inputs.argmax(axis=1), drawn.targets)


def test_of_many_rows_only_those_are_drawn_that_are_fitted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        orders, "rows_to_fit", lambda *size: {"logistic_regression": 30, "gradient_boosting": 8}
    )
    assert len(order(dataset()).train) == 30


def test_classes_have_the_weights_of_the_training() -> None:
    weighted = order(dataset(), {"b": 4.0})
    assert weighted.weights is not None
    np.testing.assert_array_equal(weighted.weights, np.where(weighted.train.targets == 1, 4, 1))


@pytest.mark.parametrize(
    "written",
    [
        order(dataset(60, Scale(mean=(1.0,), deviation=(2.0,)))),
        order(dataset(60), {"a": 2.0}),
        order(regression(2)),
    ],
    ids=["steps", "weights", "numbers"],
)
def test_an_order_arrives_as_it_was_written(written: FitOrder) -> None:
    file = io.BytesIO()
    write(written, file)
    file.seek(0)
    arrived = read(file)
    assert (arrived.fits, arrived.classes, arrived.seed) == (written.fits, written.classes, written.seed)
    assert [tuple(layer) for layer in arrived.layers] == [
        (name, list(arguments)) for name, arguments in written.layers
    ]
    pairs = [(arrived.train, written.train), (arrived.held_back["test"], written.held_back["test"])]
    for found, expected in pairs:
        np.testing.assert_array_equal(found.inputs, expected.inputs)
        np.testing.assert_array_equal(found.targets, expected.targets)
    np.testing.assert_array_equal(arrived.weights, written.weights)


def test_without_rows_to_score_there_is_no_order() -> None:
    assert order_for(replace(dataset(), test=None), None, seed=5) is None


def test_data_too_large_for_every_model_has_no_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(orders, "rows_to_fit", lambda *size: {})
    assert order_for(dataset(), None, seed=5) is None
