"""Keys of the config in other letters of case: `Data: {Source: iris}`, `EPOCHS: 3`.

They are told before all else: a section whose name is not known lacks everything that is in it.
"""

from collections.abc import Iterator, Mapping, Set

from mlpcli.config.config import Config
from mlpcli.config.messages.finding import Finding, Fix
from mlpcli.config.optimizers import OPTIMIZERS
from mlpcli.config.sources import SOURCES
from mlpcli.config.training import Training
from mlpcli.config.yaml.edits import Rename
from mlpcli.config.yaml.nodes import KeyPath, MappingNode

_BELOW: Mapping[str, Set[str]] = {
    "data": frozenset(key for model in SOURCES.values() for key in model.model_fields),
    "training": frozenset(Training.model_fields),
}
_OF_OPTIMIZERS = frozenset(key for model in OPTIMIZERS.values() for key in model.model_fields)


def in_other_case(document: MappingNode) -> Iterator[Finding]:
    """The keys of the top level and of its sections that only their case keeps from being known."""
    yield from _keys(document, (), Config.model_fields.keys())
    for entry in document.entries:
        if isinstance(entry.value, MappingNode) and (known := _BELOW.get(entry.key.lower())):
            yield from _keys(entry.value, (entry.key,), known)
        if isinstance(entry.value, MappingNode) and entry.key.lower() == "optimizer":
            for one in entry.value.entries:
                if isinstance(one.value, MappingNode):
                    yield from _keys(one.value, (entry.key, one.key), _OF_OPTIMIZERS)


def _keys(section: MappingNode, path: KeyPath, known: Set[str]) -> Iterator[Finding]:
    taken = {entry.key for entry in section.entries}
    for entry in section.entries:
        meant = entry.key.lower()
        if entry.key not in known and meant in known and meant not in taken:
            taken.add(meant)
            fix = Fix(f"did you mean {meant}?", (Rename((*path, entry.key), meant),))
            yield Finding((*path, entry.key), f"there is no key {entry.key} here", fix)
