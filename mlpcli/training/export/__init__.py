"""A trained network in the formats of other tools, each written by the module of its name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from mlpcli.data.dataset import Array
from mlpcli.export_formats import ExportFormat, Quantization
from mlpcli.training.export.plain_keras import plain_model
from mlpcli.training.network import Network

Outputs = Callable[[Array], Array]
"""Maps rows as they were read, `[n, *shape]`, to a network's float32 outputs `[n, outputs]`."""


@dataclass(frozen=True)
class ExportRequest:
    """A network to write to `path`.

    `model` consists of Keras's own classes, computes in float32, and begins with the preprocessing.
    `metadata` is JSON-compatible; its `classes` are the class names. `calibration` are rows as they were
    read, for int8.
    """

    model: Any
    path: Path
    metadata: Mapping[str, Any]
    quantization: Quantization | None = None
    calibration: Array | None = None


def export_network(
    network: Network,
    format: ExportFormat,
    path: Path,
    metadata: Mapping[str, Any],
    quantization: Quantization | None = None,
    calibration: Array | None = None,
) -> Outputs:
    """Write the network to `path`, load it from there, and return the loaded network's outputs function.

    The arguments are those of ExportRequest. Raises UsageError if the format cannot express the network, and
    OSError.
    """
    # `format` is one of FORMATS; a test checks that each has its module.
    write: Callable[[ExportRequest], Outputs] = import_module(f"{__name__}.{format}").write
    return write(ExportRequest(plain_model(network.model), path, metadata, quantization, calibration))
