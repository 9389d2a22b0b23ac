"""A choice between names alone, and names with arguments as a mapping."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic_core import PydanticCustomError

from mlpcli.config.types.class_choice import ClassChoice, PlainValue
from mlpcli.config.types.section import Named
from mlpcli.config.types.spellings import Spellings, spellings_schema


class NamesOrArguments(ClassChoice):
    """A ClassChoice whose plain values are names, some of which are in `models` too and take arguments."""

    def _known(self, name: str) -> str:
        if isinstance(self.plain, _Names) and name in self.plain.known and name not in self.models:
            raise PydanticCustomError(
                "no_arguments",
                "{name} takes no arguments",
                {"name": name, "fix": f"write {name} alone", "value": name},
            )
        return super()._known(name)


@dataclass(frozen=True)
class _Names(PlainValue):
    known: tuple[str, ...] = ()


def names(kind: Any, known: tuple[str, ...], others: Mapping[str, str] | None = None) -> PlainValue:
    """The names alone: `kind` is their Literal, `known` its values, `others` other spellings of them."""
    if others is None:
        return _Names(_is_alone, kind, {"enum": list(known)}, known)
    return _Names(_is_alone, Annotated[kind, Spellings(others)], spellings_schema(known, others), known)


def class_names(models: Mapping[str, type[Named]]) -> dict[str, str]:
    """The names of Keras's classes, by what configs call them."""
    return {model.__name__: name for name, model in models.items()}


def _is_alone(value: Any) -> bool:
    return not isinstance(value, dict | Named)
