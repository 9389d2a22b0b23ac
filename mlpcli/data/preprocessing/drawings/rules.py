"""Rules that are drawn under a digit, or above it, and are not part of it."""

import numpy as np

from mlpcli.data.preprocessing.base import Array
from mlpcli.data.preprocessing.drawings.components import Part
from mlpcli.data.preprocessing.drawings.strokes import is_straight

# A rule is so many times as wide as what is on it, and goes beyond it on both sides by this share of itself.
# The bar of a 7, or of a 5, does so on one side.
_WIDER, _BEYOND = 1.3, 0.1
# It is as high as this share of its width at most, and deviates by this share from a straight line; the foot
# of a 2 does so by more.
_HIGH, _BENT = 0.15, 0.02
# What touches its rule is no narrower, as a share of its height: a 1 has a foot of its own.
_NARROWEST = 0.35


def without_rules(labels: Array, parts: list[Part]) -> list[Part]:
    """The parts of int `labels` `[height, width]` that are no rule below or above all others but rules."""
    others = [part for part in parts if not _lies(labels, part)]
    return [part for part in parts if part in others or not _is_rule_of(part, others)]


def _lies(labels: Array, part: Part) -> bool:
    own = labels[part.top : part.bottom, part.left : part.right] == part.label
    height, width = own.shape
    return height <= _HIGH * width and is_straight(own.astype(np.float32))


def _is_rule_of(part: Part, others: list[Part]) -> bool:
    if not others:
        return False
    left, right = min(one.left for one in others), max(one.right for one in others)
    middle = (part.top + part.bottom) / 2
    is_beside = max(one.bottom for one in others) <= middle or min(one.top for one in others) >= middle
    return is_beside and _goes_beyond(left - part.left, right - left, part.right - right)


def is_on_rule(mask: Array) -> bool:
    """Whether what is True in bool `mask` `[height, width]`, cut out, touches a rule below it."""
    height, width = mask.shape
    tops, bottoms = mask.argmax(axis=0), height - mask[::-1].argmax(axis=0)
    # The rule alone, where there is anything.
    is_thin = ~mask.any(axis=0) | ((bottoms - tops <= _HIGH * width) & (tops >= height - _HIGH * width))
    if is_thin.all():
        return False
    before, after = int(is_thin.argmin()), int(is_thin[::-1].argmin())
    between = width - before - after
    if between < _NARROWEST * height or not _goes_beyond(before, between, after):
        return False
    (columns,) = np.nonzero(is_thin & mask.any(axis=0))
    return bool(len(columns)) and _bend(columns, (tops + bottoms)[columns] / 2) <= _BENT * width


def _bend(columns: Array, middles: Array) -> float:
    """By how much a line through `middles` deviates from a straight one."""
    across, down = columns - columns.mean(), middles - middles.mean()
    slope = float(across @ down) / max(float(across @ across), 1e-9)
    return float(np.sqrt(np.mean((down - slope * across) ** 2)))


def _goes_beyond(before: int, between: int, after: int) -> bool:
    whole = before + between + after
    return whole >= _WIDER * between and min(before, after) >= _BEYOND * whole
