"""Load config files and options into one typed Config."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
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
from mlpcli.config.optimizers import full_name
from mlpcli.config.sources.base import DataSection
from mlpcli.config.yaml.edits import Rename, edited
from mlpcli.config.yaml.merge_overrides import merge, override
from mlpcli.config.yaml.nodes import (
    OPTION,
    Entry,
    KeyPath,
    MappingNode,
    Node,
    Position,
    ScalarNode,
    node_at,
    to_plain,
)
from mlpcli.config.yaml.reader import OF_A_RESOLVED_CONFIG, ReadText, read_file, read_text
from mlpcli.errors import ConfigError, LineEdit, Problem, UsageError

if TYPE_CHECKING:
    from mlpcli.config.messages.repair import Repair

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
    documents = [_with_full_names(one.document) for one in read]
    document, more = _with_overrides(reduce(merge, documents), overrides)
    slips += more
    loaded = validate(document, default_name(configs[-1]), texts, slips)
    return replace(loaded, files=tuple(file.data for file in files))


def load_resolved(path: Path, overrides: Sequence[str] = ()) -> Loaded:
    """The resolved config of a run at `path`, with `KEY=VALUE` overrides. Raises as `load` does."""
    document = of_older_run(read_file(path, OF_A_RESOLVED_CONFIG))
    document, slips = _with_overrides(document, overrides)
    return validate(document, default_name(path), _texts(overrides), slips)


def loads(text: str, file: str, name: str = "network") -> Loaded:
    """The config in `text`; `file` is its name in messages."""
    return validate(read_text(text, file, Path(file).parent), name, {file: text})


def validate(document: Node, name: str, texts: Texts, slips: Sequence[Problem] = ()) -> Loaded:
    """The typed config in a document. Raises UnreadableConfig with every mistake in it, and `slips` first."""
    config, found = _read(document, name)
    if config is not None and not slips:
        return Loaded(config, document, texts=texts)
    repair = _repair(document, texts, slips)
    repair.add(found)
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
        # What is no config may read as one: a notebook, or letters that look like those of YAML.
        is_plain = text.isascii() and '"cells"' not in text
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


def _with_overrides(document: Node, overrides: Sequence[str]) -> tuple[Node, list[Problem]]:
    """The document with the overrides, and the slips in their values."""
    slips: list[Problem] = []
    for text in sorted(overrides, key=_chooses_source, reverse=True):
        document, more = _overridden(document, text)
        slips += more
    return document, slips


def _chooses_source(override: str) -> bool:
    # A new source drops the keys of the old one. Applied first, it does not drop keys set along with it.
    return override.partition("=")[0] == "data.source"


def _overridden(document: Node, text: str) -> tuple[Node, list[Problem]]:
    path, equals, value = text.partition("=")
    if not equals or not all(path.split(".")):
        raise UsageError(
            f"--set {text} is not KEY=VALUE", "write keys with dots, such as --set training.epochs=20"
        )
    option, keys = f"{OPTION}{path}", tuple(path.split("."))
    if keys[0] == "optimizer" and len(keys) > 1:
        keys = (keys[0], full_name(keys[1]), *keys[2:])
    try:
        read = _option_text(value, option)
    except ConfigError as error:
        return document, [_left_out(problem, option) for problem in error.problems]
    slips = [_slip(problem, path, read) for problem in read.problems]
    try:
        return _with_full_names(override(document, keys, read.document)), slips
    except ConfigError as error:
        slips += error.problems
        for line in (line for problem in error.problems for edit in problem.edits for line in edit.lines):
            document, more = _overridden(document, line)
            slips += more
        return document, slips


def _option_text(value: str, option: str) -> ReadText:
    """The value of an option; where it is not YAML, as it was probably meant. Raises ConfigError."""
    if not value.strip():
        return ReadText(ScalarNode(None, Position(option, 1, 1), Path()), value)
    with suppress(ConfigError):
        return ReadText(read_text(value, option, Path()), value)
    from mlpcli.config.yaml.mended_files import read_or_mended

    return read_or_mended(value.encode("utf-8", "replace"), option, Path())


def _left_out(problem: Problem, option: str) -> Problem:
    fix = f"{problem.fix}, or leave the option out"
    return replace(problem, fix=fix, edits=(LineEdit(option, 1, 1, ()),))


def _with_full_names(document: Node) -> Node:
    """The document with its optimizer under the name that other files and options know it by."""
    entry = document.entry("optimizer") if isinstance(document, MappingNode) else None
    value = entry.value if entry else None
    name = value.value if isinstance(value, ScalarNode) else None
    if isinstance(value, MappingNode) and len(value.entries) == 1:
        name = value.entries[0].key
    if not isinstance(name, str) or full_name(name) == name:
        return document
    return edited(document, [Rename(("optimizer", name), full_name(name))])


def _slip(problem: Problem, path: str, read: ReadText) -> Problem:
    """A slip in the value of an option, whose fix is the whole option."""
    from mlpcli.config.yaml.mending import WRITE

    value = " ".join(read.text.split("\n")).strip()
    edit = LineEdit(f"{OPTION}{path}", 1, 1, (f"{path}={value}",) if value else ())
    words = problem.fix.partition(WRITE)[0]
    return replace(problem, fix=f"{words}, as in {OPTION}{path}={value}", edits=(edit,))


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
