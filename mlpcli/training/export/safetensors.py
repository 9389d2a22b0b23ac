"""The weights alone, in one safetensors file."""

import json
from typing import Any

import numpy as np
from safetensors.numpy import load, save

from mlpcli.training.checkpoints.model_state import named_variables
from mlpcli.training.engine.epochs import predictor
from mlpcli.training.export import ExportRequest, Outputs
from mlpcli.training.export.plain_keras import copied


def write(order: ExportRequest) -> Outputs:
    """Write every weight as `layer/weight`; the metadata are JSON under `mlpcli` in the file's header."""
    weights = {name: variable.numpy() for name, variable in _weights(order.model)}
    # safetensors writes an array's memory buffer and ignores its strides.
    tensors = {name: np.ascontiguousarray(value).reshape(value.shape) for name, value in weights.items()}
    order.path.write_bytes(save(tensors, metadata={"mlpcli": json.dumps(order.metadata)}))
    loaded = load(order.path.read_bytes())
    return predictor(copied(order.model, [loaded[name] for name in weights]))


def _weights(model: Any) -> list[tuple[str, Any]]:
    """The weights by name, in the order of `model.weights`; without the seeds of masks."""
    weights = {id(variable) for variable in model.weights}
    return [(name, variable) for name, variable in named_variables(model) if id(variable) in weights]
