"""Labelled data other than a run's own: rows and their targets."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mlpcli.arguments import InvertMode
from mlpcli.config.dataset_facts import DataFacts
from mlpcli.data.bad_values import listed
from mlpcli.data.dataset import Array
from mlpcli.data.files.numpy_files import ArrayFileError, StoredArray, npz_keys, stored_array
from mlpcli.data.float32 import to_float32
from mlpcli.data.pictures.image_files import find_images_of_classes
from mlpcli.data.preprocessing import Preprocessing, takes_pictures
from mlpcli.data.targets import check_one_a_row, check_range, class_numbers, read_column
from mlpcli.errors import DataError, UsageError
from mlpcli.inference.inputs.array_rows import SUFFIXES, WRITE_AGAIN, open_rows
from mlpcli.inference.inputs.predict_inputs import Inputs, inputs_of

_PAIRS = (("x", "y"), ("x_test", "y_test"))
_AS_NPZ = "save the rows to score with numpy.savez(path, x=..., y=...)"


@dataclass(frozen=True)
class LabelledRows:
    """Inputs, and the `targets` of all of them in the same order, as `Split` has them."""

    inputs: Inputs
    targets: Array


def open_labelled(
    path: Path,
    targets: Path | None,
    facts: DataFacts,
    preprocessing: Preprocessing,
    invert: InvertMode = "never",
) -> LabelledRows:
    """The labelled rows at `path`, checked against the `facts` of a run.

    `path` is an `.npz` with x and y, or x_test and y_test; an `.npy` of inputs, with an `.npy` of `targets`;
    or, if the network takes 8-bit pixels, a folder with a subfolder of images per class. Targets are class
    numbers `[rows]` or one-hot rows `[rows, classes]`, or for a regression numbers `[rows, targets]`.
    Inputs are read and checked as by `open_inputs`. Raises DataError for anything else, and UsageError if
    `targets` are given for data that contains its own.
    """
    if not os.path.exists(path):
        raise DataError(f"{path} does not exist", "correct the path")
    is_folder = path.is_dir()
    if targets is not None and (is_folder or path.suffix.lower() == ".npz"):
        own = "whose subfolders name the classes" if is_folder else "which contains its own targets"
        raise UsageError(f"--targets was given for {path}, {own}", "leave --targets out")
    if is_folder:
        return _open_folder(path, facts, preprocessing, invert)
    if path.suffix.lower() not in SUFFIXES:
        raise DataError(
            f"{path} is not an .npz or .npy file, and not a folder with a subfolder of images per class",
            _AS_NPZ,
        )
    with _numbered(facts):
        inputs_key, stored = _targets_of(path, targets)
        rows = open_rows(path, facts, inputs_key)
        check_one_a_row(stored, rows.total, str(rows.stored))
        values = _read_targets(stored, facts)
    return LabelledRows(inputs_of([rows], facts, preprocessing, invert), values)


def _open_folder(
    path: Path, facts: DataFacts, preprocessing: Preprocessing, invert: InvertMode
) -> LabelledRows:
    if not takes_pictures(facts):
        raise DataError(
            f"{path} is a folder, which is read as images, but the network takes {facts.wanted}"
            + (", not 8-bit pixels, grey or RGB" if facts.kind == "image" else ""),
            _AS_NPZ,
        )
    if not facts.classes:
        raise DataError(
            f"{path} is a folder, whose subfolders name classes, but the run predicts numbers", _AS_NPZ
        )
    found = find_images_of_classes(path, facts.classes)
    numbers = [facts.classes.index(name) for name in found]
    targets = np.repeat(np.array(numbers, np.int32), [len(images) for images in found.values()])
    return LabelledRows(inputs_of([*found.values()], facts, preprocessing, invert), targets)


def _targets_of(path: Path, targets: Path | None) -> tuple[str | None, StoredArray]:
    """The name of the inputs if `path` is an `.npz`, and the header of the targets."""
    if path.suffix.lower() == ".npy":
        if targets is None:
            raise DataError(
                f"{path} has inputs but no targets",
                "give the .npy file of the targets: --targets Y.npy",
            )
        if targets.suffix.lower() != ".npy":
            raise DataError(f"{targets} is not an .npy file", "save the targets with numpy.save")
        return None, stored_array(targets)
    keys = npz_keys(path)
    for inputs, labels in _PAIRS:
        if inputs in keys and labels in keys:
            return inputs, stored_array(path, labels)
    raise DataError(
        f"{path} contains the arrays {', '.join(keys) or '(none)'}; expected x and y, or x_test and y_test",
        _AS_NPZ,
    )


def _read_targets(stored: StoredArray, facts: DataFacts) -> Array:
    values = read_column(stored)[:]
    if not facts.classes:
        found = 1 if values.ndim == 1 else values.shape[1]
        if found != facts.targets:
            raise DataError(
                f"{stored} has shape {stored.shape}; expected (rows, {facts.targets}), "
                f"because the run predicts {facts.targets} number{'s' if facts.targets > 1 else ''} per row",
                "give the targets that the run was trained on, in the same order",
            )
        return to_float32(values, str(stored)).reshape(-1, facts.targets)
    if values.ndim == 2 and values.shape[1] != len(facts.classes):
        raise DataError(
            f"{stored} has shape {stored.shape}; expected class numbers (rows,), "
            f"or one-hot rows (rows, {len(facts.classes)})",
            _numbering(facts),
        )
    try:
        numbers = class_numbers(values, str(stored))[:]
        check_range(numbers, facts.classes, str(stored))
    except DataError as error:
        raise DataError(error.message, _numbering(facts)) from error
    return numbers.astype(np.int32)


@contextmanager
def _numbered(facts: DataFacts) -> Iterator[None]:
    """For files that are broken or contain text, the fix says what the numbers should be."""
    try:
        yield
    except ArrayFileError as error:
        fix = f"{WRITE_AGAIN}; {_numbering(facts)}" if facts.classes else WRITE_AGAIN
        raise DataError(error.message, fix) from error


def _numbering(facts: DataFacts) -> str:
    names = (f"{number} is {name}" for number, name in enumerate(facts.classes))
    return f"number the classes like the run: {listed(names, len(facts.classes))}"
