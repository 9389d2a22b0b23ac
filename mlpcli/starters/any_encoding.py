"""Reading the table to start from, whose encoding nobody has said."""

from pathlib import Path

from mlpcli.data.tables.file_bytes import EncodingError
from mlpcli.data.tables.read_table import read_table
from mlpcli.data.tables.table_file import TableFile

# Nearly every byte is a letter in it.
_OTHER = "cp1252"


def read_in_any_encoding(path: Path) -> tuple[TableFile, str]:
    """The table, and its encoding as the config is to have it: that of Windows, if it is not Unicode.

    Raises DataError for a table that cannot be read.
    """
    try:
        return read_table(path), "auto"
    except EncodingError as error:
        try:
            return read_table(path, encoding=_OTHER), _OTHER
        except EncodingError:
            raise error from None


def encoding_lines(encoding: str) -> list[tuple[str, str]]:
    """The line of the config for an encoding that was found, and what it is for."""
    return [(f"encoding: {encoding}", "not UTF-8; another one may be right")] if encoding != "auto" else []


def encoding_notices(path: Path, encoding: str) -> tuple[str, ...]:
    """That a file is read in another encoding than Unicode."""
    return (f"{path.name} is not UTF-8, and is read as {encoding}",) if encoding != "auto" else ()
