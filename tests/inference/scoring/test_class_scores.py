import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics

from mlpcli.inference.scoring.class_scores import (
    MOST_CONFUSED,
    RegressionScores,
    binary_probabilities,
    classification_scores,
    label_scores,
    majority_baseline,
    mean_baseline,
    regression_scores,
)
from mlpcli.inference.scoring.metrics import metric_of
from mlpcli.inference.scoring.scored_rows import ScoredRows

EIGHTHS = st.integers(-80, 80).map(lambda whole: whole / 8)


@given(data=st.data(), classes=st.integers(2, 5), rows=st.integers(1, 30))
def test_classification_is_scikit_learn_s(data: st.DataObject, classes: int, rows: int) -> None:
    numbers = st.lists(st.integers(0, classes - 1), min_size=rows, max_size=rows)
    labels, predicted = np.array(data.draw(numbers)), np.array(data.draw(numbers))
    names = [f"class {number}" for number in range(classes)]
    scores = classification_scores(np.eye(classes)[predicted], labels, names)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Of classes that have no rows.
        expected = metrics.classification_report(
            labels, predicted, labels=range(classes), target_names=names, zero_division=0, output_dict=True
        )
    assert scores.accuracy == pytest.approx(metrics.accuracy_score(labels, predicted))
    assert scores.macro_f1 == pytest.approx(expected["macro avg"]["f1-score"])
    macro_recall = metrics.recall_score(labels, predicted, labels=np.unique(labels), average="macro")
    assert scores.macro_recall == pytest.approx(macro_recall)
    for name, figures in scores.per_class.items():
        found = (figures.precision, figures.recall, figures.f1, figures.support)
        assert found == pytest.approx(tuple(expected[name].values()))
    matrix = metrics.confusion_matrix(labels, predicted, labels=range(classes))
    assert scores.confusion == tuple(map(tuple, matrix.tolist()))


def test_rows_of_the_confusion_matrix_are_true_classes() -> None:
    scores = classification_scores(np.array([[0.1, 0.9]]), np.array([0]), ["a", "b"])
    assert scores.confusion == ((0, 1), (0, 0))


@given(data=st.data(), rows=st.integers(2, 20), targets=st.integers(1, 3))
def test_regression_is_scikit_learn_s(data: st.DataObject, rows: int, targets: int) -> None:
    numbers = st.lists(EIGHTHS, min_size=rows * targets, max_size=rows * targets)
    predicted = np.array(data.draw(numbers)).reshape(rows, targets)
    values = np.array(data.draw(numbers)).reshape(rows, targets)
    scores = regression_scores(predicted, values)
    assert scores.mae == pytest.approx(metrics.mean_absolute_error(values, predicted))
    assert scores.rmse == pytest.approx(metrics.mean_squared_error(values, predicted) ** 0.5)
    assert scores.r2 == pytest.approx(metrics.r2_score(values, predicted))


def test_there_is_one_root_of_the_mean_squared_error_whatever_the_targets() -> None:
    targets, outputs = np.zeros((2, 2), np.float32), np.array([[3, 0], [3, 4]], np.float32)
    figure = metric_of("root_mean_squared_error", "numbers")(ScoredRows(outputs, targets, "numbers"))
    assert regression_scores(outputs, targets).rmse == pytest.approx(figure)


@pytest.mark.parametrize(("predicted", "r2"), [(0.1, 1.0), (0.2, 0.0)])
def test_a_target_that_never_changes_is_explained_exactly_or_not_at_all(predicted: float, r2: float) -> None:
    scores = regression_scores(np.full((7, 1), predicted), np.full((7, 1), 0.1))
    assert scores.r2 == r2


def test_the_commonest_training_label_is_the_guess_to_beat() -> None:
    found = majority_baseline(np.array([2, 2, 0, 1]), np.array([2, 0, 1, 1]), ("a", "b", "c"))
    assert found.accuracy == 0.25
    assert found.macro_f1 == pytest.approx(0.4 / 3)


def test_the_mean_of_the_training_targets_is_the_guess_to_beat() -> None:
    scores = mean_baseline(np.array([[0.0], [2.0]]), np.array([[1.0], [3.0]]))
    assert scores == RegressionScores(mae=1.0, rmse=pytest.approx(2**0.5), r2=-1.0)


@pytest.mark.parametrize("shape", [(2,), (2, 1)])
def test_one_unit_gives_two_classes(shape: tuple[int, ...]) -> None:
    outputs = np.array([0.25, 1.0], dtype=np.float32).reshape(shape)
    probabilities = binary_probabilities(outputs)
    assert probabilities.dtype == np.float32
    np.testing.assert_array_equal(probabilities, [[0.75, 0.25], [0.0, 1.0]])


def test_more_classes_than_a_matrix_is_kept_for_are_scored_all_the_same() -> None:
    for count in (MOST_CONFUSED, MOST_CONFUSED + 1):
        labels = np.arange(count)
        predicted = labels // 2 * 2
        scores = label_scores(predicted, labels, [str(number) for number in labels])
        assert scores.accuracy == metrics.accuracy_score(labels, predicted)
        macro = metrics.f1_score(labels, predicted, average="macro", zero_division=0)
        assert scores.macro_f1 == pytest.approx(macro)
        assert len(scores.confusion) == (count if count == MOST_CONFUSED else 0)
