"""Regularizers and constraints of weights, by Keras's names."""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from mlpcli.config.types.axes import WeightAxes
from mlpcli.config.types.class_choice import ClassChoice, by_name, snake_case
from mlpcli.config.types.section import Named

Factor = Annotated[float, Field(ge=0)]


class L1(Named):
    main_argument: ClassVar[str] = "l1"

    l1: Factor = 0.01


class L2(Named):
    main_argument: ClassVar[str] = "l2"

    l2: Factor = 0.01


class L1L2(Named):
    l1: Factor = 0.0
    l2: Factor = 0.0


class OrthogonalRegularizer(Named):
    factor: Factor = 0.01
    mode: Literal["rows", "columns"] = "rows"


class MaxNorm(Named):
    max_value: Annotated[float, Field(gt=0)] = 2.0
    axis: WeightAxes = 0


class MinMaxNorm(Named):
    min_value: Factor = 0.0
    max_value: Annotated[float, Field(gt=0)] = 1.0
    rate: Annotated[float, Field(ge=0, le=1)] = 1.0
    axis: WeightAxes = 0

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.min_value > self.max_value:
            raise PydanticCustomError(
                "bounds_in_order",
                "min_value is {low}, above max_value, which is {high}",
                {
                    "low": f"{self.min_value:g}",
                    "high": f"{self.max_value:g}",
                    "fix": f"write min_value: {self.max_value:g} or less",
                    "put": {"min_value": self.max_value},
                },
            )
        return self


class NonNeg(Named):
    pass


class UnitNorm(Named):
    axis: WeightAxes = 0


REGULARIZERS = by_name(L1, L2, L1L2, OrthogonalRegularizer)

CONSTRAINTS = by_name(MaxNorm, MinMaxNorm, NonNeg, UnitNorm)

ONE_REGULARIZER = ClassChoice(
    "regularizer",
    REGULARIZERS,
    other_names={"l1": "L1", "l2": "L2", "l1_l2": "L1L2", "orthogonal_regularizer": "OrthogonalRegularizer"},
)
ONE_CONSTRAINT = ClassChoice(
    "constraint",
    CONSTRAINTS,
    other_names={snake_case(name): name for name in CONSTRAINTS},
)
Regularizer = Annotated[Named, ONE_REGULARIZER]
Constraint = Annotated[Named, ONE_CONSTRAINT]
