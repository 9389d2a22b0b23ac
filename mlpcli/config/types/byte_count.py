"""Amounts of memory: `500 MB`, `2 GB`.

pydantic's ByteSize is not used: it accepts `2000` and `true` as bytes, reads `2 GB x` as 2 GB, and loses how
the amount was written, which the resolved config keeps.
"""

import re
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from pydantic.json_schema import JsonSchemaValue
from pydantic_core import PydanticCustomError

from mlpcli.config.types.section import Notation

_UNITS = {"MB": 10**6, "GB": 10**9}
_AMOUNT = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,3})?) ?(MB|GB)")


@dataclass(frozen=True)
class ByteCount(Notation):
    """An amount as written, and in bytes."""

    notation: ClassVar[JsonSchemaValue] = {"type": "string", "pattern": f"^{_AMOUNT.pattern}$"}

    text: str
    bytes: int

    def __str__(self) -> str:
        return self.text

    @classmethod
    def parse(cls, value: Any) -> Self:
        if isinstance(value, cls):
            return value
        match = _AMOUNT.fullmatch(value) if isinstance(value, str) else None
        if match is None:
            raise PydanticCustomError(
                "byte_count",
                "found {found}, expected an amount of memory",
                {"found": repr(value), "fix": "write an amount such as 500 MB or 2 GB", "value": "2 GB"},
            )
        return cls(value, round(float(match[1]) * _UNITS[match[2]]))
