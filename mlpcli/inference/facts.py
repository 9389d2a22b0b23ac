"""What an input must be to fit a trained network."""

import math
from dataclasses import dataclass

from mlpcli.config.facts import InputKind

# Beyond, batches gain no speed: MNIST's CNN does 10,000 rows in 0.5 s by 64 as by 256. 4 MB as float32, of
# which a convolution makes a multiple.
_ROWS = 256
_NUMBERS = 1_000_000


@dataclass(frozen=True)
class InputFacts:
    """One row's kind and shape, as in DataFacts.

    `pixels`: values run from 0 to 255. `border`: mean brightness, 0 to 1, of the outermost pixels of the
    training images, None for anything but images.
    """

    kind: InputKind
    shape: tuple[int, ...]
    pixels: bool = False
    border: float | None = None

    @property
    def count(self) -> int:
        """How many numbers one row holds."""
        return math.prod(self.shape)

    @property
    def wanted(self) -> str:
        """What to give the network, as the object of a sentence."""
        size = " x ".join(map(str, self.shape))
        if self.kind == "image":
            return f"images of {size} (height x width x channels)"
        if self.kind == "signal":
            return f"signals of {size} (steps x channels)"
        return f"{self.count} number{'s' if self.count > 1 else ''}"


def rows_at_once(shape: tuple[int, ...]) -> int:
    """How many rows go through a network at once: no more memory for large rows than for small ones."""
    return max(1, min(_ROWS, _NUMBERS // math.prod(shape)))
