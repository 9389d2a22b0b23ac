"""All signals of a file, with what is to be predicted from them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlpcli.data.preprocessing.base import Array
from mlpcli.data.series.file_order import order_notices
from mlpcli.data.series.notices import left_out, notices_of_rows
from mlpcli.data.series.read_rows import fixed_by, read_rows
from mlpcli.data.series.schema import SeriesSchema
from mlpcli.data.series.signals import read_signals
from mlpcli.data.series.windows import complete, first_rows, inputs_at, targets_at
from mlpcli.data.stores.disk_rows import AnyRows
from mlpcli.data.tables.matching import matched
from mlpcli.data.tables.table_file import TableFile
from mlpcli.data.tables.targets import known_classes, numbers
from mlpcli.errors import DataError


@dataclass(frozen=True)
class Labelled:
    """Signals with their targets, in the form of `Split`, and what the user should know of the file."""

    inputs: AnyRows
    targets: Array
    notices: tuple[str, ...]


def read_labelled(
    file: TableFile,
    schema: SeriesSchema,
    classes: Sequence[str],
    fix: Callable[[Sequence[str]], str],
    stride: int = 1,
    fix_numbers: str = "",
) -> Labelled:
    """The signals of another file than that of training: all windows, or every one of `stride`.

    Raises DataError for columns that the file lacks, for cells that are no numbers, whose fix is
    `fix_numbers` unless the config can be changed, for targets that are missing or none of the `classes`, of
    which `fix` is told, and if the file has not even one signal.
    """
    found = matched(file, schema, targets=True)
    schema = replace(schema, numbers=found.numbers.form)
    known: NDArray[Any] | None = None
    if classes:
        known = known_classes(found.file, schema.targets[0], classes, {}, schema.numbers, schema.missing, fix)
    notices = (*found.notices, *order_notices(found.file, schema))
    if not schema.window:
        with fixed_by(fix_numbers):
            inputs, kept = read_signals(found.file, schema)
            if known is None:
                known = numbers(found.file, schema.targets, schema.numbers, schema.missing)
        require_some(file, len(kept), schema)
        notices = (*notices, *left_out(file, len(file) - len(kept), "signal"))
        return Labelled(inputs, known[kept], notices)
    rows = read_rows(found.file, schema, known, targets=True, fix_numbers=fix_numbers).rows
    length = schema.window + schema.horizon
    first = first_rows(rows.starts, rows.ends, length, stride)
    whole = complete(rows, first, schema)
    require_some(file, int(whole.sum()), schema)
    told = (*notices_of_rows(file, rows, schema, length), *left_out(file, int(np.sum(~whole)), "window"))
    first = first[whole]
    return Labelled(inputs_at(rows, first, schema), targets_at(rows, first, schema), (*notices, *told))


def require_some(file: TableFile, count: int, schema: SeriesSchema) -> None:
    """Raises DataError if there is no signal."""
    if count:
        return
    length = schema.window + schema.horizon
    wanted = (
        f"{length:,} rows of a series one after the other, for a window and what it predicts"
        if schema.window
        else "a row without missing numbers"
    )
    raise DataError(
        f"{file.path}: none of its {len(file):,} rows gives a signal; expected at least {wanted}",
        "add rows; or where numbers are missing, fill them in",
    )
