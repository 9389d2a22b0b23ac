"""Amounts of memory: `500 MB`, `2 GB`."""

import re
from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import PydanticCustomError, core_schema

_UNITS = {"MB": 10**6, "GB": 10**9}
_AMOUNT = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,3})?) ?(MB|GB)")


@dataclass(frozen=True)
class ByteCount:
    """An amount as it is written, and in bytes."""

    text: str
    bytes: int

    def __str__(self) -> str:
        return self.text

    @classmethod
    def parse(cls, value: Any) -> "ByteCount":
        if isinstance(value, cls):
            return value
        match = _AMOUNT.fullmatch(value) if isinstance(value, str) else None
        if match is None:
            raise PydanticCustomError(
                "byte_count",
                "found {found}, expected an amount of memory",
                {"found": repr(value), "fix": "write an amount such as 500 MB or 2 GB"},
            )
        return cls(value, round(float(match[1]) * _UNITS[match[2]]))

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(cls.parse)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"type": "string", "pattern": f"^{_AMOUNT.pattern}$"}
