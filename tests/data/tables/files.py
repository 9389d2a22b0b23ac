"""Tables for tests, written where a test wants them."""

from pathlib import Path

from mlpcli.data.tables.read_table import read_table
from mlpcli.data.tables.table_file import TableFile


def written(folder: Path, text: str | bytes, name: str = "t.csv") -> Path:
    """The path of a file with this content."""
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def read(folder: Path, text: str | bytes, name: str = "t.csv", **options: object) -> TableFile:
    """The table in a file with this content."""
    return read_table(written(folder, text, name), **options)  # type: ignore[arg-type]
