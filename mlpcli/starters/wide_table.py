"""Tables in which every row is a signal, recognized by their numbers."""

import re
from collections.abc import Sequence

import numpy as np
import polars as pl

from mlpcli.data.tables.kinds import look
from mlpcli.data.tables.numbers import parse_numbers, plain_numbers
from mlpcli.data.tables.schema import NumberFormat
from mlpcli.data.tables.table_file import TableFile

_FEWEST_STEPS = 16
_ROWS = 500
# Neighbouring steps of signals say nearly the same; neighbouring features of a table rarely do.
_ALIKE = 0.5
_MOST_CLASSES = 50
_BYTE = 255


def target_of_signals(
    file: TableFile, form: NumberFormat, missing: Sequence[str], target: str | None
) -> str | None:
    """The column to predict if every row of the file is a signal, of which all other columns are the steps;
    None if it is not, or if this is not the `target` that was named.

    In files without a header, such as those of the UCR archive, it is the first column; with one, it is the
    only column that is not numbered, as in `label, t0, t1, ...`. Steps are numbers, and each is much like the
    one before it in all rows. Pixels are too, but are an image.
    """
    if len(file.names) <= _FEWEST_STEPS or not len(file):
        return None
    name = _not_numbered(file.names) if file.header else file.names[0]
    if name is None or target not in (None, name):
        return None
    some = file.frame.gather_every(max(1, len(file) // _ROWS))
    classes = some[name].n_unique()
    if not file.header and not 2 <= classes <= min(_MOST_CLASSES, len(some) / 2):
        return None
    steps = some.drop(name)
    # One column tells most tables from signals at once.
    if look(steps.to_series(0), form, missing).kind != "number":
        return None
    return name if _is_smooth(steps, form, missing) else None


def _not_numbered(names: Sequence[str]) -> str | None:
    """The only one of the names that is no number, or the same word with one number after the other."""
    found = [re.fullmatch(r"(.*?)(\d+)", name) for name in names]
    stems = [match.group(1) for match in found if match]
    stem = max(set(stems), key=stems.count, default="")
    others = [name for name, match in zip(names, found, strict=True) if not match or match.group(1) != stem]
    numbers = [int(match.group(2)) for match in found if match and match.group(1) == stem]
    in_order = numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else False
    return others[0] if len(others) == 1 and in_order else None


def _is_smooth(steps: pl.DataFrame, form: NumberFormat, missing: Sequence[str]) -> bool:
    plain = plain_numbers(steps, form).to_dict()
    columns = [parse_numbers(one, form, missing, plain.get(one.name)) for one in steps.get_columns()]
    if any(len(column.wrong) for column in columns):
        return False
    values = np.stack([column.values for column in columns], axis=1)
    values = values[~np.isnan(values).any(axis=1)]
    if len(values) < 2:
        return False
    is_byte = bool(np.all((values >= 0) & (values <= _BYTE) & (values % 1 == 0)))
    values = values - values.mean(axis=0)
    spread = np.sqrt((values**2).mean(axis=0))
    with np.errstate(invalid="ignore", divide="ignore"):
        alike = (values[:, 1:] * values[:, :-1]).mean(axis=0) / (spread[1:] * spread[:-1])
    known = alike[np.isfinite(alike)]
    return not is_byte and len(known) > 0 and bool(np.median(known) >= _ALIKE)
