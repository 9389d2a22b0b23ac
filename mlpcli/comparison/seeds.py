"""Runs that differ in nothing but the seed, and whether groups of them differ by more than the seed."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import mean, stdev

from mlpcli.comparison.compared_run import ComparedRun
from mlpcli.comparison.figures import ComparedFigure
from mlpcli.comparison.held_back_rows import sameness
from mlpcli.comparison.welch import welch
from mlpcli.config.resolved_yaml import to_document
from mlpcli.config.run_identity import lasting

UNLIKELY = 0.05
"""The p below which a difference counts as larger than seed noise."""


@dataclass(frozen=True)
class Spread:
    """A figure over the seeds of a group: how many have it, their mean, and their standard deviation (of a
    sample: divided by one less than their number), None for one seed."""

    count: int
    mean: float
    deviation: float | None


@dataclass(frozen=True)
class SeedGroup:
    """Runs that differ in nothing but the seed. `spreads` are by figure, such as `test accuracy`."""

    letters: tuple[str, ...]
    seeds: tuple[int, ...]
    spreads: Mapping[str, Spread]

    @property
    def title(self) -> str:
        return ", ".join(self.letters)


@dataclass(frozen=True)
class SeedTest:
    """Whether the better of two groups, by the letters of its runs, is better by more than seed noise.

    `p` is that of Welch's t-test, times the number of pairs of groups that could have been compared (at most
    1), and None if it cannot be told; then `problem` says why.
    """

    figure: str
    group: tuple[str, ...]
    other: tuple[str, ...]
    difference: float
    p: float | None
    pairs: int
    problem: str = ""

    @property
    def is_larger(self) -> bool:
        """Whether the difference is larger than seed noise."""
        return self.p is not None and self.p < UNLIKELY


def seed_groups(runs: Sequence[ComparedRun], figures: Sequence[ComparedFigure]) -> list[SeedGroup]:
    """The groups in the order of their first runs; a run without a twin, or that did not complete, is one of
    its own. A seed that was run twice is counted once, by its first run."""
    groups: dict[str, list[ComparedRun]] = {}
    for run in runs:
        key = run.letter if run.record.status != "completed" else _without_seed(run)
        groups.setdefault(key, []).append(run)
    parts = [part for group in groups.values() for part in _of_same_rows(group)]
    return [_group(part, figures) for part in parts]


def seed_tests(groups: Sequence[SeedGroup], figure: ComparedFigure | None) -> list[SeedTest]:
    """The group that is best by a figure against every other, the nearest first."""
    if figure is None or figure.problem or figure.better is None:
        return []
    having = [group for group in groups if figure.title in group.spreads]
    sign = -1 if figure.better == "min" else 1
    having.sort(key=lambda group: -sign * group.spreads[figure.title].mean)
    pairs = len(list(combinations(having, 2)))
    return [_test(having[0], other, figure, pairs) for other in having[1:]]


def _test(best: SeedGroup, other: SeedGroup, figure: ComparedFigure, pairs: int) -> SeedTest:
    title = figure.title
    counts = [group.spreads[title].count for group in (best, other)]
    difference = best.spreads[title].mean - other.spreads[title].mean
    values = [_values(group, figure) for group in (best, other)]
    p, problem = None, ""
    if max(counts) == 1:
        problem = "one seed each"
    elif min(counts) == 1:
        problem = f"one seed of {(best if counts[0] == 1 else other).title}"
    elif found := welch(*values):
        p = min(1.0, found.p * pairs)
    else:
        problem = "seeds that all give the same number"
    return SeedTest(title, best.letters, other.letters, difference, p, pairs, problem)


def _group(runs: Sequence[ComparedRun], figures: Sequence[ComparedFigure]) -> SeedGroup:
    once: dict[int, ComparedRun] = {}
    for run in runs:
        once.setdefault(run.config.seed, run)
    letters, seeds = tuple(run.letter for run in once.values()), tuple(once)
    spreads = {}
    for figure in figures:
        found = _finite(letters, figure)
        if found and len(found) == len(letters):
            deviation = stdev(found) if len(found) > 1 else None
            spreads[figure.title] = Spread(len(found), mean(found), deviation)
    return SeedGroup(letters, seeds, spreads)


def _values(group: SeedGroup, figure: ComparedFigure) -> list[float]:
    return _finite(group.letters, figure)


def _finite(letters: Sequence[str], figure: ComparedFigure) -> list[float]:
    found = (figure.values.get(letter) for letter in letters)
    return [value for value in found if value is not None and math.isfinite(value)]


def _without_seed(run: ComparedRun) -> str:
    document = {key: value for key, value in lasting(run.config).items() if key not in ("name", "seed")}
    stopping = to_document(run.config.training.early_stopping)
    return json.dumps([document, stopping, run.record.epochs])


def _of_same_rows(runs: Sequence[ComparedRun]) -> list[list[ComparedRun]]:
    """The runs in groups of the same data."""
    groups: list[list[ComparedRun]] = []
    for run in runs:
        for group in groups:
            if all(sameness((group[0], run), split) != "other" for split in ("test", "train")):
                group.append(run)
                break
        else:
            groups.append([run])
    return groups
