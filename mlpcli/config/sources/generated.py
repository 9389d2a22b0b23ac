"""Synthetic data, drawn by the seed."""

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from mlpcli.config.sources.base import DataSection, SplitSource, Standardize

Noise = Annotated[float, Field(ge=0, description="standard deviation of the noise")]
Gate = Literal["and", "or", "nand", "xor"]
# 400 MB in float64, and a few times that while they are drawn.
_MOST_DRAWN = 50_000_000


class Gates(DataSection):
    """The truth table of a logic gate: its four rows are both training and test rows."""

    source: Literal["gates"]
    gate: Gate = Field("xor", description="the logic gate")


class Generated(SplitSource):
    rows: Annotated[int, Field(ge=10, le=1_000_000)] = Field(1000, description="number of rows")
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
                "fix": f"reduce the rows or the {name}, such as rows: {_MOST_DRAWN // numbers}",
                "put": {"rows": _MOST_DRAWN // numbers},
            },
        )


class Blobs(Generated):
    """Normally distributed clusters of points, one per class."""

    source: Literal["blobs"]
    centers: Annotated[
        tuple[Annotated[tuple[float, ...], Field(min_length=1, strict=False)], ...],
        Field(min_length=2, max_length=100, strict=False),
    ] = Field(((0.0, 0.0), (3.0, 2.0)), description="the center of each cluster, one per class")
    spread: Annotated[float, Field(gt=0)] = Field(1.0, description="standard deviation of each cluster")

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
                    "fix": f"give every center the same number of coordinates, such as {lengths[0]}",
                    "put": {"centers": [list(center[: lengths[0]]) for center in self.centers]},
                },
            )
        if len(self.centers) > self.rows:
            raise PydanticCustomError(
                "centers",
                "{centers} centers, but only {rows} rows",
                {
                    "centers": len(self.centers),
                    "rows": self.rows,
                    "fix": f"remove centers, or raise rows, such as rows: {10 * len(self.centers)}",
                    "put": {"rows": 10 * len(self.centers)},
                },
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
    """Interleaving spiral arms, one per class."""

    source: Literal["spirals"]
    arms: Annotated[int, Field(ge=2, le=10)] = Field(2, description="number of arms")
    turns: Annotated[float, Field(gt=0, le=10)] = Field(1.0, description="turns of each arm")
    noise: Noise = 0.05


class Waves(Generated):
    """One-channel signals in four classes: sine, square, sawtooth and noise."""

    source: Literal["waves"]
    steps: Annotated[int, Field(ge=16, le=10_000)] = Field(128, description="length of each signal")
    noise: Noise = 0.2

    @model_validator(mode="after")
    def _fits_memory(self) -> "Waves":
        _check_amount(self.rows, self.steps, "steps")
        return self
