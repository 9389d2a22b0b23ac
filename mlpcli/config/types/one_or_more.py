"""Lists that may be written as one value, where they hold only one."""

from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import core_schema


@dataclass(frozen=True)
class OneOrMore:
    """A pydantic annotation of a list: `metrics: accuracy` stands for `metrics: [accuracy]`.

    `type` is that of an item; anything else is left to the list, which refuses it.
    """

    type: type | tuple[type, ...]

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_before_validator_function(self._listed, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        of_list = handler(schema)
        return {"anyOf": [of_list["items"], of_list]}

    def _listed(self, value: Any) -> Any:
        return (value,) if isinstance(value, self.type) and not isinstance(value, bool) else value
