"""The keys allowed at a given path, used for suggestions."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from mlpcli.config.config import Config
from mlpcli.config.initializers import INITIALIZERS
from mlpcli.config.json_schema import KINDS
from mlpcli.config.layers.base import Layer
from mlpcli.config.report import Report
from mlpcli.config.sources import SOURCES
from mlpcli.config.training import MONITORING, Training
from mlpcli.config.types.section import Section

_KINDS: tuple[Mapping[str, type[Section]], ...] = (*(one.models for one in KINDS), SOURCES)
_SECTIONS: Mapping[str, type[Section]] = {
    "training": Training,
    "report": Report,
    **MONITORING,
    **{name: section for kind in reversed(_KINDS) for name, section in kind.items()},
}
_MOST_OWNERS = 3


def keys_of(path: tuple[str | int, ...]) -> list[str]:
    """The keys of the section at `path`; for `source`, the sources; empty if any key is allowed."""
    if not path:
        return list(Config.model_fields)
    if path[-1] == "source":
        return list(SOURCES)
    section = _section(path)
    return list(section.model_fields) if section else []


def required_of(path: tuple[str | int, ...]) -> list[str]:
    """The required keys of the section at `path`."""
    if not path:
        # A missing name defaults to the file's name.
        return [name for name, field in Config.model_fields.items() if field.is_required() and name != "name"]
    section = _section(path)
    return [name for name, field in section.model_fields.items() if field.is_required()] if section else []


def _section(path: tuple[str | int, ...]) -> type[Section] | None:
    name = str(path[-1])
    # Identity is a layer and an initializer.
    if len(path) > 1 and str(path[-2]).endswith("_initializer"):
        return INITIALIZERS.get(name)
    return _SECTIONS.get(name)


def alone_of(name: str) -> str:
    """The argument that `Name: value` gives to a class; empty if there is none."""
    for one in KINDS:
        model = one.models.get(one.other_names.get(name, name))
        if model is not None:
            return model.alone()
    return ""


def is_class_name(name: str) -> bool:
    """Whether a class of any kind is called so, also a loss or an activation."""
    return name[:1].isupper() or any(name in one.models or name in one.other_names for one in KINDS)


def fits(name: str, argument: str, value: Any) -> bool:
    """Whether an argument of the class called `name` takes a value, whatever its others are."""
    section = _section((name,))
    if section is None or argument not in section.model_fields:
        return False
    try:
        section.model_validate({argument: value})
    except ValidationError as error:
        return all(one["loc"][:1] != (argument,) for one in error.errors(include_url=False))
    return True


def own_keys(name: str) -> list[str]:
    """The arguments of a class; those that others of its kind have too come last, as they say least of it."""
    section, known = _section((name,)), keys_of((name,))
    own = [key for key in section.__annotations__ if key in known] if section else []
    shared = {*Layer.model_fields, "seed", "fill_value", "value_range"}
    return [key for key in dict.fromkeys([*required_of((name,)), *own, *known]) if key not in shared]


def default_of(path: tuple[str | int, ...]) -> Any:
    """The default of the key at the end of `path`; None if it has none."""
    names = [step for step in path if isinstance(step, str)]
    owner = names[-2] if len(names) > 1 else ""
    section = _section(tuple(names[:-1])) if owner else Config
    field = section.model_fields.get(names[-1]) if section and names else None
    return None if field is None or field.is_required() else field.get_default()


def owners_of(key: str, name: str) -> list[str]:
    """The classes or sources of the same kind as `name` with an argument `key`; empty if there are many."""
    kind = next((kind for kind in _KINDS if name in kind), {})
    owners = [owner for owner, section in kind.items() if key in section.model_fields]
    return owners if len(owners) <= _MOST_OWNERS else []
