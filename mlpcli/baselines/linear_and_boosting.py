"""The process that fits the baselines: it reads a FitOrder, and writes their scores as JSON.

`python -m mlpcli.baselines.linear_and_boosting`, with the order on standard input; scikit-learn is imported
only here.
"""

import json
import os
import sys
import time
import warnings
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from typing import Any

import numpy as np

from mlpcli.baselines.baseline import LINEAR, LOGISTIC, MACRO_RECALL, Baseline
from mlpcli.baselines.fit_order import FitOrder, read
from mlpcli.data.dataset import Array, Split
from mlpcli.data.preprocessing.standardize import Scale
from mlpcli.inference.scoring.class_scores import label_scores, regression_scores

# The training comes first.
_NICE = 10
# Twice scikit-learn's: some tables need more than 100 steps to converge.
_MOST_STEPS = 200


def main() -> None:
    with suppress(AttributeError, OSError):  # Windows has no such number.
        os.nice(_NICE)
    warnings.simplefilter("ignore")
    json.dump(fit(read(sys.stdin.buffer)), sys.stdout)


def fit(order: FitOrder) -> dict[str, Any]:
    """By model its scores on every split, `{split: Baseline}` as plain values, or `problem`: why it has none.

    Every number that a linear model gets has mean 0 and deviation 1, or those of its channel in images and
    signals. What trees do with numbers does not depend on their scale.
    """
    inputs = _as_the_network(order.train.inputs[:], order.layers)
    scale = Scale.fit(inputs)
    mean, deviation = np.array(scale.mean, np.float32), np.array(scale.deviation, np.float32)

    def prepared(split: Split) -> Split:
        values = (_as_the_network(split.inputs[:], order.layers) - mean) / deviation
        return Split(values.reshape(len(split), -1), split.targets)

    train = prepared(order.train)
    held_back = {name: prepared(split) for name, split in order.held_back.items()}
    return {name: _answer(name, order, train, held_back) for name in order.fits}


def _answer(name: str, order: FitOrder, train: Split, held_back: Mapping[str, Split]) -> dict[str, Any]:
    model, rows = _model(name, order), order.fits[name]
    targets = train.targets[:]
    targets = targets[:, 0] if targets.shape[1:] == (1,) else targets
    weights = {} if order.weights is None else {"sample_weight": order.weights[:rows]}
    began = time.process_time()
    try:
        model.fit(train.inputs[:rows], targets[:rows], **weights)
        metrics = {
            split: _metrics(model.predict(one.inputs), one.targets[:], order.classes)
            for split, one in held_back.items()
        }
    except (ArithmeticError, MemoryError, RuntimeError, ValueError) as error:
        return {"problem": f"{type(error).__name__}: {error}"}
    seconds = time.process_time() - began
    return {
        split: asdict(Baseline(figures, rows, len(held_back[split]), seconds))
        for split, figures in metrics.items()
    }


def _model(name: str, order: FitOrder) -> Any:
    """The model of scikit-learn, with its defaults but for what would make it slow or fail."""
    from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
    from sklearn.linear_model import LogisticRegression, Ridge
    from sklearn.multioutput import MultiOutputRegressor

    if name == LOGISTIC:
        return LogisticRegression(max_iter=_MOST_STEPS)
    if name == LINEAR:
        return Ridge()
    # Early stopping would hold rows back, and needs two of every class.
    trees = {"random_state": order.seed, "early_stopping": False}
    if order.classes:
        return HistGradientBoostingClassifier(**trees)
    regressor = HistGradientBoostingRegressor(**trees)
    return MultiOutputRegressor(regressor) if order.train.targets.shape[1] > 1 else regressor


def _metrics(predicted: Array, targets: Array, classes: Sequence[str]) -> dict[str, float]:
    if not classes:
        return asdict(regression_scores(predicted.reshape(targets.shape), targets))
    scores = label_scores(predicted, targets, classes)
    return {
        "accuracy": scores.accuracy,
        "macro_f1": scores.macro_f1,
        MACRO_RECALL: scores.macro_recall,
    }


def _as_the_network(values: Array, layers: Sequence[tuple[str, Sequence[Any]]]) -> Array:
    """The values after the preprocessing that is part of the network, in float32."""
    values = values.astype(np.float32)
    for layer, arguments in layers:
        if layer == "Rescaling":
            scale, offset = (*arguments, 0.0)[:2]
            values = values * np.asarray(scale, np.float32) + np.asarray(offset, np.float32)
        else:
            values = _ACTIVATIONS[arguments[0]](values)
    return values


_ACTIVATIONS = {"tanh": np.tanh}


if __name__ == "__main__":
    main()
