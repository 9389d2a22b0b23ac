"""Whether rows that have the order of their file are in the order of the times in it."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from mlpcli.config.sources.series import Series
from mlpcli.config.yaml.notation import one_line
from mlpcli.data.series.hours import hours_beside, in_one_column, seconds_of_day
from mlpcli.data.series.schema import SeriesSchema
from mlpcli.data.tables.cells import as_texts
from mlpcli.data.tables.counted_times import DAY, counted_times
from mlpcli.data.tables.dates import parse_dates
from mlpcli.data.tables.kinds import Look, look_at_all, or_its_form, sample
from mlpcli.data.tables.numbers import parse_numbers
from mlpcli.data.tables.spellings import better_spelling
from mlpcli.data.tables.table_file import TableFile
from mlpcli.errors import DataError

Times = NDArray[np.float64]

# The key of a config that says how the times of series are written.
TIME_FORMAT = 'time_format: "%d.%m.%Y"'
_WANTED = "expected the order of time, by which windows are cut and the latest are held back"

# Clocks that are set back do so once a year, and a file may end with a row or two from elsewhere.
_FEW, _SELDOM = 2, 0.01
_MOSTLY = 0.5
# A series of fewer rows is none.
_LEAST_ROWS = 14


@dataclass(frozen=True)
class _Order:
    """The rows `back` that are earlier, by a column, than the row before them, and the number of rows that
    have the time of another one; `hours` is the column that says the hours of its days, if one does."""

    name: str
    hours: str | None
    times: Times
    back: NDArray[np.intp]
    repeated: int

    @property
    def by(self) -> str:
        """What says the times, for a message."""
        return f"{self.name} and {self.hours}" if self.hours else self.name

    @property
    def may_be_days(self) -> bool:
        """Whether numbers beside the times may be hours, which tell the rows of a day apart, and never go
        back."""
        return not len(self.back) and len(np.unique(self.times % DAY)) == 1

    @property
    def is_another(self) -> bool:
        """Whether rows are in another order than that of the times."""
        # Sorted by its hours, a file goes back only once for each of them.
        sorted_by_hours = self.hours and np.mean(np.diff(np.argsort(self.times)) != 1) > _MOSTLY
        return self._are_many(len(self.back)) or bool(sorted_by_hours)

    @property
    def is_repeated(self) -> bool:
        return self._are_many(self.repeated)

    def _are_many(self, count: int) -> bool:
        return count > max(_FEW, _SELDOM * len(self.times))


def check_order(
    file: TableFile,
    section: Series,
    kinds: Mapping[str, Look],
    used: Collection[str],
    schema: SeriesSchema,
) -> tuple[str, ...]:
    """Notices of single rows that are earlier than the ones before them.

    `used` are the columns that the config names otherwise. Raises DataError if the rows of the file are not
    in the order of its times, if these cannot be read, or if those of several series are mixed up.
    """
    free = {name: seen for name, seen in kinds.items() if name not in used}
    _require_readable(file, section, free, schema.group)
    orders: list[_Order] = []
    for order in _orders(file, kinds, used, schema):
        if not len(order.back) and not order.repeated:
            return ()
        orders.append(order)
    if not orders:
        return ()
    order = orders[0]
    of_groups = ("category",) if order.may_be_days else ("category", "number")
    names = {name: seen for name, seen in kinds.items() if seen.kind in of_groups and name not in used}
    found = find_group(file, names, pl.Series(order.times)) if order.is_repeated else None
    if order.is_another or found:
        raise _not_in_order(file, section, order, found)
    return tuple(_told(file, order))


def order_notices(file: TableFile, schema: SeriesSchema) -> Iterator[str]:
    """That the rows of another file than that of training are not in the order of its times, if the network
    was trained on rows as they are in the file."""
    if schema.time or not schema.window:
        return
    kinds = look_at_all(sample(file.frame), schema.numbers, schema.missing)
    for order in _orders(file, kinds, {*schema.features, *schema.targets, schema.group}, schema):
        yield from _told(file, order)


def find_group(file: TableFile, kinds: Mapping[str, Look], times: pl.Series) -> str | None:
    """The column of names in which every time is there once for each. Those of hours are times themselves."""
    for name, seen in kinds.items():
        if seen.kind not in ("category", "number") or seconds_of_day(file.frame[name]) is not None:
            continue
        pairs = pl.DataFrame({"time": times, "group": file.frame[name].cast(pl.String)})
        # A group for hardly more than one row each is no series.
        if pairs["group"].n_unique() * _LEAST_ROWS <= len(times) and not pairs.is_duplicated().any():
            return name
    return None


def _require_readable(file: TableFile, section: Series, free: Mapping[str, Look], group: str | None) -> None:
    """Raises DataError for texts that look like the times of the rows and cannot be read, where no others
    are."""
    if any(seen.order_format is not None for seen in free.values()):
        return
    series = len(np.unique(groups_of(file, group)))
    for name, seen in free.items():
        texts = file.frame[name]
        if not seen.like_dates or texts.n_unique() * series <= _MOSTLY * len(texts):
            continue
        different = sample(texts.to_frame())[name].drop_nulls().unique(maintain_order=True)
        excluded = one_line([*section.exclude, name])
        raise DataError(
            f"{file.path}: {name} looks like the time of the rows, in a form that is not read; {_WANTED}",
            f"{better_spelling(different)}; {or_its_form(different, TIME_FORMAT)}then write time: "
            f"{one_line(name)}, which sorts them; or exclude: {excluded}, if rows are to be taken as they "
            "are in the file",
        )


def is_time(name: str, numbers: Times) -> bool:
    """Whether numbers, in a column of that name, are times: equally far apart, or counted since 1970."""
    return is_count(numbers) or bool(counted_times(name, numbers))


def is_count(times: Times) -> bool:
    """Whether numbers are equally far apart, in whatever order but a falling one, which is a countdown."""
    if len(times) < _LEAST_ROWS or np.isnan(times).any() or (np.diff(times) < 0).all():
        return False
    low, high = times.min(), times.max()
    places = (times[:_LEAST_ROWS] - low) / ((high - low) / (len(times) - 1) or 1.0)
    # Nearly all columns are told from a count by their first rows, without sorting them.
    if not np.allclose(places, np.rint(places), atol=1e-3):
        return False
    steps = np.diff(np.sort(times))
    return bool(steps[0] > 0 and np.allclose(steps, steps[0], rtol=1e-6, atol=0))


def _orders(
    file: TableFile, kinds: Mapping[str, Look], used: Collection[str | None], schema: SeriesSchema
) -> Iterator[_Order]:
    groups = groups_of(file, schema.group)
    for name, times in _times(file, kinds, used, schema):
        hours, exact = hours_beside(file, name, times, (schema.group,)) or (None, times)
        yield _order(name, hours, exact, groups)


def _times(
    file: TableFile, kinds: Mapping[str, Look], used: Collection[str | None], schema: SeriesSchema
) -> Iterator[tuple[str, Times]]:
    """The columns of dates, or without any, those of numbers that count time, or the rows in some order.

    Dates may be written as numbers.

    A number of the row is there beside dates too, whatever order these are in.
    """
    free = {name: seen for name, seen in kinds.items() if name not in used}
    dates = {name: form for name, seen in free.items() if (form := seen.order_format) is not None}
    for name, form in dates.items():
        yield name, parse_dates(file.frame[name], form, schema.missing).values
    if dates:
        return
    for name, seen in free.items():
        if seen.kind == "number":
            numbers = parse_numbers(file.frame[name], schema.numbers, schema.missing).values
            if is_time(name, numbers):
                yield name, numbers


def groups_of(file: TableFile, group: str | None) -> NDArray[np.int32]:
    """The number of each row's series, 0 without a column that says which it is of."""
    return np.zeros(len(file), np.int32) if group is None else as_texts(file.frame[group]).codes


def _order(name: str, hours: str | None, times: Times, groups: NDArray[np.int32]) -> _Order:
    rows = np.argsort(groups, kind="stable")
    earlier = (np.diff(times[rows]) < 0) & (np.diff(groups[rows]) == 0)
    ordered = np.lexsort((times, groups))
    repeated = (np.diff(times[ordered]) == 0) & (np.diff(groups[ordered]) == 0)
    return _Order(name, hours, times, np.sort(rows[1:][earlier]), int(repeated.sum()))


def _not_in_order(file: TableFile, section: Series, order: _Order, group: str | None) -> DataError:
    name = one_line(order.name)
    if order.is_another:
        place = file.place(int(order.back[0]))
        found = f"rows are not in the order of {order.by}: {place} is earlier than the row before it"
    else:
        found = (
            f"rows of several series are mixed up: {order.repeated:,} have a time that another one has too"
        )
    if order.hours:
        fix = f"sort the file by {order.by}; or {in_one_column(order.name, order.hours, order.times)}"
    elif group:
        fix = f"write time: {name} and group: {one_line(group)}, which put them in order"
    elif order.repeated:
        fix = f"sort the file by {order.name}"
    else:
        fix = f"write time: {name}, which sorts them"
    excluded = one_line([*section.exclude, order.name])
    return DataError(
        f"{file.path}: {found}; {_WANTED}",
        f"{fix}; or exclude: {excluded}, if rows are to be taken as they are in the file",
    )


def _told(file: TableFile, order: _Order) -> Iterator[str]:
    if not len(order.back):
        return
    place = file.place(int(order.back[0]))
    rows = "1 row is" if len(order.back) == 1 else f"{len(order.back):,} rows are"
    yield (
        f"{file.path.name}: by {order.by}, {rows} earlier than the row before, first {place}; all are "
        "taken as they are in the file"
    )
