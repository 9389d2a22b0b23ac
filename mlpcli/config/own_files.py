"""Which files are configs of this package."""

from pathlib import Path

from mlpcli.config.config import Config
from mlpcli.config.yaml.nodes import MappingNode
from mlpcli.config.yaml.reader import read_file
from mlpcli.errors import ConfigError


def is_config(path: Path) -> bool:
    """Whether a file is YAML with layers, or with no other keys at the top than a config has."""
    try:
        document = read_file(path)
    except ConfigError:
        return False
    keys = {entry.key for entry in document.entries} if isinstance(document, MappingNode) else set()
    return "layers" in keys or bool(keys and keys <= Config.model_fields.keys())
