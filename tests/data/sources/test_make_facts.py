import subprocess
import sys

import numpy as np
import pytest

from mlpcli.config import sources
from mlpcli.config.dataset_facts import DataFacts
from mlpcli.data.sources import describe
from mlpcli.data.sources.make_facts import task_of
from mlpcli.errors import DataError

TEN = tuple("0123456789")


@pytest.mark.parametrize(
    ("classes", "task"),
    [((), "regression"), (("a", "b"), "binary"), (("a", "b", "c"), "classification")],
)
def test_number_of_classes_makes_the_task(classes, task):
    assert task_of(classes) == task


@pytest.mark.parametrize(
    ("source", "facts"),
    [
        (
            sources.Mnist(source="mnist"),
            DataFacts("mnist", "image", (28, 28, 1), "classification", TEN, pixels=True),
        ),
        (
            sources.Digits(source="digits", size=12),
            DataFacts("digits", "image", (12, 12, 1), "classification", TEN, pixels=True),
        ),
        (
            sources.BreastCancer(source="breast_cancer"),
            DataFacts("breast_cancer", "vector", (30,), "binary", ("malignant", "benign")),
        ),
        (
            sources.CaliforniaHousing(source="california_housing"),
            DataFacts("california_housing", "vector", (8,), "regression", targets=1),
        ),
        (sources.Gates(source="gates"), DataFacts("gates", "vector", (2,), "binary", ("0", "1"))),
        (
            sources.Blobs(source="blobs", centers=[[0], [1], [2]]),
            DataFacts("blobs", "vector", (1,), "classification", ("0", "1", "2")),
        ),
        (
            sources.Spirals(source="spirals", arms=2),
            DataFacts("spirals", "vector", (2,), "binary", ("0", "1")),
        ),
        (
            sources.Waves(source="waves", steps=64),
            DataFacts("waves", "signal", (64, 1), "classification", ("sine", "square", "sawtooth", "noise")),
        ),
    ],
    ids=lambda value: getattr(value, "source", ""),
)
def test_known_facts(source, facts):
    assert describe(source) == facts


@pytest.mark.parametrize(
    ("source", "shape", "classes"),
    [
        (sources.FashionMnist(source="fashion_mnist"), (28, 28, 1), 10),
        (sources.Cifar10(source="cifar10"), (32, 32, 3), 10),
        (sources.Cifar100(source="cifar100"), (32, 32, 3), 100),
    ],
)
def test_pictures(source, shape, classes):
    facts = describe(source)
    assert (facts.shape, len(facts.classes), facts.pixels) == (shape, classes, True)


def test_arrays_are_described_from_their_file(tmp_path):
    np.savez(tmp_path / "a.npz", x=np.zeros((4, 3)), y=[0, 1, 0, 1])
    facts = describe(sources.Arrays(source="arrays", path=tmp_path / "a.npz"))
    assert facts == DataFacts("a.npz", "vector", (3,), "binary", ("0", "1"))


def test_arrays_without_a_file_are_an_error(tmp_path):
    with pytest.raises(DataError, match="does not exist"):
        describe(sources.Arrays(source="arrays", path=tmp_path / "a.npz"))


def test_describing_imports_neither_numpy_nor_sklearn():
    code = (
        "import sys; from mlpcli.data.sources import describe; from tests.data.every_source import OFFLINE; "
        "assert all(map(describe, OFFLINE)); "
        "sys.exit(any(name in sys.modules for name in ('numpy', 'sklearn', 'tensorflow')))"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
