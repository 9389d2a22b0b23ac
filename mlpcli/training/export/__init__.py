"""A trained network in the formats of other tools."""

from collections.abc import Callable, Mapping

from mlpcli.training.export.keras import write_keras
from mlpcli.training.export.litert import write_litert
from mlpcli.training.export.onnx import write_onnx
from mlpcli.training.export.order import Order, Outputs
from mlpcli.training.export.safetensors import write_safetensors
from mlpcli.training.export.saved_model import write_saved_model

_WRITERS: Mapping[str, Callable[[Order], Outputs]] = {
    "keras": write_keras,
    "litert": write_litert,
    "onnx": write_onnx,
    "safetensors": write_safetensors,
    "saved_model": write_saved_model,
}


def export_network(order: Order, format: str) -> Outputs:
    """Write the network to `order.path`, and return what was written as it answers once it is loaded again.

    Raises UsageError where the format cannot express the network, and OSError.
    """
    return _WRITERS[format](order)
