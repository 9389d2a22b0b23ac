"""How well a network does on one split: the figures of evaluation.json, and of `evaluate --json`."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Protocol

from mlpcli.data.dataset import Array, Dataset, Split
from mlpcli.inference.figures import LiteRtScorer
from mlpcli.inference.litert import LiteRtPredictor
from mlpcli.inference.scores import (
    ClassScores,
    class_probabilities,
    classification_scores,
    majority_baseline,
    mean_baseline,
    regression_scores,
)
from mlpcli.network.objective import Objective


class Scorer(Protocol):
    """A trained network that can compute its loss and metrics, whatever runs it."""

    def measure(self, split: Split) -> tuple[dict[str, float], Array]:
        """The loss and the metrics on a split, and the outputs `[rows, outputs]` for its rows."""
        ...


@dataclass(frozen=True)
class Evaluation:
    """One split's figures.

    `metrics` holds the loss, the config's metrics, and `accuracy` and `macro_f1`, or `mae`, `rmse` and `r2`.
    `confusion_matrix[i][j]` counts the rows of class i taken for class j; it and `per_class` are empty for a
    regression. `baseline` is what guessing without a network reaches: the commonest class, or the mean, of
    the training rows.
    """

    run: str
    split: str
    rows: int
    metrics: Mapping[str, float]
    per_class: Mapping[str, ClassScores]
    confusion_matrix: tuple[tuple[int, ...], ...]
    baseline: Mapping[str, float]


def score(network: Scorer, dataset: Dataset, name: str, split: Split, run: str) -> Evaluation:
    """Evaluate `network` on the split called `name` of `dataset`."""
    metrics, outputs = network.measure(split)
    if dataset.facts.task == "regression":
        scores = regression_scores(outputs, split.targets)
        baseline = mean_baseline(dataset.train.targets, split.targets)
        return Evaluation(run, name, len(split), metrics | asdict(scores), {}, (), asdict(baseline))
    classes = classification_scores(class_probabilities(outputs), split.targets, dataset.facts.classes)
    figures = {"accuracy": classes.accuracy, "macro_f1": classes.macro_f1}
    guess = {"accuracy": majority_baseline(dataset.train.targets, split.targets)}
    return Evaluation(run, name, len(split), metrics | figures, classes.per_class, classes.confusion, guess)


def litert_scorer(predictor: LiteRtPredictor, objective: Objective) -> Scorer:
    """The scorer of a network on LiteRT."""
    return LiteRtScorer(predictor, objective.loss, objective.metrics, objective.encoding)
