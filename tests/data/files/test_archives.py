import gzip
import io
import tarfile

import numpy as np
import pytest

from mlpcli.data.files.archives import BROKEN, read_idx, unpack_cifar10, unpack_cifar100


def idx(*shape: int, content: bytes) -> bytes:
    return bytes((0, 0, 8, len(shape))) + np.array(shape, ">u4").tobytes() + content


def write_tar(path, members):
    with tarfile.open(path, "w:gz") as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return path


def colours(*labels: int) -> bytes:
    """A row whose red is 1, whose green is 2 and whose blue is 3."""
    return bytes(labels) + bytes([1]) * 1024 + bytes([2]) * 1024 + bytes([3]) * 1024


def test_reads_idx(tmp_path):
    path = tmp_path / "a.gz"
    path.write_bytes(gzip.compress(idx(2, 2, content=bytes([1, 2, 3, 4]))))
    assert read_idx(path, (2, 2)).tolist() == [[1, 2], [3, 4]]


@pytest.mark.parametrize(
    "content",
    [
        gzip.compress(idx(3, content=bytes(3))),
        gzip.compress(idx(4, content=bytes(3))),
        gzip.compress(idx(4, content=bytes(4)))[:-9],
        b"<html>log in to this network</html>",
        b"",
    ],
    ids=["another shape", "too few values", "cut short", "no gzip", "empty"],
)
def test_broken_idx_is_refused(tmp_path, content):
    path = tmp_path / "a.gz"
    path.write_bytes(content)
    with pytest.raises(BROKEN):
        read_idx(path, (4,))


def test_cifar10_keeps_order_and_colours(tmp_path):
    members = {f"cifar-10-batches-bin/data_batch_{n}.bin": colours(n) for n in (5, 1, 3, 2, 4)}
    members["cifar-10-batches-bin/test_batch.bin"] = colours(9)
    arrays = unpack_cifar10([write_tar(tmp_path / "c.tar.gz", members)])
    assert arrays["y_train"].tolist() == [1, 2, 3, 4, 5]
    assert arrays["y_test"].tolist() == [9]
    assert arrays["x_train"].shape == (5, 32, 32, 3)
    assert arrays["x_train"][0, 0, 0].tolist() == [1, 2, 3]


def test_cifar100_takes_the_fine_class(tmp_path):
    members = {"cifar-100-binary/train.bin": colours(7, 77), "cifar-100-binary/test.bin": colours(8, 88)}
    arrays = unpack_cifar100([write_tar(tmp_path / "c.tar.gz", members)])
    assert (arrays["y_train"].tolist(), arrays["y_test"].tolist()) == ([77], [88])


@pytest.mark.parametrize("members", [{}, {"cifar-100-binary/train.bin": b"short"}])
def test_incomplete_archive_is_refused(tmp_path, members):
    with pytest.raises(BROKEN):
        unpack_cifar100([write_tar(tmp_path / "c.tar.gz", members)])
