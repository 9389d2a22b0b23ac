"""Keys in other letters, `Data: {Source: iris}`, `EPOCHS: 3`, `Early-Stopping: true`, before all else looks.

Those that are known in their place are told: a section whose name is not known lacks everything in it.
Those that are not may be another tool's words, which all rules have in lowercase and with `_`.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from mlpcli.config.config import Config
from mlpcli.config.json_schema import KINDS
from mlpcli.config.layers import LAYERS
from mlpcli.config.messages.finding import Finding
from mlpcli.config.messages.known_keys import keys_of
from mlpcli.config.sources import SOURCES
from mlpcli.config.training import MONITORING
from mlpcli.config.translation.augmentation_keys import HYPERPARAMETERS, SECTIONS
from mlpcli.config.translation.class_forms import ARGUMENTS
from mlpcli.config.translation.classes import snake_case
from mlpcli.config.translation.hidden_layers import SIZES
from mlpcli.config.translation.keys import HELD_BACK, SEEDS, SHAPES, TRAINED
from mlpcli.config.translation.levels import stem_of
from mlpcli.config.translation.optimizer_keys import ALL_NAMES, CLIPPING, RATES, SCHEDULERS
from mlpcli.config.translation.other_names import ALIASES, DROPPED, OF_KERAS, OF_PYTORCH
from mlpcli.config.translation.places import renamed
from mlpcli.config.translation.regularization_keys import DROPOUT, REGULARIZATION
from mlpcli.config.translation.sections import COMPILE, FIT, MODEL
from mlpcli.config.translation.split_keys import SPLITS
from mlpcli.config.translation.stopping import PATIENCE
from mlpcli.config.yaml.edits import Rename, edited
from mlpcli.config.yaml.nodes import (
    Entry,
    KeyPath,
    MappingNode,
    Node,
    Position,
    ScalarNode,
    SequenceNode,
    to_plain,
    walk,
)

_OF_SOURCES = frozenset(key for model in SOURCES.values() for key in model.model_fields)
_OWN = ("training", "report", *MONITORING)
# Below these, keys are words of a config; below others they may be names, such as those of classes.
_READ = frozenset({*MODEL, *COMPILE, *FIT, *ARGUMENTS, *ALL_NAMES, *SECTIONS, *Config.model_fields})
_READ_BELOW = _READ | {*_OWN, "dataset", "optim", "layers", *REGULARIZATION}


def _letters(key: str) -> str:
    return snake_case(key).replace("_", "")


_ALL_WORDS: Mapping[str, None] = {
    word: None
    for words in (
        *(ALIASES, DROPPED, SHAPES, CLIPPING, DROPOUT, HYPERPARAMETERS, HELD_BACK, TRAINED, SEEDS),
        *(RATES, SCHEDULERS, PATIENCE, SIZES, SPLITS, _OF_SOURCES),
        *(model.model_fields for one in KINDS for model in one.models.values()),
        *map(keys_of, ((one,) for one in _OWN)),
        Config.model_fields,
    )
    for word in words
    if word == snake_case(word)
}
# Of several words with the same letters, the last one counts.
_WORDS: Mapping[str, str] = {_letters(word): word for word in _ALL_WORDS}


@dataclass(frozen=True)
class _Section:
    """A mapping whose keys are words. `keeps_classes`: names of classes in it are meant as such."""

    path: KeyPath
    node: MappingNode
    known: Set[str] = frozenset()
    keeps_classes: bool = False

    def renames(self) -> Iterator[tuple[Entry, str]]:
        """The keys with what they are in lowercase, as far as they are not."""
        taken = {entry.key for entry in self.node.entries}
        by_letters = {_letters(one): one for one in self.known}
        for entry in self.node.entries:
            meant = self._meant(entry, by_letters)
            if meant not in taken:
                taken.add(meant)
                yield entry, meant

    def _meant(self, entry: Entry, by_letters: Mapping[str, str]) -> str:
        key = entry.key
        if key in self.known or key in ALIASES or (_is_class(key) and not self._is_word(entry)):
            return key
        meant = snake_case(key)
        if meant in self.known or meant in _ALL_WORDS or meant == key:
            return meant
        letters = _letters(key)
        return by_letters.get(letters) or _WORDS.get(letters, meant)

    def _is_word(self, entry: Entry) -> bool:
        """Whether the name of a class is a word too, as in `L2: 0.001` and `Activation: relu`."""
        word, value = snake_case(entry.key), entry.value
        is_value = isinstance(value, ScalarNode) and value.value is not None and word in _ALL_WORDS
        return not self.keeps_classes and (is_value or word in self.known)


def in_other_case(document: MappingNode) -> Iterator[Finding]:
    """The keys that only their letters keep from being known in their place."""
    plain = to_plain(document)
    for section in _sections(document):
        for entry, meant in section.renames():
            if meant in section.known:
                path = (*section.path, entry.key)
                fix = renamed(path, meant, to_plain(entry.value), plain, f"did you mean {meant}?")
                message = f"there is no key {entry.key} here"
                yield Finding(path, message, fix, entry.key_position)


def in_lowercase(document: Node) -> tuple[Node, Mapping[Position, str]]:
    """The document with the other keys as the rules have them, and how these are written, by their places."""
    if not isinstance(document, MappingNode):
        return document, {}
    written: dict[Position, str] = {}
    renames: list[Rename] = []
    for section in _sections(document):
        for entry, meant in section.renames():
            if meant not in section.known:
                written[entry.key_position] = entry.key
                renames.append(Rename((*section.path, entry.key), meant))
    # What is further below is named by the keys above it.
    return edited(document, sorted(renames, key=lambda one: -len(one.path))), written


def as_written(finding: Finding, document: Node, written: Mapping[Position, str]) -> Finding:
    """A mistake with the keys as they are written, of those that were put into lowercase."""
    names: dict[str | int, str] = {}
    for step, entry in walk(document, finding.path):
        # What a fix wrote stands where the mistake was, and may have another name there.
        name = written.get(entry.key_position) if isinstance(entry, Entry) else None
        if name and _letters(name) == _letters(str(step)):
            names[step] = name
    path = tuple(names.get(step, step) for step in finding.path)
    message = finding.message
    if path:
        message = message.replace(f"no key {finding.path[-1]} here", f"no key {path[-1]} here")
    return Finding(path, message, finding.fix, finding.at)


def _sections(document: MappingNode) -> Iterator[_Section]:
    yield _Section((), document, Config.model_fields.keys())
    for entry in document.entries:
        yield from _below((entry.key,), entry)


def _below(path: KeyPath, entry: Entry) -> Iterator[_Section]:
    """The mappings below a key that are sections, or arguments of classes."""
    key, node = snake_case(entry.key), entry.value
    is_class = _is_class(entry.key)
    if not is_class and key not in _READ_BELOW and stem_of(entry.key) not in _READ_BELOW:
        return
    if isinstance(node, MappingNode):
        yield _Section(path, node, _known(entry.key, path), keeps_classes=_keeps_classes(entry.key, node))
        for one in node.entries:
            yield from _below((*path, one.key), one)
    elif isinstance(node, SequenceNode):
        yield from _items(path, node)


def _items(path: KeyPath, node: SequenceNode) -> Iterator[_Section]:
    for index, item in enumerate(node.items):
        if isinstance(item, MappingNode):
            if len(item.entries) > 1:
                yield _Section((*path, index), item, keeps_classes=True)
            for one in item.entries:
                # The only key of an item names its class, whoever writes it.
                yield from _below((*path, index, one.key), one)


def _known(key: str, path: KeyPath) -> Set[str]:
    if _is_class(key):
        return frozenset(keys_of((key,)))
    name = snake_case(key)
    if len(path) == 1 and name == "data":
        return _OF_SOURCES
    if name in _OWN and len(path) == 1 + (name in MONITORING):
        return frozenset(keys_of((name,)))
    return frozenset()


def _keeps_classes(key: str, node: MappingNode) -> bool:
    """Whether the names of classes in a mapping stay: below a wrapper, and where there is nothing else."""
    is_network = stem_of(key) in (*MODEL, "layers")
    return key in _WRAPPERS or (is_network and all(_is_class(entry.key) for entry in node.entries))


_WRAPPERS: Sequence[str] = [name for name, model in LAYERS.items() if "layer" in model.model_fields]


def _is_class(key: str) -> bool:
    known = any(key in one.models or key in one.other_names for one in KINDS)
    return key[:1].isupper() and (known or key in OF_PYTORCH or key in OF_KERAS)
