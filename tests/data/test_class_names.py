import pytest

from mlpcli.data import class_names


@pytest.mark.parametrize(
    ("names", "count"),
    [(class_names.CIFAR100, 100), (class_names.CIFAR10, 10), (class_names.FASHION_MNIST, 10)],
)
def test_names_are_complete_and_distinct(names, count):
    assert len(names) == len(set(names)) == count


def test_cifar100_is_in_the_order_of_its_numbers():
    assert list(class_names.CIFAR100) == sorted(class_names.CIFAR100)
