"""What was pasted into a config from elsewhere, and what it means here."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from mlpcli.config.activations import ONE_ACTIVATION
from mlpcli.config.config import Config
from mlpcli.config.messages.finding import Finding, Fix
from mlpcli.config.messages.number_fixes import meant_number
from mlpcli.config.messages.quoting import shown
from mlpcli.config.messages.spelling import same
from mlpcli.config.optimizers import ONE_OPTIMIZER, OPTIMIZERS
from mlpcli.config.sources import SOURCES
from mlpcli.config.training import Training
from mlpcli.config.translation.capitals import in_other_case
from mlpcli.config.translation.classes import names_of
from mlpcli.config.translation.keras_calls import call_in
from mlpcli.config.translation.layer_sizes import (
    ACTIVATIONS,
    SizedLayers,
    layers_of_arrows,
    layers_of_sizes,
)
from mlpcli.config.translation.levels import sections_meant
from mlpcli.config.translation.mappings import layers_of_text
from mlpcli.config.translation.optimizer_keys import foreign_optimizer
from mlpcli.config.translation.other_configs import of_another_config
from mlpcli.config.translation.pasted_code import looks_like_code
from mlpcli.config.translation.pastes import layers_in, paste_in
from mlpcli.config.translation.recurrent import recurrent_layers
from mlpcli.config.translation.scripts.other_frameworks import NONE_OF_A_NETWORK
from mlpcli.config.translation.sections import of_other_tools
from mlpcli.config.translation.settings import settings
from mlpcli.config.yaml.edits import Edit, Insert, Put, Remove
from mlpcli.config.yaml.nodes import (
    Entry,
    KeyPath,
    MappingNode,
    Node,
    Plain,
    ScalarNode,
    SequenceNode,
    plain_at,
    to_plain,
)
from mlpcli.config.yaml.notation import item_text, one_line

_BELOW = {
    "data": frozenset(key for model in SOURCES.values() for key in model.model_fields),
    "training": frozenset(Training.model_fields),
    "optimizer": frozenset({*OPTIMIZERS, *ONE_OPTIMIZER.other_names}),
}

# `Dense: 64 relu`
_SIZES_AND_ACTIVATION = re.compile(r"(\d+(?: \d+)*) ([A-Za-z_]+)")
# Assignments, pipes and `library(keras)` of R.
_OF_R = re.compile(r"\w <- |%>%|^ *library\(", re.MULTILINE)


def translations(document: Node) -> list[Finding]:
    """What stands in the document as other tools write it, each with the lines that mean the same here."""
    if not isinstance(document, MappingNode):
        return []
    of_sections = (in_other_case, sections_meant, of_another_config, _not_indented, _named_data)
    for find in (*of_sections, foreign_optimizer, of_other_tools):
        if first := list(find(document)):
            return first
    return [*_split_by_commas(document, ()), *_layers(document), *_training(document)]


def no_sections(document: Node) -> Finding:
    """The mistake of a document that is not a mapping: at best, a list of layers or a piece of code."""
    plain = to_plain(document)
    layers = plain if isinstance(plain, list) else layers_of_text(plain) if isinstance(plain, str) else []
    message = "the file is not a mapping of sections"
    if not layers and isinstance(plain, str) and _OF_R.search(plain):
        fix = "write data:, layers: and training: at the top level, as mlpcli init does"
        return Finding((), "this is R code, and only Python is translated", fix)
    if not layers and isinstance(plain, str) and looks_like_code(plain):
        return Finding((), *NONE_OF_A_NETWORK)
    if sections := _listed_sections(plain):
        words = "leave the dashes of the sections out"
        return Finding((), message, Fix(words, (Put((), sections),), shows_lines=True))
    if not layers:
        fix = "write data:, layers: and training: at the top level, as mlpcli init does"
        return Finding((), message, fix)
    config: Plain = {"data": {"source": "mnist"}, "layers": layers}
    return Finding((), message, Fix("name your data, and write", (Put((), config),), shows_lines=True))


def _listed_sections(plain: Plain) -> dict[str, Plain]:
    """The sections in a list of mappings; empty if it is not a list of these alone."""
    items = plain if isinstance(plain, list) else []
    found = {key: value for item in items if isinstance(item, dict) for key, value in item.items()}
    return found if found.keys() <= Config.model_fields.keys() and all(map(_is_mapping, items)) else {}


def _is_mapping(item: Plain) -> bool:
    return isinstance(item, dict)


def _not_indented(document: MappingNode) -> Iterator[Finding]:
    """`data:` over keys at the left margin that belong below it."""
    for index, entry in enumerate(document.entries):
        known = _BELOW.get(entry.key)
        if known is None or not isinstance(entry.value, ScalarNode) or entry.value.value is not None:
            continue
        below: list[Entry] = []
        for one in document.entries[index + 1 :]:
            if one.key not in known:
                break
            below.append(one)
        if below:
            plain: Plain = {one.key: to_plain(one.value) for one in below}
            edits: list[Edit] = [Put((entry.key,), plain), *(Remove((one.key,)) for one in below)]
            message = f"nothing is indented below {entry.key}:"
            yield Finding(
                (entry.key,), message, Fix("indent what belongs there", tuple(edits), shows_lines=True)
            )


def _named_data(document: MappingNode) -> Iterator[Finding]:
    """`data: mnist`, before anything is written below it."""
    entry = document.entry("data")
    name = entry.value.value if entry and isinstance(entry.value, ScalarNode) else None
    if isinstance(name, str) and same(name, SOURCES):
        section: Plain = {"source": name}
        fix = Fix(f"write data: {one_line(section)}", (Put(("data",), section),))
        yield Finding(("data",), f"found {shown(name)}, expected a mapping", fix)


def _layers(document: MappingNode) -> Iterator[Finding]:
    entry = document.entry("layers")
    plain = to_plain(document)
    if entry is None or not isinstance(plain, dict):
        return
    if sized := _sized(entry.value, plain):
        removed = [Remove((key,)) for key in plain if key in sized.read and key != "layers"]
        words = f"write, {sized.remark}" if sized.remark else "write"
        fix = Fix(words, (Put(("layers",), sized.layers), *removed), shows_lines=True)
        what = shown(entry.value.value) if isinstance(entry.value, ScalarNode) else "sizes alone"
        yield Finding(("layers",), f"found {what}, expected a list of layers", fix)
    elif isinstance(entry.value, ScalarNode) and isinstance(entry.value.value, str):
        if layers := _layers_of(entry.value.value):
            given = settings(_settings_in(entry.value.value), plain)
            fix = Fix("write", (Put(("layers",), layers), *given), shows_lines=True)
            yield Finding(("layers",), "found Python code, expected a list of layers", fix)
    elif isinstance(entry.value, SequenceNode):
        texts = [item.value if isinstance(item, ScalarNode) else None for item in entry.value.items]
        if entry.value.flow and (layers := layers_of_text(f"[{', '.join(map(str, texts))}]")):
            if None not in texts:
                fix = Fix("write", (Put(("layers",), layers),), shows_lines=True)
                yield Finding(("layers",), "found Python code, expected a list of layers", fix)
                return
        for index, item in enumerate(entry.value.items):
            yield from _layer(item, index, plain)


def _sized(value: Node, plain: dict[str, Plain]) -> SizedLayers | None:
    """The layers of sizes alone, with arrows between them or with activations beside them."""
    if isinstance(value, ScalarNode):
        return layers_of_arrows(value.value) if isinstance(value.value, str) else None
    has_activations = any(key in plain for key in ACTIVATIONS)
    return layers_of_sizes(plain, plain_at(plain, ("data", "source"))) if has_activations else None


def _layer(item: Node, index: int, plain: dict[str, Plain]) -> Iterator[Finding]:
    path: KeyPath = ("layers", index)
    text = _call_of(item)
    if text is None:
        return
    layers = _layers_of(text)
    if not layers and (given := _settings_in(text)):
        edits = (Remove(path), *settings(given, plain))
        yield Finding(path, f"found {shown(text)}, expected a layer", Fix("write instead", edits, True))
    if not layers:
        return
    lines = " and ".join(f"- {item_text(layer)}" for layer in layers)
    more = [Insert(("layers", index + place), layer) for place, layer in enumerate(layers[1:], start=1)]
    fix = Fix(f"write {lines}", (Put(path, layers[0]), *more))
    yield Finding(path, f"found {shown(text)}, expected a layer", fix)


def _layers_of(text: str) -> list[Plain]:
    return recurrent_layers(text) or layers_of_text(text) or (layers_in(text) if "(" in text else [])


def _call_of(item: Node) -> str | None:
    """The text of an item, or the call that a class with arguments in order means: `Dense: 64, relu`."""
    if isinstance(item, MappingNode) and len(item.entries) == 1:
        ((name, value),) = ((entry.key, entry.value) for entry in item.entries)
        given = value.value if isinstance(value, ScalarNode) else None
        if isinstance(given, str) and name.startswith("for ") and looks_like_code(given):
            return f"{name}: {given}"
        if isinstance(given, str) and name.isalnum() and (words := _SIZES_AND_ACTIVATION.fullmatch(given)):
            sizes, activation = words[1].split(), words[2]
            is_known = same(activation, names_of(ONE_ACTIVATION))
            return f"{name}({', '.join(sizes)}, activation='{activation}')" if is_known else None
        if not isinstance(given, str) or ", " not in given or not name.isalnum():
            return None
        # `Dense: (64, relu)` has its parentheses already.
        return f"{name}{given}" if re.fullmatch(r"\([^()]*\)", given) else f"{name}({given})"
    text = item.value if isinstance(item, ScalarNode) else None
    return text if isinstance(text, str) else None


def _settings_in(text: str) -> dict[str, Any]:
    """What the calls of `compile` and `fit` in a text are given."""
    return paste_in(text).settings if looks_like_code(text) else {}


def _training(document: MappingNode) -> Iterator[Finding]:
    """`training: model.fit(x, y, epochs=3)`"""
    entry, plain = document.entry("training"), to_plain(document)
    value = entry.value.value if entry and isinstance(entry.value, ScalarNode) else None
    if isinstance(value, str) and isinstance(plain, dict) and (given := _settings_in(value)):
        edits = tuple(settings(given, {key: item for key, item in plain.items() if key != "training"}))
        yield Finding(("training",), "found Python code, expected a mapping", Fix("write", edits, True))


def _split_by_commas(node: Node, path: KeyPath) -> Iterator[Finding]:
    """Values that YAML has split at their commas: `{learning_rate: 0,001}`, `{kernel_size: (3, 3)}`."""
    if isinstance(node, SequenceNode):
        for index, item in enumerate(node.items):
            yield from _split_by_commas(item, (*path, index))
    if not isinstance(node, MappingNode):
        return
    entries = node.entries
    for index, entry in enumerate(entries):
        rest = _parts_after(entries[index + 1 :]) if node.flow else []
        if rest and isinstance(entry.value, ScalarNode) and (found := _joined(entry, rest)):
            value, text = found
            fix = Fix(text, (Put((*path, entry.key), value), *(Remove((*path, part.key)) for part in rest)))
            yield Finding(
                (*path, entry.key), f"found {_as_written(entry, rest)}, which YAML reads as two values", fix
            )
        yield from _split_by_commas(entry.value, (*path, entry.key))


def _parts_after(entries: Sequence[Entry]) -> list[Entry]:
    parts: list[Entry] = []
    for entry in entries:
        if not isinstance(entry.value, ScalarNode) or entry.value.value is not None:
            break
        parts.append(entry)
        if entry.key.endswith(")"):
            break
    return parts


def _as_written(entry: Entry, rest: Sequence[Entry]) -> str:
    value: Any = entry.value.value if isinstance(entry.value, ScalarNode) else ""
    return ",".join([str(value), *(part.key for part in rest)])


def _joined(entry: Entry, rest: Sequence[Entry]) -> tuple[Plain, str] | None:
    text = _as_written(entry, rest)
    is_decimal = len(rest) == 1 and rest[0].key.isdigit()
    if not (text.startswith("(") or is_decimal or looks_like_code(text)):
        return None
    if (called := call_in(text, "") if looks_like_code(text) else None) is not None:
        return called, f"write {entry.key}: {one_line(called)}"
    meant = meant_number(text, whole=False)
    return (meant.value, f"write {entry.key}: {one_line(meant.value)}") if meant else None
