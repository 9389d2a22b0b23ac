"""The `data` section: one model a source. The key `source` decides which one applies."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from mlpcli.config.keyed import ByKey
from mlpcli.config.model import Section

Share = Annotated[float, Field(ge=0, lt=1)]
Rescale = Annotated[bool, Field(description="divide 8-bit pixels by 255, so that the network sees 0 to 1")]
Standardize = Annotated[
    bool, Field(description="scale every feature to mean 0 and deviation 1, measured on the training rows")
]
Noise = Annotated[float, Field(ge=0, description="standard deviation of the noise")]
Gate = Literal["and", "or", "nand", "xor"]
# 400 MB as they are drawn, and a few times that on the way.
_MOST_DRAWN = 50_000_000
ArrayTask = Literal["auto", "classification", "regression"]


class Source(Section):
    """What every source has.

    `validation` is the share of the training rows held back to watch training by.
    """

    validation: Share = Field(0.1, description="share of the training rows held back for validation")


class SplitSource(Source):
    """A source that comes in one piece, so that the test rows are drawn from it."""

    test: Share = Field(0.2, description="share of all rows held back for the final test")

    @model_validator(mode="after")
    def _leaves_training_rows(self) -> "SplitSource":
        if self.validation + self.test >= 1:
            raise PydanticCustomError(
                "shares",
                "validation {validation} and test {test} leave no rows for training",
                {"validation": self.validation, "test": self.test, "fix": "make their sum less than 1"},
            )
        return self


class Images(Source):
    rescale: Rescale = True


class Vectors(SplitSource):
    standardize: Standardize = True


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


class Digits(SplitSource):
    """1,797 handwritten digits, 8x8, in ten classes; bundled.

    `size` enlarges them to size x size, with the margin of a seventh that MNIST's digits have.
    """

    source: Literal["digits"]
    size: Annotated[int, Field(ge=8, le=512)] = Field(8, description="height and width of the images")
    rescale: Rescale = True


class Iris(Vectors):
    """150 flowers, 4 features, 3 species; bundled."""

    source: Literal["iris"]


class Wine(Vectors):
    """178 wines, 13 features, 3 growers; bundled."""

    source: Literal["wine"]


class BreastCancer(Vectors):
    """569 tumours, 30 features, malignant or benign; bundled."""

    source: Literal["breast_cancer"]


class Diabetes(Vectors):
    """442 patients, 10 features, the disease's progression to predict; bundled."""

    source: Literal["diabetes"]


class Gates(Section):
    """The truth table of a logic gate: its four rows are trained on and tested on."""

    source: Literal["gates"]
    gate: Gate = Field("xor", description="which gate")


class Generated(SplitSource):
    rows: Annotated[int, Field(ge=10, le=1_000_000)] = Field(1000, description="how many rows to draw")
    standardize: Standardize = False


def _check_amount(rows: int, numbers: int, name: str) -> None:
    if rows * numbers > _MOST_DRAWN:
        raise PydanticCustomError(
            "amount",
            "{rows} rows of {numbers} {name} are more than {most} numbers",
            {
                "rows": rows,
                "numbers": numbers,
                "name": name,
                "most": _MOST_DRAWN,
                "fix": f"draw fewer rows, or fewer {name}",
            },
        )


class Blobs(Generated):
    """Normal clouds of points, one a class."""

    source: Literal["blobs"]
    centers: Annotated[
        tuple[Annotated[tuple[float, ...], Field(min_length=1, strict=False)], ...],
        Field(min_length=2, max_length=100, strict=False),
    ] = Field(((0.0, 0.0), (3.0, 2.0)), description="where each cloud lies: one list of coordinates a class")
    spread: Annotated[float, Field(gt=0)] = Field(1.0, description="standard deviation of each cloud")

    @model_validator(mode="after")
    def _fits_memory(self) -> "Blobs":
        _check_amount(self.rows, len(self.centers[0]), "coordinates")
        return self

    @model_validator(mode="after")
    def _centers_agree(self) -> "Blobs":
        lengths = sorted({len(center) for center in self.centers})
        if len(lengths) > 1:
            raise PydanticCustomError(
                "centers",
                "centers have {lengths} coordinates",
                {
                    "lengths": " and ".join(map(str, lengths)),
                    "fix": "give every center as many coordinates as the others",
                },
            )
        if len(self.centers) > self.rows:
            raise PydanticCustomError(
                "centers",
                "{centers} centers do not fit into {rows} rows",
                {"centers": len(self.centers), "rows": self.rows, "fix": "raise rows, or remove centers"},
            )
        return self


class Moons(Generated):
    """Two interleaving half circles."""

    source: Literal["moons"]
    noise: Noise = 0.1


class Circles(Generated):
    """A small circle inside a large one."""

    source: Literal["circles"]
    noise: Noise = 0.1
    factor: Annotated[float, Field(gt=0, lt=1)] = Field(0.5, description="inner radius over outer radius")


class Spirals(Generated):
    """Interleaving spiral arms, one a class."""

    source: Literal["spirals"]
    arms: Annotated[int, Field(ge=2, le=10)] = Field(2, description="how many arms")
    turns: Annotated[float, Field(gt=0, le=10)] = Field(1.0, description="turns of each arm")
    noise: Noise = 0.05


class Waves(Generated):
    """One-channel signals: sine, square, sawtooth and noise, to be told apart."""

    source: Literal["waves"]
    steps: Annotated[int, Field(ge=16, le=10_000)] = Field(128, description="length of one signal")
    noise: Noise = 0.2

    @model_validator(mode="after")
    def _fits_memory(self) -> "Waves":
        _check_amount(self.rows, self.steps, "steps")
        return self


class Arrays(SplitSource):
    """Arrays of your own.

    `path` is an `.npz` holding `x_train` and `y_train`, with `x_test` and `y_test` if there is a test set,
    or holding `x` and `y`; or it is an `.npy` of inputs, and `targets` the `.npy` of their targets.
    """

    source: Literal["arrays"]
    path: Path = Field(description="an .npz, or an .npy beside `targets`", strict=False)
    targets: Path | None = Field(
        None, description="the .npy of targets, where `path` is an .npy", strict=False
    )
    task: ArrayTask = Field("auto", description="auto: whole-number targets are classes, others a regression")
    classes: Annotated[tuple[str, ...], Field(strict=False)] | None = Field(
        None, description="class names in the order of their numbers"
    )
    standardize: Standardize = False
    rescale: Rescale = True

    @model_validator(mode="after")
    def _classes_are_distinct(self) -> "Arrays":
        if self.classes is None:
            return self
        if self.task == "regression":
            raise PydanticCustomError(
                "classes",
                "classes are named for a regression",
                {"fix": "remove classes, or set task: classification"},
            )
        if len(set(self.classes)) < max(2, len(self.classes)):
            raise PydanticCustomError(
                "classes",
                "classes must be two or more different names",
                {"fix": "give every class a name of its own"},
            )
        return self


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
