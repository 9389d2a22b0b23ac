"""How the columns of a table are read: what training found, so that other files are read in the same way."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mlpcli.config.dataset_facts import ColumnKind

MISSING = (
    *("", "?", "NA", "N/A", "n/a", "na", "#N/A", "#N/A N/A", "<NA>", "nan", "NaN", "NAN", "-nan", "-NaN"),
    *("null", "NULL", "Null", "None", "none", "nil", ".", "-", "--"),
)
"""Texts that mean a missing value, unless the config lists others."""


@dataclass(frozen=True)
class TableColumn:
    """A column of features. `format` is that of dates, as for strptime; None for other kinds.

    With `refuse`, missing values are errors.
    """

    name: str
    kind: ColumnKind
    format: str | None = None
    refuse: bool = False

    def __post_init__(self) -> None:
        if (self.format is None) == (self.kind == "date"):
            raise ValueError("format: expected one for dates, and only for dates")


@dataclass(frozen=True)
class NumberFormat:
    """The decimal sign, and what groups digits, if anything."""

    decimal: str = "."
    thousands: str = ""

    def __post_init__(self) -> None:
        if self.decimal not in (".", ","):
            raise ValueError("decimal: expected . or ,")
        if len(self.thousands) > 1 or self.thousands == self.decimal:
            raise ValueError("thousands: expected one character other than the decimal sign, or none")


@dataclass(frozen=True)
class TableSchema:
    """`columns` are the features in the order of the network's rows: numbers, booleans and dates first, then
    categories. `names` are all columns of the training file in their order, among them the `targets`.

    `separator` and `encoding` are those that the config gave, or `auto`; `missing` the texts that mean a
    missing value; `labels` other spellings of classes. Raises ValueError if they do not fit together.
    """

    columns: tuple[TableColumn, ...]
    targets: tuple[str, ...]
    names: tuple[str, ...]
    header: bool
    numbers: NumberFormat = NumberFormat()
    missing: tuple[str, ...] = MISSING
    separator: str = "auto"
    encoding: str = "auto"
    labels: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if len(set(self.names)) < len(self.names):
            raise ValueError("names: a column is listed twice")
        used = [*(column.name for column in self.columns), *self.targets]
        if len(set(used)) < len(used) or not set(used) <= set(self.names):
            raise ValueError("columns, targets: expected different ones, all of them in names")
        if not self.columns or not self.targets:
            raise ValueError("columns, targets: expected at least one")
        texts = [column.kind == "category" for column in self.columns]
        if texts != sorted(texts):
            raise ValueError("columns: expected categories after all others")

    @property
    def texts(self) -> tuple[bool, ...]:
        """For each column of features, whether its cells are texts instead of numbers."""
        return tuple(column.kind == "category" for column in self.columns)

    @property
    def others(self) -> tuple[str, ...]:
        """The columns of the training file that are neither features nor targets."""
        used = {*(column.name for column in self.columns), *self.targets}
        return tuple(name for name in self.names if name not in used)
