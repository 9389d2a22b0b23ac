"""What in an image or a signal made the difference: what covering a part of it does to the answer.

Zeiler, Fergus 2014, "Visualizing and Understanding Convolutional Networks", section 4.2.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mlpcli.data.dataset import Array
from mlpcli.inference.prediction import Predictor
from mlpcli.inference.scoring.class_scores import class_probabilities
from mlpcli.reporting.facts.absent import Absent
from mlpcli.reporting.facts.answered_rows import AnsweredRows
from mlpcli.reporting.facts.work import Work

MOST_SHOWN = 12

_QUANTILE = 0.1
# Of probability, or of the spread of the numbers to predict.
_FULL = 0.05
_FAINT = 0.2

_FINEST = 9
_COARSEST = 4
_FINEST_IN_TIME = 48
_COARSEST_IN_TIME = 8


@dataclass(frozen=True)
class Occluded:
    """One row: its place among the answered rows, its number in its split, and the effect of covering each
    part of it.

    `effects` `[down, across]` of an image, `[parts]` of a signal: how much less probable its true class
    becomes, or by how much the predicted numbers change, the mean over all.
    """

    place: int
    number: int
    effects: NDArray[np.float64]


@dataclass(frozen=True)
class Occlusion:
    """Some rows of `split`, the parts of which were covered with the mean color, or value, of `sampled` rows.
    `sides` are those of a part: pixels down and across, or steps. `full` is the smallest effect that a row's
    strongest colour may stand for: of what makes no difference the colours are faint."""

    rows: tuple[Occluded, ...]
    sides: tuple[int, ...]
    sampled: int
    split: str
    full: float

    @property
    def is_nothing(self) -> bool:
        """Whether no colour would be seen well."""
        return all(np.abs(self.strengths(one.effects)).max() < _FAINT for one in self.rows)

    def strengths(self, effects: NDArray[np.float64]) -> NDArray[np.float64]:
        """How strong the colours of a row's effects are, from -1 to 1."""
        return effects / (max(float(np.abs(effects).max()), self.full) or 1.0)


def occlusion(rows: AnsweredRows, predictor: Predictor, work: Work) -> Occlusion | Absent:
    """The effects for up to MOST_SHOWN rows: of classes one of each that was answered rightly, more surely
    than a tenth of them; of numbers rows that are evenly spread. Parts are as fine as `work` allows."""
    shape = rows.inputs.shape[1:]
    finest, coarsest = (_FINEST, _COARSEST) if len(shape) == 3 else (_FINEST_IN_TIME, _COARSEST_IN_TIME)
    axes = 2 if len(shape) == 3 else 1
    chosen = _examples(rows)
    while len(chosen) > 1 and len(chosen) * coarsest**axes > work.rows:
        chosen = chosen[:-1]
    affordable = work.rows / len(chosen)
    if affordable < coarsest**axes:
        return Absent("Covering parts would take longer than a page may: the network is too large")
    parts = int(min(finest, affordable ** (1 / axes)))
    cover = rows.inputs.mean(axis=tuple(range(axes + 1)), dtype=np.float64)
    cuts = [_cuts(length, parts) for length in shape[:axes]]
    found = tuple(
        Occluded(int(place), int(rows.numbers[place]), _effects(rows, place, cuts, cover, predictor))
        for place in chosen
    )
    sides = tuple(one[0][1] - one[0][0] for one in cuts)
    return Occlusion(found, sides, len(rows), rows.split, _full(rows))


def _full(rows: AnsweredRows) -> float:
    return (
        _FULL if rows.targets.ndim == 1 else _FULL * float(rows.targets.std(axis=0, dtype=np.float64).mean())
    )


def _examples(rows: AnsweredRows) -> list[int]:
    if rows.targets.ndim > 1:
        spread = np.linspace(0, len(rows) - 1, min(MOST_SHOWN, len(rows))).round().astype(int)
        return list(dict.fromkeys(spread.tolist()))
    predicted, sure = rows.outputs.argmax(axis=1), rows.outputs.max(axis=1)
    is_right = predicted == rows.targets
    chosen = []
    for label in np.unique(rows.targets)[:MOST_SHOWN]:
        places = np.flatnonzero(is_right & (rows.targets == label))
        if len(places):
            # Of those that are answered with the most confidence no part matters alone.
            order = places[np.argsort(sure[places], kind="stable")]
            chosen.append(int(order[int(_QUANTILE * (len(order) - 1))]))
    return chosen or list(range(min(MOST_SHOWN, len(rows))))


def _cuts(length: int, parts: int) -> list[tuple[int, int]]:
    """The bounds of parts that overlap by half, at most `parts` of them, over all of `length`."""
    parts = min(parts, length)
    side = max(1, round(2 * length / (parts + 1)))
    starts = np.linspace(0, length - side, parts).round().astype(int)
    return [(int(start), int(start) + side) for start in starts]


def _effects(
    rows: AnsweredRows,
    place: int,
    cuts: Sequence[Sequence[tuple[int, int]]],
    cover: Array,
    predictor: Predictor,
) -> NDArray[np.float64]:
    counts = tuple(len(one) for one in cuts)
    covered = np.repeat(rows.inputs[place : place + 1], int(np.prod(counts)), axis=0)
    value = cover.round().astype(covered.dtype) if covered.dtype.kind in "ui" else cover.astype(covered.dtype)
    for number, index in enumerate(np.ndindex(counts)):
        part = tuple(slice(*one[at]) for one, at in zip(cuts, index, strict=True))
        covered[number][part] = value
    outputs = predictor.predict(covered).astype(np.float64)
    if rows.targets.ndim == 1:
        true = rows.targets[place]
        found: Array = rows.outputs[place, true] - class_probabilities(outputs)[:, true]
    else:
        found = np.abs(outputs - rows.outputs[place]).mean(axis=1)
    return found.reshape(counts)
