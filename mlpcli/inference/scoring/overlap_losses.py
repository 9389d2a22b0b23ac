"""Keras's losses of what targets and outputs have in common: of the rows, or of all of them at once.

The formulas are those of `dice` and `tversky` in keras/src/losses/losses.py.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import partial

import numpy as np

from mlpcli.config.losses import arguments_of, summed_axes
from mlpcli.config.types.with_arguments import WithArguments, name_of
from mlpcli.data.dataset import Array
from mlpcli.inference.scoring.scored_rows import Figure, Rowwise, ScoredRows

# `epsilon` of keras/src/backend/config.py.
_EPSILON = 1e-7


def of_rows(loss: str | WithArguments) -> Rowwise:
    """The loss of every row by itself."""
    ratio = _ratio(loss)

    def values(rows: ScoredRows) -> Array:
        return ratio(*(np.sum(part, axis=-1) for part in _parts(rows)))

    return values


def of_all_rows(loss: str | WithArguments) -> Figure:
    """The loss of one batch with all rows."""
    return lambda rows: _of_sums(loss, map(_parts, rows.batches()))


def overlap_loss(loss: str | WithArguments, expected: Array, outputs: Array) -> float:
    """The loss of one batch with all rows; `expected` and `outputs` are `[rows, outputs]` float32."""
    return _of_sums(loss, [(expected * outputs, expected, outputs)])


def _of_sums(loss: str | WithArguments, batches: Iterable[tuple[Array, Array, Array]]) -> float:
    # The sums of all rows, not the means over batches.
    sums = sum(np.array([np.sum(part, axis=0, dtype=np.float64) for part in parts]) for parts in batches)
    if 1 in summed_axes(loss):
        sums = np.sum(sums, axis=-1)
    return float(np.mean(_ratio(loss)(*np.asarray(sums))))


def _parts(rows: ScoredRows) -> tuple[Array, Array, Array]:
    return rows.expected * rows.outputs, rows.expected, rows.outputs


def _ratio(loss: str | WithArguments) -> Callable[..., Array]:
    arguments = arguments_of(loss)
    arguments.pop("axis", None)
    return partial(_RATIOS[name_of(loss)], **arguments)


def _dice(both: Array, expected: Array, outputs: Array) -> Array:
    """1 - 2 * both / (expected + outputs)"""
    loss: Array = 1 - 2 * both / (expected + outputs + _EPSILON)
    return loss


def _tversky(both: Array, expected: Array, outputs: Array, alpha: float = 0.5, beta: float = 0.5) -> Array:
    """1 - both / (both + alpha * missed + beta * wrong)"""
    missed, wrong = expected - both, outputs - both
    loss: Array = 1 - both / (both + missed * alpha + wrong * beta + _EPSILON)
    return loss


_RATIOS: Mapping[str, Callable[..., Array]] = {"dice": _dice, "tversky": _tversky}
