"""A run's network on LiteRT, which starts much faster than TensorFlow."""

import hashlib
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from ai_edge_litert.interpreter import Interpreter
from numpy.typing import NDArray

from mlpcli.config.dataset_facts import rows_at_once
from mlpcli.data.dataset import Array
from mlpcli.errors import RunError
from mlpcli.inference.litert.flatbuffer import missing_part
from mlpcli.inference.litert.known_models import is_known, remember
from mlpcli.inference.litert.sandbox import try_model
from mlpcli.processes.standard_error import redirected
from mlpcli.runs.untrusted_files import broken, read_bytes

LARGEST = 512 * 1024 * 1024
"""The largest size of a model.tflite in bytes: 134 million parameters."""

_IDENTIFIER = b"TFL3"
_LARGEST_BATCH = 1024
_SECONDS_AT_ONCE = 0.2
_GROWTH = 4
# How far the sums of a softmax in float16 may exceed 1.
_ROUNDING = 1e-3
_one_thread = threading.Lock()


@dataclass(frozen=True)
class LiteRtOutputs:
    """A model's outputs for rows, and what else a loss is computed from.

    `outputs` `[n, outputs]` float32; `logits` of the same shape, None if the model has none; `penalty` of its
    regularizers, the mean over all rows.
    """

    outputs: NDArray[np.float32]
    logits: NDArray[np.float32] | None
    penalty: float


def digest_of(content: bytes) -> str:
    """The digest by which a run records a model: `sha256:` and 64 digits."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def open_model(
    path: Path,
    digest: str,
    shape: tuple[int, ...],
    outputs: int,
    threads: int = 1,
    *,
    probabilities: bool = False,
) -> "LiteRtPredictor":
    """The predictor of a run's model.tflite, which has this `digest`.

    A model that was neither written nor opened before on this user's machine is first tried in a separate
    process. Raises RunError naming the file if it is missing, larger than LARGEST, another model, or one that
    crashes LiteRT.
    """
    content = read_bytes(path, LARGEST)
    if digest_of(content) != digest:
        raise broken(path, "is not the model recorded in run.json")

    if not is_known(digest):
        # Whoever wrote the file can also write its digest, and some broken models crash LiteRT.
        trial = try_model(content, shape, outputs)
        if trial.crash:
            raise broken(path, f"cannot be used by LiteRT, which crashes with {trial.crash}")
        if trial.answered:
            remember(digest)
    return LiteRtPredictor(content, path, shape, outputs, threads, probabilities=probabilities)


class LiteRtPredictor:
    """A Predictor of a LiteRT model, for any number of rows.

    The model takes float32 rows of `shape`, in batches of any size or of one fixed size, and outputs
    `outputs` numbers per row; after these it may have the outputs that `training.to_litert` adds. By default
    one thread computes, because others read the next rows. Raises RunError naming `path` if the
    model has other outputs, if `content` is not a model, if it needs anything but LiteRT's own operations,
    or if an output is below 0 or above 1 although all must be `probabilities`.
    """

    def __init__(
        self,
        content: bytes,
        path: Path,
        shape: tuple[int, ...],
        outputs: int,
        threads: int = 1,
        *,
        probabilities: bool = False,
    ) -> None:
        self._path = path
        self._outputs = outputs
        self._probabilities = probabilities
        if content[4:8] != _IDENTIFIER:
            raise broken(path, "is not a LiteRT model")
        if part := missing_part(content):
            raise broken(path, f"cannot be used by LiteRT: it has no {part}")
        with self._translated(), _muted():
            self._interpreter: Any = Interpreter(model_content=content, num_threads=threads)
        with self._translated():
            inputs = self._interpreter.get_input_details()
            first, *others = self._interpreter.get_output_details()
        self._input = _index_of(path, inputs, shape, "takes")
        self._output = _index_of(path, [first], (outputs,), "outputs")
        self._logits, self._penalty = _extras(path, others, outputs)
        self._fixed = _fixed_batch(path, inputs[0])
        self._largest = self._fixed or rows_at_once(shape)
        # The penalty of regularizers would be rounded differently with another batch size.
        self._is_learned = self._fixed is None and self._penalty is None
        self._batch = 1 if self._is_learned else self._largest
        self._rows = 0
        self._make_room(self._fixed or 1, shape)

    def predict(self, values: Array) -> NDArray[np.float32]:
        """The outputs `[n, outputs]` for `[n, *shape]` uint8 or float32 rows, before preprocessing."""
        return self.answer(values).outputs

    def answer(self, values: Array) -> LiteRtOutputs:
        """All outputs of the model for `[n, *shape]` uint8 or float32 rows, before preprocessing."""
        outputs = np.empty((len(values), self._outputs), np.float32)
        logits = None if self._logits is None else np.empty_like(outputs)
        penalty = 0.0
        start = 0
        while start < len(values):
            here = slice(start, start + self._batch)
            count = self._run(values[here])
            start += count
            outputs[here] = self._rows_of(self._output)[:count]
            if logits is not None and self._logits is not None:
                logits[here] = self._rows_of(self._logits)[:count]
            if self._penalty is not None:
                with self._translated():
                    penalty += self._interpreter.get_tensor(self._penalty).item() * count / len(values)
        if self._probabilities:
            self._check_probabilities(outputs)
        return LiteRtOutputs(outputs, logits, penalty)

    def _check_probabilities(self, outputs: NDArray[np.float32]) -> None:
        # NaN is allowed: some rows give NaN with any network, so it is no sign of a different one.
        outside = outputs[(outputs < -_ROUNDING) | (outputs > 1 + _ROUNDING)]
        if len(outside):
            found = f"outputs {outside[0]:g}"
            raise _foreign(self._path, found, "probabilities, because model.json has classes")

    def _run(self, values: Array) -> int:
        """Runs the model on `values`, padded to a fixed batch size if it has one; returns their number."""
        rows = np.zeros((self._fixed or len(values), *values.shape[1:]), np.float32)
        rows[: len(values)] = values
        if len(rows) != self._rows:
            self._make_room(len(rows), rows.shape[1:])
        began = time.perf_counter()
        with self._translated():
            self._interpreter.set_tensor(self._input, rows)
            self._interpreter.invoke()
        if self._is_learned:
            self._learn(time.perf_counter() - began)
        return len(values)

    def _learn(self, seconds: float) -> None:
        """Changes the batch size: larger batches are faster, but a signal waits until native code returns.

        A row's outputs do not depend on the other rows of the batch, to the last bit.
        """
        if seconds > _SECONDS_AT_ONCE and self._batch > 1:
            self._batch //= 2
        elif seconds < _SECONDS_AT_ONCE / _GROWTH:
            self._batch = min(self._largest, self._batch * _GROWTH)

    def _rows_of(self, tensor: int) -> NDArray[np.float32]:
        with self._translated():
            found: NDArray[np.float32] = self._interpreter.get_tensor(tensor)
        if found.shape != (self._rows, self._outputs):
            raise broken(self._path, f"outputs an array of {list(found.shape)} for {self._rows} rows")
        return found

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
    """Mutes standard error, where LiteRT announces what it computes with, and repeats its errors."""
    # Two threads would restore each other's mute.
    with _one_thread, open(os.devnull, "wb") as nowhere, redirected(nowhere.fileno()):
        yield


def _index_of(path: Path, tensors: list[dict[str, Any]], shape: tuple[int, ...], does: str) -> int:
    """The index of the model's only tensor, float32 of `shape` after the batch axis."""
    if len(tensors) != 1:
        raise _foreign(path, f"{does} {len(tensors)} arrays", "1")
    found, kind = tensors[0]["shape_signature"].tolist(), np.dtype(tensors[0]["dtype"])
    if kind != np.float32 or tuple(found[1:]) != shape:
        raise _foreign(path, f"{does} {kind} of {found}", f"float32 of {[-1, *shape]}")
    return int(tensors[0]["index"])


def _extras(path: Path, tensors: list[dict[str, Any]], outputs: int) -> tuple[int | None, int | None]:
    """The indices of the logits and of the penalty, if the model has them."""
    scalars = [int(tensor["index"]) for tensor in tensors if not len(tensor["shape"])]
    arrays = [tensor for tensor in tensors if len(tensor["shape"])]
    if len(scalars) > 1 or len(arrays) > 1:
        raise _foreign(path, f"outputs {len(tensors) + 1} arrays", "at most 3")
    logits = _index_of(path, arrays, (outputs,), "outputs") if arrays else None
    return logits, scalars[0] if scalars else None


def _fixed_batch(path: Path, tensor: dict[str, Any]) -> int | None:
    batch = int(tensor["shape_signature"][0])
    if batch > _LARGEST_BATCH:
        raise _foreign(path, f"takes {batch} rows at once", f"at most {_LARGEST_BATCH}")
    return batch if batch > 0 else None


def _foreign(path: Path, found: str, expected: str) -> RunError:
    return broken(path, f"is not this run's model: it {found}, expected {expected}")
