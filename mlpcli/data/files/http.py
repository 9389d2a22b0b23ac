"""One file from the network to the disk, checked on the way.

pooch compares the digest, asks again where that may help, and leaves a file whole or not at all. Reading from
the server stays ours. pooch's own way leaves a socket open for each attempt that fails, counts progress in
whole chunks (0.04 MB too many for MNIST), makes users without a network wait for two more attempts (3 s), and
does not know the system's certificates.
"""

import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Protocol, Self, cast
from urllib.error import HTTPError
from urllib.parse import urlsplit

CHUNK = 1 << 18
TIMEOUT = 10.0
"""Seconds without a sign of life, while connecting or reading, after which a server is given up."""

RETRIES = 2
"""How often a server that has answered is asked again, after one second and then after two."""

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


class _PassingError(FetchError, ValueError):
    """What may be otherwise the next time: pooch asks again after a ValueError."""


@dataclass(frozen=True)
class RemoteFile:
    """Where a file is, and its published digest by hashlib's name of the algorithm, if it has one."""

    url: str
    algorithm: str = ""
    digest: str = ""


def open_url(url: str) -> Response:
    return cast(Response, urllib.request.urlopen(url, timeout=TIMEOUT))


def fetch(file: RemoteFile, path: Path, opener: Opener, progress: Callable[[int, int | None], None]) -> None:
    """Leaves the file at `path`, readable by its owner alone. One that is there already is whole.

    Raises FetchError where the network or the server fails or what came is not the file; OSError where
    `path` cannot be written.
    """
    # It brings requests, and both take 0.3 s, for which nothing but a download waits.
    import pooch

    # It tells where it puts the file, which does not stay there.
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
            f"what came from {file.url} is not the file expected, whose {file.algorithm} is {file.digest}"
        ) from error


def _copy(url: str, target: BinaryIO, opener: Opener, progress: Callable[[int, int | None], None]) -> None:
    """Raises FetchError, a _PassingError where the server has answered and may do better the next time."""
    host = str(urlsplit(url).hostname)
    try:
        response = opener(url)
    except HTTPError as error:
        kind = _PassingError if error.code >= 500 else FetchError
        raise kind(f"{host} answered {error.code} {error.reason}") from error
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
        raise _PassingError(f"{host} stopped answering ({_reason(error)})") from error


def _reason(error: Exception) -> str:
    """One line: urllib wraps the cause in `reason`, and the system's own errors keep theirs in `strerror`."""
    cause = getattr(error, "reason", error)
    return str(getattr(cause, "strerror", None) or cause or type(error).__name__)
