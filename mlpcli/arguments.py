"""Types and defaults of arguments that the command line and Python share.

Separate from the code that uses them, because the command line starts without NumPy.
"""

from os import PathLike
from pathlib import Path
from typing import Literal

AnyPath = str | PathLike[str]
Template = Literal["mlp", "cnn", "conv1d", "regression"]
SplitName = Literal["train", "validation", "test"]
# When black and white of an image are swapped.
InvertMode = Literal["auto", "always", "never"]
# When a drawing is fitted to the frame of the training images.
FitMode = Literal["auto", "always", "never"]

RUNS = Path("runs")
"""The default folder of runs."""
