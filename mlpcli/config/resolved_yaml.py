"""A Config converted back to plain values with every default, as written to `resolved.yaml`."""

from pathlib import Path

import yaml
from pydantic import BaseModel

from mlpcli.config.config import Config
from mlpcli.config.initializers import LiteralValues
from mlpcli.config.schedules import RatesByEpoch, StepCount
from mlpcli.config.types.byte_count import ByteCount
from mlpcli.config.types.section import Named
from mlpcli.config.yaml.nodes import Plain
from mlpcli.config.yaml.scalars import resolve


def to_yaml(config: Config) -> str:
    """The config as YAML; reading it again gives an equal Config."""
    return yaml.dump(
        to_document(config), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100, indent=2
    )


def to_document(value: object) -> Plain:
    """Models as mappings, classes as `Name: {argument: value}`; raises TypeError for any other type."""
    if isinstance(value, BaseModel):
        fields: Plain = {name: to_document(item) for name, item in value}
        return {value.keras_name(): fields} if isinstance(value, Named) else fields
    if isinstance(value, dict):
        return {str(key): to_document(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [to_document(item) for item in value]
    if isinstance(value, LiteralValues):
        return to_document(value.values)
    if isinstance(value, StepCount):
        return str(value) if value.in_epochs else int(value.number)
    if isinstance(value, RatesByEpoch):
        return to_document(value.document())
    if isinstance(value, Path | ByteCount):
        return str(value)
    if value is None or isinstance(value, bool | int | float | str):
        return value
    raise TypeError(f"no way to write {type(value).__name__}")


def as_written(layer: Named) -> Plain:
    """A class with the arguments that are not its defaults, or its name alone."""
    defaults = {name: field.default for name, field in type(layer).model_fields.items()}
    given: Plain = {name: to_document(value) for name, value in layer if value != defaults[name]}
    return {layer.keras_name(): given} if given else layer.keras_name()


class _Dumper(yaml.SafeDumper):
    """Quotes every text that a YAML 1.1 or 1.2 reader could misinterpret."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _list(dumper: yaml.SafeDumper, value: list[Plain]) -> yaml.Node:
    # With one number per line, literal weights would make the file far longer than the original.
    flow = None if any(isinstance(item, dict | str) for item in value) else True
    return dumper.represent_sequence("tag:yaml.org,2002:seq", value, flow_style=flow)


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.Node:
    # With any other style PyYAML folds rare line breaks, such as U+0085, into spaces.
    style = None if value.isprintable() and isinstance(resolve(value), str) else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(list, _list)
