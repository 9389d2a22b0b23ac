"""A value that is one of several classes, written `Name` or `Name: {argument: value}`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar, get_args

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationError
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import InitErrorDetails, PydanticCustomError, core_schema

from mlpcli.config.types.section import Named, Section

DEFINED_ELSEWHERE = "x-kind"
# Steps of pydantic's paths, which no key of a config is called.
_PLAIN, _CLASS = "(value)", "(class)"

_Model = TypeVar("_Model", bound=Section)
_OF_PYDANTIC = frozenset(get_args(core_schema.ErrorType))


def by_name(*models: type[_Model]) -> Mapping[str, type[_Model]]:
    """`models` by their class names, which configs and Keras use."""
    return {model.__name__: model for model in models}


def snake_case(name: str) -> str:
    """`GlorotUniform` to `glorot_uniform`, as Keras spells it; `Conv2D` to `conv2d`."""
    letters = [
        f"_{letter}" if letter.isupper() and before.islower() else letter
        for before, letter in zip(" " + name, name, strict=False)
    ]
    return "".join(letters).lower().strip()


@dataclass(frozen=True)
class PlainValue:
    """A value that is not a named class: how to recognize it, its type, and its JSON Schema."""

    accepts: Callable[[Any], bool]
    type: Any
    schema: JsonSchemaValue


# Compared by identity (eq=False): typing needs hashable annotations, and the registries are not hashable.
@dataclass(frozen=True, eq=False)
class ClassChoice:
    """A pydantic annotation for a value that is one of `models`, or a plain value.

    `kind` names it in messages. `other_names` are alternative spellings of the same classes. `plain` is
    allowed instead of a class, such as a number for a learning rate. `refused` holds names that users may try
    but that are not allowed, each with a fix.
    """

    kind: str
    models: Mapping[str, type[Named]]
    other_names: Mapping[str, str] = field(default_factory=dict)
    plain: PlainValue | None = None
    refused: Mapping[str, str] = field(default_factory=dict)

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        named = core_schema.no_info_plain_validator_function(self._validate)
        if self.plain is None:
            return named
        choices: dict[Any, core_schema.CoreSchema] = {
            _PLAIN: handler.generate_schema(self.plain.type),
            _CLASS: named,
        }
        return core_schema.tagged_union_schema(choices, discriminator=self._choice)

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        # config/json_schema.py defines each kind once; inlined here, it would be repeated 300 times.
        return {DEFINED_ELSEWHERE: self.kind}

    def alternatives(self, arguments: Callable[[str], JsonSchemaValue]) -> list[JsonSchemaValue]:
        """The JSON Schemas of all alternatives; `arguments` returns the schema of a class's arguments."""
        found: list[JsonSchemaValue] = [self.plain.schema] if self.plain else []
        for name, model in self.models.items():
            spellings = [name, *(other for other, meant in self.other_names.items() if meant == name)]
            of_class = arguments(name)
            below = [of_class]
            if not any(item.is_required() for item in model.model_fields.values()):
                found.append({"enum": spellings})
                below.append({"type": "null"})
            if alone := model.alone():
                # The definition of the argument, which stands in that of the class.
                below.append({"$ref": f"{of_class['$ref']}/properties/{alone}"})
            of_class = {"anyOf": below} if len(below) > 1 else of_class
            found.extend(_with_arguments(spelling, of_class) for spelling in spellings)
        return found

    def _validate(self, value: Any) -> Named:
        """The class named by `value`, with its arguments."""
        if isinstance(value, Named):
            return value
        if isinstance(value, str):
            name = self._known(value)
            return validate_as(self.models[name], name, {})
        if isinstance(value, dict) and len(value) == 1:
            ((spelled, arguments),) = value.items()
            name = self._known(spelled)
            return validate_as(self.models[name], name, _arguments(self.models[name], arguments))
        if isinstance(value, dict) and value:
            raise self._too_many_keys(value)
        raise PydanticCustomError(
            "not_named",
            "expected a {kind}",
            {"kind": self.kind, "known": list(self.models)},
        )

    def _known(self, name: str) -> str:
        name = self.other_names.get(name, name)
        if name in self.models:
            return name
        if name in self.refused:
            raise PydanticCustomError(
                "refused_name", "{name} is not used here", {"name": name, "fix": self.refused[name]}
            )
        raise PydanticCustomError(
            "unknown_name",
            "there is no {kind} called {name}",
            {"kind": self.kind, "name": name, "known": [*self.models, *self.other_names]},
        )

    def _too_many_keys(self, value: dict[str, Any]) -> PydanticCustomError:
        return PydanticCustomError(
            "too_many_keys",
            "found the keys {keys} side by side, expected one {kind}",
            {"keys": ", ".join(value), "kind": self.kind},
        )

    def _choice(self, value: Any) -> str:
        return _PLAIN if self.plain and self.plain.accepts(value) else _CLASS


def _arguments(model: type[Named], value: Any) -> Any:
    """What stands after a class's name, as a mapping: nothing, or its only argument, may stand alone."""
    if value is None:
        return {}
    alone = model.alone()
    if not alone or (isinstance(value, list) and not model.takes_list(alone)):
        return value
    return value if isinstance(value, dict) and not is_class(model, alone, value) else {alone: value}


def is_class(model: type[Named], argument: str, value: Mapping[str, Any]) -> bool:
    """Whether a mapping is the class that `argument` takes, and not a mapping of arguments."""
    choices = [one for one in model.model_fields[argument].metadata if isinstance(one, ClassChoice)]
    return len(value) == 1 and any(next(iter(value)) in one.models for one in choices)


def _with_arguments(name: str, arguments: JsonSchemaValue) -> JsonSchemaValue:
    return {
        "type": "object",
        "properties": {name: arguments},
        "required": [name],
        "additionalProperties": False,
    }


def validate_as(model: type[_Model], name: str, value: Any) -> _Model:
    """`value` as a `model`. Raises ValidationError with paths that begin with `name`, as a union's do.

    Pydantic's own unions build the validators of all their models first: a fifth of a second for the hundred
    classes of the config language, of which a config uses five or six.
    """
    if isinstance(value, model):
        return value
    try:
        return model.model_validate(value)
    except ValidationError as error:
        raise ValidationError.from_exception_data(name, _below(name, error)) from None


def _below(name: str, error: ValidationError) -> list[InitErrorDetails]:
    found = []
    for details in error.errors(include_url=False):
        kind, context = details["type"], details.get("ctx", {})
        found.append(
            InitErrorDetails(
                type=kind if kind in _OF_PYDANTIC else PydanticCustomError(kind, details["msg"], context),
                loc=(name, *details["loc"]),
                input=details["input"],
                ctx=context,
            )
        )
    return found
