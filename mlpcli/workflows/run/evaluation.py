"""The evaluation of a network on one split: the figures of evaluation.json and of `evaluate --json`."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Protocol

import numpy as np

from mlpcli.baselines.baseline import LAST, MACRO_RECALL, MEAN, MOST_FREQUENT, SEASONAL, Baseline
from mlpcli.baselines.comparison import Comparison, compare
from mlpcli.config.dataset_facts import DataFacts
from mlpcli.data.dataset import Array, Dataset, Split
from mlpcli.data.preprocessing import Preprocessing
from mlpcli.data.series.naive import last_values, seasonal_values
from mlpcli.data.stores.disk_rows import AnyRows, blocks_of
from mlpcli.inference.litert.litert_predictor import LiteRtPredictor
from mlpcli.inference.scoring.class_scores import (
    ClassificationScores,
    ClassScores,
    class_probabilities,
    classification_scores,
    majority_baseline,
    mean_baseline,
    regression_scores,
)
from mlpcli.inference.scoring.keras_evaluate import LiteRtScorer
from mlpcli.network.loss_and_metrics import Objective


class Scorer(Protocol):
    """A trained network that can compute its loss and metrics, on any runtime."""

    def measure(self, split: Split) -> tuple[dict[str, float], Array]:
        """The loss and the metrics on a split, and the outputs `[rows, outputs]` for its rows."""
        ...

    def measure_batches(self, batches: Iterable[Array], targets: Array) -> tuple[dict[str, float], Array]:
        """The same for inputs in batches, with the targets of all rows in the form of `Split`."""
        ...


@dataclass(frozen=True)
class Evaluation:
    """The figures of one split, or of other data.

    For the run's own data `data` is None; for other data `split` is None, and `data` is its path.

    `metrics` holds the loss, the config's metrics, and `accuracy` and `macro_f1`, or `mae`, `rmse` and `r2`.
    `confusion_matrix[i][j]` counts the rows of class i predicted as class j; it and `per_class` are empty for
    regression, and it also for more than 2,000 classes. `baseline` holds the scores of always predicting the
    most frequent class, or the mean, of the training rows, or for other data of the scored rows themselves.

    `baselines` are that, for forecasts the last value and that of a season ago, and the models fitted for the
    run, by name; for the training rows none are fitted, and for other data it stands alone. `comparison` says
    whether the network is better than all of them, None for other data.
    """

    run: str
    split: str | None
    data: str | None
    rows: int
    metrics: Mapping[str, float]
    per_class: Mapping[str, ClassScores]
    confusion_matrix: tuple[tuple[int, ...], ...]
    baseline: Mapping[str, float]
    baselines: Mapping[str, Baseline] = field(default_factory=dict)
    comparison: Comparison | None = None


def score(
    network: Scorer,
    dataset: Dataset,
    name: str,
    split: Split,
    run: str,
    fitted: Mapping[str, Baseline],
    figure: str,
) -> Evaluation:
    """Evaluate `network` on the split called `name` of `dataset`, and compare it with its `fitted` baselines
    by the metric called `figure`."""
    targets = dataset.train.targets
    found = _scored(run, dataset.facts, network.measure(split), split.targets[:], targets)
    baselines = {**found.baselines, **_repeated(dataset, split), **fitted}
    comparison = compare(found.metrics, baselines, figure)
    return replace(found, split=name, baselines=baselines, comparison=comparison)


def _repeated(dataset: Dataset, split: Split) -> dict[str, Baseline]:
    """The baselines that answer what was before, for forecasts of numbers."""
    series = dataset.preprocessing.series
    if series is None or dataset.facts.classes:
        return {}
    found = {}
    for name, values in ((LAST, last_values), (SEASONAL, seasonal_values)):
        answers = [values(series, block) for block in blocks_of(split.inputs)]
        known = [answer for answer in answers if answer is not None]
        if known:
            scores = regression_scores(np.concatenate(known), split.targets[:])
            found[name] = Baseline(asdict(scores), 0, len(split), 0.0)
    return found


def score_batches(
    network: Scorer, facts: DataFacts, batches: Iterable[Array], targets: Array, run: str, data: str
) -> Evaluation:
    """Evaluate `network` on other rows, as `Scorer.measure_batches` takes them, that came from `data`."""
    found = _scored(run, facts, network.measure_batches(batches, targets), targets, targets)
    return replace(found, data=data)


def _scored(
    run: str,
    facts: DataFacts,
    measured: tuple[dict[str, float], Array],
    targets: Array,
    guessed_from: AnyRows,
) -> Evaluation:
    """The figures of what a scorer `measured` on rows with these `targets`; the simplest baseline is computed
    from the targets `guessed_from`."""
    metrics, outputs = measured
    rows = len(targets)
    if facts.task == "regression":
        mean = asdict(mean_baseline(guessed_from, targets))
        metrics = metrics | asdict(regression_scores(outputs, targets))
        baselines = {MEAN: Baseline(mean, len(guessed_from), rows, 0.0)}
        return Evaluation(run, None, None, rows, metrics, {}, (), mean, baselines)
    classes = classification_scores(class_probabilities(outputs), targets, facts.classes)
    guess = majority_baseline(guessed_from, targets, facts.classes)
    return Evaluation(
        run=run,
        split=None,
        data=None,
        rows=rows,
        metrics=metrics | _of_classes(classes),
        per_class=classes.per_class,
        confusion_matrix=classes.confusion,
        baseline={"accuracy": guess.accuracy},
        baselines={MOST_FREQUENT: Baseline(_of_guess(guess), len(guessed_from), rows, 0.0)},
    )


def _of_classes(scores: ClassificationScores) -> dict[str, float]:
    return {"accuracy": scores.accuracy, "macro_f1": scores.macro_f1}


def _of_guess(scores: ClassificationScores) -> dict[str, float]:
    return _of_classes(scores) | {MACRO_RECALL: scores.macro_recall}


def litert_scorer(predictor: LiteRtPredictor, objective: Objective, preprocessing: Preprocessing) -> Scorer:
    """The scorer of a network on LiteRT."""
    return LiteRtScorer(
        predictor, objective.loss, objective.metrics, objective.encoding, preprocessing.targets
    )
