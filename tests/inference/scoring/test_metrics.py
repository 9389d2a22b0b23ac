from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, roc_auc_score

from mlpcli.config.metrics import (
    AUC,
    F1Score,
    FalsePositives,
    MetricName,
    Precision,
    Recall,
    TopKCategoricalAccuracy,
    figure_of,
)
from mlpcli.config.types.with_arguments import WithArguments
from mlpcli.inference.scoring.metrics import METRICS, metric_of
from mlpcli.inference.scoring.scored_rows import ScoredRows
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

OF_INDEX = ("accuracy", "top_k_categorical_accuracy", "categorical_crossentropy")
OF_EITHER = ("mean_squared_error", "mean_absolute_error")
OF_CLASSES = (
    *OF_INDEX,
    *OF_EITHER,
    "kl_divergence",
    "cosine_similarity",
    "f1_score",
    F1Score(average="micro", name="micro"),
    F1Score(average="weighted", threshold=0.3, name="weighted"),
    TopKCategoricalAccuracy(k=2, name="top_two"),
)
COUNTS = ("true_positives", "false_positives", "true_negatives", "false_negatives")
OF_ONE_PROBABILITY = (
    "accuracy",
    "binary_crossentropy",
    "precision",
    "recall",
    "f1_score",
    Precision(thresholds=0.7, name="sure"),
    Recall(thresholds=0.1, name="found"),
    FalsePositives(thresholds=0.9, name="alarms"),
    F1Score(threshold=0.2, name="low"),
    *COUNTS,
    *OF_EITHER,
)
OF_NUMBERS = (*OF_EITHER, "mean_absolute_percentage_error", "root_mean_squared_error")
PLAIN = (
    Reference("index", metrics=OF_CLASSES),
    Reference("one_hot", metrics=OF_CLASSES),
    Reference("column", metrics=OF_ONE_PROBABILITY),
)
FROM_LOGITS = (
    Reference("index", "softmax", metrics=OF_CLASSES),
    Reference("one_hot", "softmax", metrics=("categorical_crossentropy",)),
    Reference("one_hot", "sigmoid", metrics=("categorical_crossentropy",)),
    Reference("column", "sigmoid", metrics=OF_ONE_PROBABILITY),
)
REGRESSION = Reference("numbers", metrics=OF_NUMBERS)
EXPLAINED = Reference("numbers", metrics=("r2_score",))


def metrics(chosen: tuple[str | WithArguments, ...], rows: ScoredRows) -> Figures:
    with np.errstate(all="ignore"):
        return {figure_of(metric): metric_of(metric, rows.encoding)(rows) for metric in chosen}


def test_every_metric_of_the_config_language_is_known() -> None:
    assert set(METRICS) == set(get_args(MetricName))


@pytest.mark.parametrize("reference", PLAIN, ids=str)
@FEWER
@given(data=st.data())
def test_metrics_of_probabilities_are_keras_s(reference: Reference, data: st.DataObject) -> None:
    wanted, rows = data.draw(compared(reference, PROBABILITIES))
    assert metrics(reference.metrics, rows) == same(wanted)


@pytest.mark.parametrize("reference", FROM_LOGITS, ids=str)
@FEWER
@given(data=st.data())
def test_metrics_of_a_softmax_or_sigmoid_are_keras_s(reference: Reference, data: st.DataObject) -> None:
    wanted, rows = data.draw(compared(reference, LOGITS))
    assert metrics(reference.metrics, rows) == same(wanted)


@FEWER
@given(compared(REGRESSION, NUMBERS, NUMBERS))
def test_metrics_of_numbers_are_keras_s(case: tuple[Figures, ScoredRows]) -> None:
    wanted, rows = case
    assert metrics(REGRESSION.metrics, rows) == same(wanted)


# Keras sums squares in float32: these it can sum exactly.
@FEWER
@given(compared(EXPLAINED, st.integers(-32, 32).map(lambda whole: whole / 8), st.sampled_from([-1.0, 1.0])))
def test_what_is_explained_of_several_targets_is_keras_s(case: tuple[Figures, ScoredRows]) -> None:
    wanted, rows = case
    assert metrics(EXPLAINED.metrics, rows) == same(wanted)


def test_what_is_explained_does_not_depend_on_the_size_of_the_targets() -> None:
    targets = 1e6 + np.arange(8, dtype=np.float32).reshape(-1, 1)
    rows = ScoredRows((targets + 0.5).astype(np.float32), targets.astype(np.float32), "numbers")
    assert metrics(("r2_score",), rows) == {"r2_score": pytest.approx(1 - 0.25 / 5.25)}


@pytest.mark.parametrize("classes", [2, 3])
def test_the_top_five_of_fewer_classes_are_all_of_them(classes: int) -> None:
    rows = ScoredRows(np.eye(classes, dtype=np.float32), np.zeros(classes, np.int32), "index")
    assert metrics(("top_k_categorical_accuracy",), rows) == {"top_k_categorical_accuracy": 1.0}


@pytest.mark.parametrize("reference", PLAIN, ids=str)
def test_rows_without_a_number_count_as_keras_counts_them(reference: Reference) -> None:
    values = np.array([[np.nan], [0.75], [0.25], [np.nan]], np.float32)
    columns = 1 if reference.encoding == "column" else 7
    wanted, rows = reference.figures(values.repeat(columns, 1), np.array([1, 1, 0, 0], np.int32))
    assert metrics(reference.metrics, rows) == same(wanted)


@given(
    st.lists(st.tuples(st.floats(0, 1, width=32), st.integers(0, 1)), min_size=2, max_size=60).filter(
        lambda drawn: len({label for _, label in drawn}) == 2
    )
)
def test_the_area_under_the_curve_is_scikit_learn_s(drawn: list[tuple[float, int]]) -> None:
    outputs, labels = (np.array(column) for column in zip(*drawn, strict=True))
    rows = ScoredRows(outputs.astype(np.float32).reshape(-1, 1), labels.astype(np.int32), "column")
    assert metrics(("auc",), rows) == {"auc": pytest.approx(roc_auc_score(labels, outputs))}


def test_the_area_under_the_curve_tells_outputs_apart_that_cluster() -> None:
    outputs = np.array([[0.5001], [0.5002], [0.5003], [0.5004]], np.float32)
    assert metrics(("auc",), ScoredRows(outputs, np.array([0, 0, 1, 1], np.int32), "column")) == {"auc": 1.0}


def test_there_is_no_area_under_the_curve_of_one_class() -> None:
    rows = ScoredRows(np.array([[0.1], [0.9]], np.float32), np.ones(2, np.int32), "column")
    assert metrics(("auc",), rows) == {"auc": 0.0}


def test_what_is_not_a_number_ranks_below_all_others() -> None:
    outputs = np.array([[np.nan], [0.2], [0.1]], np.float32)
    assert metrics(("auc",), ScoredRows(outputs, np.array([1, 0, 1], np.int32), "column")) == {"auc": 0.0}


CHANCES = st.sampled_from([0.0, 0.25, 0.5, 0.9]) | st.floats(0, 1, width=32)


@FEWER
@given(st.lists(st.tuples(CHANCES, st.booleans()), min_size=1))
def test_the_area_of_precision_over_recall_is_scikit_learn_s(pairs: list[tuple[float, bool]]) -> None:
    outputs, labels = (np.array(column) for column in zip(*pairs, strict=True))
    rows = ScoredRows(outputs[:, None].astype(np.float32), labels.astype(np.int32), "column")
    wanted = average_precision_score(labels, rows.outputs[:, 0]) if labels.any() else 0.0
    assert metrics((AUC(curve="PR"),), rows) == {"auc": pytest.approx(wanted, abs=1e-12)}
