"""Downloads one file and checks it.

pooch compares the digest, retries if that may help, and leaves a complete file or none. Reading from the
server is done here: pooch's own downloader leaves a socket open for each failed attempt, counts progress in
whole chunks (0.04 MB too many for MNIST), makes users without a network wait for two more attempts (3 s), and
does not use the system's certificates.
"""

import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Literal, Protocol, Self, cast
from urllib.error import HTTPError
from urllib.parse import urlsplit

CHUNK = 1 << 18
TIMEOUT = 10.0
"""Seconds to wait for a server while connecting or reading."""

RETRIES = 2
"""How often to retry a server that has responded: after one second, then after two."""

Unit = Literal["bytes", "images"]


class Progress(Protocol):
    """Called with the dataset's name, how much of it is read, and how much there is, if that is known.

    Bytes are those of a download.
    """

    def __call__(self, name: str, done: int, total: int | None, unit: Unit = "bytes") -> None: ...


class Response(Protocol):
    """A response that is being read; `length` is the number of bytes left, None if it is not known."""

    length: int | None

    def read(self, size: int, /) -> bytes: ...
    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> object: ...


Opener = Callable[[str], Response]


class FetchError(Exception):
    """Why a file could not be fetched, in words that complete "could not be downloaded: "."""


class _PassingError(FetchError, ValueError):
    """An error that a retry may fix: pooch retries after a ValueError."""


@dataclass(frozen=True)
class RemoteFile:
    """The URL of a file, and its published digest, if any, with hashlib's name of the algorithm."""

    url: str
    algorithm: str = ""
    digest: str = ""


def open_url(url: str) -> Response:
    return cast(Response, urllib.request.urlopen(url, timeout=TIMEOUT))


def fetch(file: RemoteFile, path: Path, opener: Opener, progress: Callable[[int, int | None], None]) -> None:
    """Downloads the file to `path`, readable by its owner only. An existing file there is complete.

    Raises FetchError if the network or the server fails or the digest differs; OSError if `path` cannot be
    written.
    """
    # Imported here because with requests it takes 0.3 s, which only downloads need.
    import pooch

    # pooch logs where it puts the file, which is only a temporary place.
    pooch.get_logger().setLevel("ERROR")

    def download(url: str, part: str, known: object) -> None:
        with open(part, "wb") as target:
            _copy(url, target, opener, progress)

    digest = f"{file.algorithm}:{file.digest}" if file.digest else None
    known = pooch.create(
        path.parent, "", registry={path.name: digest}, urls={path.name: file.url}, retry_if_failed=RETRIES
    )
    try:
        known.fetch(path.name, downloader=download)
    except FetchError:
        raise
    except ValueError as error:
        raise FetchError(
            f"the file from {file.url} does not have the expected {file.algorithm} {file.digest}"
        ) from error


def _copy(url: str, target: BinaryIO, opener: Opener, progress: Callable[[int, int | None], None]) -> None:
    """Raises FetchError, or a _PassingError if the server has responded and a retry may succeed."""
    host = str(urlsplit(url).hostname)
    try:
        response = opener(url)
    except HTTPError as error:
        kind = _PassingError if error.code >= 500 else FetchError
        raise kind(f"{host} returned {error.code} {error.reason}") from error
    except (OSError, HTTPException) as error:
        raise FetchError(f"{host} cannot be reached ({_reason(error)})") from error
    with response:
        total, done = response.length, 0
        progress(done, total)
        while chunk := _read(response, host):
            target.write(chunk)
            done += len(chunk)
            progress(done, total)
    if total is not None and done != total:
        raise _PassingError(f"{host} sent {done:,} of {total:,} bytes")


def _read(response: Response, host: str) -> bytes:
    try:
        return response.read(CHUNK)
    except (OSError, HTTPException) as error:
        raise _PassingError(f"{host} stopped responding ({_reason(error)})") from error


def _reason(error: Exception) -> str:
    """The cause in one line: urllib wraps it in `reason`, and system errors have `strerror`."""
    cause = getattr(error, "reason", error)
    return str(getattr(cause, "strerror", None) or cause or type(error).__name__)
