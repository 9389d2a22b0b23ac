"""Datasets that are downloaded once."""

from typing import Literal

from pydantic import Field

from mlpcli.config.sources.base import Images, Quantities, Vectors


class Mnist(Images):
    """70,000 handwritten digits, 28x28, in ten classes; downloaded once."""

    source: Literal["mnist"]
    fallback: Literal["digits"] | None = Field(
        None,
        description="dataset to use instead, with a notice, if mnist is neither on disk nor downloadable",
    )


class FashionMnist(Images):
    """70,000 images of clothing, 28x28, in ten classes; downloaded once."""

    source: Literal["fashion_mnist"]


class Cifar10(Images):
    """60,000 colour photos, 32x32, in ten classes; downloaded once."""

    source: Literal["cifar10"]


class Cifar100(Images):
    """60,000 colour photos, 32x32, in 100 classes; downloaded once."""

    source: Literal["cifar100"]


class CaliforniaHousing(Quantities, Vectors):
    """20,640 districts, 8 features, the target is the median house value; downloaded once."""

    source: Literal["california_housing"]


TRAINING_ROWS = {"mnist": 60_000, "fashion_mnist": 60_000, "cifar10": 50_000, "cifar100": 50_000}
"""How many rows there are beside those for the test, of which `validation` is a share."""
