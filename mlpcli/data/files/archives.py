"""Reads the original archives of the downloadable datasets into arrays.

Nothing is unpacked to disk and nothing is unpickled: only members with known names are read. All functions
raise ValueError, or the error of gzip or tarfile, if an archive is broken or is not the expected one.
"""

import gzip
import tarfile
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

BROKEN = (ValueError, KeyError, EOFError, gzip.BadGzipFile, tarfile.TarError, zlib.error)
NamedArrays = dict[str, NDArray[np.uint8]]


def unpack_fashion_mnist(files: Sequence[Path]) -> NamedArrays:
    """From training images and labels and test images and labels, in idx format under gzip."""
    names = ("x_train", "y_train", "x_test", "y_test")
    shapes = ((60_000, 28, 28), (60_000,), (10_000, 28, 28), (10_000,))
    return {name: read_idx(path, shape) for name, path, shape in zip(names, files, shapes, strict=True)}


def unpack_cifar10(files: Sequence[Path]) -> NamedArrays:
    """From `cifar-10-binary.tar.gz`: a row is the class and 3072 pixels."""
    folder = "cifar-10-batches-bin"
    train = [f"{folder}/data_batch_{number}.bin" for number in range(1, 6)]
    return _cifar(files[0], train, [f"{folder}/test_batch.bin"], label_bytes=1)


def unpack_cifar100(files: Sequence[Path]) -> NamedArrays:
    """From `cifar-100-binary.tar.gz`: a row is the coarse class, the fine class, and 3072 pixels."""
    return _cifar(files[0], ["cifar-100-binary/train.bin"], ["cifar-100-binary/test.bin"], label_bytes=2)


def read_idx(path: Path, shape: tuple[int, ...]) -> NDArray[np.uint8]:
    """The array of a gzipped idx file of unsigned bytes. Raises ValueError if it does not have this `shape`.

    The format: two zero bytes, the type (8), the rank, and each length as a big-endian 32-bit integer;
    http://yann.lecun.com/exdb/mnist/
    """
    header = bytes((0, 0, 8, len(shape))) + np.array(shape, dtype=">u4").tobytes()
    with gzip.open(path) as file:
        found = file.read(len(header))
        content = file.read()
    if found != header or len(content) != np.prod(shape):
        raise ValueError(f"{path.name} is not an idx file of shape {shape}")
    return np.frombuffer(content, dtype=np.uint8).reshape(shape)


def _cifar(path: Path, train: Sequence[str], test: Sequence[str], label_bytes: int) -> NamedArrays:
    with tarfile.open(path, "r:gz") as archive:
        x_train, y_train = _records(archive, train, label_bytes)
        x_test, y_test = _records(archive, test, label_bytes)
    return {"x_train": x_train, "y_train": y_train, "x_test": x_test, "y_test": y_test}


def _records(
    archive: tarfile.TarFile, members: Sequence[str], label_bytes: int
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Images `[rows, 32, 32, 3]`, from rows that store color planes one by one, and the last label byte."""
    content = b"".join(_member(archive, name) for name in members)
    rows = np.frombuffer(content, dtype=np.uint8).reshape(-1, label_bytes + 3072)
    images = rows[:, label_bytes:].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1)
    return np.ascontiguousarray(images), rows[:, label_bytes - 1].copy()


def _member(archive: tarfile.TarFile, name: str) -> bytes:
    file = archive.extractfile(name)
    if file is None:
        raise ValueError(f"{name} is not a file")
    return file.read()
