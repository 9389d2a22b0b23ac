"""The part of a config that cannot change once a training run has started."""

import hashlib
import json
from collections.abc import Iterator

from mlpcli.config.config import Config
from mlpcli.config.document import to_document
from mlpcli.config.nodes import KeyPath, Plain
from mlpcli.config.problems import Finding
from mlpcli.config.shown import shown

# How long to train, where, and how fast. The network, its data and its training steps stay the same.
CHANGEABLE = frozenset(
    {"epochs", "early_stopping", "deterministic", "device", "engine", "memory_limit", "jit"}
)
# How often a checkpoint is written.
_CHANGEABLE_IN = {"checkpoint": frozenset({"minutes"})}


def lasting(config: Config) -> dict[str, Plain]:
    """The resolved config as plain values, without the keys that may change when a run is resumed."""
    document = {name: to_document(section) for name, section in config}
    training = {
        name: _without(to_document(value), _CHANGEABLE_IN.get(name, frozenset()))
        for name, value in config.training
        if name not in CHANGEABLE
    }
    return document | {"training": training}


def _without(value: Plain, names: frozenset[str]) -> Plain:
    if not isinstance(value, dict):
        return value
    return {name: item for name, item in value.items() if name not in names}


def lasting_text(config: Config) -> str:
    """`lasting` as JSON."""
    return json.dumps(lasting(config), allow_nan=False)


def run_key(config: Config, data_fingerprint: str) -> str:
    """`sha256:` and the digest of all that a run's network comes from: equal runs have equal keys."""
    # A record from an untrusted source may contain a lone surrogate.
    text = (lasting_text(config) + data_fingerprint).encode("utf-8", "surrogatepass")
    return f"sha256:{hashlib.sha256(text).hexdigest()}"


def changes(before: Plain, after: Plain) -> list[Finding]:
    """Every key whose value differs between `before` and `after`, both as returned by `lasting`."""
    return [
        Finding(
            path,
            f"found {_shown(new)}, but the run was started with {_shown(old)}",
            "restore it, or start a new run with mlpcli train",
        )
        for path, old, new in _differences(before, after, ())
    ]


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
