"""Types and defaults of arguments that the command line and Python share.

Separate from the code that uses them, because the command line starts without NumPy.
"""

from collections.abc import Iterable
from os import PathLike
from pathlib import Path
from typing import Literal

AnyPath = str | PathLike[str]
Paths = AnyPath | Iterable[AnyPath]
"""One path, or several."""
Template = Literal["mlp", "cnn", "conv1d", "regression", "perceptron", "gate"]
SplitName = Literal["train", "validation", "test"]
# When black and white of an image are swapped.
InvertMode = Literal["auto", "always", "never"]
# When a drawing is fitted to the frame of the training images.
FitMode = Literal["auto", "always", "never"]

RUNS = Path("runs")
"""The default folder of runs."""


def each_path(paths: Paths) -> list[Path]:
    """The paths. A string is one of them, not a sequence of letters."""
    return [Path(paths)] if isinstance(paths, str | PathLike) else [Path(path) for path in paths]


def each_text(texts: Paths) -> list[str]:
    """As `each_path`, but as the texts that were given: a run is not always a path."""
    return [str(texts)] if isinstance(texts, str | PathLike) else [str(text) for text in texts]
