"""The base of every part of a config."""

from typing import Any

from pydantic import BaseModel, ConfigDict, field_validator

from mlpcli.config.float32 import held_by_float32


class Section(BaseModel):
    """A mapping that allows only known keys; values are not converted from their YAML type."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        strict=True,
        allow_inf_nan=False,
        # Validators are built on first use: a config uses few of the hundred models.
        defer_build=True,
    )

    @field_validator("*")
    @classmethod
    def _held_by_float32(cls, value: Any) -> Any:
        return held_by_float32(value)


class Named(Section):
    """A class name and its arguments, written `Name: {argument: value}`, or `Name` alone."""
