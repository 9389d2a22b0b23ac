"""The bytes of a table's file: what they are, and in which encoding."""

import codecs
import gzip
import hashlib
import io
import os
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from io import BufferedReader
from pathlib import Path
from typing import IO, Literal

from mlpcli.data.bad_values import listed
from mlpcli.data.tables.guess_encoding import guess_encoding
from mlpcli.data.tables.other_formats import LONGEST_START, refuse_other_formats
from mlpcli.data.tables.schema import is_encoding
from mlpcli.errors import DataError

_CHUNK = 16 * 1024 * 1024
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAID = re.compile(rb'(?:\xef\xbb\xbf)?"?sep=([ -~\t])"?\r?\n')
Kind = Literal["text", "parquet"]


class EncodingError(DataError):
    """A text is not in the encoding that it was read in; `likely` is one that it seems to be in."""

    def __init__(self, message: str, fix: str, likely: str | None = None) -> None:
        super().__init__(message, fix)
        self.likely = likely


@dataclass(frozen=True)
class FileBytes:
    """The content of a file: `data` if it was given, unpacked or decoded, otherwise still in the file, from
    where it comes unpacked.

    Text is UTF-8, perhaps with a byte-order mark. `digest` is that of the bytes of the file itself, which
    `is_packed` by gzip, and in another `encoding` than UTF-8 if that is not empty. `separator` is what a
    first line that is `skipped` says, as Excel writes it: `sep=;`.
    """

    path: Path
    data: bytes | None
    digest: str
    kind: Kind
    is_packed: bool = False
    encoding: str = ""
    separator: str = ""
    skipped: int = 0

    def chunks(self) -> Iterator[bytes]:
        """All bytes, a part at a time."""
        if self.data is not None:
            for start in range(0, len(self.data), _CHUNK):
                yield self.data[start : start + _CHUNK]
            return
        with self._opened() as file:
            while chunk := file.read(_CHUNK):
                yield chunk

    def head(self, size: int) -> bytes:
        """The first bytes."""
        if self.data is not None:
            return self.data[:size]
        with self._opened() as file:
            return file.read(size)

    def whole(self) -> bytes:
        """All bytes at once."""
        if self.data is not None:
            return self.data
        with self._opened() as file:
            return file.read()

    def size(self) -> int:
        """The number of all bytes, for which a packed file is unpacked once."""
        if self.data is None and not self.is_packed:
            return self.path.stat().st_size
        return sum(map(len, self.chunks()))

    def unpacked(self) -> "FileBytes":
        """The same, in memory if it was packed."""
        return replace(self, data=self.whole()) if self.is_packed else self

    @contextmanager
    def _opened(self) -> Iterator[IO[bytes] | gzip.GzipFile]:
        with self.path.open("rb") as file:
            if not self.is_packed:
                yield file
                return
            with _unpacking(file, self.path) as unpacked:
                yield unpacked

    def text(self) -> str:
        """All of the text at once."""
        return self.whole().decode("utf-8-sig")


def open_bytes(
    path: Path, encoding: str, given: bytes | None = None, *, stays_packed: bool = False
) -> FileBytes:
    """The content of a file, decoded if it is text in another encoding than UTF-8; if it `stays_packed`, text
    in UTF-8 is not unpacked yet.

    `given` is the content if it was read already, such as from standard input; `path` is then for messages.
    Raises DataError for a file that is missing, unreadable, empty, or no table; that has NUL bytes; and for
    text that is not in the `encoding`, which is UTF-8 or UTF-16 for `auto`.
    """
    if given is None:
        _require_file(path)
    try:
        with path.open("rb") if given is None else io.BytesIO(given) as file:
            start = file.read(LONGEST_START)
            digest = _digest(file)
            is_packed = start[:2] == b"\x1f\x8b"
            data = _unpacked(file, path) if is_packed and not (stays_packed and given is None) else given
    except OSError as error:
        raise DataError(
            f"{path} cannot be read: {error.strerror or error}", "check the file and its permissions"
        ) from error
    content = FileBytes(path, data, digest, "text", is_packed)
    start = content.head(LONGEST_START) if is_packed else start
    if not start:
        raise DataError(f"{path} is empty", "give a table with a line per row")
    if start[:4] == b"PAR1":
        return replace(content.unpacked(), kind="parquet")
    refuse_other_formats(path, start)
    return _as_utf8(content, encoding, start)


def is_unicode(path: Path, given: bytes | None = None) -> bool:
    """Whether a file of text begins with a byte-order mark, or is UTF-8 with more than ASCII, and so is in no
    other encoding. `given` is its content if it was read already."""
    try:
        content = open_bytes(path, "auto", given)
    except DataError:
        return False
    if content.kind != "text":
        return False
    return bool(content.encoding) or not all(chunk.isascii() for chunk in content.chunks())


def _require_file(path: Path) -> None:
    if path.is_dir():
        raise DataError(f"{path} is a folder, not a table", "name a file: csv, tsv, parquet or jsonl")
    if not os.path.exists(path):
        raise DataError(f"{path} does not exist", "correct the path, or put the file there")
    if not path.is_file():
        raise DataError(f"{path} is not a regular file", "save the table in a regular file")


def _digest(file: BufferedReader | io.BytesIO) -> str:
    file.seek(0)
    return f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"


def _unpacked(file: BufferedReader | io.BytesIO, path: Path) -> bytes:
    file.seek(0)
    with _unpacking(file, path) as unpacked:
        return unpacked.read()


@contextmanager
def _unpacking(file: IO[bytes], path: Path) -> Iterator[gzip.GzipFile]:
    try:
        with gzip.GzipFile(fileobj=file) as unpacked:
            yield unpacked
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise DataError(f"{path} is a broken gzip file: {error}", "compress the table again") from error


def _as_utf8(content: FileBytes, encoding: str, start: bytes) -> FileBytes:
    named = next((name for mark, name in _BOMS if start.startswith(mark)), "utf-8")
    if encoding != "auto":
        if not is_encoding(encoding):
            raise DataError(
                f"there is no encoding called {encoding}", "write encoding: cp1252, or leave it out"
            )
        named = codecs.lookup(encoding).name
    if named not in ("utf-8", "utf-8-sig"):
        content = _decoded(content, named)
    _check_text(content)
    if said := _SAID.match(content.head(LONGEST_START)):
        data = content.whole()[said.end() :]
        return replace(content, data=data, separator=said[1].decode(), skipped=1)
    return content


def _decoded(content: FileBytes, encoding: str) -> FileBytes:
    try:
        data = content.whole().decode(encoding).encode()
    except UnicodeDecodeError as error:
        raise EncodingError(
            f"{content.path} is not in the encoding {encoding}: byte {error.start + 1:,} does not fit",
            "write the encoding that it was saved in, or leave `encoding` out",
        ) from error
    return replace(content, data=data, encoding=encoding)


def _check_text(content: FileBytes) -> None:
    """Raises DataError for NUL bytes, and for anything but UTF-8."""
    decoder, line = codecs.getincrementaldecoder("utf-8")(), 1
    if any(b"\0" in chunk for chunk in content.chunks()):
        raise _has_nul(content)
    for chunk in content.chunks():
        try:
            if not chunk.isascii() or decoder.getstate()[0]:
                decoder.decode(chunk)
        except UnicodeDecodeError as error:
            raise _not_utf8(content.path, line + error.object.count(b"\n", 0, error.start), error) from error
        line += chunk.count(b"\n")
    if decoder.getstate()[0]:
        raise DataError(f"{content.path} ends in the middle of a character", "copy or save the file again")


def _has_nul(content: FileBytes) -> DataError:
    lines: dict[int, None] = {}
    line = 1
    for chunk in content.chunks():
        parts = chunk.split(b"\n")
        lines.update({line + number: None for number, part in enumerate(parts) if b"\0" in part})
        line += len(parts) - 1
    named = listed((f"line {number}" for number in lines), len(lines), "line")
    return DataError(
        f"{content.path}: NUL bytes are in {named}; no table of text has any",
        "save the table again as UTF-8 text",
    )


def _not_utf8(path: Path, line: int, error: UnicodeDecodeError) -> EncodingError:
    byte = error.object[error.start : error.start + 1]
    likely = guess_encoding(error.object)
    letter = byte.decode("cp1252", "replace") if likely == "cp1252" else ""
    return EncodingError(
        f"{path} is not UTF-8: line {line} contains the byte 0x{byte.hex()}"
        + (f", which is {letter!r} in the encoding cp1252" if letter and letter.isprintable() else ""),
        "write the encoding that it was saved in"
        + (f", such as encoding: {likely}" if likely else "")
        + ", or save it as UTF-8",
        likely,
    )
