import numpy as np
import pytest

from mlpcli.config import sources
from mlpcli.data.sources import open_source
from mlpcli.errors import DataError
from tests.data.fakes import FakeNetwork

MNIST = open_source(sources.Mnist(source="mnist"))
CIFAR10 = open_source(sources.Cifar10(source="cifar10"))
HOUSING = open_source(sources.CaliforniaHousing(source="california_housing"))


def read(source):
    return source.read(0, None, FakeNetwork())


def images(*shape, rows=3, dtype=np.uint8):
    return np.ones((rows, *shape), dtype)


@pytest.fixture
def save(data_home):
    data_home.mkdir()
    return lambda source, **arrays: np.savez(data_home / f"{source.facts.name}.npz", **arrays)


def save_mnist(save, **changes):
    usual = {"x_train": images(28, 28), "y_train": np.array([0, 9, 5], np.uint8)}
    usual |= {"x_test": images(28, 28, rows=1), "y_test": np.array([1], np.uint8)}
    save(MNIST, **(usual | changes))


def test_reads_mnist(save):
    save_mnist(save)
    original = read(MNIST)
    assert original.train.inputs.shape == (3, 28, 28, 1)
    assert original.train.inputs.dtype == np.uint8
    assert original.train.targets.dtype == np.int32
    assert original.test is not None and original.test.targets.tolist() == [1]


@pytest.mark.parametrize(("rows", "notices"), [(60_000, 0), (59_999, 1)])
def test_a_part_of_mnist_is_not_taken_for_it_silently(save, rows, notices):
    save_mnist(
        save,
        x_train=np.broadcast_to(images(28, 28, rows=1), (rows, 28, 28)),
        y_train=np.zeros(rows, np.uint8),
        x_test=images(28, 28, rows=10_000),
        y_test=np.zeros(10_000, np.uint8),
    )
    found = read(MNIST).notices
    assert len(found) == notices
    for notice in found:
        assert "mnist.npz has 59,999 training and 10,000 test rows" in notice
        assert "mnist as published has 60,000 training and 10,000 test rows" in notice


def test_a_part_of_california_housing_is_not_taken_for_it_silently(save):
    save(HOUSING, x=np.ones((3, 8)), y=np.array([1e5, 2e5, 3e5]))
    (notice,) = read(HOUSING).notices
    assert "has 3 rows, but california_housing as published has 20,640 rows" in notice


def test_reads_cifar_labels_in_a_column(save):
    labels = np.array([[0], [9], [5]])
    save(CIFAR10, x_train=images(32, 32, 3), y_train=labels, x_test=images(32, 32, 3), y_test=labels)
    assert read(CIFAR10).train.targets.tolist() == [0, 9, 5]


def test_reads_california_housing_in_one_piece(save):
    save(HOUSING, x=np.ones((3, 8)), y=np.array([1e5, 2e5, 3e5]))
    original = read(HOUSING)
    assert original.test is None
    assert original.train.inputs.dtype == np.float32
    assert original.train.targets.tolist() == [[1e5], [2e5], [3e5]]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"x_train": images(28, 27)}, "x_train has shape (3, 28, 27), not [rows, 28, 28, 1]"),
        ({"x_train": images(28, 28, dtype=np.float32)}, "x_train has type float32, not uint8"),
        ({"y_train": np.zeros(3)}, "y_train has type float64, not an integer type"),
        ({"y_train": np.zeros(2, np.uint8)}, "has 3 rows, but"),
        ({"y_train": np.zeros((), np.uint8)}, "y_train has shape (), not [rows]"),
        ({"y_train": np.array([0, 10, 0])}, "y_train[1] is 10; expected class numbers from 0 to 9"),
        ({"y_train": np.array([0, -1, 0])}, "y_train[1] is -1; expected class numbers from 0 to 9"),
    ],
)
def test_another_file_under_the_name_is_refused(save, changes, message):
    save_mnist(save, **changes)
    with pytest.raises(DataError) as caught:
        read(MNIST)
    assert message in caught.value.message
    assert "this is not mnist in Keras's format" in caught.value.message
    assert "replace the file" in caught.value.fix


def test_missing_key(save):
    save(MNIST, images=images(28, 28))
    with pytest.raises(
        DataError, match=r"has no x_train; it contains images: this is not mnist in Keras"
    ) as caught:
        read(MNIST)
    assert "remove it to download it again" in caught.value.fix


@pytest.mark.parametrize("damage", [lambda content: b"no zip", lambda content: content[: len(content) // 2]])
def test_a_broken_file_is_to_be_removed(save, data_home, damage):
    save_mnist(save)
    path = data_home / "mnist.npz"
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(DataError, match="is broken or is not a zip archive") as caught:
        read(MNIST)
    assert "this is not mnist in Keras's format" in caught.value.message
    assert caught.value.fix == "replace the file, or remove it to download it again"


def test_a_file_that_may_not_be_read_keeps_its_own_advice(data_home):
    (data_home / "mnist.npz").mkdir(parents=True)
    with pytest.raises(DataError, match="cannot be read") as caught:
        read(MNIST)
    assert "permissions" in caught.value.fix
