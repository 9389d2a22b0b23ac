"""The config to start from for a table."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mlpcli.config.dataset_facts import DataFacts
from mlpcli.config.sources.table import Table as TableSection
from mlpcli.config.yaml.notation import item_text, key_text, one_line
from mlpcli.data.bad_values import listed
from mlpcli.data.sources.table import OpenTable, open_table
from mlpcli.data.tables.column_names import column_called, columns_called
from mlpcli.data.tables.find_number_format import find_number_format
from mlpcli.data.tables.header_note import header_note, noting_header
from mlpcli.data.tables.kinds import Look, look_at_all, sample
from mlpcli.data.tables.sampled_table import MOST_LOOKED_AT, SampledTable, to_look_at
from mlpcli.data.tables.schema import NumberFormat
from mlpcli.data.tables.stray_rows import noting_stray_rows, stray_rows
from mlpcli.data.tables.table_file import TableFile
from mlpcli.data.tables.targets import rows_without
from mlpcli.errors import DataError
from mlpcli.starters.any_encoding import encoding_lines, encoding_notices, read_in_any_encoding
from mlpcli.starters.choices_of_user import NOTHING, Said
from mlpcli.starters.starter import SEED, Starter, comment, heading, settings
from mlpcli.starters.table_recipe import data_lines, recipe
from mlpcli.starters.target_column import Candidate, candidates, others
from mlpcli.starters.time_column import find_time
from mlpcli.starters.wide_table import target_of_signals

# Below this share of the training rows, a class is easily ignored.
_RARE = 0.1


def table_starter(path: Path, written: str, target: str | None, said: Said = NOTHING) -> Starter:
    """The config that trains on a table, or on the signals that its rows are; `written` is its path as the
    config has it.

    Without a `target`, a name or a position from 1, the likeliest column is taken. What is `said` need not be
    found by looking. Raises UsageError for what cannot be said; and DataError for a table that cannot be read
    or trained on, and if no column could be predicted.
    """
    found: list[Candidate] = []
    read, encoding = read_in_any_encoding(path, said, MOST_LOOKED_AT)
    file = to_look_at(read)
    del read
    reading, missing = said.reading(path), said.missing(path)
    form = find_number_format(sample(file.frame), file.separator, missing, reading.decimal, reading.thousands)
    note = header_note(file, reading.header, said.names_of_columns)
    with noting_header(note):
        named = None if target is None else column_called(target, file.names, path, "--target")
    if of_signals := target_of_signals(file, form, missing, named):
        # Imported here because it imports the source of series.
        from mlpcli.starters.signals import signals_starter

        return _noting_sample(signals_starter(file, written, of_signals, encoding, said), file)
    unused = {*file.nested, *columns_called(reading.exclude, file.names, path, "exclude")}
    looks = look_at_all(sample(file.frame), form, missing)
    likely = [one for one in candidates(file, looks, missing) if one.name not in unused]
    complete = [one for one in likely if not one.missing]
    if named is None:
        found = complete or likely
    name = named or _likeliest(file, found)
    with noting_header(note), noting_stray_rows(partial(stray_rows, file, form, missing)):
        _require_targets(file, name, complete, missing)
    key: str | int = name if file.header else file.names.index(name) + 1
    in_time = _in_time(file, looks, form, name, missing)
    features = {key: seen for key, seen in looks.items() if key not in unused and key != name}
    dates = _dates(file, features)
    section = said.section(
        TableSection,
        source="table",
        path=path,
        target=(key,),
        encoding=encoding,
        exclude=tuple(file.nested),
        columns=dates or None,
    )
    opened = open_table(section, SEED, file)
    of = file.rows / len(file) if isinstance(file, SampledTable) else 1
    begun = _starter(opened, of, written, found, in_time, said)
    noted = () if "columns" in said.keys else _dates_noted(file, dates)
    seen = (*begun.seen, *noted, *_passed_over(likely, found), *_unreadable(file))
    return _noting_sample(replace(begun, file=file, seen=seen, dates=noted), file)


def _dates(file: TableFile, looks: Mapping[str, Look]) -> dict[str, dict[str, str]]:
    """What the config says of those of some columns of numbers that surely are dates."""
    dates = {name: seen.as_date for name, seen in looks.items() if seen.is_sure}
    return {
        name if file.header else str(file.names.index(name) + 1): {"kind": "date", "format": form}
        for name, form in dates.items()
    }


def _dates_noted(file: TableFile, dates: Mapping[str, Mapping[str, str]]) -> tuple[str, ...]:
    """That columns of numbers are read as dates, and what keeps them numbers."""
    return tuple(
        f"{file.path.name}: the numbers of column {name} are read as dates, as {how['format']}; "
        f"columns: {{{key_text(name)}: number}} changes it"
        for name, how in dates.items()
    )


def _noting_sample(begun: Starter, file: TableFile) -> Starter:
    return replace(begun, seen=(*begun.seen, file.note)) if isinstance(file, SampledTable) else begun


def _passed_over(likely: Sequence[Candidate], chosen: Sequence[Candidate]) -> tuple[str, ...]:
    """That a likelier target than the `chosen` one has gaps."""
    if not chosen or likely[0] == chosen[0]:
        return ()
    name, count = likely[0].name, likely[0].missing
    rows = "1 row" if count == 1 else f"{count:,} rows"
    return (
        f"{name} is a likelier target, but is missing in {rows}: fill these in or remove them, and choose it "
        "with --target",
    )


def _unreadable(file: TableFile) -> tuple[str, ...]:
    """That columns are left out which hold lists and the like."""
    if not file.nested:
        return ()
    named = listed((f"{name} holds {what}" for name, what in file.nested.items()), len(file.nested), "column")
    return (f"left out, because networks take numbers, texts, booleans and dates: {named}",)


def _require_targets(
    file: TableFile, name: str, complete: Sequence[Candidate], missing: Sequence[str]
) -> None:
    """Raises DataError if the target is missing in any row; `complete` are columns that are in none."""
    rows = rows_without(file.frame[name], missing) if name not in file.nested else ()
    if not len(rows):
        return
    instead = [f"{one.name} ({one.what})" for one in complete]
    where = listed((file.place(int(row)) for row in rows), len(rows), "row")
    raise DataError(
        f"{file.path}: the target {name} is missing in {where}; expected one in every row",
        "fill these values in, or remove the rows"
        + (f"; or predict another column with --target: {listed(instead, len(instead))}" if instead else ""),
    )


def _in_time(
    file: TableFile, looks: Mapping[str, Look], form: NumberFormat, target: str, missing: Sequence[str]
) -> str:
    """What else can be done with rows that are equally far apart in time; nothing for other rows."""
    if looks[target].kind != "number":
        return ""
    dates = {name: seen for name, seen in looks.items() if seen.kind == "date" or seen.as_date}
    time = find_time(file, dates, form, missing)
    if time is None or not time.every:
        return ""
    return (
        f"its rows are equally far apart in {time.name}; to predict {target} from the rows before, "
        f"start from --window {time.window}, or another number of rows"
    )


def _likeliest(file: TableFile, found: Sequence[Candidate]) -> str:
    if not found:
        raise DataError(
            f"{file.path}: no column looks like one to predict: they hold dates, ids, free text or one value",
            f"name one with --target; the columns are {listed(file.names, len(file.names))}",
        )
    return found[0].name


def _starter(
    opened: OpenTable, of: float, written: str, found: Sequence[Candidate], in_time: str, said: Said
) -> Starter:
    """The config for a table with `of` times as many rows as were looked at."""
    facts, rows = opened.facts, opened.rows
    schema = rows.prepared.table if rows.prepared else None
    assert schema is not None  # noqa: S101
    (target,) = schema.targets
    count = round(of * sum(map(len, (rows.train, rows.validation or (), rows.test or ()))))
    what = _what(facts)
    columns = "1 column" if len(schema.columns) == 1 else f"{len(schema.columns)} columns"
    seen = [f"{facts.name}: {count:,} rows; predicts {target}, {what}, from {columns}"]
    if "encoding" not in said.keys:
        seen += encoding_notices(opened.section.path, opened.section.encoding)
    if elsewhere := others(found):
        seen.append(f"{target} was chosen by its name and place; --target could also be {elsewhere}")
    if in_time:
        seen.append(f"{facts.name}: {in_time}")
    seen += rows.notices
    trained = round(of * (len(rows.train) + len(rows.validation or ())))
    about = f"Predicts {target}, {what}, from {columns} of {facts.name}, {count:,} rows."
    data = _data(opened.section, written, found, data_lines(facts, trained), in_time, said)
    text = f"{heading(about)}\n{data}\n{recipe(facts, trained)}"
    if rare := _rare(facts, rows.train.targets[:]):
        seen.append(rare)
        text += comment(rare, indent=2) + "  # class_weight: balanced\n"
    return Starter(text, tuple(seen))


def _what(facts: DataFacts) -> str:
    return f"{len(facts.classes)} classes" if facts.classes else "a number"


def _data(
    section: TableSection,
    written: str,
    found: Sequence[Candidate],
    more: Sequence[tuple[str, str]],
    in_time: str,
    said: Said,
) -> str:
    why = "The column to predict, by name or position from 1"
    if elsewhere := others(found):
        why = f"The target was chosen by its name and place; could also be {elsewhere}"
    unusual: list[tuple[str, str]] = []
    if section.exclude:
        unusual.append((f"exclude: {one_line(list(section.exclude))}", "these hold lists and the like"))
    if isinstance(section.columns, dict) and "columns" not in said.keys:
        unusual.append(("columns:", "dates that are written as numbers"))
        unusual += [(f"  {item_text({name: dict(how)})}", "") for name, how in section.columns.items()]
    lines = [
        ("source: table", ""),
        (f"path: {one_line(written)}", ""),
        *encoding_lines(section.encoding),
        (f"target: {one_line(section.target[0])}", ""),
        *unusual,
        *more,
    ]
    also = comment(f"{in_time[0].upper()}{in_time[1:]}", indent=2) if in_time else ""
    return f"data:\n{comment(why, indent=2)}{also}{settings(said.lines(lines))}"


def _rare(facts: DataFacts, targets: NDArray[np.int32]) -> str:
    """What to do about a class with few rows; empty if there is none."""
    if not facts.classes:
        return ""
    counts = np.bincount(targets, minlength=len(facts.classes))
    least = int(counts.argmin())
    if counts[least] >= _RARE * len(targets):
        return ""
    share = counts[least] / len(targets)
    name = facts.classes[least]
    return f"{name} is {share:.1%} of the rows: class_weight: balanced gives it the weight of the others"
