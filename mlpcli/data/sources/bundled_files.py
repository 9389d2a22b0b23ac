"""The datasets that scikit-learn bundles, read from its files as it reads them, to the last bit.

Its import takes a second, and this needs NumPy alone. Source: sklearn/datasets/_base.py.
"""

import csv
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from mlpcli.data.dataset import Array

_Read = Callable[[Path], "tuple[Array, Array]"]


def read_bundled(name: str) -> "tuple[Array, Array]":
    """Inputs `[rows, numbers]` in float64, and targets `[rows]`: class numbers, or diabetes's quantities."""
    try:
        return _READERS[name](_folder())
    except FileNotFoundError:
        # Another version of scikit-learn may keep them elsewhere.
        from sklearn import datasets

        inputs, targets = getattr(datasets, f"load_{name}")(return_X_y=True)
        return inputs, targets


def _folder() -> Path:
    found = find_spec("sklearn")
    if found is None or not found.submodule_search_locations:
        raise FileNotFoundError
    return Path(found.submodule_search_locations[0]) / "datasets" / "data"


def _classes(file: str) -> _Read:
    """The reader of a csv whose first line has the numbers of rows and of columns, and the classes."""

    def read(folder: Path) -> "tuple[Array, Array]":
        with (folder / file).open(encoding="utf-8", newline="") as lines:
            _, *rows = csv.reader(lines)
        return np.array([row[:-1] for row in rows], np.float64), np.array([int(row[-1]) for row in rows])

    return read


def _digits(folder: Path) -> "tuple[Array, Array]":
    table = np.loadtxt(folder / "digits.csv.gz", delimiter=",")
    return table[:, :-1], table[:, -1].astype(np.intp)


def _diabetes(folder: Path) -> "tuple[Array, Array]":
    """Of each feature the mean is 0, and the sum of squares 1."""
    inputs = np.loadtxt(folder / "diabetes_data_raw.csv.gz")
    mean, deviation = inputs.mean(axis=0), inputs.std(axis=0)
    return (inputs - mean) / deviation / len(inputs) ** 0.5, np.loadtxt(folder / "diabetes_target.csv.gz")


_READERS: Mapping[str, _Read] = {
    "iris": _classes("iris.csv"),
    "wine": _classes("wine_data.csv"),
    "breast_cancer": _classes("breast_cancer.csv"),
    "digits": _digits,
    "diabetes": _diabetes,
}
