"""Names that Keras takes in several spellings: `mse`, `MSE`, `MeanSquaredError`, `mean_squared_error`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import core_schema


@dataclass(frozen=True, eq=False)
class Spellings:
    """A pydantic annotation of a Literal: other spellings of its names, by what they stand for.

    The names of Keras's classes, such as `CategoricalCrossentropy`, are known without being listed.
    """

    others: Mapping[str, str]

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        schema = handler(source)
        classes = {_class_name(name): name for name in schema["expected"]}
        known = {**classes, **self.others, **{name.upper(): full for name, full in self.others.items()}}

        def full_name(value: Any) -> Any:
            if not isinstance(value, str) or value in schema["expected"]:
                return value
            letters = value.lower() if value[:1].isupper() and "_" not in value else value
            return known.get(value, known.get(letters, value))

        return core_schema.no_info_before_validator_function(full_name, schema)

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return spellings_schema(handler(schema)["enum"], self.others)


def spellings_schema(names: Sequence[str], others: Mapping[str, str]) -> JsonSchemaValue:
    """The JSON Schema of names with these other spellings."""
    # The spellings of class names are left out: an editor would offer each name twice.
    spelled = [*names, *others, *(name.upper() for name in others)]
    classes = {"type": "string", "pattern": f"^({'|'.join(_pattern(name) for name in names)})$"}
    return {"anyOf": [{"enum": spelled}, classes]}


def _class_name(name: Any) -> str:
    """`meansquarederror`, as the class's name without regard to its capitals."""
    return str(name).replace("_", "")


def _pattern(name: str) -> str:
    """The name of a class, in which any letter but the first may be a capital."""
    letters = _class_name(name)
    return letters[0].upper() + "".join(
        f"[{one}{one.upper()}]" if one.isalpha() else one for one in letters[1:]
    )
