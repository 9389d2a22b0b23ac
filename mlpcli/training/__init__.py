"""The only package that imports TensorFlow; it is imported when one of these names is first used."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mlpcli.training.checkpoints.checkpointer import Checkpoints as Checkpoints
    from mlpcli.training.checkpoints.checkpointer import EpochNews as EpochNews
    from mlpcli.training.devices.distribution_strategy import place as place
    from mlpcli.training.devices.single_device import Placement as Placement
    from mlpcli.training.engine.epochs import ChunkResult as ChunkResult
    from mlpcli.training.export import export_network as export_network
    from mlpcli.training.export.litert_conversion import ConversionError as ConversionError
    from mlpcli.training.export.litert_conversion import outputs_to_equal as outputs_to_equal
    from mlpcli.training.export.litert_conversion import to_litert as to_litert
    from mlpcli.training.network import Network as Network
    from mlpcli.training.network import open_network as open_network
    from mlpcli.training.trainer import device_name as device_name
    from mlpcli.training.trainer import train_along as train_along
    from mlpcli.training.trainer import train_network as train_network

_HOMES = {
    "ConversionError": "export.litert_conversion",
    "outputs_to_equal": "export.litert_conversion",
    "to_litert": "export.litert_conversion",
    "ChunkResult": "engine.epochs",
    "export_network": "export",
    "Network": "network",
    "open_network": "network",
    "Placement": "devices.single_device",
    "place": "devices.distribution_strategy",
    "Checkpoints": "checkpoints.checkpointer",
    "EpochNews": "checkpoints.checkpointer",
    "device_name": "trainer",
    "train_along": "trainer",
    "train_network": "trainer",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__} has no attribute {name}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
