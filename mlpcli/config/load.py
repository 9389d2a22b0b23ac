"""Load config files and options into one typed Config."""

import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from mlpcli.arguments import Contents
from mlpcli.config.config import Config
from mlpcli.config.config_files import contents, default_name, folder_of
from mlpcli.config.messages.finding import Finding
from mlpcli.config.migrations import migrate, of_older_run, wrong_version
from mlpcli.config.overrides import with_full_names, with_overrides
from mlpcli.config.sources.base import DataSection
from mlpcli.config.yaml.merge_overrides import merge
from mlpcli.config.yaml.nodes import (
    OPTION,
    Entry,
    KeyPath,
    MappingNode,
    Node,
    ScalarNode,
    node_at,
    to_plain,
)
from mlpcli.config.yaml.reader import OF_A_RESOLVED_CONFIG, ReadText, read_file, read_text
from mlpcli.errors import ConfigError, Problem

if TYPE_CHECKING:
    from mlpcli.config.messages.repair import Repair

_MAY_BE_OTHER = re.compile(r'"cells"|^[ \t]*(?:-[A-Za-z]|\+ )|\A\s*(?:[0-9+]|In \[)', re.MULTILINE)
Texts = Mapping[str, str]
"""What was read, by its name in messages: of each file, and of each `--set KEY`."""


@dataclass(frozen=True)
class Loaded:
    """A valid config, and the document it was read from, which knows the position of every value.

    `files` holds the bytes of the config files, in order.
    """

    config: Config
    document: Node
    files: tuple[bytes, ...] = ()
    texts: Texts = field(default_factory=dict)

    def error(self, findings: Iterable[Finding]) -> ConfigError:
        """Mistakes found after loading, such as in the stack of layers, located in the file."""
        repair = _repair(self.document, self.texts)
        repair.add(findings)
        return ConfigError(repair.problems())

    def all_mistakes(self, check: Callable[[Config], Sequence[Finding]]) -> ConfigError:
        """Everything that `check` finds, and what it finds once that is fixed."""
        return every_mistake(_repair(self.document, self.texts), self.config.name, check)

    def with_data(self, source: DataSection) -> "Loaded":
        """The same config with another data source, such as a fallback."""
        return replace(self, config=self.config.model_copy(update={"data": source}))


class UnreadableConfig(ConfigError):
    """A config that the schema refuses. `config` is what it would be with all fixes made, if they suffice."""

    def __init__(self, repair: "Repair", config: Config | None) -> None:
        super().__init__(repair.problems())
        self._repair = repair
        self.config = config

    @property
    def document(self) -> Node:
        """What was read, with all fixes made."""
        return self._repair.document

    def with_mistakes(self, check: Callable[[Config], Sequence[Finding]]) -> ConfigError:
        """The same error, with the mistakes that `check` finds in the fixed config."""
        if self.config is None:
            return self
        return every_mistake(self._repair, self.config.name, check)


def every_mistake(repair: "Repair", name: str, check: Callable[[Config], Sequence[Finding]]) -> ConfigError:
    """The mistakes of the schema and those that `check` finds in a valid config, with all fixes made."""

    def both(document: Node) -> Sequence[Finding]:
        config, found = _read(document, name)
        return found if config is None else check(config)

    repair.run(both)
    return ConfigError(repair.problems())


def load(configs: Sequence[Path | Contents], overrides: Sequence[str] = ()) -> Loaded:
    """The config in `configs`, merged left to right, with `KEY=VALUE` overrides applied.

    Raises ConfigError with every mistake, and UsageError for an override without `=`.
    """
    files = tuple(map(contents, configs))
    folders = map(folder_of, configs)
    read = [_text(file.data, file.name, folder) for file, folder in zip(files, folders, strict=True)]
    texts = {file.name: one.text for one, file in zip(read, files, strict=True)} | _texts(overrides)
    slips = [problem for one in read for problem in one.problems]
    documents = [with_full_names(one.document) for one in read]
    name = default_name(configs[-1])
    document, more = _with_options(reduce(merge, documents), overrides, name)
    slips += more
    loaded = validate(document, name, texts, slips)
    return replace(loaded, files=tuple(file.data for file in files))


def load_resolved(path: Path, overrides: Sequence[str] = ()) -> Loaded:
    """The resolved config of a run at `path`, with `KEY=VALUE` overrides. Raises as `load` does."""
    name = default_name(path)
    document = of_older_run(read_file(path, OF_A_RESOLVED_CONFIG))
    document, slips = _with_options(document, overrides, name)
    return validate(document, name, _texts(overrides), slips)


def _with_options(document: Node, overrides: Sequence[str], name: str) -> tuple[Node, list[Problem]]:
    """The document with the overrides, where the config is refused with their keys as they are meant."""
    merged, slips = with_overrides(document, overrides)
    if not overrides or (not slips and _read(merged, name)[0] is not None):
        return merged, slips
    from mlpcli.config.translation.option_keys import meant_options

    meant, slips = meant_options(document, overrides)
    merged, more = with_overrides(document, meant)
    return merged, [*slips, *more]


def loads(text: str, file: str, name: str = "network") -> Loaded:
    """The config in `text`; `file` is its name in messages."""
    return validate(read_text(text, file, Path(file).parent), name, {file: text})


def validate(document: Node, name: str, texts: Texts, slips: Sequence[Problem] = ()) -> Loaded:
    """The typed config in a document. Raises UnreadableConfig with every mistake in it, and `slips` first."""
    config, _ = _read(document, name)
    if config is not None and not slips:
        return Loaded(config, document, texts=texts)
    repair = _repair(document, texts, slips)
    repair.run(lambda now: _read(now, name)[1])
    raise UnreadableConfig(repair, _read(repair.document, name)[0])


# Most configs have no mistakes, and a prediction waits for its run's: what explains and fixes mistakes is
# imported by the functions that need it.


def _repair(document: Node, texts: Texts, slips: Sequence[Problem] = ()) -> "Repair":
    from mlpcli.config.messages.repair import Repair

    return Repair(document, texts, slips)


def _text(data: bytes, file: str, folder: Path) -> ReadText:
    """The document in a file; where it is no mapping, as it was probably meant. Raises ConfigError."""
    try:
        text = data.decode("utf-8-sig")
        document = read_text(text, file, folder)
        # What is no config may read as one: a notebook, a session in IPython, a numbered listing, letters
        # that look like YAML's.
        is_plain = text.isascii() and not _MAY_BE_OTHER.search(text)
        if isinstance(document, MappingNode) and (is_plain or not _read(document, "network")[1]):
            return ReadText(document, text)
    except (ConfigError, UnicodeDecodeError):
        pass
    from mlpcli.config.translation.files import read_config

    return read_config(data, file, folder, lambda document: len(_read(document, "network")[1]))


def _read(document: Node, name: str) -> tuple[Config | None, Sequence[Finding]]:
    """The config, or what is wrong with it."""
    if not isinstance(document, MappingNode):
        from mlpcli.config.translation.documents import no_sections

        return None, [no_sections(document)]
    if wrong := wrong_version(document):
        return None, [wrong]
    document = _named(migrate(document), name)
    try:
        config = Config.model_validate(to_plain(document))
    except ValidationError as error:
        from mlpcli.config.messages.locations import findings
        from mlpcli.config.translation.documents import translations

        return None, translations(document) or findings(document, error)
    return _with_paths(config, document), ()


def _named(document: MappingNode, name: str) -> MappingNode:
    if document.entry("name"):
        return document
    here = document.position
    entry = Entry("name", here, ScalarNode(name, here, Path()))
    return replace(document, entries=(*document.entries, entry))


def _texts(overrides: Sequence[str]) -> dict[str, str]:
    return {f"{OPTION}{path}": value for path, _, value in (text.partition("=") for text in overrides)}


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
