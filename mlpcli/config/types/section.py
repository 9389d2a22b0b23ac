"""Base classes of the config schema."""

from typing import Any, ClassVar, Self, get_args, get_origin

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, GetJsonSchemaHandler, field_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import core_schema

from mlpcli.config.types.float32 import held_by_float32


class Section(BaseModel):
    """A mapping that allows only known keys; values are not converted from their YAML type."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        strict=True,
        allow_inf_nan=False,
        # Validators are built on first use: a config uses few of the hundred models.
        defer_build=True,
    )

    @classmethod
    def summary(cls) -> str:
        """What the reference says of it: the first paragraph of its own docstring, empty without one."""
        text = " ".join((cls.__doc__ or "").split("\n\n")[0].split())
        return text if cls.__doc__ != (cls.__mro__[1].__doc__ or "") else ""

    @field_validator("*")
    @classmethod
    def _held_by_float32(cls, value: Any) -> Any:
        return held_by_float32(value)


class Named(Section):
    """A class name and its arguments, written `Name: {argument: value}`, or `Name` alone.

    One argument may be written without its name, `Dense: 10`: the only one that is required, or else the one
    that `main_argument` names.
    """

    main_argument: ClassVar[str] = ""

    @classmethod
    def alone(cls) -> str:
        """The argument that `Name: value` gives; empty if it could be several."""
        required = [name for name, field in cls.model_fields.items() if field.is_required()]
        return required[0] if len(required) == 1 else "" if required else cls.main_argument

    @classmethod
    def takes_list(cls, argument: str) -> bool:
        """Whether an argument can be a list."""
        annotation = cls.model_fields[argument].annotation
        return any(get_origin(one) is tuple for one in (annotation, *get_args(annotation)))

    @classmethod
    def keras_name(cls) -> str:
        """The name that configs and Keras have for it."""
        return cls.__name__


class Notation:
    """A value with a special notation, such as `10 epochs` and `2 GB`.

    `parse` reads the value from the config; `notation` is its JSON Schema.
    """

    notation: ClassVar[JsonSchemaValue]

    @classmethod
    def parse(cls, value: Any) -> Self:
        """The parsed `value`, which may be parsed already. Raises PydanticCustomError."""
        raise NotImplementedError

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(cls.parse)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return cls.notation
