"""The base class of values with their own notation, such as `10 epochs` and `2 GB`."""

from typing import Any, ClassVar, Self

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import core_schema


class Parsed:
    """`parse` converts a value of the config; `notation` is its JSON Schema."""

    notation: ClassVar[JsonSchemaValue]

    @classmethod
    def parse(cls, value: Any) -> Self:
        """The parsed value; an instance is returned unchanged. Raises PydanticCustomError."""
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
