"""The config to start from for rows in the order of time."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from mlpcli.config.sources.series import Series
from mlpcli.config.yaml.notation import one_line
from mlpcli.data.sources.series import OpenSeries, open_series
from mlpcli.data.tables.column_names import column_called
from mlpcli.data.tables.find_number_format import find_number_format
from mlpcli.data.tables.header_note import header_note, noting_header
from mlpcli.data.tables.kinds import Look, look_at_all, sample
from mlpcli.data.tables.table_file import TableFile
from mlpcli.errors import DataError
from mlpcli.starters.any_encoding import encoding_lines, encoding_notices, read_in_any_encoding
from mlpcli.starters.choices_of_user import NOTHING, Said
from mlpcli.starters.forecast_network import forecast_network
from mlpcli.starters.signal_network import signal_network
from mlpcli.starters.starter import FEW_IN_EACH, SEED, WITHOUT_VALIDATION, Starter, comment, heading, settings
from mlpcli.starters.target_column import Candidate, candidates, others
from mlpcli.starters.time_column import TimeColumn, find_time

_VALIDATION, _TEST = 0.1, 0.2


def windows_starter(
    path: Path, written: str, target: str | None, window: int, said: Said = NOTHING
) -> Starter:
    """The config that predicts from `window` rows in the order of time what comes after them; `written` is
    the file's path as the config has it.

    Without a `target`, a name or a position from 1, the likeliest column of numbers is taken. Raises
    DataError for a table that cannot be read or trained on.
    """
    file, encoding = read_in_any_encoding(path, said)
    reading, missing = said.reading(path), said.missing(path)
    some = sample(file.frame)
    form = find_number_format(some, file.separator, missing, reading.decimal, reading.thousands)
    kinds = look_at_all(some, form, missing)
    time = find_time(file, kinds, form, missing)
    found: list[Candidate] = []
    if target is None:
        taken = {time.name, time.group} if time else set()
        found = [
            one
            for one in candidates(file, kinds, missing)
            if kinds[one.name].kind == "number" and one.name not in taken
        ]
        if not found:
            raise DataError(f"{path}: no column of numbers could be predicted", "name one with --target")
        name = found[0].name
    else:
        with noting_header(header_note(file, reading.header)):
            name = column_called(target, file.names, path, "--target")
    has_missing = _has_missing(file, kinds, name, missing)
    keys = _Keys(file, time, name, window, kinds, has_missing, encoding)
    opened = open_series(said.section(Series, source="series", path=path, **keys.given), file)
    return replace(_starter(opened, written, keys, found, said), file=file)


class _Keys:
    """The keys of the section `data`, with what each is for."""

    def __init__(
        self,
        file: TableFile,
        time: TimeColumn | None,
        target: str,
        window: int,
        kinds: Mapping[str, Look],
        has_missing: bool,
        encoding: str,
    ) -> None:
        self.time, self.target = time, target
        self.has_dates = any(seen.kind == "date" for seen in kinds.values())
        self.given: dict[str, object] = {}
        self.lines: list[tuple[str, str]] = []

        def key(name: str) -> str | int:
            return name if file.header else file.names.index(name) + 1

        self.lines += encoding_lines(encoding)
        self.given |= {"encoding": encoding}
        if time:
            self._add("time", key(time.name), "rows are sorted by it")
            if time.group is not None:
                self._add("group", key(time.group), "which of several series a row belongs to")
        # Validation rows that hold hardly a window choose an epoch by chance.
        series = file.frame[time.group].n_unique() if time and time.group is not None else 1
        self.validated = _VALIDATION * (1 - _TEST) * len(file) / series >= 2 * window
        self._add("target", key(target), "its own past is among what the network sees")
        self._add("window", window, "rows that the network sees")
        if kinds[target].kind == "number":
            self._add("horizon", 1, "rows after them that it predicts, all at once; then Dense needs as many")
        else:
            self.lines[-2] = (self.lines[-2][0], "its class in the last row of the window")
            self._add("horizon", 0, "1: its class in the row after the window")
        if has_missing:
            self._add("missing", "forward", "missing numbers are the ones before; skip: windows are left out")
        if self.validated:
            self._add(
                "validation", _VALIDATION, "share of the rows before the test that finds the best epoch"
            )
        else:
            self._add("validation", 0, WITHOUT_VALIDATION if series == 1 else FEW_IN_EACH)
        self._add("test", _TEST, "share of the latest rows, for the final score")

    def _add(self, name: str, value: str | float, why: str) -> None:
        self.given[name] = (value,) if name == "target" else value
        self.lines.append((f"{name}: {one_line(value)}", why))


def _has_missing(file: TableFile, kinds: Mapping[str, Look], target: str, missing: Sequence[str]) -> bool:
    numbers = [name for name, seen in kinds.items() if seen.kind == "number" or name == target]
    texts = (file.frame[name].cast(str).fill_null("").str.strip_chars() for name in numbers)
    return any(bool(column.is_in(list(missing)).any()) for column in texts)


def _starter(
    opened: OpenSeries, written: str, keys: _Keys, found: Sequence[Candidate], said: Said
) -> Starter:
    facts, schema = opened.facts, opened.schema
    counts = {name: len(split) for name, split in opened.splits(SEED).items()}
    what = f"{len(facts.classes)} classes" if facts.classes else "a number"
    channels = (
        f"{len(schema.features)} columns" if len(schema.features) > 1 else f"{schema.features[0]} alone"
    )
    about = f"predicts {keys.target}, {what}, from {channels} of {schema.window} rows"
    seen = [f"{facts.name}: {sum(counts.values()):,} windows; {about}"]
    if elsewhere := others(found):
        seen.append(f"{keys.target} was chosen by its name and place; --target could also be {elsewhere}")
    if "encoding" not in said.keys:
        seen += encoding_notices(opened.section.path, opened.section.encoding)
    if "time" not in said.keys:
        seen += _in_time(keys.time, schema.window, keys.has_dates)
    seen += opened.notices
    lines = [("source: series", ""), (f"path: {one_line(written)}", ""), *keys.lines]
    if facts.classes:
        network = signal_network(facts, counts["train"], keys.validated)
    else:
        lines.append(("standardize_targets: true", "figures and predictions keep their units"))
        network = forecast_network(facts, counts["train"], keys.validated)
    told = "".join(comment(sentence, indent=2) for sentence in seen[1:])
    about = f"{about[0].upper()}{about[1:]} in {facts.name}."
    return Starter(f"{heading(about)}\ndata:\n{told}{settings(said.lines(lines))}\n{network}", tuple(seen))


def _in_time(time: TimeColumn | None, window: int, has_dates: bool) -> list[str]:
    """What the order of the rows is, and what a longer window would be for."""
    if time is None and has_dates:
        # Why they do not sort the rows is said where they are left out.
        return [
            "no column of dates has one of its own in every row, so the rows are in the order of the file"
        ]
    if time is None:
        return [
            "no column of times was found, so the rows are in the order of the file; time: NAME sorts them"
        ]
    if window < time.season:
        return [
            f"numbers are likely to repeat after {time.season} rows, which a window of {window} does not "
            f"show: --window {time.window} would"
        ]
    return []
