"""What has become of the rows that a script reads, by the names that they have on their way to a training."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mlpcli.config.translation.pasted_code import last_name

if TYPE_CHECKING:
    from mlpcli.config.translation.scripts.values import Unread


@dataclass(frozen=True)
class Pixels:
    """`factor` times pixels from 0 to 255, plus `offset`; `unread` is what else is done to them."""

    factor: float = 1.0
    offset: float = 0.0
    unread: tuple["Unread", ...] = ()


@dataclass(frozen=True)
class Numbers(Pixels):
    """The numbers of a table's columns, as pixels are. `minus` is the figure of each column that is
    subtracted from it; `kind` is `standardized`, or `scaled` by what is read elsewhere, before what `factor`
    and `offset` do. `said` is how to name the last step; `is_array`: a figure of them is one of all columns.
    """

    minus: str = ""
    kind: str = ""
    said: "Unread | None" = None
    is_array: bool = False


@dataclass(frozen=True)
class Splitter:
    """What holds back `share` of the rows; `is_of_groups`: those of a group stay together."""

    share: float
    said: "Unread"
    is_of_groups: bool = False


@dataclass
class Traces:
    """`pixels` are those of images, and `filters` what is left out of rows, or set anew, by a condition.

    `numbers` are those of tables, `figures` are the names of what is computed of each column, such as its
    mean, and `fitted_numbers` those that a network is trained on: its inputs, and its targets.
    `returned_numbers` are those of each value that is returned in a line.

    `fitted_pixels` and `fitted_filters` are those of the rows that are trained on, if these have a name that
    is known; `is_fitted`: a network is given them. `conditions` are the names of what says for which rows
    something holds, `indices` is what takes rows or columns, and `others` what would take those that a filter
    leaves out. `encoders` are the names of what encodes columns, `splitters` of what splits rows, and
    `columns` of single columns; `returned` are the filters of each value that is returned in a line.
    `order` is the column that rows are sorted by, empty for their order in the file, None for rows that are
    shuffled; `split_by_order` is what splits them so, by the order `split_column`, and `is_split_otherwise`:
    something else does not hold back the last of them. `shape` is that of each row, empty for a vector.
    """

    pixels: dict[str, Pixels] = field(default_factory=dict)
    fitted_pixels: Pixels | None = None
    numbers: dict[str, Numbers] = field(default_factory=dict)
    figures: dict[str, str] = field(default_factory=dict)
    fitted_numbers: tuple[Numbers | None, Numbers | None] = (None, None)
    returned_numbers: dict[int, list[Numbers | None]] = field(default_factory=dict)
    filters: dict[str, tuple["Unread", ...]] = field(default_factory=dict)
    fitted_filters: tuple["Unread", ...] | None = None
    is_fitted: bool = False
    conditions: set[str] = field(default_factory=set)
    indices: set[str] = field(default_factory=set)
    others: dict["Unread", str] = field(default_factory=dict)
    encoders: set[str] = field(default_factory=set)
    splitters: dict[str, Splitter] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)
    returned: dict[int, list[tuple["Unread", ...]]] = field(default_factory=dict)
    order: str | None = ""
    split_by_order: "Unread | None" = None
    split_column: str = ""
    is_split_otherwise: bool = False
    shape: list[int] = field(default_factory=list)


def each_value(target: ast.expr, value: ast.expr) -> Iterator[tuple[ast.expr, ast.expr]]:
    """What an assignment gives values to, with what each value is, or is a part of."""
    names = target.elts if isinstance(target, ast.Tuple | ast.List) else []
    values = value.elts if isinstance(value, ast.Tuple | ast.List) else []
    if isinstance(value, ast.Call) and last_name(value.func) == "train_test_split":
        # It gives both parts of each.
        values = [one for one in value.args for _ in range(2)]
    if not names or len(names) != len(values):
        yield target, value
        return
    for one, part in zip(names, values, strict=True):
        yield from each_value(one, part)
