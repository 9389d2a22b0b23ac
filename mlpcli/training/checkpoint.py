"""A training's state as one safetensors file, and back, every name, shape and type checked."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save

from mlpcli.data.dataset import Array
from mlpcli.errors import RunError
from mlpcli.runs.atomic import write_bytes
from mlpcli.training.averaging import averaged, averages
from mlpcli.training.tensorflow import keras

_VERSION = 1
# One key alone: safetensors writes several in a random order, and equal states should be equal files.
_KEY = "mlpcli_checkpoint"


def snapshot(model: Any, epoch: int) -> bytes:
    """The model's state after `epoch` epochs: weights, random generators, the optimizer's variables.

    `weights/...` are the weights that predict; `training/...` those that training goes on from, where the
    optimizer averages and they differ.
    """
    tensors = {
        f"optimizer/{name}": variable.numpy() for name, variable in _numbered(model.optimizer.variables)
    }
    if averages(model.optimizer):
        tensors |= {f"training/{name}": variable.numpy() for name, variable in named_variables(model)}
    with averaged(model):
        tensors |= {f"weights/{name}": variable.numpy() for name, variable in named_variables(model)}
    # safetensors writes an array's buffer as it lies in memory.
    tensors = {name: np.ascontiguousarray(value).reshape(value.shape) for name, value in tensors.items()}
    return save(tensors, metadata={_KEY: json.dumps({"version": _VERSION, "epoch": epoch})})


def write(path: Path, state: bytes) -> None:
    """Write a snapshot, whole or not at all. Raises StorageError."""
    write_bytes(path, state)


def load_weights(model: Any, path: Path) -> None:
    """Give the built `model` the weights that predict.

    Raises RunError where the file is missing, is no checkpoint, or holds other names, shapes or types than
    the model's; the model is untouched then.
    """
    tensors = {name: value for name, value in _read(path).items() if name.startswith("weights/")}
    variables = {f"weights/{name}": variable for name, variable in named_variables(model)}
    _compare(path, tensors, variables)
    for name, variable in variables.items():
        variable.assign(tensors[name])
    for layer in model.layers:
        if isinstance(layer, keras.layers.Normalization):
            # It computes with a copy of its variables, made when it measured them.
            layer.finalize_state()


def named_variables(model: Any) -> Iterator[tuple[str, Any]]:
    """All variables of the model's layers, seeds of generators included: `dense/kernel`.

    Keras's own paths hold counters that depend on what else the process has built.
    """
    for layer in model.layers:
        seen: Counter[str] = Counter()
        for variable in layer.variables:
            seen[variable.name] += 1
            number = f"_{seen[variable.name]}" if seen[variable.name] > 1 else ""
            yield f"{layer.name}/{variable.name}{number}", variable


def _numbered(variables: list[Any]) -> Iterator[tuple[str, Any]]:
    for index, variable in enumerate(variables):
        yield f"{index:04d}/{variable.name}", variable


def _read(path: Path) -> dict[str, Array]:
    try:
        with safe_open(path, framework="np") as file:
            if _KEY not in (file.metadata() or {}):
                raise RunError(f"{path} is not a checkpoint of this tool", "train again, or restore the file")
            return {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 - not a mapping
    except FileNotFoundError:
        raise RunError(f"{path} is missing", "train again, or restore the file") from None
    # AttributeError: safetensors looks up types in NumPy that NumPy lacks, such as float8.
    except (OSError, SafetensorError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise RunError(f"{path} is broken: {error}", "train again, or restore the file") from error


def _compare(path: Path, found: Mapping[str, Array], expected: Mapping[str, Any]) -> None:
    for name in sorted(expected.keys() | found.keys()):
        there, wanted = found.get(name), expected.get(name)
        if there is None or wanted is None:
            what = "lacks" if there is None else "holds, and the network has not,"
            raise _foreign(path, f"{what} {name}")
        if there.shape != tuple(wanted.shape) or there.dtype.name != wanted.dtype:
            raise _foreign(
                path,
                f"holds {name} as {there.dtype.name}{list(there.shape)}, "
                f"expected {wanted.dtype}{list(wanted.shape)}",
            )
        if there.dtype.kind == "f" and not np.isfinite(there).all():
            raise _foreign(path, f"holds numbers in {name} that are not finite")


def _foreign(path: Path, what: str) -> RunError:
    return RunError(f"{path} {what}", "the file does not belong to this run: restore it, or train again")
