import numpy as np
import pytest

from mlpcli.errors import UsageError
from mlpcli.inference.prediction import (
    ClassPrediction,
    Ranked,
    ValuePrediction,
    class_predictions,
    rank,
    value_predictions,
)


def test_the_most_probable_class_is_the_label_in_the_digits_of_float32() -> None:
    probabilities = np.array([[0.1, 0.9], [0.5, 0.5]], dtype=np.float32)
    assert class_predictions(["a", "b"], probabilities, ["no", "yes"]) == [
        ClassPrediction("a", "yes", 0.9, (0.1, 0.9)),
        ClassPrediction("b", "no", 0.5, (0.5, 0.5)),
    ]


def test_digits_are_enough_to_give_the_same_float32_back() -> None:
    outputs = np.random.default_rng(0).normal(size=(50, 3)).astype(np.float32)
    values = [prediction.values for prediction in value_predictions(["x"] * 50, outputs)]
    np.testing.assert_array_equal(np.array(values, dtype=np.float32), outputs)


def test_a_regression_gives_values() -> None:
    outputs = np.array([[1.5, -2.0]], dtype=np.float32)
    assert value_predictions(["a"], outputs) == [ValuePrediction("a", (1.5, -2.0))]


@pytest.mark.parametrize(("top_k", "labels"), [(1, "b"), (2, "ba"), (3, "bac"), (9, "bac")])
def test_the_best_come_first_and_equals_in_class_order(top_k: int, labels: str) -> None:
    assert "".join(one.label for one in rank([0.25, 0.5, 0.25], "abc", top_k)) == labels


def test_a_rank_carries_its_probability() -> None:
    assert rank([0.25, 0.75], ["a", "b"], 1) == (Ranked("b", 0.75),)


@pytest.mark.parametrize("top_k", [0, -1])
def test_fewer_than_one_class_is_a_usage_error(top_k: int) -> None:
    with pytest.raises(UsageError, match="expected at least 1") as caught:
        rank([1.0], ["a"], top_k)
    assert caught.value.exit_code == 2
    assert "one class or more" in caught.value.fix
