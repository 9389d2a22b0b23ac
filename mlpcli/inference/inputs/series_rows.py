"""Series in files, for a network trained on some: the windows at their ends, and signals in their rows."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlpcli.arguments import Contents
from mlpcli.config.dataset_facts import DataFacts, rows_at_once
from mlpcli.data.bad_values import for_every
from mlpcli.data.preprocessing import Preprocessing
from mlpcli.data.series.file_order import order_notices
from mlpcli.data.series.labelled import read_labelled, require_some
from mlpcli.data.series.notices import left_out, notices_of_rows
from mlpcli.data.series.read_rows import SeriesFile, fixed_by, read_rows
from mlpcli.data.series.schema import SeriesSchema
from mlpcli.data.series.signals import read_signals
from mlpcli.data.series.times import as_time, place_of, time_after
from mlpcli.data.series.windows import complete, inputs_at
from mlpcli.data.stores.disk_rows import AnyRows
from mlpcli.data.tables.matching import matched
from mlpcli.data.tables.table_file import TableFile
from mlpcli.errors import DataError
from mlpcli.inference.inputs.array_rows import is_array
from mlpcli.inference.inputs.image_rows import Reading
from mlpcli.inference.inputs.labelled_rows import LabelledRows
from mlpcli.inference.inputs.predict_inputs import Inputs, Rows, open_inputs
from mlpcli.inference.inputs.table_rows import open_file

_AS_TRAINED = "give numbers as the training file has them, or remove these rows"
_AS_IS: tuple[Reading, ...] = ("as_is",)
Cells = tuple[tuple[Any, ...], ...]


def open_series(
    given: Sequence[str | Contents | NDArray[Any]], facts: DataFacts, preprocessing: Preprocessing
) -> Inputs:
    """The last window of every series in files of tables; or if the network takes rows as signals, all rows;
    or arrays of signals, as `open_inputs` reads them.

    Of a forecast, the `cells` are one row for each number that the network answers: the series if there are
    several, the time if it is known, how many rows after the window, and the column. Windows in arrays have
    their name in the place of series and time. Raises DataError for columns that are missing, for cells that
    are no numbers, and for series that are shorter than a window.
    """
    schema = schema_of(preprocessing)
    if all(is_array(one) for one in given):
        inputs = open_inputs(given, facts, preprocessing, "never")
        return _windows_in_arrays(inputs, schema, facts) if schema.window else inputs
    read = _windows if schema.window else _signals
    parts = for_every(lambda one: read(open_file(one, schema), schema, facts), given)
    # A file may be given twice.
    notices = tuple(dict.fromkeys(notice for _, _, _, told in parts for notice in told))
    total = sum(max(len(names), len(cells)) for names, _, cells, _ in parts)
    columns = _columns(schema, facts) if schema.window else ()
    return Inputs(total, _batches(parts, facts), columns, notices)


def _windows_in_arrays(inputs: Inputs, schema: SeriesSchema, facts: DataFacts) -> Inputs:
    beside = list(product(_ahead(schema, facts), schema.targets))

    def with_cells(rows: Rows) -> Rows:
        return replace(rows, cells=tuple((name, *cells) for name in rows.names for cells in beside))

    columns = ("input", "step", "target")
    return replace(
        inputs, total=inputs.total * len(beside), batches=map(with_cells, inputs.batches), columns=columns
    )


def open_labelled_series(path: Path, facts: DataFacts, preprocessing: Preprocessing) -> LabelledRows:
    """All windows or signals of a file, with their targets. Raises DataError as `read_labelled` does."""
    schema = schema_of(preprocessing)
    file = open_file(str(path), schema)
    fix = "write the classes as in training, or remove these rows"
    found = read_labelled(file, schema, facts.classes, lambda unknown: fix, fix_numbers=_AS_TRAINED)
    names = tuple(f"{file.path}: signal {number}" for number in range(1, len(found.targets) + 1))
    batches = _batches([(names, found.inputs, (), ())], facts)
    return LabelledRows(Inputs(len(found.targets), batches, (), found.notices), found.targets)


def schema_of(preprocessing: Preprocessing) -> SeriesSchema:
    """How the series are read that a network was trained on."""
    if preprocessing.series is None:
        raise ValueError("expected the preprocessing of series")
    return preprocessing.series


# The names of signals, these signals, the cells beside their answers, and notices.
_Part = tuple[tuple[str, ...], AnyRows, Cells, tuple[str, ...]]


def _signals(file: TableFile, schema: SeriesSchema, facts: DataFacts) -> _Part:
    found = matched(file, schema, targets=False)
    schema = replace(schema, numbers=found.numbers.form)
    with fixed_by(_AS_TRAINED):
        inputs, kept = read_signals(found.file, schema)
    require_some(file, len(kept), schema)
    names = tuple(f"{file.path}: {file.place(int(row))}" for row in kept)
    notices = (*found.notices, *left_out(file, len(file) - len(kept), "signal"))
    return names, inputs, (), notices


def _windows(file: TableFile, schema: SeriesSchema, facts: DataFacts) -> _Part:
    found = matched(file, schema, targets=False)
    schema = replace(schema, numbers=found.numbers.form)
    series = read_rows(found.file, schema, targets=False, fix_numbers=_AS_TRAINED)
    rows = series.rows
    is_long = rows.ends - rows.starts >= schema.window
    first = rows.ends[is_long] - schema.window
    whole = complete(rows, first, schema)
    if not whole.any():
        raise DataError(
            f"{file.path}: none of its series ends in {schema.window:,} rows without missing numbers, which "
            "is the window of this network",
            "give at least as many rows of a series",
        )
    numbers = np.flatnonzero(is_long)[whole]
    names = tuple(
        f"{file.path}: {series.names[number]}" if series.names else str(file.path) for number in numbers
    )
    cells = tuple(
        row for number in numbers for row in _beside(found.file, series, int(number), schema, facts)
    )
    short = int(np.sum(~is_long))
    told = [*found.notices, *order_notices(found.file, schema)]
    told += notices_of_rows(file, rows, schema, schema.window)
    told += left_out(file, len(is_long) - short - len(numbers), "series")
    return names, inputs_at(rows, first[whole], schema), cells, tuple(told)


def _columns(schema: SeriesSchema, facts: DataFacts) -> tuple[str, ...]:
    time = [schema.time.name] if schema.time and (schema.every or not schema.horizon) else []
    group = [schema.group] if schema.group else []
    own = [*group, *time]
    return (*own, *(_apart(name, own) for name in ("step", "target")))


def _apart(name: str, own: Sequence[str]) -> str:
    return f"predicted_{name}" if name in own else name


def _beside(
    file: TableFile, series: SeriesFile, number: int, schema: SeriesSchema, facts: DataFacts
) -> Iterator[tuple[Any, ...]]:
    """The cells beside every answer for one series, in the order of the network's outputs."""
    group = (series.names[number],) if series.names else ()
    last = int(series.rows.ends[number]) - 1
    for step in _ahead(schema, facts):
        time: tuple[Any, ...] = ()
        if schema.time and series.rows.times is not None and (schema.every or not schema.horizon):
            then = float(series.rows.times[last])
            place = place_of(file.frame[schema.time.name], int(series.rows.order[last]))
            time = (
                time_after(then, step, schema.every, schema.time, place)
                if step
                else as_time(then, schema.time, place),
            )
        for target in schema.targets:
            yield (*group, *time, step, target)


def _ahead(schema: SeriesSchema, facts: DataFacts) -> Sequence[int]:
    """How many rows after the window the answers are."""
    return [schema.horizon] if facts.classes or not schema.horizon else range(1, schema.horizon + 1)


def _batches(parts: Sequence[_Part], facts: DataFacts) -> Iterator[Rows]:
    size = rows_at_once(facts.shape)
    for names, inputs, cells, _ in parts:
        each = len(cells) // len(names)
        for start in range(0, len(names), size):
            end = min(start + size, len(names))
            no = (False,) * (end - start)
            yield Rows(
                names[start:end],
                inputs[start:end],
                _AS_IS * (end - start),
                no,
                no,
                no,
                cells[start * each : end * each],
            )
