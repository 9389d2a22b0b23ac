"""A trained network in the formats of other tools."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from mlpcli.data.dataset import Array
from mlpcli.training.convert import Quantization
from mlpcli.training.export.keras import write_keras
from mlpcli.training.export.litert import write_litert
from mlpcli.training.export.onnx import write_onnx
from mlpcli.training.export.order import Order, Outputs
from mlpcli.training.export.plain import plain_model
from mlpcli.training.export.safetensors import write_safetensors
from mlpcli.training.export.saved_model import write_saved_model
from mlpcli.training.network import Network

_WRITERS: Mapping[str, Callable[[Order], Outputs]] = {
    "keras": write_keras,
    "litert": write_litert,
    "onnx": write_onnx,
    "safetensors": write_safetensors,
    "saved_model": write_saved_model,
}


def export_network(
    network: Network,
    format: str,
    path: Path,
    metadata: Mapping[str, Any],
    quantization: Quantization | None = None,
    calibration: Array | None = None,
) -> Outputs:
    """Write the network to `path`, and return it as it answers once it is loaded from there.

    The arguments are those of Order. Raises UsageError where the format cannot express the network, and
    OSError.
    """
    return _WRITERS[format](Order(plain_model(network.model), path, metadata, quantization, calibration))
