"""Conversion between a compiled model and the tensors of a checkpoint."""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from mlpcli.data.dataset import Array
from mlpcli.training.checkpoints.checkpoint_file import Checkpoint, foreign
from mlpcli.training.engine.weight_averages import averaged, averages
from mlpcli.training.tensorflow import keras

Variables = Mapping[str, Any]


def capture(model: Any, *, within_epoch: bool) -> dict[str, Array]:
    """The complete state of the model: weights, random generators, the optimizer's variables.

    `within_epoch` adds the sums of the metrics.
    """
    state = {**_optimizer(model), **(_metrics(model) if within_epoch else {})}
    if averages(model.optimizer):
        state |= _weights(model, "training")
    tensors = {name: variable.numpy() for name, variable in state.items()}
    with averaged(model):
        return tensors | {name: variable.numpy() for name, variable in _weights(model).items()}


def restore(model: Any, checkpoint: Checkpoint, path: Path) -> None:
    """Restore the compiled `model` to the state in `checkpoint`, read from `path`.

    Raises RunError if the checkpoint belongs to another model; the model is then unchanged.
    """
    weights = "training" if averages(model.optimizer) else "weights"
    state = {**_weights(model, weights), **_optimizer(model)}
    if checkpoint.place.step:
        state |= _metrics(model)
    tensors = {
        name: value
        for name, value in checkpoint.tensors.items()
        if weights == "weights" or not name.startswith("weights/")
    }
    _assign(model, state, tensors, path)


def load_weights(model: Any, checkpoint: Checkpoint, path: Path) -> None:
    """Load the weights for prediction from `checkpoint` into `model`. Raises RunError as `restore` does."""
    tensors = {name: value for name, value in checkpoint.tensors.items() if name.startswith("weights/")}
    _assign(model, _weights(model), tensors, path)


def named_variables(model: Any) -> Iterator[tuple[str, Any]]:
    """All variables of the model's layers by name, such as `dense/kernel`, including generator seeds.

    Keras's own paths contain counters that depend on other models in the same process.
    """
    for layer in model.layers:
        seen: Counter[str] = Counter()
        for variable in layer.variables:
            seen[variable.name] += 1
            number = f"_{seen[variable.name]}" if seen[variable.name] > 1 else ""
            yield f"{layer.name}/{variable.name}{number}", variable


def _weights(model: Any, prefix: str = "weights") -> Variables:
    return {f"{prefix}/{name}": variable for name, variable in named_variables(model)}


def _optimizer(model: Any) -> Variables:
    return _numbered("optimizer", model.optimizer.variables)


def _metrics(model: Any) -> Variables:
    return _numbered("metrics", model.metrics_variables)


def _numbered(prefix: str, variables: list[Any]) -> Variables:
    return {f"{prefix}/{index:04d}/{variable.name}": variable for index, variable in enumerate(variables)}


def _assign(model: Any, variables: Variables, tensors: Mapping[str, Array], path: Path) -> None:
    _compare(path, tensors, variables)
    for name, variable in variables.items():
        variable.assign(tensors[name])
    for layer in model.layers:
        if isinstance(layer, keras.layers.Normalization):
            # It computes with a copy of its variables, which must be updated.
            layer.finalize_state()


def _compare(path: Path, found: Mapping[str, Array], expected: Variables) -> None:
    for name in sorted(expected.keys() | found.keys()):
        there, wanted = found.get(name), expected.get(name)
        if there is None or wanted is None:
            what = "lacks" if there is None else "holds the unexpected tensor"
            raise foreign(path, f"{what} {name}")
        if there.shape != tuple(wanted.shape) or there.dtype.name != wanted.dtype:
            raise foreign(
                path,
                f"holds {name} as {there.dtype.name}{list(there.shape)}, "
                f"expected {wanted.dtype}{list(wanted.shape)}",
            )
        if name.startswith(("weights", "training")) and not np.isfinite(there).all():
            raise foreign(path, f"holds numbers in {name} that are not finite")
