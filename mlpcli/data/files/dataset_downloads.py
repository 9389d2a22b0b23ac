"""Datasets that are downloaded once and stored as `NAME.npz` with Keras's key names."""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock

from mlpcli.data.files import archives
from mlpcli.data.files.data_home import VARIABLE, data_home
from mlpcli.data.files.http import FetchError, Opener, Progress, RemoteFile, fetch, open_url
from mlpcli.errors import DataError
from mlpcli.processes.termination import ends_in_order

Unpack = Callable[[Sequence[Path]], archives.NamedArrays]


class DownloadError(DataError):
    """A dataset is not on disk and could not be downloaded: `reason` says why, `path` is where it belongs."""

    def __init__(self, name: str, path: Path, reason: str) -> None:
        super().__init__(
            f"{name} could not be downloaded: {reason}",
            f"put the file at {path} by hand, or set {VARIABLE} to a folder that contains {path.name}",
        )
        self.path = path
        self.reason = reason


@dataclass(frozen=True)
class Download:
    """The original files of a dataset; `unpack` turns them into arrays, None if the file is the .npz."""

    files: tuple[RemoteFile, ...]
    unpack: Unpack | None = None


_KERAS = "https://storage.googleapis.com/tensorflow/tf-keras-datasets"
_CIFAR = "https://www.cs.toronto.edu/~kriz"

# URLs and digests are those of keras/src/datasets, except for CIFAR: Keras's archives contain pickles, which
# can run code when read, so the binary archives of the same page are used, with the digests published there.
# No digest is published for Fashion-MNIST's files: their headers, sizes and shapes are checked instead.
DOWNLOADS: Mapping[str, Download] = {
    "mnist": Download(
        (
            RemoteFile(
                f"{_KERAS}/mnist.npz",
                "sha256",
                "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1",
            ),
        )
    ),
    "fashion_mnist": Download(
        (
            RemoteFile(f"{_KERAS}/train-images-idx3-ubyte.gz"),
            RemoteFile(f"{_KERAS}/train-labels-idx1-ubyte.gz"),
            RemoteFile(f"{_KERAS}/t10k-images-idx3-ubyte.gz"),
            RemoteFile(f"{_KERAS}/t10k-labels-idx1-ubyte.gz"),
        ),
        archives.unpack_fashion_mnist,
    ),
    "cifar10": Download(
        (RemoteFile(f"{_CIFAR}/cifar-10-binary.tar.gz", "md5", "c32a1d4ab5d03f1284b67883e8d87530"),),
        archives.unpack_cifar10,
    ),
    "cifar100": Download(
        (RemoteFile(f"{_CIFAR}/cifar-100-binary.tar.gz", "md5", "03b5dce01913d631647c71ecec9e9cb8"),),
        archives.unpack_cifar100,
    ),
    "california_housing": Download(
        (
            RemoteFile(
                f"{_KERAS}/california_housing.npz",
                "sha256",
                "1a2e3a52e0398de6463aebe6f4a8da34fb21fbb6b934cf88c3425e766f2a1a6f",
            ),
        )
    ),
}


def ensure(name: str, progress: Progress | None = None, opener: Opener = open_url) -> Path:
    """The path of `NAME.npz` in the data home, after downloading it if it is not there.

    The file appears complete or not at all. If several processes need it, one downloads and the others wait.
    Raises DownloadError.
    """
    path = data_home() / f"{name}.npz"
    if path.exists():
        return path
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(path.with_suffix(".lock")):
            if not path.exists():
                _download(name, path, progress, opener)
    except FetchError as error:
        raise DownloadError(name, path, str(error)) from error
    except OSError as error:
        raise DownloadError(name, path, f"cannot write to {path.parent} ({error.strerror})") from error
    return path


def _download(name: str, path: Path, progress: Progress | None, opener: Opener) -> None:
    download = DOWNLOADS[name]
    # The lock is held, so fixed names cannot collide, and leftovers of a killed process are used or removed.
    folder, whole = path.with_name(f"{name}.parts"), path.with_name(f"{name}.npz.part")
    parts = [folder / str(number) for number in range(len(download.files))]
    with ends_in_order(), _removed_after(folder, whole):
        folder.mkdir(exist_ok=True)
        before = 0
        for file, part in zip(download.files, parts, strict=True):
            fetch(file, part, opener, _report(name, before, progress))
            before += part.stat().st_size
        if download.unpack is None:
            # Copied, not moved: pooch's file is readable by its owner only, and others may share the folder.
            shutil.copyfile(parts[0], whole)
        else:
            with whole.open("wb") as target:
                np.savez_compressed(target, **_unpacked(name, download.unpack, parts))
        os.replace(whole, path)


# Any, because the stubs of savez declare its keyword `allow_pickle` next to the arrays.
def _unpacked(name: str, unpack: Unpack, parts: Sequence[Path]) -> dict[str, Any]:
    try:
        return dict(unpack(parts))
    except archives.BROKEN as error:
        raise FetchError(f"the downloaded files are not {name} ({error})") from error


def _report(name: str, before: int, progress: Progress | None) -> Callable[[int, int | None], None]:
    """Progress over several files: the bytes of earlier files count as done."""

    def report(done: int, total: int | None) -> None:
        if progress is not None:
            progress(name, before + done, None if total is None else before + total)

    return report


@contextmanager
def _removed_after(folder: Path, file: Path) -> Iterator[None]:
    try:
        yield
    finally:
        file.unlink(missing_ok=True)
        shutil.rmtree(folder, ignore_errors=True)
