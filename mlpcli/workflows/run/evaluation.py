"""The evaluation of a network on one split: the figures of evaluation.json and of `evaluate --json`."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Protocol

from mlpcli.config.dataset_facts import DataFacts
from mlpcli.data.dataset import Array, Dataset, Split
from mlpcli.data.stores.disk_rows import AnyRows
from mlpcli.inference.litert.litert_predictor import LiteRtPredictor
from mlpcli.inference.scoring.class_scores import (
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
    regression. `baseline` holds the scores of always predicting the most frequent class, or the mean, of the
    training rows, or for other data of the scored rows themselves.
    """

    run: str
    split: str | None
    data: str | None
    rows: int
    metrics: Mapping[str, float]
    per_class: Mapping[str, ClassScores]
    confusion_matrix: tuple[tuple[int, ...], ...]
    baseline: Mapping[str, float]


def score(network: Scorer, dataset: Dataset, name: str, split: Split, run: str) -> Evaluation:
    """Evaluate `network` on the split called `name` of `dataset`."""
    found = _figures(dataset.facts, *network.measure(split), split.targets[:], dataset.train.targets)
    return Evaluation(run, name, None, len(split), *found)


def score_batches(
    network: Scorer, facts: DataFacts, batches: Iterable[Array], targets: Array, run: str, data: str
) -> Evaluation:
    """Evaluate `network` on other rows, as `Scorer.measure_batches` takes them, that came from `data`."""
    found = _figures(facts, *network.measure_batches(batches, targets), targets, targets)
    return Evaluation(run, None, data, len(targets), *found)


_Figures = tuple[
    Mapping[str, float], Mapping[str, ClassScores], tuple[tuple[int, ...], ...], Mapping[str, float]
]


def _figures(
    facts: DataFacts, metrics: dict[str, float], outputs: Array, targets: Array, guessed_from: AnyRows
) -> _Figures:
    """The figures of an Evaluation; the baseline is computed from the targets `guessed_from`."""
    if facts.task == "regression":
        scores = regression_scores(outputs, targets)
        return metrics | asdict(scores), {}, (), asdict(mean_baseline(guessed_from, targets))
    classes = classification_scores(class_probabilities(outputs), targets, facts.classes)
    figures = {"accuracy": classes.accuracy, "macro_f1": classes.macro_f1}
    guess = {"accuracy": majority_baseline(guessed_from, targets)}
    return metrics | figures, classes.per_class, classes.confusion, guess


def litert_scorer(predictor: LiteRtPredictor, objective: Objective) -> Scorer:
    """The scorer of a network on LiteRT."""
    return LiteRtScorer(predictor, objective.loss, objective.metrics, objective.encoding)
