"""The `data` section: one model a source. The key `source` decides which one applies."""

from collections.abc import Mapping
from typing import Annotated

from mlpcli.config.keyed import ByKey
from mlpcli.config.model import Section
from mlpcli.config.sources.arrays import Arrays, ArrayTask
from mlpcli.config.sources.base import Images, Source, SplitSource, Vectors
from mlpcli.config.sources.bundled import BreastCancer, Diabetes, Digits, Iris, Wine
from mlpcli.config.sources.downloaded import CaliforniaHousing, Cifar10, Cifar100, FashionMnist, Mnist
from mlpcli.config.sources.generated import Blobs, Circles, Gates, Generated, Moons, Spirals, Waves

__all__ = [
    "AnySource",
    "ArrayTask",
    "Arrays",
    "BY_SOURCE",
    "Blobs",
    "BreastCancer",
    "CaliforniaHousing",
    "Cifar10",
    "Cifar100",
    "Circles",
    "DataSection",
    "Diabetes",
    "Digits",
    "FashionMnist",
    "Gates",
    "Generated",
    "Images",
    "Iris",
    "Mnist",
    "Moons",
    "SOURCES",
    "Source",
    "Spirals",
    "SplitSource",
    "Vectors",
    "Waves",
    "Wine",
]

SOURCES: Mapping[str, type[Section]] = {
    "mnist": Mnist,
    "fashion_mnist": FashionMnist,
    "cifar10": Cifar10,
    "cifar100": Cifar100,
    "california_housing": CaliforniaHousing,
    "digits": Digits,
    "iris": Iris,
    "wine": Wine,
    "breast_cancer": BreastCancer,
    "diabetes": Diabetes,
    "gates": Gates,
    "blobs": Blobs,
    "moons": Moons,
    "circles": Circles,
    "spirals": Spirals,
    "waves": Waves,
    "arrays": Arrays,
}

DataSection = (
    Mnist
    | FashionMnist
    | Cifar10
    | Cifar100
    | CaliforniaHousing
    | Digits
    | Iris
    | Wine
    | BreastCancer
    | Diabetes
    | Gates
    | Blobs
    | Moons
    | Circles
    | Spirals
    | Waves
    | Arrays
)
BY_SOURCE = ByKey("source", SOURCES)
AnySource = Annotated[DataSection, BY_SOURCE]
