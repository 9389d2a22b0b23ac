"""The connected parts of ink, and which of them make one drawing."""

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from mlpcli.data.preprocessing.base import Array

# A part of less than this share of the longest one's side is a speck, and so is a thin crumb of it.
_SPECK = 0.1
_CRUMB = (0.2, 0.02)
# More parts than this are texture, not strokes.
MOST_PARTS = 60


@dataclass(frozen=True)
class Part:
    """A connected part: its label, its box (`bottom` and `right` exclusive) and its pixels."""

    label: int
    top: int
    bottom: int
    left: int
    right: int
    area: int

    @property
    def side(self) -> int:
        """The longer side of the box."""
        return max(self.bottom - self.top, self.right - self.left)


def label_parts(mask: Array) -> tuple[Array, list[Part]]:
    """The parts of bool `mask` `[height, width]`, diagonal neighbours included, the longest first.

    The labels are int32 `[height, width]`, 0 where there is no part.
    """
    runs = _runs(mask)
    roots = _joined(runs)
    _, numbers = np.unique(roots, return_inverse=True)
    labels = np.zeros(mask.shape, np.int32)
    parts: dict[int, Part] = {}
    for (row, start, stop), number in zip(runs, (numbers + 1).tolist(), strict=True):
        labels[row, start:stop] = number
        old = parts.get(number, Part(number, row, row, start, stop, 0))
        parts[number] = Part(
            number, old.top, row + 1, min(old.left, start), max(old.right, stop), old.area + stop - start
        )
    return labels, sorted(parts.values(), key=lambda part: -part.side)


def without_specks(parts: list[Part]) -> list[Part]:
    """The parts, longest first, that are no dust beside the longest one."""
    if not parts:
        return []
    longest, most = parts[0].side, max(part.area for part in parts)
    side, area = _CRUMB
    return [
        part
        for part in parts
        if part.side >= _SPECK * longest and (part.side >= side * longest or part.area >= area * most)
    ]


def gap_between(one: Part, other: Part) -> float:
    """The distance of two boxes, as a share of the longer side of the two."""
    across = max(one.left - other.right, other.left - one.right, 0)
    down = max(one.top - other.bottom, other.top - one.bottom, 0)
    return float(np.hypot(across, down)) / max(one.side, other.side)


def groups(parts: list[Part], gap: float) -> list[list[Part]]:
    """The parts, put together where less than `gap` is between them; the group of the longest one first."""
    found = {part.label: [part] for part in parts}
    for one, other in combinations(parts, 2):
        if found[one.label] is not found[other.label] and gap_between(one, other) <= gap:
            together = found[one.label] + found[other.label]
            for part in together:
                found[part.label] = together
    unique = {id(group): group for group in found.values()}
    return sorted(unique.values(), key=lambda group: -max(part.side for part in group))


def widest_gap(parts: list[Part]) -> float:
    """The least `gap` that makes one group of all parts."""
    gaps = sorted({gap_between(one, other) for one, other in combinations(parts, 2)})
    return next((gap for gap in gaps if len(groups(parts, gap)) == 1), 0.0)


def _runs(mask: Array) -> list[tuple[int, int, int]]:
    """Row, start and stop of every run of True along the rows, in reading order."""
    steps = np.diff(np.pad(mask, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    rows, starts = np.nonzero(steps == 1)
    stops = np.nonzero(steps == -1)[1]
    return list(zip(rows.tolist(), starts.tolist(), stops.tolist(), strict=True))


def _joined(runs: list[tuple[int, int, int]]) -> list[int]:
    """For every run the number of one run of its part: runs of neighbouring rows that touch are joined."""
    parents = list(range(len(runs)))

    def root(number: int) -> int:
        while parents[number] != number:
            parents[number] = number = parents[parents[number]]
        return number

    above = 0
    for number, (row, start, stop) in enumerate(runs):
        while runs[above][0] < row - 1 or (runs[above][0] == row - 1 and runs[above][2] < start):
            above += 1
        other = above
        while runs[other][0] == row - 1 and runs[other][1] <= stop:
            parents[root(other)] = root(number)
            other += 1
    return [root(number) for number in range(len(runs))]
