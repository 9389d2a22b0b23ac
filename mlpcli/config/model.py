"""The base of every part of a config."""

from pydantic import BaseModel, ConfigDict


class Section(BaseModel):
    """A mapping with known keys only; values keep the type that YAML gave them."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        strict=True,
        allow_inf_nan=False,
        # Built when first used: a config uses few of the hundred models.
        defer_build=True,
    )


class Named(Section):
    """A class name and its arguments, written `Name: {argument: value}`, or `Name` alone."""
