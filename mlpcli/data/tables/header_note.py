"""That a table has no header, which an error that follows from it has to say too."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Literal

from mlpcli.data.tables.table_file import TableFile
from mlpcli.errors import DataError

_INSTEAD = "header: true takes its first line for names"


def header_note(file: TableFile, header: bool | Literal["auto"], names: Sequence[str] | None = None) -> str:
    """That no header was found; empty if there is one, or the config says that there is none."""
    if file.header or header != "auto" or names is not None:
        return ""
    return f"{file.path.name} has no header: its columns are called column_1 to column_{len(file.names)}"


def header_notices(note: str) -> tuple[str, ...]:
    """The note as a notice of a table that could be read all the same."""
    return (f"{note}; {_INSTEAD}",) if note else ()


@contextmanager
def noting_header(note: str) -> Iterator[None]:
    """Adds the note to every DataError that is raised, unless it is empty."""
    try:
        yield
    except DataError as error:
        if not note:
            raise
        raise DataError(
            f"{error.message}; {note}", f"{error.fix}; or write header: true, if its first line has the names"
        ) from error
