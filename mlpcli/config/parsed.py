"""The base of values with a notation of their own, such as `10 epochs` and `2 GB`."""

from typing import Any, ClassVar, Self

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import core_schema


class Parsed:
    """`parse` reads what stands in the config; `notation` is its JSON Schema."""

    notation: ClassVar[JsonSchemaValue]

    @classmethod
    def parse(cls, value: Any) -> Self:
        """The value of what a config holds, or of itself. Raises PydanticCustomError."""
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
