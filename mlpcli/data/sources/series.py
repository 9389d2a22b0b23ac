"""The source `series`: windows over the rows of a table, or a signal in every row of it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlpcli.config.dataset_facts import DataFacts
from mlpcli.config.sources.series import Series
from mlpcli.data.bad_values import listed
from mlpcli.data.dataset import SourceRows, Split
from mlpcli.data.files.http import Opener, Progress
from mlpcli.data.float32 import FROM_ROWS, named_columns_lost
from mlpcli.data.preprocessing import Preprocessing
from mlpcli.data.series.find_columns import Found, find_columns, order_of
from mlpcli.data.series.labelled import Labelled, read_labelled
from mlpcli.data.series.notices import left_out, lost_differences, notices_of_rows, told_apart
from mlpcli.data.series.read_rows import read_rows, times_of
from mlpcli.data.series.schema import SeriesSchema
from mlpcli.data.series.signals import exact_signals
from mlpcli.data.series.splits import windows_by_split
from mlpcli.data.series.times import season_of, usual_step
from mlpcli.data.series.windows import complete, windows_at
from mlpcli.data.sources.make_facts import task_of
from mlpcli.data.sources.open_source import OpenSource, Reading, Treatment
from mlpcli.data.tables.column_summary import spans_of
from mlpcli.data.tables.header_note import header_note, noting_header
from mlpcli.data.tables.matching import matched
from mlpcli.data.tables.read_table import read_table
from mlpcli.data.tables.schema import NumberSpan
from mlpcli.data.tables.splits import Shares, split_random
from mlpcli.data.tables.table_file import TableFile
from mlpcli.data.tables.targets import Targets, lost_numbers, numbers
from mlpcli.errors import DataError

Splits = Mapping[str, Split]


@dataclass(frozen=True, eq=False)
class OpenSeries(OpenSource):
    """Series whose rows have been read. `splits` gives the signals of each split, drawn with a seed if they
    are rows."""

    section: Series
    known: DataFacts
    schema: SeriesSchema
    splits: Callable[[int], Splits]
    notices: tuple[str, ...]
    digest: str

    @property
    def facts(self) -> DataFacts:
        return self.known

    @property
    def treatment(self) -> Treatment:
        return replace(super().treatment, test=self.section.test_share)

    @property
    def training_count(self) -> int:
        return len(self.splits(0)["train"])

    def read(self, seed: int, progress: Progress | None, opener: Opener) -> SourceRows:
        splits = self.splits(seed)
        return SourceRows(
            splits["train"],
            splits.get("test"),
            self.notices,
            validation=splits.get("validation"),
            prepared=Preprocessing(series=self.schema),
            fingerprint=self.digest,
        )

    def script(self) -> Reading:
        # Imported here because nothing else needs it.
        from mlpcli.data.sources.series_script import script_of

        return script_of(self.section, self.schema, self.known.classes)


@dataclass(frozen=True)
class _Cut:
    """How the file becomes splits, with the schema as the rows complete it."""

    schema: SeriesSchema
    splits: Callable[[int], Splits]
    notices: tuple[str, ...]


def read_file_of_series(section: Series) -> TableFile:
    """The file of series, read as the config says. Raises DataError."""
    return read_table(
        section.path, separator=section.separator, encoding=section.encoding, header=section.header
    )


def open_series(section: Series, file: TableFile | None = None) -> OpenSeries:
    """Reads the `file`, unless it was read already, and the file of test rows if there is one. Raises
    DataError."""
    file = file or read_file_of_series(section)
    with noting_header(header_note(file, section.header)):
        found = find_columns(file, section)
        order = order_of(file, section, found)
        cut = (_windows if section.window else _signals)(section, file, found)
    schema, digest, splits = cut.schema, file.digest, cut.splits
    notices = (*found.notices, *order, *cut.notices)
    classes = found.classes.classes if found.classes else ()
    if section.test_path is not None:
        other, test_file = _test_rows(section, schema, classes)
        notices, digest = (*notices, *other.notices), f"{digest}+{test_file.digest}"
        notices += tuple(_not_later(file, test_file, schema))
        splits = partial(_with_test, splits, Split(other.inputs, other.targets))
    targets = 0 if classes else schema.steps * len(schema.targets)
    facts = DataFacts(section.path.name, "signal", schema.shape, task_of(classes), classes, targets)
    return OpenSeries(section, facts, schema, splits, notices, digest)


def _with_test(splits: Callable[[int], Splits], test: Split, seed: int) -> Splits:
    return {**splits(seed), "test": test}


def _windows(section: Series, file: TableFile, found: Found) -> _Cut:
    """Windows over the rows, of which the latest are held back."""
    schema, classes = found.schema, found.classes
    rows = read_rows(file, schema, classes.values if classes else None, targets=True).rows
    every = usual_step(rows, schema.time)
    season = section.season or season_of(every, schema.time)
    spans = _spans(schema, rows.values, None if classes else rows.targets)
    schema = replace(schema, every=every, season=season if season <= schema.window else 0, spans=spans)
    length = schema.window + schema.horizon
    first = windows_by_split(rows, length, section.stride, section.validation, section.test_share)
    whole = {name: complete(rows, places, schema) for name, places in first.items()}
    kept = {name: places[whole[name]] for name, places in first.items()}
    _require_windows(
        section, file, len(rows.starts), {name: len(places) for name, places in kept.items()}, length
    )
    splits = {name: partial(windows_at, rows, places, schema) for name, places in kept.items() if len(places)}
    if classes:
        last = kept["train"] + length - 1
        _require_classes(file, classes.classes, np.bincount(classes.values[rows.order][last]))
    absent = sum(int(np.sum(~one)) for one in whole.values())
    notices = (
        *told_apart(file, rows, schema),
        *notices_of_rows(file, rows, schema, length),
        *lost_differences(file, schema, rows),
        *left_out(file, absent, "window"),
    )
    return _Cut(schema, lambda seed: {name: read() for name, read in splits.items()}, notices)


def _spans(
    schema: SeriesSchema, channels: NDArray[Any], targets: NDArray[Any] | None
) -> dict[str, NumberSpan]:
    """Those of the columns of channels `[rows, channels]`, and of the targets if they are numbers."""
    found = {} if targets is None else spans_of(schema.targets, targets)
    return found | spans_of(schema.features, channels)


def _require_windows(
    section: Series, file: TableFile, series: int, counts: Mapping[str, int], length: int
) -> None:
    shares = {"train": 1.0, "validation": section.validation, "test": section.test_share}
    empty = [name for name, share in shares.items() if share and not counts[name]]
    if not empty:
        return
    following = f" and the {section.horizon:,} after it" if section.horizon else ""
    apart = f" in {series:,} series, told apart by {section.group}," if section.group is not None else ""
    each = " of a series" if section.group is not None else ""
    raise DataError(
        f"{file.path}: its {len(file):,} rows{apart} leave {' and '.join(empty)} without a window; expected "
        f"at least {length:,} rows{each} without missing numbers in each split: the {section.window:,} of a "
        f"window{following}, none of them in two splits",
        "make the window or the horizon shorter, or change the shares of validation and test; a share of 0 "
        "holds nothing back",
    )


def _require_classes(
    file: TableFile, classes: tuple[str, ...], counts: "np.ndarray[tuple[int], np.dtype[np.int64]]"
) -> None:
    """Raises DataError for classes without training rows: a network never predicts what it has not seen."""
    seen = dict(enumerate(counts.tolist()))
    absent = [name for number, name in enumerate(classes) if not seen.get(number)]
    if absent:
        raise DataError(
            f"{file.path}: no training window has the class {listed(absent, len(absent))}; expected some of "
            "each class",
            "add rows of it, remove those in the other splits, or hold fewer rows back",
        )


def _signals(section: Series, file: TableFile, found: Found) -> _Cut:
    """The signals in the rows, of which some are drawn to be held back."""
    schema = found.schema
    targets = found.classes or Targets(numbers(file, schema.targets, schema.numbers, schema.missing))
    exact, kept = exact_signals(file, schema)
    lost = named_columns_lost(file.path.name, ["its signals"], exact.reshape(-1, 1), *FROM_ROWS)
    if not found.classes:
        lost += lost_numbers(file, schema.targets, schema.numbers, schema.missing)
    inputs = exact.astype(np.float32)
    targets = replace(targets, values=targets.values[kept])
    spans = _spans(schema, exact[..., 0], None if found.classes else targets.values)
    schema = replace(schema, spans=spans)
    if not len(kept):
        raise DataError(f"{file.path}: numbers are missing in every row", "fill them in")
    shares = Shares(section.validation, section.test_share)
    rows = replace(file, frame=file.frame.select(schema.targets)[kept])
    note = header_note(file, section.header)

    def drawn(seed: int) -> Splits:
        with noting_header(note):
            split = split_random(rows, targets, shares, seed)
        held = {"train": split.train, "validation": split.validation, "test": split.test}
        return {
            name: Split(inputs[places], targets.values[places])
            for name, places in held.items()
            if places is not None
        }

    return _Cut(schema, drawn, (*lost, *left_out(file, len(file) - len(kept), "signal")))


def _test_rows(section: Series, schema: SeriesSchema, classes: tuple[str, ...]) -> tuple[Labelled, TableFile]:
    """The signals of `test_path`, and the file with the names of the training file."""
    path = section.test_path
    assert path is not None  # noqa: S101
    file = read_table(path, separator=section.separator, encoding=section.encoding, header=schema.header)
    found = matched(file, schema, targets=True)
    found.require_numbers_as_trained()
    fix = "write the classes as in the training file, or remove these rows"
    return read_labelled(file, schema, classes, lambda unknown: fix, section.stride), found.file


def _not_later(file: TableFile, test: TableFile, schema: SeriesSchema) -> Iterator[str]:
    """That rows of the test are not all later than those of the file to train on."""
    times, of_test = times_of(file, schema), times_of(test, schema)
    if schema.time is None or times is None or of_test is None or of_test.min() > times.max():
        return
    name = schema.time.name
    (first,) = test.texts(name, [int(of_test.argmin())])
    (last,) = file.texts(name, [int(times.argmax())])
    yield (
        f"{test.path.name}: its rows begin at {name} {first}, and {file.path.name} goes on to {last}: the "
        "test is not on later rows alone"
    )
