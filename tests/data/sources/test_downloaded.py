import pytest

from mlpcli.data.sources.downloaded import CIFAR10, CIFAR100, FASHION_MNIST


@pytest.mark.parametrize(("names", "count"), [(CIFAR100, 100), (CIFAR10, 10), (FASHION_MNIST, 10)])
def test_names_are_complete_and_distinct(names, count):
    assert len(names) == len(set(names)) == count


def test_cifar100_is_in_the_order_of_its_numbers():
    assert list(CIFAR100) == sorted(CIFAR100)
