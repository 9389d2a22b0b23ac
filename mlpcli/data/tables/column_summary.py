"""What is seen of a column while its rows are read, a part at a time."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlpcli.config.dataset_facts import ColumnKind
from mlpcli.data.preprocessing.text_columns import Texts
from mlpcli.data.tables.schema import NumberSpan

# Fewer rows than these could be consecutive numbers by chance.
_MANY = 20
# Different texts that are counted, about 100 MB of them.
_MOST_TEXTS = 1_000_000


class ColumnSummary:
    """What the training rows of a column hold, whose parts were added in order.

    `counts` are those of the different texts; of more than a million, the rarer ones are counted anew from
    time to time. `has_missing` says whether a number is missing in a training row, and `is_filled` whether
    one is in any row. `ends` are the first and the last date of all rows.
    """

    def __init__(self, kind: ColumnKind) -> None:
        self.counts: Counter[str] = Counter()
        self.has_missing = False
        self.is_filled = False
        self.ends = (np.inf, -np.inf)
        self._kind = kind
        self._rows = 0
        self._numbers = 0
        self._lowest, self._highest = np.inf, -np.inf
        self._is_whole = True
        self._before: float | None = None
        self._numbers_rows = True

    def add(self, values: "NDArray[np.float64] | Texts", train: "NDArray[Any] | slice") -> None:
        """Add the next rows of the file, of which `train` are for training: their numbers, or a mask."""
        some = values[train]
        self._rows += len(some)
        if isinstance(some, Texts) or isinstance(values, Texts):
            if len(self.counts) > _MOST_TEXTS:
                self.counts = Counter(dict(self.counts.most_common(_MOST_TEXTS // 2)))
            self.counts.update(some.counts() if isinstance(some, Texts) else {})
            return
        if self._kind == "date" and len(values):
            least, most = np.fmin.reduce(values), np.fmax.reduce(values)
            self.ends = (float(np.fmin(self.ends[0], least)), float(np.fmax(self.ends[1], most)))
        missing = np.isnan(some)
        known = some[~missing] if missing.any() else some
        self.has_missing = self.has_missing or len(known) < len(some)
        self.is_filled = self.is_filled or self.has_missing or bool(np.isnan(values).any())
        self._numbers += len(known)
        if len(known):
            self._lowest = min(self._lowest, float(known.min()))
            self._highest = max(self._highest, float(known.max()))
            self._is_whole = self._is_whole and are_whole(known)
        if self._numbers_rows:
            follows = self._before is None or not len(values) or values[0] - self._before == 1
            self._numbers_rows = bool(follows and np.all(np.diff(values) == 1))
            self._before = float(values[-1]) if len(values) else self._before

    @property
    def span(self) -> NumberSpan | None:
        """Of a column of numbers; None for others."""
        if self._kind != "number" or not self._numbers:
            return None
        return NumberSpan(self._lowest, self._highest, self._is_whole)

    def says_nothing(self, is_chosen: bool) -> str:
        """Why the column is left out; empty if it is not. A column that `is_chosen` may number the rows."""
        if self._kind == "category":
            return f"is {next(iter(self.counts))!r} in all training rows" if len(self.counts) == 1 else ""
        if not self._numbers:
            return "has no values in the training rows"
        if self._lowest == self._highest and not self.has_missing:
            return f"is {self._lowest:g} in all training rows"
        if is_chosen or self._kind != "number" or self._rows < _MANY:
            return ""
        return "numbers the rows" if self._numbers_rows else ""


def spans_of(names: Sequence[str], values: NDArray[Any]) -> dict[str, NumberSpan]:
    """The spans of columns of numbers `[rows, columns]`, NaN where missing; not of those without any."""
    spans = {}
    for name, column in zip(names, values.T, strict=True):
        known = column[~np.isnan(column)]
        if len(known):
            spans[name] = NumberSpan(float(known.min()), float(known.max()), are_whole(known))
    return spans


def are_whole(values: NDArray[Any]) -> bool:
    """Whether all these numbers are whole."""
    return bool((values == np.rint(values)).all())
