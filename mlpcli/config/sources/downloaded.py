"""Known sets of data, downloaded once."""

from typing import Literal

from pydantic import Field

from mlpcli.config.sources.base import Images, Vectors


class Mnist(Images):
    """70,000 handwritten digits, 28x28, in ten classes; downloaded once."""

    source: Literal["mnist"]
    fallback: Literal["digits"] | None = Field(
        None, description="trained on instead, with a notice, where mnist can be neither found nor downloaded"
    )


class FashionMnist(Images):
    """70,000 pictures of clothes, 28x28, in ten classes; downloaded once."""

    source: Literal["fashion_mnist"]


class Cifar10(Images):
    """60,000 colour photographs, 32x32, in ten classes; downloaded once."""

    source: Literal["cifar10"]


class Cifar100(Images):
    """60,000 colour photographs, 32x32, in a hundred classes; downloaded once."""

    source: Literal["cifar100"]


class CaliforniaHousing(Vectors):
    """20,640 districts, 8 features, the median house value to predict; downloaded once."""

    source: Literal["california_housing"]
