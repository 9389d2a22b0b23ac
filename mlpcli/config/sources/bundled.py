"""Small datasets bundled with scikit-learn."""

from typing import Annotated, Literal

from pydantic import Field

from mlpcli.config.sources.base import Quantities, Rescale, SplitSource, Vectors


class Digits(SplitSource):
    """1,797 handwritten digits, 8x8, in ten classes; bundled.

    `size` enlarges them to size x size, with a margin of a seventh as in MNIST. `copies`, each turned,
    slanted, scaled and bent in its own way, stand in for more writers.
    """

    source: Literal["digits"]
    size: Annotated[int, Field(ge=8, le=512)] = Field(8, description="height and width of the images")
    rescale: Rescale = True
    copies: Annotated[int, Field(ge=0, le=100)] = Field(
        0, description="distorted copies of every training image to train on as well"
    )


class Iris(Vectors):
    """150 flowers, 4 features, 3 species; bundled."""

    source: Literal["iris"]


class Wine(Vectors):
    """178 wines, 13 features, 3 growers; bundled."""

    source: Literal["wine"]


class BreastCancer(Vectors):
    """569 tumours, 30 features, malignant or benign; bundled."""

    source: Literal["breast_cancer"]


class Diabetes(Quantities, Vectors):
    """442 patients, 10 features, the target is disease progression; bundled."""

    source: Literal["diabetes"]
