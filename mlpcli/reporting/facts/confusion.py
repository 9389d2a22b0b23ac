"""Which classes are taken for which, and how well each is found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mlpcli.inference.scoring.class_scores import ClassScores

MOST_CLASSES = 20
"""Of more classes those are shown that are found worst."""

_MOST_PAIRS = 5


@dataclass(frozen=True)
class Confused:
    """`rows` of the class `true` that were predicted as the class `predicted`."""

    true: str
    predicted: str
    rows: int


@dataclass(frozen=True)
class Confusion:
    """The confusion matrix of some classes by `names`: `counts[i, j]` rows of class i predicted as class j.

    If `others` is above 0, the last row and the last column are the sums over that many other classes.
    `pairs` are the classes, of all, that are mistaken for each other most often.
    """

    names: tuple[str, ...]
    counts: NDArray[np.int64]
    others: int
    pairs: tuple[Confused, ...]


def worst_classes(scores: Mapping[str, ClassScores]) -> Sequence[int]:
    """The numbers of the classes to show, in their order: all, or the MOST_CLASSES of the lowest F1 score.

    A class without rows has no score, and comes last.
    """
    if len(scores) <= MOST_CLASSES:
        return range(len(scores))
    found = list(scores.values())
    by_score = sorted(range(len(found)), key=lambda one: (found[one].support == 0, found[one].f1))
    return sorted(by_score[:MOST_CLASSES])


def confusion(counts: NDArray[np.int64], classes: Sequence[str], chosen: Sequence[int]) -> Confusion:
    """The matrix of the `chosen` class numbers, of `counts` `[classes, classes]` of all."""
    others = len(classes) - len(chosen)
    names = tuple(classes[one] for one in chosen)
    return Confusion(
        names, _gathered(counts, list(chosen)) if others else counts, others, _pairs(counts, classes)
    )


def _gathered(counts: NDArray[np.int64], chosen: list[int]) -> NDArray[np.int64]:
    place = np.full(len(counts), len(chosen))
    place[chosen] = np.arange(len(chosen))
    gathered: NDArray[np.int64] = np.zeros((len(chosen) + 1, len(chosen) + 1), np.int64)
    np.add.at(gathered, (place[:, None], place[None, :]), counts)
    return gathered


def _pairs(counts: NDArray[np.int64], classes: Sequence[str]) -> tuple[Confused, ...]:
    wrong = counts.copy()
    np.fill_diagonal(wrong, 0)
    order = np.argsort(-wrong, axis=None, kind="stable")[:_MOST_PAIRS]
    places = zip(*np.unravel_index(order, wrong.shape), strict=True)
    return tuple(
        Confused(classes[true], classes[given], int(wrong[true, given]))
        for true, given in places
        if wrong[true, given]
    )
