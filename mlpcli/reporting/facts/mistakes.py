"""The rows that a network is most wrong about."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mlpcli.reporting.facts.answered_rows import AnsweredRows

MOST_SHOWN = 12


@dataclass(frozen=True)
class ClassMistake:
    """A row given a class that it is not of: its place among the answered rows and in its split, from 0, its
    classes, and the probabilities of both."""

    place: int
    number: int
    true: str
    predicted: str
    confidence: float
    probability_of_true: float


@dataclass(frozen=True)
class NumberMistake:
    """A row with a large error: its place and number as of ClassMistake, and the target, by its number, whose
    error is the largest compared with the spread of that target."""

    place: int
    number: int
    target: int
    true: float
    predicted: float


def class_mistakes(rows: AnsweredRows, classes: Sequence[str]) -> tuple[int, tuple[ClassMistake, ...]]:
    """The number of wrong answers, and the MOST_SHOWN most confident of them, the most confident first."""
    predicted = rows.outputs.argmax(axis=1)
    wrong = np.flatnonzero(predicted != rows.targets)
    sure = rows.outputs[wrong, predicted[wrong]]
    places = wrong[np.argsort(-sure, kind="stable")][:MOST_SHOWN]
    found = tuple(
        ClassMistake(
            int(place),
            int(rows.numbers[place]),
            classes[int(rows.targets[place])],
            classes[int(predicted[place])],
            float(rows.outputs[place, predicted[place]]),
            float(rows.outputs[place, rows.targets[place]]),
        )
        for place in places
    )
    return len(wrong), found


def number_mistakes(rows: AnsweredRows) -> tuple[NumberMistake, ...]:
    """The MOST_SHOWN rows of the largest errors, the largest first, compared with the targets' spread."""
    targets = rows.targets.astype(np.float64)
    spread = targets.std(axis=0)
    errors = np.abs(rows.outputs - targets) / np.where(spread > 0, spread, 1.0)
    worst = errors.argmax(axis=1)
    places = np.argsort(-errors.max(axis=1), kind="stable")[:MOST_SHOWN]
    return tuple(
        NumberMistake(
            int(place),
            int(rows.numbers[place]),
            int(worst[place]),
            float(targets[place, worst[place]]),
            float(rows.outputs[place, worst[place]]),
        )
        for place in places
    )
