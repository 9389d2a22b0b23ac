"""Rescales 8-bit pixels to 0 to 1."""

from dataclasses import dataclass, field
from typing import Literal

from mlpcli.data.preprocessing.base import FirstLayer, NetworkStep


@dataclass(frozen=True)
class Pixels(NetworkStep):
    """`x / 255`."""

    step: Literal["pixels"] = field(default="pixels", kw_only=True)

    @property
    def layers(self) -> tuple[FirstLayer, ...]:
        return (FirstLayer("scale", "Rescaling", (1 / 255,), ("1 / 255",)),)
