"""The source `arrays`: a user's own NumPy files."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlpcli.config.dataset_facts import LARGEST_ROW, DataFacts, InputKind
from mlpcli.config.sources.arrays import Arrays
from mlpcli.data.bad_values import for_every
from mlpcli.data.dataset import SourceRows, Split, StoredRows
from mlpcli.data.files.http import Opener, Progress
from mlpcli.data.files.numpy_files import StoredArray, npz_keys, stored_array
from mlpcli.data.float32 import FROM_ROWS, FROM_TARGETS, Lost, lost_columns, lost_notices, to_float32
from mlpcli.data.sources.make_facts import task_of
from mlpcli.data.sources.open_source import OpenSource, Reading
from mlpcli.data.stores.disk_rows import AnyRows, DiskRows, number_range, whole_file
from mlpcli.data.stores.inspection import Findings
from mlpcli.data.stores.row_file import RowFile
from mlpcli.data.targets import Targets, check_one_a_row, read_targets
from mlpcli.errors import DataError
from mlpcli.python_code import Call, assigned, written

# How many bytes of inputs are looked at to explain a config.
_MOST_LOOKED_AT = 16 * 2**20
# Targets of more bytes are read in blocks, as often as they are needed.
_MOST_IN_MEMORY = 64 * 2**20


@dataclass(frozen=True)
class _Pair:
    """The inputs and the targets of the same rows, headers only."""

    inputs: StoredArray
    targets: StoredArray


@dataclass(frozen=True, eq=False)
class OpenArrays(OpenSource):
    """Files whose headers and targets have been read.

    `pairs` are the training rows, and the test rows if the file has any; `targets` are those of each pair, as
    in `Split`; `classes` are the class names, empty for a regression. `lost` are the columns of the training
    targets whose differences float32 loses.
    """

    section: Arrays
    pairs: Sequence[_Pair]
    classes: tuple[str, ...]
    targets: Sequence[AnyRows]
    lost: Lost

    @property
    def facts(self) -> DataFacts:
        inputs = self.pairs[0].inputs
        kind, shape = _kind(inputs)
        return DataFacts(
            self.section.path.name,
            kind,
            shape,
            task_of(self.classes),
            self.classes,
            targets=0 if self.classes else self.targets[0].shape[1],
            pixels=kind == "image" and inputs.dtype == np.uint8,
        )

    @property
    def training_count(self) -> int:
        return self.left_of(self.pairs[0].inputs.shape[0], has_own_test=len(self.pairs) == 2)

    @property
    def largest_input(self) -> float | None:
        """That of the first rows, if they are many; None for pixels, which have their own scale."""
        inputs = self.pairs[0].inputs
        if self.facts.pixels:
            return None
        rows = max(1, _MOST_LOOKED_AT * inputs.shape[0] // max(1, inputs.nbytes))
        sizes = np.abs(next(inputs.slices(rows)).astype(np.float64))
        return float(np.max(sizes, initial=0.0, where=np.isfinite(sizes)))

    @property
    def target_range(self) -> tuple[float, float] | None:
        return None if self.classes else number_range(self.targets[0])

    def read(self, seed: int, progress: Progress | None, opener: Opener) -> SourceRows:
        facts = self.facts
        found = for_every(lambda pair: _read_inputs(pair.inputs, facts), self.pairs)
        splits = [Split(values, rows[:]) for (values, _), rows in zip(found, self.targets, strict=True)]
        notices = self._notices([findings for _, findings in found])
        return SourceRows(splits[0], splits[1] if len(splits) == 2 else None, notices)

    @property
    def bytes(self) -> int:
        number = 1 if self.facts.pixels else np.dtype(np.float32).itemsize
        inputs = sum(number * prod(pair.inputs.shape) for pair in self.pairs)
        return inputs + sum(rows.nbytes for rows in self.targets)

    def on_disk(self, progress: Progress | None = None) -> StoredRows:
        _, targets, _ = _targets_of(self.section, self.pairs, most=0)
        splits = [
            Split(_inputs_of(pair.inputs.on_disk(), self.facts), rows)
            for pair, rows in zip(self.pairs, targets, strict=True)
        ]
        return StoredRows(splits[0], splits[1] if len(splits) == 2 else None, self._notices)

    def _notices(self, found: Sequence[Findings]) -> tuple[str, ...]:
        """What the user must be told of what was found in the inputs of each pair."""
        facts, first, targets = self.facts, self.pairs[0].inputs, self.pairs[0].targets
        notices = _notices(self.section, facts, first, found[0].largest)
        notices += lost_notices(str(first), first.shape, found[0].lost, *FROM_ROWS)
        notices += lost_notices(str(targets), targets.shape, self.lost, *FROM_TARGETS)
        return notices + _unread(self.section, self.pairs)

    def script(self) -> Reading:
        """The lines that give inputs and targets the shapes and types they have in training."""
        stored, section = self.pairs[0], self.section
        endings = ["_train", "_test"] if len(self.pairs) == 2 else [""]
        if section.targets is not None:
            code = f"{assigned('x', Call('np.load', [section.path]))}\n"
            code += f"{assigned('y', Call('np.load', [section.targets]))}\n"
        else:
            code = f"with {written(Call('np.load', [section.path]), taken=len('with  as file:'))} as file:\n"
            for ending, pair in zip(endings, self.pairs, strict=True):
                code += f'    x{ending}, y{ending} = file["{pair.inputs.key}"], file["{pair.targets.key}"]\n'
        x = _inputs_code(self.facts, stored.inputs)
        y = _targets_code(self.facts, stored.targets)
        code += "".join(f"x{one} = x{one}{x}\n" for one in endings if x)
        code += "".join(f"y{one} = y{one}{y}\n" for one in endings)
        apart = ("test",) if len(self.pairs) == 2 else ()
        return Reading(code, frozenset({"import numpy as np"}), apart=apart)


def open_arrays(section: Arrays) -> OpenArrays:
    """Reads the headers of the inputs, and the targets. Raises DataError."""
    pairs = _open(section)
    return OpenArrays(section, pairs, *_targets_of(section, pairs, _MOST_IN_MEMORY))


def _open(source: Arrays) -> list[_Pair]:
    if source.path.suffix == ".npz":
        pairs = _open_npz(source)
    elif source.path.suffix == ".npy":
        pairs = [_open_npy(source)]
    else:
        raise DataError(
            f"{source.path} ends in {source.path.suffix!r}; expected an .npz or .npy file",
            "save the arrays with numpy.savez",
        )
    for_every(_check_rows, pairs)
    if len(pairs) == 2:
        _check_alike(pairs[0].inputs, pairs[1].inputs)
    return pairs


def _open_npz(source: Arrays) -> list[_Pair]:
    if source.targets is not None:
        raise DataError(
            f"`targets` is {source.targets}, but {source.path} is an .npz, which contains its own targets",
            "remove `targets`, or set `path` to an .npy of inputs",
        )
    keys = npz_keys(source.path)
    if "x_train" not in keys and "y_train" not in keys:
        return [_pair(source, keys, "x", "y")]
    pairs = [_pair(source, keys, "x_train", "y_train")]
    if "x_test" in keys or "y_test" in keys:
        pairs.append(_pair(source, keys, "x_test", "y_test"))
    return pairs


def _pair(source: Arrays, keys: tuple[str, ...], inputs: str, targets: str) -> _Pair:
    missing = [key for key in (inputs, targets) if key not in keys]
    if missing:
        raise DataError(
            f"{source.path} has no {' and no '.join(missing)}; it contains {', '.join(keys) or 'nothing'}",
            "save it with numpy.savez(path, x=..., y=...), or with x_train, y_train, x_test and y_test",
        )
    return _Pair(*for_every(partial(stored_array, source.path), (inputs, targets)))


def _open_npy(source: Arrays) -> _Pair:
    if source.targets is None:
        raise DataError(
            f"{source.path} contains only inputs; their targets are missing",
            "give the .npy of the targets: `targets: y.npy`",
        )
    return _Pair(*for_every(stored_array, (source.path, source.targets)))


def _check_rows(pair: _Pair) -> None:
    shape = pair.inputs.shape
    if shape[:1] == (0,):
        raise DataError(f"{pair.inputs} has no rows", "add rows, or leave the array out")
    if len(shape) not in (2, 3, 4) or 0 in shape:
        raise DataError(
            f"{pair.inputs} has shape {shape}; expected [rows, features], [rows, steps, channels], "
            "[rows, height, width] of type uint8, or [rows, height, width, channels]",
            "reshape the inputs before saving; a single feature is [rows, 1]",
        )
    if (count := prod(shape[1:])) > LARGEST_ROW:
        raise DataError(
            f"{pair.inputs} has {count:,} numbers per row; expected at most {LARGEST_ROW:,}",
            "make the rows smaller before saving",
        )
    check_one_a_row(pair.targets, shape[0], str(pair.inputs))


def _check_alike(train: StoredArray, test: StoredArray) -> None:
    ours, theirs = (train.shape[1:], train.dtype == np.uint8), (test.shape[1:], test.dtype == np.uint8)
    if ours != theirs:
        raise DataError(
            f"{train} has rows of shape {ours[0]} and type {train.dtype}, "
            f"but {test} has rows of shape {theirs[0]} and type {test.dtype}",
            "save training and test rows in the same shape and type",
        )


def _targets_of(section: Arrays, pairs: Sequence[_Pair], most: int) -> Targets:
    return read_targets([pair.targets for pair in pairs], section.task, section.classes, most)


def _kind(inputs: StoredArray) -> tuple[InputKind, tuple[int, ...]]:
    row = inputs.shape[1:]
    if len(row) == 1:
        return "vector", row
    if len(row) == 3:
        return "image", row
    return ("image", (*row, 1)) if inputs.dtype == np.uint8 else ("signal", row)


def _read_inputs(inputs: StoredArray, facts: DataFacts) -> tuple[NDArray[Any], Findings]:
    """The inputs as in `Split`, and what was found in them."""
    values = inputs.read().reshape(-1, *facts.shape)
    if facts.pixels:
        return np.ascontiguousarray(values), Findings(float(values.max()), Lost())
    kept = to_float32(values, str(inputs))
    lost = Lost() if facts.kind == "image" else lost_columns(values)
    return kept, Findings(float(values.max()), lost)


def _inputs_of(file: RowFile, facts: DataFacts) -> DiskRows:
    """The inputs in a file as in `Split`."""
    dtype = np.dtype(np.uint8 if facts.pixels else np.float32)
    return whole_file(file).mapped(partial(_as_taken, facts.shape, dtype), facts.shape, dtype)


def _as_taken(shape: tuple[int, ...], dtype: Any, values: NDArray[Any]) -> NDArray[Any]:
    return np.ascontiguousarray(values.reshape(-1, *shape), dtype)


def _unread(source: Arrays, pairs: Sequence[_Pair]) -> tuple[str, ...]:
    """A notice about unused arrays whose names look like those of inputs or targets."""
    if source.targets is not None:
        return ()
    read = {stored.key for pair in pairs for stored in (pair.inputs, pair.targets)}
    others = [key for key in npz_keys(source.path) if key not in read and key[:1] in "xyXY"]
    if not others:
        return ()
    drawn = "validation rows are drawn from the training rows"
    return (f"{source.path} also contains {', '.join(others)}, which training does not read; {drawn}",)


def _notices(source: Arrays, facts: DataFacts, inputs: StoredArray, largest: float) -> tuple[str, ...]:
    """Notices if `rescale` or `standardize` does not apply to these inputs, which the user may not expect."""
    notices = []
    standardized = source.standardize and facts.kind != "image"
    bright = facts.kind == "image" or inputs.dtype == np.uint8
    if source.rescale and bright and not facts.pixels and not standardized and largest > 1:
        notices.append(
            f"{inputs} has values up to {largest:g}, but is not divided by 255: "
            "`rescale` applies only to images of type uint8"
        )
    if source.standardize and facts.kind == "image":
        notices.append(f"{inputs} contains images, which `standardize` does not change")
    return tuple(notices)


def _inputs_code(facts: DataFacts, inputs: StoredArray) -> str:
    lacks_channel = facts.shape != inputs.shape[1:]
    return ("" if facts.pixels else '.astype("float32")') + ("[..., None]" if lacks_channel else "")


def _targets_code(facts: DataFacts, targets: StoredArray) -> str:
    rank = len(targets.shape)
    if not facts.classes:
        return '.astype("float32")' + (".reshape(-1, 1)" if rank == 1 else "")
    if rank == 2 and targets.shape[-1] > 1:
        return ".argmax(axis=1)"
    return '.astype("int32")' if rank == 1 else '.reshape(-1).astype("int32")'
