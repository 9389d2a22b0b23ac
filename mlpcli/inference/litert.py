"""A run's network on LiteRT, which starts in a hundredth of the time that TensorFlow takes."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from ai_edge_litert.interpreter import Interpreter
from numpy.typing import NDArray

from mlpcli.data.dataset import Array
from mlpcli.errors import RunError
from mlpcli.inference.facts import InputFacts
from mlpcli.runs.reading import broken, read_bytes
from mlpcli.standard_error import redirected

LARGEST = 512 * 1024 * 1024
"""Bytes of the largest model.tflite: 134 million parameters."""

_IDENTIFIER = b"TFL3"
_LARGEST_BATCH = 1024
# A second thread makes small networks no faster (MNIST's MLP and CNN measured), and the other cores decode.
_THREADS = 1


def digest_of(content: bytes) -> str:
    """How a run records a model: `sha256:` and 64 digits."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def open_model(path: Path, digest: str, facts: InputFacts, outputs: int) -> "LiteRtPredictor":
    """The predictor of a run's model.tflite, which has this `digest`.

    Raises RunError naming the file where it is missing, larger than LARGEST, or another model.
    """
    content = read_bytes(path, LARGEST)
    if digest_of(content) != digest:
        raise broken(path, "is not the model that run.json tells of")
    return LiteRtPredictor(content, path, facts, outputs)


class LiteRtPredictor:
    """A Predictor of a LiteRT model, for any number of rows.

    The model takes rows as `facts` say, in batches of any size or of one that it fixes, and answers with
    `outputs` numbers a row. Raises RunError naming `path` where it does not, where `content` is no model, and
    where it needs anything but LiteRT's own operations.
    """

    def __init__(self, content: bytes, path: Path, facts: InputFacts, outputs: int) -> None:
        self._path = path
        self._outputs = outputs
        if content[4:8] != _IDENTIFIER:
            raise broken(path, "is not a LiteRT model")
        with self._translated(), _muted():
            self._interpreter: Any = Interpreter(model_content=content, num_threads=_THREADS)
        inputs = self._interpreter.get_input_details()
        answers = self._interpreter.get_output_details()
        self._input: int = _the_only(path, inputs, facts.shape, "takes")
        self._output: int = _the_only(path, answers, (outputs,), "answers")
        self._fixed = _fixed_batch(path, inputs[0])
        self._batch = self._fixed or facts.batch
        self._rows = 0
        self._make_room(self._fixed or 1, facts.shape)

    def predict(self, values: Array) -> NDArray[np.float32]:
        """The outputs `[n, outputs]` for `[n, *shape]` uint8 or float32 rows, before preprocessing."""
        starts = range(0, len(values), self._batch)
        parts = [self._run(values[start : start + self._batch]) for start in starts]
        return np.concatenate(parts) if parts else np.empty((0, self._outputs), np.float32)

    def _run(self, values: Array) -> NDArray[np.float32]:
        count = len(values)
        rows = np.zeros((self._fixed or count, *values.shape[1:]), np.float32)
        rows[:count] = values
        if len(rows) != self._rows:
            self._make_room(len(rows), rows.shape[1:])
        with self._translated():
            self._interpreter.set_tensor(self._input, rows)
            self._interpreter.invoke()
            outputs: NDArray[np.float32] = self._interpreter.get_tensor(self._output)
        if outputs.shape != (len(rows), self._outputs):
            raise broken(self._path, f"answers {len(rows)} rows with an array of {list(outputs.shape)}")
        return outputs[:count]

    def _make_room(self, rows: int, shape: tuple[int, ...]) -> None:
        with self._translated(), _muted():
            self._interpreter.resize_tensor_input(self._input, (rows, *shape), strict=True)
            self._interpreter.allocate_tensors()
        self._rows = rows

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (ValueError, RuntimeError) as error:
            reason = str(error).strip().split("\n")[0]
            raise broken(self._path, f"cannot be used by LiteRT: {reason}") from error


@contextmanager
def _muted() -> Iterator[None]:
    """LiteRT announces on standard error what it will compute with, and repeats its errors there."""
    with open(os.devnull, "wb") as nowhere, redirected(nowhere.fileno()):
        yield


def _the_only(path: Path, tensors: list[dict[str, Any]], shape: tuple[int, ...], does: str) -> int:
    """The index of the model's one tensor, float32 of `shape` behind the batch."""
    if len(tensors) != 1:
        raise _foreign(path, f"{does} {len(tensors)} arrays", "1")
    found, kind = tensors[0]["shape_signature"].tolist(), np.dtype(tensors[0]["dtype"])
    if kind != np.float32 or tuple(found[1:]) != shape:
        raise _foreign(path, f"{does} {kind} of {found}", f"float32 of {[-1, *shape]}")
    return int(tensors[0]["index"])


def _fixed_batch(path: Path, tensor: dict[str, Any]) -> int | None:
    batch = int(tensor["shape_signature"][0])
    if batch > _LARGEST_BATCH:
        raise _foreign(path, f"takes {batch} rows at once", f"at most {_LARGEST_BATCH}")
    return batch if batch > 0 else None


def _foreign(path: Path, found: str, expected: str) -> RunError:
    return broken(path, f"is not this run's model: it {found}, expected {expected}")
