"""The part of a config that cannot change once a training run has started, and the identity of a run."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mlpcli.config.config import Config
from mlpcli.config.layers.base import Layer
from mlpcli.config.messages.finding import Finding, Fix
from mlpcli.config.messages.quoting import shown
from mlpcli.config.resolved_yaml import to_document
from mlpcli.config.yaml.edits import Put
from mlpcli.config.yaml.nodes import KeyPath, Plain
from mlpcli.config.yaml.notation import one_line

# How long to train, where, how fast, who is told, and what is compared. The network, its data and its
# training steps stay the same.
CHANGEABLE = frozenset(
    {
        *("epochs", "early_stopping", "deterministic", "device", "engine", "memory_limit", "jit", "log"),
        "baselines",
    }
)
# What is made of the results.
_ABOUT_RESULTS = frozenset({"report"})
# How often a checkpoint is written.
_CHANGEABLE_IN = {"checkpoint": frozenset({"minutes"})}
# Arguments that older versions did not have: a run of theirs is one with these values. The first are those of
# every layer.
_CAME_LATER_EVERYWHERE: Mapping[str, Plain] = {"learning_rate_factor": 1.0}
_CAME_LATER_IN_DATA: Mapping[str, Plain] = {
    **{"standardize_targets": False, "clamp_predictions": False},
    "time_format": None,
}
_CAME_LATER: Mapping[str, Mapping[str, Plain]] = {
    "BatchNormalization": {"axis": -1},
    "LayerNormalization": {"axis": -1},
    "Normalization": {"axis": -1},
}


def lasting(config: Config) -> dict[str, Plain]:
    """The resolved config as plain values, without the keys that may change when a run is resumed."""
    document = {name: to_document(section) for name, section in config if name not in _ABOUT_RESULTS}
    document["data"] = {
        key: to_document(value)
        for key, value in config.data
        if (key, value) not in _CAME_LATER_IN_DATA.items()
        # Before it came, listed texts were all that meant a missing value.
        and (key, value) != ("usual_missing_values", getattr(config.data, "missing_values", None) is None)
    }
    document["layers"] = [_as_before(layer) for layer in config.layers]
    training = {
        name: _without(to_document(value), _CHANGEABLE_IN.get(name, frozenset()))
        for name, value in config.training
        if name not in CHANGEABLE
    }
    return document | {"training": training}


def _as_before(layer: Layer) -> Plain:
    """A layer without the arguments that came later, unless they say something else than before."""
    name = layer.keras_name()
    later = {**_CAME_LATER_EVERYWHERE, **_CAME_LATER.get(name, {})}
    arguments = {
        key: _as_before(value) if isinstance(value, Layer) else to_document(value) for key, value in layer
    }
    return {name: {key: value for key, value in arguments.items() if (key, value) not in later.items()}}


def _without(value: Plain, names: frozenset[str]) -> Plain:
    if not isinstance(value, dict):
        return value
    return {name: item for name, item in value.items() if name not in names}


@dataclass(frozen=True)
class RunIdentity:
    """What all files of a run have in common.

    `key` is `sha256:` and the digest of everything the network depends on: equal runs have equal keys.
    `config` is `lasting` as JSON.
    """

    key: str
    config: str


def identity_of(config: Config, data_fingerprint: str) -> RunIdentity:
    """The identity of a run with a resolved config and data of this fingerprint."""
    text = json.dumps(lasting(config), allow_nan=False)
    # A record from an untrusted source may contain a lone surrogate.
    content = (text + data_fingerprint).encode("utf-8", "surrogatepass")
    return RunIdentity(f"sha256:{hashlib.sha256(content).hexdigest()}", text)


def changes(before: Plain, after: Plain) -> list[Finding]:
    """Every key whose value differs between `before` and `after`, both as returned by `lasting`."""
    return [
        Finding(
            path,
            f"found {_shown(new)}, but the run was started with {_shown(old)}",
            _fix(path, old),
        )
        for path, old, new in _differences(before, after, ())
    ]


def _fix(path: KeyPath, old: Plain) -> Fix:
    if path in (("data", "path"), ("data", "targets"), ("data", "test_path")):
        # The data may have been moved; a run knows them by where they were.
        text = f"put the data back at {shown(old, quoted=False)}, where a link will do"
        return Fix(f"{text}, or start a new run with mlpcli train", (Put(path, old),))
    return Fix(
        f"write {path[-1]}: {one_line(old)} again, or start a new run with mlpcli train", (Put(path, old),)
    )


def _differences(before: Plain, after: Plain, path: KeyPath) -> Iterator[tuple[KeyPath, Plain, Plain]]:
    if isinstance(before, dict) and isinstance(after, dict) and before.keys() == after.keys():
        for key, value in before.items():
            yield from _differences(value, after[key], (*path, key))
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for index, value in enumerate(before):
            yield from _differences(value, after[index], (*path, index))
    elif before != after or type(before) is not type(after):
        yield path, before, after


def _shown(value: Plain) -> str:
    return ", ".join(value) if isinstance(value, dict) else shown(value, quoted=False)
