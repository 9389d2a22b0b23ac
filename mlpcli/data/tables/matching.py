"""Another file's columns as those of the training file: by name, in any order, or by position."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from unicodedata import normalize

from mlpcli.config.messages.spelling import nearest
from mlpcli.data.bad_values import listed
from mlpcli.data.tables.number_forms import FoundForm, ReadAs, form_of
from mlpcli.data.tables.schema import TableColumn
from mlpcli.data.tables.table_file import TableFile
from mlpcli.errors import DataError


class ColumnsRead(ReadAs, Protocol):
    """What is read of a file: `columns` and `targets`, of all `names` of the training file."""

    @property
    def names(self) -> tuple[str, ...]: ...

    @property
    def columns(self) -> Sequence[TableColumn]: ...

    @property
    def targets(self) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class Matched:
    """A file with the names of the training file, the form of its `numbers`, and what it has besides: the
    `extra` columns."""

    file: TableFile
    numbers: FoundForm
    extra: tuple[str, ...] = ()

    @property
    def notices(self) -> tuple[str, ...]:
        """What the user should know of the file."""
        if not self.extra:
            return self.numbers.notices
        extra = listed(self.extra, len(self.extra))
        return (
            f"{self.file.path} has columns that training did not have, which are not used: {extra}",
            *self.numbers.notices,
        )

    def require_numbers_as_trained(self) -> None:
        """Raises DataError if the numbers are in another form than those of the training file, with which a
        config reads all of its files."""
        if self.numbers.is_other:
            raise DataError(
                self.numbers.notices[0], "write the numbers of both files alike, with the same decimal sign"
            )


def matched(file: TableFile, schema: ColumnsRead, targets: bool) -> Matched:
    """The file with the columns that the schema reads, and with `targets` those to predict too.

    A file without header has all columns of the training file, or all but the targets, or only the features,
    in their order. Raises DataError naming the columns that are missing, and as `form_of` does.
    """
    whole, extra = _matched(_composed(file, schema.names), schema, targets)
    names = [column.name for column in schema.columns if column.kind == "number"]
    names += [name for name in schema.targets if name in schema.spans and name not in names]
    there = [name for name in names if name in whole.names]
    return Matched(whole, form_of(whole, there, schema), extra)


def _composed(file: TableFile, names: Sequence[str]) -> TableFile:
    """The file with the `names` of the training file where its own differ only in how Unicode composes their
    letters."""
    known = {normalize("NFC", name): name for name in names}
    found = {name: known.get(normalize("NFC", name), name) for name in file.names}
    renamed = {name: meant for name, meant in found.items() if meant != name and meant not in file.names}
    # Two names that become one are left, for the reader to see.
    return file.renamed(renamed) if renamed and len({*found.values()}) == len(found) else file


def _matched(file: TableFile, schema: ColumnsRead, targets: bool) -> tuple[TableFile, tuple[str, ...]]:
    features = [name for name in schema.names if name in {column.name for column in schema.columns}]
    # A series is predicted from what its targets were before.
    apart = [name for name in schema.targets if name not in features]
    needed = [*features, *(apart if targets else ())]
    if not file.header:
        return _by_position(file, schema, features, apart, targets), ()
    absent = [name for name in needed if name not in file.names]
    if absent:
        extra = [name for name in file.names if name not in schema.names]
        raise DataError(_absent(file, absent), _meant(absent, extra))
    return file, tuple(name for name in file.names if name not in schema.names)


def _by_position(
    file: TableFile, schema: ColumnsRead, features: Sequence[str], apart: Sequence[str], targets: bool
) -> TableFile:
    """`apart` are the targets that are no features."""
    whole = list(schema.names)
    without = [name for name in whole if name not in apart]
    for names in (whole,) if targets else (whole, without, features):
        if len(names) == len(file.names):
            return file.renamed(dict(zip(file.names, names, strict=True)))
    wanted = f"{len(whole)}" if targets else f"{len(whole)}, or {len(without)} without the target"
    raise DataError(
        f"{file.path} has no header and {len(file.names)} columns; the training file has {wanted}",
        f"give all columns in the order of the training file: {listed(whole, len(whole))}",
    )


def _absent(file: TableFile, absent: Sequence[str]) -> str:
    plural = "s" if len(absent) > 1 else ""
    return f"{file.path} lacks the column{plural} {listed(absent, len(absent))}"


def _meant(absent: Sequence[str], extra: Sequence[str]) -> str:
    meant = [(name, nearest(name, extra)) for name in absent]
    renamed = [f"{there} to {name}" for name, there in meant if there]
    if renamed:
        return f"rename {listed(renamed, len(renamed))}"
    return "add them; columns go by their names, in any order"
