"""Types and defaults of arguments that the command line and Python share.

Separate from the code that uses them, because the command line starts without NumPy.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Literal

AnyPath = str | PathLike[str]
Paths = AnyPath | Iterable[AnyPath]
"""One path, or several."""


@dataclass(frozen=True)
class Contents:
    """The contents of a file that were read already, such as standard input; `name` is for messages."""

    name: str
    data: bytes


Configs = AnyPath | Contents | Iterable[AnyPath | Contents]
"""One config, or several."""
Example = Literal[
    "and_perceptron",
    "diabetes_regression",
    "flats_regression",
    "mnist_cnn",
    "mnist_mlp",
    "mnist_mlp_sgd",
    "mushrooms_classes",
    "shapes_cnn",
    "softmax_3_2_2",
    "tides_forecast",
    "two_clouds_mlp",
    "waves_conv1d",
    "wine_dropout_mlp",
    "xor_mlp",
    "xor_perceptrons",
]
"""The configs in the folder `configs`, some of which come with data."""
Template = Literal["mlp", "cnn", "conv1d", "regression", "perceptron", "gate", Example]
SplitName = Literal["train", "validation", "test"]
# When black and white of an image are swapped.
InvertMode = Literal["auto", "always", "never"]
# When a drawing is fitted to the frame of the training images.
FitMode = Literal["auto", "always", "never"]

MOST_BYTES = 256 * 1024
"""The largest config, in bytes."""
RUNS = Path("runs")
"""The default folder of runs."""


def each_path(paths: Paths) -> list[Path]:
    """The paths. A string is one of them, not a sequence of letters."""
    return [Path(paths)] if isinstance(paths, str | PathLike) else [Path(path) for path in paths]


def each_config(configs: Configs) -> list[Path | Contents]:
    """The configs, with paths as `each_path` has them."""
    if isinstance(configs, str | PathLike | Contents):
        configs = [configs]
    return [one if isinstance(one, Contents) else Path(one) for one in configs]


def each_text(texts: Paths) -> list[str]:
    """As `each_path`, but as the texts that were given: a run is not always a path."""
    return [str(texts)] if isinstance(texts, str | PathLike) else [str(text) for text in texts]
