"""TOML, as other tools have their configs, as the YAML that says the same."""

import datetime
import tomllib
from typing import Any

from mlpcli.config.translation.scripts.translate import Translated
from mlpcli.config.yaml.nodes import Plain
from mlpcli.config.yaml.notation import entry_lines


def config_of_toml(text: str) -> Translated | None:
    """The mapping that a text in TOML is; None if it is not one, or an empty one."""
    try:
        found = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return None
    lines = (f"{line}\n" for key, value in found.items() for line in entry_lines(key, _plain(value), 0))
    return Translated("".join(lines)) if found else None


def _plain(value: Any) -> Plain:
    """A value as YAML has it: moments of time are texts there."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    is_moment = isinstance(value, datetime.date | datetime.time)
    return value.isoformat() if is_moment else value  # type: ignore[no-any-return]
