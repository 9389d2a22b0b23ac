"""Which columns of a table are features, and what they hold."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mlpcli.config.sources.table import Table as TableSection
from mlpcli.config.types.columns import options_of
from mlpcli.config.yaml.notation import one_line
from mlpcli.data.bad_values import for_every, listed
from mlpcli.data.preprocessing.text_columns import Table
from mlpcli.data.tables.cells import columns_of
from mlpcli.data.tables.column_names import column_called, columns_called
from mlpcli.data.tables.column_summary import ColumnSummary
from mlpcli.data.tables.doubts import Doubt, told
from mlpcli.data.tables.kinds import LIKE_TEXT, look_at_all, sample
from mlpcli.data.tables.odd_dates import odd_dates
from mlpcli.data.tables.said_kinds import as_said
from mlpcli.data.tables.schema import NumberFormat, TableColumn
from mlpcli.data.tables.table_file import TableFile
from mlpcli.errors import DataError

_PANDAS_INDEX = "__index_level_"


@dataclass(frozen=True)
class Features:
    """The columns of features, numbers first, and what is seen of each; what the user should know.

    `cells` are those of all rows. `doubts` are what looks wrong in them, of which the notices tell too.
    """

    columns: tuple[TableColumn, ...]
    cells: Table
    seen: tuple[ColumnSummary, ...]
    notices: tuple[str, ...]
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True)
class Candidates:
    """The columns that may be features, numbers first, by the kinds that they seem to have.

    `said` are those that the config names; `left_out` are others, each with a reason.
    """

    columns: tuple[TableColumn, ...]
    said: frozenset[str]
    left_out: tuple[tuple[str, str], ...]
    notices: tuple[str, ...]

    def summaries(self) -> list[ColumnSummary]:
        """One for each column, still empty."""
        return [ColumnSummary(column.kind) for column in self.columns]

    def kept(self, file: TableFile, seen: Sequence[ColumnSummary]) -> tuple[tuple[int, ...], tuple[str, ...]]:
        """The places of the columns that say something, and the notices.

        Raises DataError if nothing is left.
        """
        left_out, kept = list(self.left_out), []
        for number, (column, summary) in enumerate(zip(self.columns, seen, strict=True)):
            if reason := summary.says_nothing(column.name in self.said):
                left_out.append((column.name, reason))
            else:
                kept.append(number)
        if not kept:
            raise DataError(
                f"{file.path} has no column to predict from"
                + (f": {_reasons(left_out)}" if left_out else ""),
                _instead_of(left_out),
            )
        if not left_out:
            return tuple(kept), self.notices
        told = f"{file.path.name}: left out: {_reasons(left_out)}; `columns` says otherwise"
        return tuple(kept), (told, *self.notices)


def _instead_of(left_out: Sequence[tuple[str, str]]) -> str:
    """What to do if all columns are left out, each for a reason."""
    if any(reason.endswith(LIKE_TEXT) for _, reason in left_out):
        return "free text is not read: add columns of numbers, of dates or of texts that come back"
    return "add columns that differ from row to row"


def find_features(
    file: TableFile,
    section: TableSection,
    taken: Collection[str],
    form: NumberFormat,
    missing: Sequence[str],
    train: NDArray[np.intp],
) -> Features:
    """The features of a table: those that the config names, or all but the columns `taken` by targets and
    splits, the excluded ones, and those that say nothing: ids, free text, row numbers, constants.

    `train` are the training rows. Raises DataError for columns that there are not, for cells that are none of
    their kind, and if nothing is left.
    """
    found = candidates(file, section, taken, form, missing)
    cells, seen = columns_of(file, found.columns, form, missing), found.summaries()
    for values, summary in zip(cells, seen, strict=True):
        summary.add(values, train)
    kept, notices = found.kept(file, seen)
    doubts = tuple(odd_dates(file, found.columns, cells))
    return Features(
        tuple(found.columns[number] for number in kept),
        Table(tuple(cells[number] for number in kept)),
        tuple(seen[number] for number in kept),
        (*notices, *told(doubts)),
        doubts,
    )


def candidates(
    file: TableFile,
    section: TableSection,
    taken: Collection[str],
    form: NumberFormat,
    missing: Sequence[str],
) -> Candidates:
    """The columns that may be features, by a look at some rows. Raises DataError as `find_features` does."""
    chosen = _chosen(file, section, taken)
    given = options_said(file, section)
    _require_one_word(file, section, given)
    file.require_plain(name for name in chosen if given.get(name, {}).get("kind") != "ignore")
    some = sample(file.frame.select(chosen))
    looks = look_at_all(
        some.select(name for name in chosen if "kind" not in given.get(name, {})), form, missing
    )
    left_out: list[tuple[str, str]] = []
    columns: list[TableColumn] = []
    notices: list[str] = []
    for name in chosen:
        options = given.get(name, {})
        if options.get("kind") == "ignore":
            continue
        if name.startswith(_PANDAS_INDEX) and name not in given and section.features is None:
            left_out.append((name, "is the index that pandas wrote"))
            continue
        seen = looks.get(name) or as_said(options["kind"], options.get("format"), some[name], form, missing)
        if seen.kind is None:
            left_out.append((name, seen.reason))
            continue
        notices += seen.told(name)
        refuse = options.get("missing", section.missing) == "refuse"
        columns.append(TableColumn(name, seen.kind, seen.format, refuse))
    notices += file.told_durations(column.name for column in columns if column.kind == "number")
    columns.sort(key=lambda column: column.kind == "category")
    said = frozenset(chosen if section.features is not None else given)
    return Candidates(tuple(columns), said, tuple(left_out), tuple(notices))


def _require_one_word(file: TableFile, section: TableSection, given: Mapping[str, Mapping[str, str]]) -> None:
    """Raises DataError for columns that `columns` says something of, and `exclude` leaves out."""
    excluded = columns_called(section.exclude, file.names, file.path, "exclude")
    both = [name for name, options in given.items() if name in excluded and options.get("kind") != "ignore"]
    if both:
        raise DataError(
            f"`columns` and `exclude` both name {listed(both, len(both), 'column')}",
            f"remove {both[0]} from one of them; or write columns: {one_line({both[0]: 'ignore'})}",
        )


def options_said(file: TableFile, section: TableSection) -> Mapping[str, Mapping[str, str]]:
    """What the config says of columns, by their names. Raises DataError for columns that there are not."""
    said = options_of(section.columns)
    names = for_every(lambda name: column_called(name, file.names, file.path, "columns"), said)
    return dict(zip(names, said.values(), strict=True))


def _chosen(file: TableFile, section: TableSection, taken: Collection[str]) -> list[str]:
    names, path = file.names, file.path
    excluded = columns_called(section.exclude, names, path, "exclude")
    if section.features is None:
        return [name for name in names if name not in taken and name not in excluded]
    wanted = columns_called(section.features, names, path, "features")
    targets = columns_called(section.target, names, path, "target")
    if both := [name for name in wanted if name in targets]:
        raise DataError(f"{both[0]} is both the target and among the features", "remove it from features")
    return [name for name in names if name in wanted and name not in excluded]


def _reasons(left_out: Sequence[tuple[str, str]]) -> str:
    return listed((f"{name} {reason}" for name, reason in left_out), len(left_out), "column")
