"""Which features made the difference: what it costs the network if the values of one are mixed up.

Breiman 2001, "Random Forests"; Fisher, Rudin, Dominici 2019, "All Models are Wrong, but Many are Useful". As
in scikit-learn's `permutation_importance`, but all numbers that one column of a table becomes are mixed
together: a row with two categories, or with none, does not exist.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mlpcli.data.dataset import Array
from mlpcli.inference.prediction import Predictor
from mlpcli.inference.scoring.class_scores import class_probabilities
from mlpcli.reporting.facts.absent import Absent
from mlpcli.reporting.facts.answered_rows import AnsweredRows
from mlpcli.reporting.facts.work import Work

MOST_SHOWN = 20

_MOST_ROWS = 2000
_FEWEST_ROWS = 50
_REPEATS = 5


@dataclass(frozen=True)
class Feature:
    """A feature by name, and the numbers of the row `[features]` that it became."""

    name: str
    columns: tuple[int, ...]


@dataclass(frozen=True)
class Effect:
    """How much worse the figure becomes without a feature: the `mean` of the repetitions, and their `spread`
    (the standard deviation)."""

    name: str
    mean: float
    spread: float


@dataclass(frozen=True)
class Importance:
    """The effects, the largest first, of `features` that were tried of `total`.

    `figure` is what became worse, `accuracy` or `mae`, and `value` what it is on these `rows` of `split`;
    each feature was mixed up `repeats` times.
    """

    effects: tuple[Effect, ...]
    figure: str
    value: float
    rows: int
    split: str
    repeats: int
    total: int


def importance(
    rows: AnsweredRows, features: Sequence[Feature], predictor: Predictor, work: Work, seed: int
) -> Importance | Absent:
    """The importance of the `features` of `rows`, on as many of them as `work` allows.

    Of thousands of features some are drawn with `seed`.
    """
    generator = np.random.default_rng(seed)
    affordable = work.rows
    fewest = min(_FEWEST_ROWS, len(rows))
    if affordable < fewest:
        return Absent("Mixing up features would take longer than a page may: the network is too large")
    tried = list(features)
    if len(tried) * fewest > affordable:
        chosen = np.sort(generator.permutation(len(tried))[: affordable // fewest])
        tried = [tried[one] for one in chosen]
    each = min(affordable // len(tried), _MOST_ROWS * _REPEATS, len(rows) * _REPEATS)
    repeats = int(np.clip(each // min(len(rows), _MOST_ROWS), 1, _REPEATS))
    used = rows.at(np.sort(generator.permutation(len(rows))[: each // repeats]))
    measure = _accuracy if rows.targets.ndim == 1 else _mae
    before = measure(used.outputs, used.targets)
    effects = [_effect(used, one, predictor, repeats, generator, before, measure) for one in tried]
    effects.sort(key=lambda one: -one.mean)
    name = "accuracy" if measure is _accuracy else "mae"
    return Importance(tuple(effects), name, before, len(used), rows.split, repeats, len(features))


def _effect(
    rows: AnsweredRows,
    feature: Feature,
    predictor: Predictor,
    repeats: int,
    generator: np.random.Generator,
    before: float,
    measure: Callable[[Array, Array], float],
) -> Effect:
    places = list(feature.columns)
    sign = 1 if measure is _accuracy else -1
    mixed = np.concatenate([rows.inputs] * repeats)
    for start in range(0, len(mixed), len(rows)):
        order = generator.permutation(len(rows))
        mixed[start : start + len(rows), places] = rows.inputs[order][:, places]
    outputs: NDArray[np.float32] = predictor.predict(mixed)
    if rows.targets.ndim == 1:
        outputs = class_probabilities(outputs)
    after = [measure(part, rows.targets) for part in np.split(outputs, repeats)]
    losses = sign * (before - np.array(after))
    return Effect(feature.name, float(losses.mean()), float(losses.std()))


def _accuracy(outputs: Array, targets: Array) -> float:
    return float((outputs.argmax(axis=1) == targets).mean())


def _mae(outputs: Array, targets: Array) -> float:
    return float(np.abs(outputs.astype(np.float64) - targets).mean())
