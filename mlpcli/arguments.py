"""Types and defaults of arguments that the command line and Python share.

Apart from what takes them, for the command line starts without NumPy.
"""

from os import PathLike
from pathlib import Path
from typing import Literal

AnyPath = str | PathLike[str]
Template = Literal["mlp", "cnn", "conv1d", "regression"]
SplitName = Literal["train", "validation", "test"]
# When black and white of an image change places.
InvertMode = Literal["auto", "always", "never"]

RUNS = Path("runs")
"""Where runs are kept unless somebody says otherwise."""
