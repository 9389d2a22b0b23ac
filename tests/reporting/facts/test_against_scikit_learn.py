"""Curves, calibration and importance are what scikit-learn says they are."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics
from sklearn.calibration import calibration_curve
from sklearn.inspection import permutation_importance

from mlpcli.reporting.facts.answered_rows import AnsweredRows
from mlpcli.reporting.facts.calibration import calibration
from mlpcli.reporting.facts.class_curves import class_curves
from mlpcli.reporting.facts.importance import Feature, Importance, importance
from mlpcli.reporting.facts.work import Work

# With ties, which are what definitions differ in.
TENTHS = st.integers(0, 10).map(lambda whole: whole / 10)


@given(rows=st.lists(st.tuples(TENTHS, st.booleans()), min_size=2, max_size=60))
def test_the_curves_of_a_class(rows: list[tuple[float, bool]]) -> None:
    scores = np.array([score for score, _ in rows], np.float32)
    labels = np.array([label for _, label in rows], np.int32)
    found = class_curves(np.stack([1 - scores, scores], axis=1), labels, ["no", "yes"], [1])
    if len(set(labels)) == 1:
        assert found == []
        return
    (curves,) = found
    false, true, _ = metrics.roc_curve(labels, scores, drop_intermediate=False)
    assert curves.false_positives == pytest.approx(false)
    assert curves.true_positives == pytest.approx(true)
    assert curves.auc == pytest.approx(metrics.roc_auc_score(labels, scores))
    precision, recall, _ = metrics.precision_recall_curve(labels, scores)
    assert curves.precision == pytest.approx(precision)
    assert curves.recall == pytest.approx(recall)
    assert curves.average_precision == pytest.approx(metrics.average_precision_score(labels, scores))
    assert curves.rows == labels.sum()


def test_a_long_curve_keeps_its_figures_and_its_ends() -> None:
    generator = np.random.default_rng(0)
    labels = generator.integers(0, 2, 5000).astype(np.int32)
    scores = (labels + generator.normal(size=5000)).astype(np.float32)
    (curves,) = class_curves(np.stack([-scores, scores], axis=1), labels, ["no", "yes"], [1])
    assert len(curves.true_positives) <= 200 and len(curves.recall) <= 200
    assert (curves.true_positives[0], curves.true_positives[-1]) == (0, 1)
    assert (curves.recall[0], curves.recall[-1]) == (1, 0)
    assert curves.auc == pytest.approx(metrics.roc_auc_score(labels, scores))
    drawn = np.trapezoid(curves.true_positives, curves.false_positives)
    assert drawn == pytest.approx(curves.auc, abs=0.002)


def test_a_long_curve_of_few_steps_keeps_its_corners() -> None:
    labels = np.zeros(5000, np.int32)
    labels[[700, 1403, 3001]] = 1
    scores = np.linspace(1, 0, 5000, dtype=np.float32)
    (curves,) = class_curves(np.stack([-scores, scores], axis=1), labels, ["no", "yes"], [1])
    assert np.trapezoid(curves.true_positives, curves.false_positives) == pytest.approx(curves.auc)
    assert len(curves.true_positives) == 8


@given(rows=st.lists(st.tuples(TENTHS, st.booleans()), min_size=1, max_size=60))
def test_the_calibration(rows: list[tuple[float, bool]]) -> None:
    sure = np.array([0.5 + score / 2 for score, _ in rows])
    is_right = np.array([right for _, right in rows])
    found = calibration(np.stack([sure, 1 - sure], axis=1), np.where(is_right, 0, 1))
    right, confidence = calibration_curve(is_right, sure, n_bins=10)
    assert found.right == pytest.approx(right)
    assert found.confidence == pytest.approx(confidence)
    gaps = np.abs(right - confidence)
    assert found.error == pytest.approx(np.sum(gaps * found.rows) / len(rows))
    assert found.gap == pytest.approx(sure.mean() - is_right.mean())


class Rule:
    """A predictor of two classes: the first number decides, the second is ignored."""

    classes_ = (0, 1)

    def predict(self, values: np.ndarray) -> np.ndarray:
        return np.asarray(values[:, :1] > 0, np.float32)

    def fit(self) -> None:
        pass

    def score(self, values: np.ndarray, labels: np.ndarray) -> float:
        return float((self.predict(values)[:, 0] == labels).mean())


def test_the_importance_of_features() -> None:
    generator = np.random.default_rng(0)
    inputs = generator.normal(size=(400, 3)).astype(np.float32)
    labels = (inputs[:, 0] > 0.3).astype(np.int32)
    answers = Rule().predict(inputs)
    rows = AnsweredRows("test", np.arange(400), inputs, labels, np.hstack([1 - answers, answers]), 400)
    features = [Feature("first", (0,)), Feature("ignored", (1,)), Feature("both", (0, 2))]
    found = importance(rows, features, Rule(), Work(10, 3), seed=0)
    assert isinstance(found, Importance)
    expected = permutation_importance(Rule(), inputs, labels, n_repeats=5, random_state=0)
    effects = {one.name: one.mean for one in found.effects}
    assert effects["first"] == pytest.approx(expected.importances_mean[0], abs=0.05)
    assert effects["ignored"] == 0.0
    assert effects["both"] == pytest.approx(effects["first"], abs=0.05)
    assert (found.figure, found.rows, found.repeats) == ("accuracy", 400, 5)
    assert found.value == pytest.approx(Rule().score(inputs, labels))
