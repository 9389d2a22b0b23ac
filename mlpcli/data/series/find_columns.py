"""Which columns of a table are channels and targets of series, and how they are read."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from mlpcli.config.sources.series import Series
from mlpcli.config.yaml.notation import one_line
from mlpcli.data.bad_values import listed
from mlpcli.data.series.file_order import TIME_FORMAT, check_order, groups_of
from mlpcli.data.series.hours import hours_beside, in_one_column
from mlpcli.data.series.read_rows import REPEATED_HOUR
from mlpcli.data.series.schema import SeriesSchema
from mlpcli.data.tables.column_names import column_called, columns_called, require_columns
from mlpcli.data.tables.counted_times import UNITS, counted_times
from mlpcli.data.tables.dates import example_date, parse_dates
from mlpcli.data.tables.find_number_format import find_number_format, read_either_way
from mlpcli.data.tables.kinds import Look, look_at_all, require_order, sample
from mlpcli.data.tables.numbers import Parsed, parse_numbers
from mlpcli.data.tables.said_kinds import as_said
from mlpcli.data.tables.schema import NumberFormat, TableColumn, missing_texts
from mlpcli.data.tables.table_file import TableFile
from mlpcli.data.tables.targets import Targets, find_targets
from mlpcli.errors import DataError

_HOLDS = {"date": "dates", "boolean": "true and false", "category": "texts"}


@dataclass(frozen=True)
class Found:
    """How a file is read; the classes of its rows, None for numbers; what each column holds; and what the
    user should know."""

    schema: SeriesSchema
    classes: Targets | None
    kinds: Mapping[str, Look]
    notices: tuple[str, ...]


def find_columns(file: TableFile, section: Series) -> Found:
    """The columns that the config names, or those of numbers.

    Raises DataError for columns that there are not, for a target that must be named, and if no column is left
    to predict from.
    """
    named = {
        "target": section.target or (),
        "features": section.features or (),
        "exclude": section.exclude,
        "time": () if section.time is None else (section.time,),
        "group": () if section.group is None else (section.group,),
    }
    require_columns(named, file.names, file.path)
    missing = missing_texts(section.missing_values, section.usual_missing_values)
    some = sample(file.frame)
    form = find_number_format(some, file.separator, missing, section.decimal, section.thousands)
    kinds = look_at_all(some, form, missing)
    if section.time is not None and section.time_format is not None:
        name = column_called(section.time, file.names, file.path, "time")
        kinds[name] = as_said("date", section.time_format, some[name], form, missing)
    time, group = _in_order(file, section, kinds, form, missing)
    targets = _targets(file, section, kinds, {time.name if time else "", group or ""})
    features = _features(file, section, kinds, targets, {time.name if time else "", group or ""})
    schema = SeriesSchema(
        file.names,
        file.header,
        features,
        targets,
        section.window or 0,
        section.horizon if section.window else 0,
        time,
        group,
        section.missing,
        numbers=form,
        missing=missing,
        separator=section.separator,
        encoding=section.encoding,
        separated_by=file.separator,
    )
    classes = _classes(file, section, kinds, schema)
    used = {*features, *targets, *(column.name for column in schema.columns)}
    left_out = _left_out(
        file, section, {name: kinds[name] for name in file.names if name not in used}, group, missing
    )
    either_way = read_either_way(some, file.separator, missing, section.decimal, section.thousands)
    seconds = file.told_durations([*features, *(name for name in targets if name not in features)])
    times = (*_time_told(time, kinds), *_times_among(features, section, kinds))
    of_classes = classes.notices if classes else ()
    return Found(schema, classes, kinds, (*left_out, *times, *seconds, *of_classes, *either_way))


def _time_told(time: TableColumn | None, kinds: Mapping[str, Look]) -> Iterator[str]:
    """How dates that order the rows are read, if they may be others."""
    if time is None:
        return
    seen = kinds[time.name]
    if time.kind == "number":
        # What counts time in several units sorts by them.
        yield from () if seen.instead else seen.told(time.name)
    elif seen.kind == "number":
        yield f"{time.name}: its numbers are read as dates, such as {example_date(time.format or '')}"
    elif seen.notice:
        yield f"{time.name}: {seen.notice}; write them as {example_date('')} if they are others"


def _times_among(features: Sequence[str], section: Series, kinds: Mapping[str, Look]) -> Iterator[str]:
    """That numbers which count time are a channel, unasked."""
    if not section.window or section.features is not None:
        return
    for name in features:
        seen = kinds[name]
        if seen.notice:
            by_it = f"; time: {one_line(name)} sorts by it instead" if seen.instead else ""
            yield f"{name}: {seen.notice}{by_it}"


def order_of(file: TableFile, section: Series, found: Found) -> tuple[str, ...]:
    """What is to be said of the order of the file, if it is that of the rows. Raises DataError if it is not
    that of their times."""
    schema = found.schema
    if not schema.window or schema.time is not None:
        return ()
    excluded = columns_called(section.exclude, file.names, file.path, "exclude")
    chosen = schema.features if section.features is not None else ()
    taken = {*chosen, *schema.targets, *excluded, schema.group or ""}
    return check_order(file, section, found.kinds, taken, schema)


def _in_order(
    file: TableFile, section: Series, kinds: Mapping[str, Look], form: NumberFormat, missing: Sequence[str]
) -> tuple[TableColumn | None, str | None]:
    group = None if section.group is None else column_called(section.group, file.names, file.path, "group")
    file.require_plain([group] if group else [], "tell series apart by another column")
    if section.time is None:
        return None, group
    name = column_called(section.time, file.names, file.path, "time")
    seen = kinds[name]
    if name == group:
        raise DataError(
            f"{name} is both the time and the group of rows", "name another column for one of them"
        )
    excluded = one_line([*section.exclude, name])
    fix = (
        f"name another column, or exclude: {excluded} in place of `time`, if the file is in the order of time"
    )
    require_order(seen, file.frame[name], file.path, TIME_FORMAT, fix)
    if (written := seen.order_format) is not None:
        return TableColumn(name, "number" if written in UNITS else "date", written), group
    counted = counted_times(name, parse_numbers(file.frame[name], form, missing).values)
    return TableColumn(name, "number", counted or None), group


def _targets(
    file: TableFile, section: Series, kinds: Mapping[str, Look], ordering: Collection[str]
) -> tuple[str, ...]:
    if section.target is not None:
        targets = columns_called(section.target, file.names, file.path, "target")
        if both := [name for name in targets if name in ordering]:
            raise DataError(
                f"{both[0]} is both a target, and the time or the group of rows", "choose another target"
            )
        return targets
    if not section.window:
        return file.names[:1]
    numbers = _numbers(section, file, kinds, ordering)
    if len(numbers) == 1:
        return numbers
    names = listed(numbers, len(numbers)) if numbers else "none"
    raise DataError(
        f"{file.path}: columns of numbers are {names}; expected to be told which one to predict",
        f"write target: {numbers[0] if numbers else 'NAME'}",
    )


def _numbers(
    section: Series, file: TableFile, kinds: Mapping[str, Look], but: Collection[str]
) -> tuple[str, ...]:
    excluded = columns_called(section.exclude, file.names, file.path, "exclude")
    return tuple(
        name
        for name in file.names
        if kinds[name].kind == "number" and name not in but and name not in excluded
    )


def _features(
    file: TableFile,
    section: Series,
    kinds: Mapping[str, Look],
    targets: Sequence[str],
    ordering: Collection[str],
) -> tuple[str, ...]:
    # What the window's own last row has as its target would be known.
    but = {*ordering, *(() if section.window and section.horizon else targets)}
    if section.features is None:
        features = _numbers(section, file, kinds, but)
    else:
        excluded = columns_called(section.exclude, file.names, file.path, "exclude")
        named = columns_called(section.features, file.names, file.path, "features")
        if both := [name for name in named if name in but]:
            what = "the time or the group of rows" if both[0] in ordering else "the target"
            raise DataError(f"{both[0]} is both {what} and among the features", "remove it from features")
        features = tuple(name for name in file.names if name in named and name not in excluded)
    if not features:
        raise DataError(
            f"{file.path} has no column of numbers to predict from",
            "add columns of numbers, or name them in `features`",
        )
    unread = dict.fromkeys([*section.exclude, *file.nested])
    file.require_plain(features, f"write exclude: {one_line([*unread])}")
    return features


def _classes(
    file: TableFile, section: Series, kinds: Mapping[str, Look], schema: SeriesSchema
) -> Targets | None:
    """The classes of all rows; None if numbers are predicted."""
    name = schema.targets[0]
    are_numbers = len(schema.targets) > 1 or section.task == "regression"
    # Whole numbers after others are counts or degrees; a signal's number says its class.
    if are_numbers or (schema.window and section.task == "auto" and kinds[name].kind == "number"):
        return None
    found = find_targets(file, schema.targets, section.task, {}, schema.numbers, schema.missing)
    return found if found.classes else None


def _left_out(
    file: TableFile, section: Series, kinds: Mapping[str, Look], group: str | None, missing: Sequence[str]
) -> tuple[str, ...]:
    """What was not asked for, and is not read."""
    excluded = columns_called(section.exclude, file.names, file.path, "exclude")
    reasons = {
        name: f"holds {file.nested[name]}"
        if name in file.nested
        else seen.reason or f"holds {_HOLDS.get(seen.kind or '', 'no numbers')}"
        for name, seen in kinds.items()
        if name not in excluded and seen.kind != "number"
    }
    if not reasons or section.features is not None:
        return ()
    named = listed((f"{name} {why}" for name, why in reasons.items()), len(reasons), "column")
    dates = [name for name in reasons if kinds[name].kind == "date"]
    hint = ""
    if dates and section.window and section.time is None:
        times = parse_dates(file.frame[dates[0]], kinds[dates[0]].format or "", missing)
        hint = _how_to_sort(file, dates[0], times, group)
    return (f"{file.path.name}: left out: {named}{hint}",)


def _how_to_sort(file: TableFile, name: str, times: Parsed, group: str | None) -> str:
    """How rows are sorted by a column of dates, if they can be."""
    if len(times.wrong) or len(times.missing):
        return ""
    groups = groups_of(file, group)
    order = np.lexsort((times.values, groups))
    twice = order[1:][(np.diff(times.values[order]) == 0) & (np.diff(groups[order]) == 0)]
    if not len(twice):
        return f"; time: {one_line(name)} sorts by it"
    if hours := hours_beside(file, name, times.values, (group,)):
        return f"; {in_one_column(name, *hours)}"
    of_several = "" if group else f"; for several series, write time: {one_line(name)} and group: NAME"
    return (
        f"; {name} cannot sort them, because {file.place(int(twice.min()))} has a time of another row: "
        f"{REPEATED_HOUR}{of_several}"
    )
