"""Reading the table to start from, whose encoding nobody has said."""

from functools import partial
from pathlib import Path

from mlpcli.data.tables.file_bytes import EncodingError
from mlpcli.data.tables.read_table import read_table
from mlpcli.data.tables.table_file import TableFile
from mlpcli.starters.choices_of_user import NOTHING, Said


def read_in_any_encoding(
    path: Path, said: Said = NOTHING, memory: int | None = None
) -> tuple[TableFile, str]:
    """The table, read as it is `said`, and its encoding as the config is to have it: the likeliest one, if it
    is not Unicode. One for which `memory` bytes are too few is a LargeTable, if it can be read in parts.

    Raises DataError for a table that cannot be read.
    """
    section = said.reading(path)
    read = partial(
        read_table,
        path,
        separator=section.separator,
        header=section.header,
        names=said.names_of_columns,
        memory=memory,
    )
    try:
        return read(encoding=section.encoding), section.encoding
    except EncodingError as error:
        if section.encoding != "auto" or error.likely is None:
            raise
        try:
            return read(encoding=error.likely), error.likely
        except EncodingError:
            raise error from None


def encoding_lines(encoding: str) -> list[tuple[str, str]]:
    """The line of the config for an encoding that was found, and what it is for."""
    return [(f"encoding: {encoding}", "not UTF-8; another one may be right")] if encoding != "auto" else []


def encoding_notices(path: Path, encoding: str) -> tuple[str, ...]:
    """That a file is read in another encoding than Unicode."""
    return (f"{path.name} is not UTF-8, and is read as {encoding}",) if encoding != "auto" else ()
