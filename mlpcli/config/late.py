"""Validation by a model that is chosen during validation.

Pydantic's unions build the validators of all their models up front. For the hundred classes of the config
language that takes 0.2 s, although a config uses only five or six of them.
"""

from typing import Any, TypeVar, get_args

from pydantic import ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError, core_schema

from mlpcli.config.model import Section

_Model = TypeVar("_Model", bound=Section)
_OF_PYDANTIC = frozenset(get_args(core_schema.ErrorType))


def validate_as(model: type[_Model], name: str, value: Any) -> _Model:
    """`value` as a `model`. Raises ValidationError with paths that start with `name`, as in a union."""
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
