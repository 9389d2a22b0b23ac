"""Stacks of layers beside each other, so that an inserted layer is one difference and not one per layer."""

import json
from collections.abc import Sequence

from mlpcli.config.yaml.nodes import Plain

Column = list[Plain | None]
"""One layer of every stack, as `Name: {arguments}`; None for the stacks that lack it."""

# What it costs to lack a layer, to have other arguments, and to have another layer in its place: less than to
# lack one and add one, so that a layer that was replaced is one difference.
_LACKS, _OTHER_ARGUMENTS, _OTHER_LAYER = 1.0, 0.8, 1.6
# Of the table of costs of two stacks. Longer ones are compared layer by layer.
_MOST_CELLS = 250_000


def aligned(stacks: Sequence[Sequence[Plain]]) -> list[Column]:
    """The columns of the aligned stacks, from the first layers to the last.

    Each stack is aligned with those before it, by the fewest and smallest differences.
    """
    first, *others = stacks
    columns: list[Column] = [[layer] for layer in first]
    done = [first]
    for stack in others:
        if stack in done:
            twin = done.index(stack)
            columns = [[*column, column[twin]] for column in columns]
        else:
            columns = _with(columns, stack, len(done))
        done.append(stack)
    return columns


def _with(columns: Sequence[Column], stack: Sequence[Plain], count: int) -> list[Column]:
    """The columns of `count` stacks with another stack beside them."""
    known = [{json.dumps(layer) for layer in column if layer is not None} for column in columns]
    own = [json.dumps(layer) for layer in stack]
    start = 0
    while start < min(len(own), len(known)) and own[start] in known[start]:
        start += 1
    end = 0
    while end < min(len(own), len(known)) - start and own[-1 - end] in known[-1 - end]:
        end += 1
    middle = columns[start : len(columns) - end], stack[start : len(stack) - end]
    last = columns[len(columns) - end :]
    return [
        *([*column, layer] for column, layer in zip(columns[:start], stack, strict=False)),
        *_paired(*middle, count),
        *([*column, layer] for column, layer in zip(last, stack[len(stack) - end :], strict=True)),
    ]


def _paired(columns: Sequence[Column], stack: Sequence[Plain], count: int) -> list[Column]:
    """The same for what differs (Needleman, Wunsch 1970)."""
    lacking: Column = [None] * count
    if len(columns) * len(stack) > _MOST_CELLS:
        width = max(len(columns), len(stack))
        padded = [*columns, *[lacking] * (width - len(columns))]
        return [[*column, stack[at] if at < len(stack) else None] for at, column in enumerate(padded)]
    costs = _costs(columns, stack)
    found: list[Column] = []
    row, place = 0, 0
    while row < len(columns) or place < len(stack):
        here = costs[row][place]
        if row < len(columns) and place < len(stack):
            cost = _cost(columns[row], stack[place])
            if abs(here - cost - costs[row + 1][place + 1]) < 1e-9:
                found.append([*columns[row], stack[place]])
                row, place = row + 1, place + 1
                continue
        if row < len(columns) and abs(here - _LACKS - costs[row + 1][place]) < 1e-9:
            found.append([*columns[row], None])
            row += 1
        else:
            found.append([*lacking, stack[place]])
            place += 1
    return found


def _costs(columns: Sequence[Column], stack: Sequence[Plain]) -> list[list[float]]:
    """The least cost of aligning what is left from each column and each layer on."""
    wide = len(stack)
    costs = [[_LACKS * (wide - place) for place in range(wide + 1)]]
    for column in reversed(columns):
        below, line = costs[-1], [0.0] * (wide + 1)
        line[wide] = below[wide] + _LACKS
        for place in range(wide - 1, -1, -1):
            both = below[place + 1] + _cost(column, stack[place])
            line[place] = min(both, below[place] + _LACKS, line[place + 1] + _LACKS)
        costs.append(line)
    return costs[::-1]


def _cost(column: Column, layer: Plain) -> float:
    there = [other for other in column if other is not None]
    if layer in there:
        return 0.0
    return _OTHER_ARGUMENTS if _name(layer) in map(_name, there) else _OTHER_LAYER


def _name(layer: Plain) -> str:
    return next(iter(layer)) if isinstance(layer, dict) else str(layer)
