"""What a source will yield, said before any of its rows is read.

Imports neither NumPy nor scikit-learn: a config is checked in the time that importing them would take.
"""

from collections.abc import Callable, Mapping
from typing import Any

from mlpcli.config import sources
from mlpcli.config.facts import DataFacts, InputKind
from mlpcli.config.model import Section
from mlpcli.config.sources import DataSection
from mlpcli.data import class_names
from mlpcli.data.task import task_of


def describe(source: DataSection) -> DataFacts:
    """The facts of the dataset that `source` yields.

    For `arrays` the headers of the files and the targets are read; raises DataError where they are missing,
    broken, or do not fit together.
    """
    known = FACTS[type(source)]
    return known if isinstance(known, DataFacts) else known(source)


def _images(name: str, shape: tuple[int, int, int], classes: tuple[str, ...]) -> DataFacts:
    return DataFacts(name, "image", shape, task_of(classes), classes, pixels=True)


def _classes(
    name: str, shape: tuple[int, ...], classes: tuple[str, ...], kind: InputKind = "vector"
) -> DataFacts:
    return DataFacts(name, kind, shape, task_of(classes), classes)


def _quantity(name: str, features: int) -> DataFacts:
    return DataFacts(name, "vector", (features,), "regression", targets=1)


def _numbered(count: int) -> tuple[str, ...]:
    return tuple(map(str, range(count)))


def _digits(source: sources.Digits) -> DataFacts:
    return _images("digits", (source.size, source.size, 1), class_names.TEN_DIGITS)


def _blobs(source: sources.Blobs) -> DataFacts:
    return _classes("blobs", (len(source.centers[0]),), _numbered(len(source.centers)))


def _spirals(source: sources.Spirals) -> DataFacts:
    return _classes("spirals", (2,), _numbered(source.arms))


def _waves(source: sources.Waves) -> DataFacts:
    return _classes("waves", (source.steps, 1), class_names.WAVES, kind="signal")


def _arrays(source: sources.Arrays) -> DataFacts:
    # Imported here because it brings NumPy, which no other source needs to be described.
    from mlpcli.data.arrays import describe_arrays

    return describe_arrays(source)


FACTS: Mapping[type[Section], DataFacts | Callable[[Any], DataFacts]] = {
    sources.Mnist: _images("mnist", (28, 28, 1), class_names.TEN_DIGITS),
    sources.FashionMnist: _images("fashion_mnist", (28, 28, 1), class_names.FASHION_MNIST),
    sources.Cifar10: _images("cifar10", (32, 32, 3), class_names.CIFAR10),
    sources.Cifar100: _images("cifar100", (32, 32, 3), class_names.CIFAR100),
    sources.CaliforniaHousing: _quantity("california_housing", 8),
    sources.Digits: _digits,
    sources.Iris: _classes("iris", (4,), class_names.IRIS),
    sources.Wine: _classes("wine", (13,), class_names.WINE),
    sources.BreastCancer: _classes("breast_cancer", (30,), class_names.BREAST_CANCER),
    sources.Diabetes: _quantity("diabetes", 10),
    sources.Gates: _classes("gates", (2,), _numbered(2)),
    sources.Blobs: _blobs,
    sources.Moons: _classes("moons", (2,), _numbered(2)),
    sources.Circles: _classes("circles", (2,), _numbered(2)),
    sources.Spirals: _spirals,
    sources.Waves: _waves,
    sources.Arrays: _arrays,
}
