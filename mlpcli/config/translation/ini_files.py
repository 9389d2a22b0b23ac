"""Sections in brackets over lines with equals signs: INI as YAML that says the same, and Darknet's layers."""

import re
from collections.abc import Iterator, Mapping, Sequence

from mlpcli.config.activations import ONE_ACTIVATION
from mlpcli.config.messages.spelling import same
from mlpcli.config.translation.classes import names_of
from mlpcli.config.translation.scripts.translate import Translated, left_out_words
from mlpcli.config.translation.scripts.values import Unread
from mlpcli.config.translation.your_own import OWN_DATA, YOUR_OWN
from mlpcli.config.yaml.nodes import Plain
from mlpcli.config.yaml.notation import entry_lines
from mlpcli.config.yaml.scalars import resolve

_SECTION = re.compile(r"\[\s*([A-Za-z_][\w. -]*?)\s*\]")
_ENTRY = re.compile(r"([A-Za-z_][\w.-]*)\s*[=:]\s*(.*?)\s*(?:\s[#;].*)?")
_DARKNET = frozenset({"net", "network"})
# Other tools call them otherwise.
_ACTIVATIONS = {"leaky": "leaky_relu", "logistic": "sigmoid", "loggy": "sigmoid", "swish": "silu"}
_OF_THE_NET = {"batch": "batch_size", "learning_rate": "learning_rate", "momentum": "momentum"}
# What says nothing here: sizes of inputs, how batches are split, and the loss, which follows from the data.
_SILENT = frozenset({"width", "height", "channels", "inputs", "subdivisions", "groups", "pad", "stride_x"})


class _Section:
    """A section with its values by their keys; `line` is that of its name."""

    def __init__(self, name: str, line: int) -> None:
        self.name, self.line = name, line
        self.values: dict[str, Plain] = {}

    def left_out(self, known: Sequence[str]) -> Iterator[Unread]:
        """The values that nothing here stands for."""
        for key, value in self.values.items():
            if key not in known and key not in _SILENT:
                yield Unread(f"{key}={value}", self.line)


def config_of_ini(text: str) -> Translated | None:
    """The mapping that a text in INI is; None if it is not one, or a network of Darknet's."""
    sections = _sections(text)
    if not sections or _is_darknet(sections):
        return None
    found: Plain = {one.name: one.values for one in sections}
    return _translated(found) if isinstance(found, dict) and len(found) == len(sections) else None


def config_of_darknet(text: str) -> Translated | None:
    """The config of a network that a `.cfg` file of Darknet describes; None for any other text."""
    sections = _sections(text)
    if not sections or not _is_darknet(sections):
        return None
    notes: list[Unread] = []
    layers = [layer for one in sections[1:] for layer in _layers(one, notes)]
    if not layers:
        return None
    net = sections[0]
    given = {meant: net.values[key] for key, meant in _OF_THE_NET.items() if key in net.values}
    notes += net.left_out([*_OF_THE_NET])
    size = given.pop("batch_size", None)
    config: dict[str, Plain] = {"data": dict(YOUR_OWN), "layers": layers}
    config["optimizer"] = {"SGD": given} if given else "SGD"
    if size is not None:
        config["training"] = {"batch_size": size}
    found = _translated(config)
    return Translated(
        found.text, "; ".join(left_out_words(sorted(notes, key=lambda one: one.line))), OWN_DATA
    )


def _translated(config: Mapping[str, Plain]) -> Translated:
    lines = (f"{line}\n" for key, value in config.items() for line in entry_lines(key, value, 0))
    return Translated("".join(lines))


def _is_darknet(sections: Sequence[_Section]) -> bool:
    return sections[0].name in _DARKNET and any(one.name in _RULES for one in sections[1:])


def _sections(text: str) -> list[_Section]:
    """The sections in a text; empty if a line is of none."""
    found: list[_Section] = []
    for number, line in enumerate(text.splitlines(), start=1):
        line = line.strip()
        if not line or line.startswith(("#", ";")):
            continue
        if named := _SECTION.fullmatch(line):
            found.append(_Section(named[1], number))
        elif found and (entry := _ENTRY.fullmatch(line)):
            found[-1].values[entry[1]] = _value(entry[2])
        else:
            return []
    return found if any(one.values for one in found) else []


def _value(text: str) -> Plain:
    """A value as it was meant: `64, 32` are two numbers, and quotes are none of it."""
    parts = [resolve(one.strip()) for one in text.strip("[]()").split(",") if one.strip()]
    if len(parts) > 1 and all(isinstance(one, int | float) for one in parts):
        return list(parts)
    return text[1:-1] if text[:1] in ("'", '"') and text[-1:] == text[:1] else resolve(text)


def _layers(section: _Section, notes: list[Unread]) -> list[Plain]:
    """The layers of a section of Darknet's; one that has no counterpart is added to `notes`."""
    if section.name not in _RULES:
        if section.name != "cost":
            notes.append(Unread(f"[{section.name}]", section.line))
        return []
    keys = _RULES[section.name]
    notes += section.left_out([*keys, "activation", "batch_normalize"])
    given = {meant: section.values[key] for key, meant in keys.items() if key in section.values}
    return [*_LAYERS_BEFORE.get(section.name, ()), *_with_activation(section, given)]


_RULES: Mapping[str, Mapping[str, str]] = {
    "convolutional": {"filters": "filters", "size": "kernel_size", "stride": "strides"},
    "maxpool": {"size": "pool_size", "stride": "strides"},
    "avgpool": {},
    "dropout": {"probability": "rate"},
    "connected": {"output": "units"},
    "softmax": {},
}
_NAMES = {
    "convolutional": "Conv2D",
    "maxpool": "MaxPooling2D",
    "avgpool": "GlobalAveragePooling2D",
    "dropout": "Dropout",
    "connected": "Dense",
    "softmax": "Softmax",
}
_LAYERS_BEFORE: Mapping[str, Sequence[Plain]] = {"connected": ("Flatten",)}


def _with_activation(section: _Section, given: dict[str, Plain]) -> list[Plain]:
    """A layer with the normalization and the activation behind it."""
    name, values = _NAMES[section.name], section.values
    if name == "Conv2D":
        given = {"kernel_size": 1, **given, **({"padding": "same"} if values.get("pad") else {})}
    is_normalized = bool(values.get("batch_normalize"))
    if is_normalized:
        given["use_bias"] = False
    layers: list[Plain] = [{name: given} if given else name]
    layers += [{"BatchNormalization": {"epsilon": 1e-05}}] if is_normalized else []
    # Of layers with weights, Darknet's have this one if no other is named.
    default = "logistic" if name in ("Conv2D", "Dense") else "linear"
    activation = str(values.get("activation", default))
    if activation == "leaky":
        return [*layers, {"LeakyReLU": {"negative_slope": 0.1}}]
    if activation == "linear":
        return layers
    meant = same(_ACTIVATIONS.get(activation, activation), names_of(ONE_ACTIVATION))
    return [*layers, {"Activation": {"activation": meant or activation}}]
