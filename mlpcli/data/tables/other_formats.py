"""Files that are given as tables and have another format: how each is made a table."""

from pathlib import Path

from mlpcli.errors import DataError

_ARCHIVE = b"PK\x03\x04"
_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_DOCUMENTS = (".docx", ".doc", ".odt", ".pptx", ".ppt")
_AS_CSV = "save its table as {stem}.csv and give that file"
_AS_ARRAYS = (
    "save its arrays in one file, numpy.savez('{stem}.npz', x=..., y=...), or its table as {stem}.csv"
)
_UNPACK = "unpack it, and give the file that is in it; a table may be compressed by gzip"
# What the files begin with, what they are, and what to do.
_BINARY: tuple[tuple[tuple[bytes, ...], str, str], ...] = (
    (
        (b"\x93NUMPY",),
        "a NumPy array",
        "save inputs and targets in one file: numpy.savez('{stem}.npz', x=..., y=...)",
    ),
    (
        (b"ARROW1", b"FEA1"),
        "a Feather or Arrow file",
        "save it as parquet: polars.read_ipc({name}).write_parquet('{stem}.parquet')",
    ),
    ((b"\x89HDF\r\n\x1a\n",), "an HDF5 file", _AS_ARRAYS),
    ((b"MATLAB ",), "a MATLAB file", _AS_ARRAYS),
    (
        tuple(bytes([0x80, version]) for version in range(2, 6)),
        "a pickle, which may run code when it is read",
        _AS_ARRAYS,
    ),
    ((b"SQLite format 3\0",), "a database", _AS_CSV),
    ((b"\x89PNG", b"\xff\xd8\xff", b"GIF8"), "an image", "give a table, or a folder of images per class"),
    ((b"%PDF",), "a PDF document", _AS_CSV),
    ((b"BZh", b"\xfd7zXZ\0", b"\x28\xb5\x2f\xfd", b"7z\xbc\xaf", b"Rar!"), "an archive", _UNPACK),
)
LONGEST_START = 16


def refuse_other_formats(path: Path, start: bytes) -> None:
    """Raises DataError for a file whose first bytes are those of another format than tables have."""
    if start.startswith((_ARCHIVE, _OFFICE)):
        raise _refused(path, *_of_office(path.suffix.lower()))
    if found := binary_format(start):
        raise _refused(path, *found)


def binary_format(start: bytes) -> tuple[str, str] | None:
    """What a file with these first bytes is, and how its content is made one that is read; None for a text,
    and for parquet."""
    return next(((what, fix) for starts, what, fix in _BINARY if start.startswith(starts)), None)


def refuse_other_texts(path: Path, start: str) -> None:
    """Raises DataError for a text that is an array of JSON, or an ARFF file; `start` is its beginning."""
    start = start.lstrip()
    if start.startswith("[") and start[1:].lstrip()[:1] in ("{", "[", "]"):
        fix = "save it with an object per line: polars.read_json({name}).write_ndjson('{stem}.jsonl')"
        raise _refused(path, "an array of JSON", fix)
    lines = (line.strip().lower() for line in start.splitlines())
    first = next((line for line in lines if line and not line.startswith("%")), "")
    if first.startswith("@relation"):
        fix = "save it as {stem}.csv: the names after @attribute in the first line, and the lines below @data"
        raise _refused(path, "an ARFF file", fix)


def _of_office(suffix: str) -> tuple[str, str]:
    if suffix in _WORKBOOKS:
        return "a workbook", "save it as {stem}.csv and give that file"
    if suffix in _DOCUMENTS:
        return "a document", _AS_CSV
    return "a workbook or an archive", "save the table in it as {stem}.csv and give that file"


def _refused(path: Path, what: str, fix: str) -> DataError:
    stem = path.name.split(".")[0] or path.name
    return DataError(
        f"{path} is {what}, not a table of text, parquet or jsonl",
        fix.format(stem=stem, name=repr(str(path))),
    )
