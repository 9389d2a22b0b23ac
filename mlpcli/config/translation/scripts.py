"""A Keras script as a config. It is parsed, and never run: only literals and known calls are read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mlpcli.config.translation.classes import Unreadable
from mlpcli.config.translation.pastes import chosen, outer_networks
from mlpcli.config.translation.script_data import FoundData
from mlpcli.config.translation.script_statements import read_script
from mlpcli.config.translation.script_values import Layer, Network, Part, Reading, Unread
from mlpcli.config.translation.sections import optimizer, settings
from mlpcli.config.yaml.edits import edited, to_node
from mlpcli.config.yaml.nodes import Plain, Position, to_plain
from mlpcli.config.yaml.notation import entry_lines

# A script whose data is not known gets a file to put it into, and not the data of another one.
_YOUR_OWN: Mapping[str, Plain] = {"source": "arrays", "path": "data.npz"}
_MOST_NAMED = 6


@dataclass(frozen=True)
class Translated:
    """The config of a script; in `message` what it leaves out of the script, and in `to_do` what it needs."""

    text: str
    message: str = ""
    to_do: str = ""


def config_of_script(text: str) -> Translated | None:
    """The config that trains the network of a Keras script; None if the text is not one."""
    try:
        reading = read_script(text)
    except (Unreadable, RecursionError):
        return None
    network = chosen(reading) or Network(list(reading.last.parts or reading.loose), 1)
    layers = [part.plain for part in network.parts if isinstance(part, Layer)]
    if not layers:
        return None
    data = network.data or reading.data
    found = data if isinstance(data, FoundData) else None
    section = _section(found)
    given = {**reading.settings, **network.settings}
    config = _config(section, layers, given)
    lines = (f"{line}\n" for key, value in config.items() for line in entry_lines(key, value, 0))
    return Translated("".join(lines), _message(reading, network, found), _to_do(section, found))


def _section(data: FoundData | None) -> dict[str, Plain]:
    section = dict(data.section) if data else {}
    if not section:
        return dict(_YOUR_OWN)
    if section["source"] == "table":
        section.setdefault("target", "class")
    return section


def _config(section: dict[str, Plain], layers: list[Plain], given: dict[str, Any]) -> dict[str, Plain]:
    start: dict[str, Plain] = {"data": section, "layers": layers}
    if "optimizer" in given:
        given = {**given, "optimizer": optimizer(given["optimizer"])}
    found = to_plain(edited(to_node(start, Position("", 1, 1)), settings(given, start)))
    return found if isinstance(found, dict) else start


def _message(reading: Reading, network: Network, data: FoundData | None) -> str:
    """Which of several networks is translated, and what is left out of it."""
    words: list[str] = []
    several = outer_networks(reading)
    if len(several) > 1:
        words.append(f"of its {len(several)} networks, this is the one of line {network.line}")
    found = list(_left_out(reading, network, data))
    words += _named("left out", [one for one in found if one.is_layer])
    words += _named("not known, so set it yourself", [one for one in found if not one.is_layer])
    return "; ".join(words)


def _named(what: str, found: Sequence[Unread]) -> list[str]:
    named = list(dict.fromkeys(map(str, found)))
    more = f" and {len(named) - _MOST_NAMED} more" if len(named) > _MOST_NAMED else ""
    return [f"{what}: {', '.join(named[:_MOST_NAMED])}{more}"] if named else []


def _left_out(reading: Reading, network: Network, data: FoundData | None) -> Iterator[Unread]:
    parts: list[Part] = network.parts
    yield from sorted((part for part in parts if isinstance(part, Unread)), key=lambda part: part.line)
    yield from reading.notes
    yield from network.notes
    if data and data.unread:
        yield data.unread


def _to_do(section: Mapping[str, Plain], data: FoundData | None) -> str:
    """What the reader has to do for the data; empty if the script says all of it."""
    if not data or not data.section:
        return "save your data with numpy.savez('data.npz', x=..., y=...), or name another source"
    if section["source"] == "table" and "target" not in data.section:
        return "name the column to predict as target"
    return ""
