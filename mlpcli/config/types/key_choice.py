"""A section whose model is chosen by one of its own keys, as in `source: mnist`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import PydanticKnownError, core_schema

from mlpcli.config.types.class_choice import DEFINED_ELSEWHERE, validate_as
from mlpcli.config.types.section import Section


@dataclass(frozen=True, eq=False)
class KeyChoice:
    """A pydantic annotation for a section that is one of `models`, chosen by the value of `key`."""

    key: str
    models: Mapping[str, type[Section]]

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(self._validate)

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {DEFINED_ELSEWHERE: self.key}

    def _validate(self, value: Any) -> Section:
        if isinstance(value, Section):
            return value
        if not isinstance(value, dict):
            raise PydanticKnownError("dict_type")
        if self.key not in value:
            raise PydanticKnownError("union_tag_not_found", {"discriminator": self.key})
        name = value[self.key]
        if not isinstance(name, str) or name not in self.models:
            context = {"discriminator": self.key, "tag": str(name), "expected_tags": ", ".join(self.models)}
            raise PydanticKnownError("union_tag_invalid", context)
        return validate_as(self.models[name], name, value)
