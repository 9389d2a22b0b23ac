"""One file from the network to the disk, checked on the way."""

import hashlib
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self, cast
from urllib.error import HTTPError
from urllib.parse import urlsplit

CHUNK = 1 << 18
TIMEOUT = 10.0
"""Seconds without a sign of life, while connecting or reading, after which a server is given up."""

Progress = Callable[[str, int, int | None], None]
"""Called with the dataset's name, the bytes done, and the bytes in total where the server says so."""


class Response(Protocol):
    """An answer that is being read; `length` is what is still to come, None where the server does not say."""

    length: int | None

    def read(self, size: int, /) -> bytes: ...
    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> object: ...


Opener = Callable[[str], Response]


class FetchError(Exception):
    """Why a file could not be fetched, in words that complete "could not be downloaded: "."""


@dataclass(frozen=True)
class RemoteFile:
    """Where a file is, and its published digest by hashlib's name of the algorithm, if it has one."""

    url: str
    algorithm: str = ""
    digest: str = ""


def open_url(url: str) -> Response:
    return cast(Response, urllib.request.urlopen(url, timeout=TIMEOUT))


def fetch(file: RemoteFile, path: Path, opener: Opener, progress: Callable[[int, int | None], None]) -> None:
    """Writes the file to `path`, and checks its length and digest.

    Raises FetchError where the network or the server fails or what came is not the file; OSError where
    `path` cannot be written.
    """
    host = urlsplit(file.url).hostname
    with path.open("wb") as target:
        try:
            response = opener(file.url)
        except HTTPError as error:
            raise FetchError(f"{host} answered {error.code} {error.reason}") from error
        except (OSError, HTTPException) as error:
            raise FetchError(f"{host} cannot be reached ({_reason(error)})") from error
        with response:
            total, done = response.length, 0
            progress(done, total)
            while chunk := _read(response, str(host)):
                target.write(chunk)
                done += len(chunk)
                progress(done, total)
    if total is not None and done != total:
        raise FetchError(f"{host} sent {done:,} of {total:,} bytes")
    _check_digest(file, path)


def _read(response: Response, host: str) -> bytes:
    try:
        return response.read(CHUNK)
    except (OSError, HTTPException) as error:
        raise FetchError(f"{host} stopped answering ({_reason(error)})") from error


def _reason(error: Exception) -> str:
    """One line: urllib wraps the cause in `reason`, and the system's own errors keep theirs in `strerror`."""
    cause = getattr(error, "reason", error)
    return str(getattr(cause, "strerror", None) or cause or type(error).__name__)


def _check_digest(file: RemoteFile, path: Path) -> None:
    if not file.digest:
        return
    with path.open("rb") as content:
        found = hashlib.file_digest(content, file.algorithm).hexdigest()
    if found != file.digest:
        raise FetchError(
            f"what came from {file.url} is not the file expected: {file.algorithm} {found}, not {file.digest}"
        )
