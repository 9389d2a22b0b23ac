"""An axis of an array, or a list of axes, as Keras counts them: the batch is axis 0, and -1 is the last."""

from collections.abc import Callable
from typing import Annotated, Any

from pydantic import PlainValidator, WithJsonSchema
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import PydanticCustomError


def _axes(lowest: int, highest: int, *, or_none: bool = False) -> Callable[[Any], Any]:
    def parse(value: Any) -> Any:
        items = value if isinstance(value, list | tuple) else [value]
        if or_none and value is None:
            return None
        whole = all(isinstance(item, int) and not isinstance(item, bool) for item in items)
        if not items or not whole or not all(lowest <= item <= highest for item in items):
            raise PydanticCustomError(
                "axes",
                "expected an axis from {lowest} to {highest}, or a list of them",
                {
                    "lowest": lowest,
                    "highest": highest,
                    "fix": f"write {max(lowest, -1)}",
                    "value": max(lowest, -1),
                },
            )
        if len(set(items)) < len(items):
            raise PydanticCustomError(
                "axes",
                "an axis is listed twice",
                {"fix": "name every axis once", "value": list(dict.fromkeys(items))},
            )
        return tuple(items) if isinstance(value, list | tuple) else value

    return parse


def _schema(lowest: int, highest: int, *more: JsonSchemaValue) -> WithJsonSchema:
    one = {"type": "integer", "minimum": lowest, "maximum": highest}
    return WithJsonSchema({"anyOf": [one, {"type": "array", "items": one, "minItems": 1}, *more]})


Axes = Annotated[int | tuple[int, ...], PlainValidator(_axes(-4, 4)), _schema(-4, 4)]
AxesOrNone = Annotated[
    int | tuple[int, ...] | None,
    PlainValidator(_axes(-4, 4, or_none=True)),
    _schema(-4, 4, {"type": "null"}),
]
# Of outputs `[rows, outputs]`.
OutputAxes = Annotated[
    int | tuple[int, ...] | None,
    PlainValidator(_axes(-2, 1, or_none=True)),
    _schema(-2, 1, {"type": "null"}),
]
# Of a weight, which has no batch.
WeightAxes = Annotated[int | tuple[int, ...], PlainValidator(_axes(0, 3)), _schema(0, 3)]


def listed(axes: int | tuple[int, ...] | None) -> tuple[int, ...]:
    """The axes as a tuple, none of them for None."""
    if axes is None:
        return ()
    return axes if isinstance(axes, tuple) else (axes,)
