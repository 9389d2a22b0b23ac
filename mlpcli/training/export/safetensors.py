"""The weights alone, in one safetensors file."""

import json

import numpy as np
from safetensors import safe_open
from safetensors.numpy import save

from mlpcli.training.checkpoint import named_variables
from mlpcli.training.engine import predictor
from mlpcli.training.export.order import Order, Outputs
from mlpcli.training.export.plain import plain_model

_METADATA = "mlpcli"


def write_safetensors(order: Order) -> Outputs:
    """Write every weight as `layer/weight`; the metadata are JSON under `mlpcli` in the file's header."""
    weights = _weights(order.model)
    # safetensors writes an array's buffer as it lies in memory.
    tensors = {name: np.ascontiguousarray(one.numpy()).reshape(one.shape) for name, one in weights.items()}
    order.path.write_bytes(save(tensors, metadata={_METADATA: json.dumps(order.metadata)}))
    ...
