"""How series are read from a table: what training found, so that other files are read in the same way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from mlpcli.data.tables.schema import MISSING, NumberFormat, NumberSpan, TableColumn

# Seconds of dates: all years that dates have are shorter. Numbers: sums of steps do not overflow.
_LONGEST = {"date": 3.2e11, "number": 1e100}

MissingRule = Literal["refuse", "forward", "skip"]


@dataclass(frozen=True)
class SeriesSchema:
    """`features` are the columns of the channels, or if `window` is 0, the steps of the one channel that
    every row is. `targets` are the columns to predict, which may be among the features.

    A network for numbers answers all targets of the `horizon` rows after the window, row by row; with a
    horizon of 0 those of the window's last row. `every` is the usual difference of the `time` from row to
    row, in seconds for dates, and 0 if there is none; `season` the rows until numbers repeat, or 0.
    `separator` and `encoding` are those that the config gave, or `auto`; `missing` the texts that mean a
    missing value; `separated_by` and `spans` are as in `TableSchema`. Raises ValueError if they do not fit
    together.
    """

    names: tuple[str, ...]
    header: bool
    features: tuple[str, ...]
    targets: tuple[str, ...]
    window: int = 0
    horizon: int = 0
    time: TableColumn | None = None
    group: str | None = None
    rule: MissingRule = "refuse"
    every: float = 0.0
    season: int = 0
    numbers: NumberFormat = NumberFormat()
    missing: tuple[str, ...] = MISSING
    separator: str = "auto"
    encoding: str = "auto"
    # Older runs do not have these keys.
    separated_by: str = field(default="", metadata={"later": True})
    spans: Mapping[str, NumberSpan] = field(default_factory=dict, metadata={"later": True})

    def __post_init__(self) -> None:
        if len(set(self.names)) < len(self.names):
            raise ValueError("names: a column is listed twice")
        for key in ("features", "targets"):
            names = getattr(self, key)
            if not names or len(set(names)) < len(names) or not set(names) <= set(self.names):
                raise ValueError(f"{key}: expected at least one, different ones, all of them in names")
        if not set(self._in_order) <= set(self.names) or set(self._in_order) & set(self.features):
            raise ValueError("time, group: expected columns in names that are no features")
        if self.time and self.time.kind not in ("date", "number"):
            raise ValueError("time: expected dates or numbers")
        if min(self.window, self.horizon, self.season) < 0 or not self.every >= 0:
            raise ValueError("window, horizon, season, every: expected numbers of at least 0")
        if self.every > longest_step(self.time):
            raise ValueError(f"every: expected at most {longest_step(self.time):g}")
        if not self.window and (self.horizon or self.season or self._in_order):
            raise ValueError("window: expected at least 1 with a horizon, a season, a time or a group")

    @property
    def _in_order(self) -> tuple[str, ...]:
        return (*([self.time.name] if self.time else []), *([self.group] if self.group else []))

    @property
    def columns(self) -> Sequence[TableColumn]:
        """The columns that every file must have, of which those of the channels hold numbers."""
        group = [TableColumn(self.group, "category")] if self.group else []
        return (*self.channels, *([self.time] if self.time else []), *group)

    @property
    def channels(self) -> Sequence[TableColumn]:
        """The columns of numbers to predict from."""
        return tuple(TableColumn(name, "number") for name in self.features)

    @property
    def shape(self) -> tuple[int, int]:
        """The steps and channels of a signal."""
        return (self.window, len(self.features)) if self.window else (len(self.features), 1)

    @property
    def steps(self) -> int:
        """The number of rows of which a network for numbers answers the targets."""
        return max(1, self.horizon)


def longest_step(time: TableColumn | None) -> float:
    """The longest usual step of rows, in seconds for dates; 0 without times."""
    return _LONGEST[time.kind] if time else 0.0
