"""The range of float32: Keras computes in float32, where larger numbers become infinite."""

import struct
from typing import Any

from pydantic_core import PydanticCustomError


def held_by_float32(value: Any) -> Any:
    """`value` unchanged; raises PydanticCustomError for a float out of range, also in a list or a dict."""
    if isinstance(value, tuple | list):
        for item in value:
            held_by_float32(item)
    elif isinstance(value, dict):
        held_by_float32(list(value.values()))
    elif isinstance(value, float):
        try:
            struct.pack("<f", value)
        except OverflowError:
            raise _too_large(value) from None
    return value


def _too_large(value: float) -> PydanticCustomError:
    sign = "-" if value < 0 else ""
    return PydanticCustomError(
        "too_large_for_float32",
        "found {found}, which is out of range for float32: its limit is {end}",
        {"found": f"{value:g}", "end": f"{sign}3.4e+38", "fix": "write a number closer to 0"},
    )
