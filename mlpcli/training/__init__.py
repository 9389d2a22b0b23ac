"""The only package that imports TensorFlow; it is imported when one of these names is first used."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mlpcli.training.convert import ConversionError as ConversionError
    from mlpcli.training.convert import outputs_to_equal as outputs_to_equal
    from mlpcli.training.convert import to_litert as to_litert
    from mlpcli.training.device import Placement as Placement
    from mlpcli.training.distribute import place as place
    from mlpcli.training.engine import ChunkResult as ChunkResult
    from mlpcli.training.export import export_network as export_network
    from mlpcli.training.keeping import Checkpoints as Checkpoints
    from mlpcli.training.keeping import EpochNews as EpochNews
    from mlpcli.training.network import Network as Network
    from mlpcli.training.network import open_network as open_network
    from mlpcli.training.session import device_name as device_name
    from mlpcli.training.session import train_along as train_along
    from mlpcli.training.session import train_network as train_network

_HOMES = {
    "ConversionError": "convert",
    "outputs_to_equal": "convert",
    "to_litert": "convert",
    "ChunkResult": "engine",
    "export_network": "export",
    "Network": "network",
    "open_network": "network",
    "Placement": "device",
    "place": "distribute",
    "Checkpoints": "keeping",
    "EpochNews": "keeping",
    "device_name": "session",
    "train_along": "session",
    "train_network": "session",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__} has no attribute {name}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
