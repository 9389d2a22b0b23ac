"""The user's own data."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from mlpcli.config.sources.base import Quantities, Rescale, SplitSource, Standardize

ArrayTask = Literal["auto", "classification", "regression"]


class Arrays(Quantities, SplitSource):
    """Your own arrays.

    `path` is an `.npz` with `x_train` and `y_train`, and with `x_test` and `y_test` if there is a test set;
    or with `x` and `y`; or it is an `.npy` of inputs, and `targets` is the `.npy` of their targets.
    """

    source: Literal["arrays"]
    path: Path = Field(description="an .npz, or an .npy of inputs, which needs `targets`", strict=False)
    targets: Path | None = Field(None, description="the .npy of targets, if `path` is an .npy", strict=False)
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
                "classes are given for a regression",
                {"fix": "remove classes, or set task: classification", "drop": ["classes"]},
            )
        if len(set(self.classes)) < max(2, len(self.classes)):
            raise PydanticCustomError(
                "classes",
                "classes must be two or more different names",
                {"fix": "give every class a different name, or remove classes", "drop": ["classes"]},
            )
        return self
