"""Supported versions of the config language, and migrations from old versions to the current one."""

from collections.abc import Callable
from collections.abc import Mapping as Table

from mlpcli.config.messages.quoting import shown
from mlpcli.config.yaml.nodes import MappingNode, ScalarNode
from mlpcli.errors import ConfigError, Problem

VERSION = 1

# For each version, the function that migrates a document to the next version.
_MIGRATIONS: Table[int, Callable[[MappingNode], MappingNode]] = {}


def migrate(document: MappingNode) -> MappingNode:
    """The document in the current version. Raises ConfigError for an unknown version."""
    entry = document.entry("version")
    if entry is None:
        return document
    version = entry.value.value if isinstance(entry.value, ScalarNode) else None
    if not isinstance(version, int) or isinstance(version, bool) or not 1 <= version <= VERSION:
        raise ConfigError(
            [
                Problem(
                    str(entry.value.position),
                    "version",
                    f"found {shown(version)}, but this mlpcli reads version {VERSION}",
                    f"write version: {VERSION}, or upgrade: pip install --upgrade mlpcli",
                )
            ]
        )
    for older in range(version, VERSION):
        document = _MIGRATIONS[older](document)
    return document
