"""A run's best weights, and its network in NumPy: without TensorFlow."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from mlpcli.data.dataset import Array
from mlpcli.inference.arithmetic.arithmetic_network import ArithmeticNetwork
from mlpcli.inference.arithmetic.functions import require_functions
from mlpcli.network.stack import Stack
from mlpcli.network.weight_names import named_weights
from mlpcli.training.checkpoints import checkpoint_file
from mlpcli.workflows.run.open_run import OpenRun

_WEIGHTS = "weights/"


def best_weights(run: OpenRun) -> dict[str, Array]:
    """The weights of the best epoch by the names of `named_weights`, in its order.

    Raises RunError if the checkpoint is missing, broken, or belongs to another network.
    """
    path, stack = run.folder.best, run.plan.stack
    return fitting(checkpoint_file.read_best_of(path, run.record.key, stack.parameters).tensors, stack, path)


def arithmetic_network(run: OpenRun) -> ArithmeticNetwork:
    """The network with the weights of the best epoch.

    Raises NotFollowed for a layer that has no function, and RunError as `best_weights` does.
    """
    require_functions(run.config.layers, "ask for the answer alone, with `mlpcli predict`")
    return ArithmeticNetwork(
        run.config.layers, best_weights(run), run.description.preprocessing, run.plan.objective.activation
    )


def fitting(tensors: Mapping[str, Array], stack: Stack, path: Path) -> dict[str, Array]:
    """The weights for prediction among the `tensors` of the checkpoint at `path`.

    Raises RunError if one of the stack's is not there, has another shape or type, or is not finite. What
    else is there, such as seeds of masks, is left out.
    """
    found = {}
    for name, weight in named_weights(stack).items():
        there = tensors.get(f"{_WEIGHTS}{name}")
        if there is None:
            raise checkpoint_file.foreign(path, f"lacks {_WEIGHTS}{name}")
        # Only the counts of a Normalization are whole numbers.
        kind = "iu" if weight.name == "count" else "f"
        if there.shape != weight.shape or there.dtype.kind not in kind:
            raise checkpoint_file.foreign(
                path,
                f"holds {_WEIGHTS}{name} as {there.dtype.name}{list(there.shape)}, "
                f"expected {'int32' if kind == 'iu' else 'float32'}{list(weight.shape)}",
            )
        if not np.isfinite(there).all():
            raise checkpoint_file.foreign(path, f"holds numbers in {_WEIGHTS}{name} that are not finite")
        found[name] = there
    return found
