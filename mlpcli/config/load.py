"""Load config files and options into one typed Config."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from pathlib import Path

from pydantic import ValidationError

from mlpcli.config.config import Config
from mlpcli.config.messages.locations import Finding, locate, problems
from mlpcli.config.migrations import migrate
from mlpcli.config.sources.base import DataSection
from mlpcli.config.yaml.merge_overrides import merge, override
from mlpcli.config.yaml.nodes import (
    Entry,
    KeyPath,
    MappingNode,
    Node,
    Position,
    ScalarNode,
    node_at,
    to_plain,
)
from mlpcli.config.yaml.reader import OF_A_RESOLVED_CONFIG, file_bytes, read_bytes, read_file, read_text
from mlpcli.errors import ConfigError, Problem, UsageError


@dataclass(frozen=True)
class Loaded:
    """A valid config, and the document it was read from, which knows the position of every value.

    `files` holds the bytes of the config files, in order.
    """

    config: Config
    document: Node
    files: tuple[bytes, ...] = ()

    def error(self, findings: Iterable[Finding]) -> ConfigError:
        """Mistakes found after loading, such as in the stack of layers, located in the file."""
        return ConfigError(locate(self.document, findings))

    def with_data(self, source: DataSection) -> "Loaded":
        """The same config with another data source, such as a fallback."""
        return replace(self, config=self.config.model_copy(update={"data": source}))


def load(paths: Sequence[Path], overrides: Sequence[str] = ()) -> Loaded:
    """The config in `paths`, merged left to right, with `KEY=VALUE` overrides applied.

    Raises ConfigError with every mistake, and UsageError for an override without `=`.
    """
    files = tuple(map(file_bytes, paths))
    document = reduce(merge, map(read_bytes, files, paths))
    loaded = validate(_with_overrides(document, overrides), default_name=_name_from(paths[-1]))
    return replace(loaded, files=files)


def load_resolved(path: Path, overrides: Sequence[str] = ()) -> Loaded:
    """The resolved config of a run at `path`, with `KEY=VALUE` overrides. Raises as `load` does."""
    document = read_file(path, OF_A_RESOLVED_CONFIG)
    return validate(_with_overrides(document, overrides), _name_from(path))


def loads(text: str, file: str, default_name: str = "network") -> Loaded:
    """The config in `text`; `file` is its name in messages."""
    return validate(read_text(text, file, Path(file).parent), default_name)


def validate(document: Node, default_name: str) -> Loaded:
    """The typed config in a document. Raises ConfigError with every mistake in it."""
    document = migrate(_mapping(document))
    if document.entry("name") is None:
        here = document.position
        name = Entry("name", here, ScalarNode(default_name, here, Path()))
        document = MappingNode((*document.entries, name), here)
    try:
        config = Config.model_validate(to_plain(document))
    except ValidationError as error:
        raise ConfigError(problems(document, error)) from None
    return Loaded(_with_paths(config, document), document)


def _mapping(document: Node) -> MappingNode:
    if isinstance(document, MappingNode):
        return document
    raise ConfigError(
        [
            Problem(
                str(document.position),
                "",
                "the file is not a mapping of sections",
                "write data:, layers: and training: at the top level, as mlpcli init does",
            )
        ]
    )


def _with_overrides(document: Node, overrides: Sequence[str]) -> Node:
    for text in sorted(overrides, key=_chooses_source, reverse=True):
        document = _overridden(document, text)
    return document


def _chooses_source(override: str) -> bool:
    # A new source drops the keys of the old one. Applied first, it does not drop keys set along with it.
    return override.partition("=")[0] == "data.source"


def _overridden(document: Node, text: str) -> Node:
    path, equals, value = text.partition("=")
    if not equals or not all(path.split(".")):
        raise UsageError(
            f"--set {text} is not KEY=VALUE", "write keys with dots, such as --set training.epochs=20"
        )
    option = f"--set {path}"
    node = (
        read_text(value, option, Path())
        if value.strip()
        else ScalarNode(None, Position(option, 1, 1), Path())
    )
    return override(document, tuple(path.split(".")), node)


def _name_from(path: Path) -> str:
    letters = "".join(
        character if character.isascii() and (character.isalnum() or character in "._-") else "-"
        for character in path.stem
    )
    return letters.lstrip("._-")[:64] or "network"


def _with_paths(config: Config, document: Node) -> Config:
    """Resolve relative paths against the folder of the file that contains them, not the working directory."""
    found: dict[str, Path] = {}
    for key, value in config.data:
        if isinstance(value, Path):
            folder = _folder(document, ("data", key))
            # Not Path.expanduser, which raises an error for an unknown user.
            found[key] = (folder / os.path.expanduser(value)).absolute()
    if not found:
        return config
    return config.model_copy(update={"data": config.data.model_copy(update=found)})


def _folder(document: Node, path: KeyPath) -> Path:
    node = node_at(document, path)
    return node.folder if isinstance(node, ScalarNode) else Path()
