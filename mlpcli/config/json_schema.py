"""The JSON Schema of the config language, for completion and validation in editors."""

from functools import partial
from typing import Any

from pydantic.json_schema import JsonSchemaValue

from mlpcli.config.activations import ONE_ACTIVATION
from mlpcli.config.config import Config
from mlpcli.config.initializers import ONE_INITIALIZER
from mlpcli.config.layers import ONE_LAYER
from mlpcli.config.layers.recurrent import ONE_RECURRENT
from mlpcli.config.layers.sequence import ONE_INNER
from mlpcli.config.losses import ONE_LOSS
from mlpcli.config.metrics import ONE_METRIC
from mlpcli.config.optimizers import ONE_OPTIMIZER, ONE_SCHEDULE
from mlpcli.config.regularizers_constraints import ONE_CONSTRAINT, ONE_REGULARIZER
from mlpcli.config.sources import BY_SOURCE, SOURCES
from mlpcli.config.types.class_choice import DEFINED_ELSEWHERE, ClassChoice

KINDS: tuple[ClassChoice, ...] = (
    ONE_LAYER,
    ONE_OPTIMIZER,
    ONE_SCHEDULE,
    ONE_LOSS,
    ONE_METRIC,
    ONE_ACTIVATION,
    ONE_INITIALIZER,
    ONE_REGULARIZER,
    ONE_CONSTRAINT,
    ONE_RECURRENT,
    ONE_INNER,
)


def json_schema() -> JsonSchemaValue:
    """JSON Schema (draft 2020-12) of a config file."""
    schema = _referring(Config.model_json_schema())
    # A missing name defaults to the file's name.
    schema["required"].remove("name")
    definitions = schema["$defs"]
    for one in KINDS:
        definitions |= {
            _defined(one, name): _referring(model.model_json_schema()) for name, model in one.models.items()
        }
        definitions[one.kind] = {"anyOf": one.alternatives(partial(_to_class, one))}
    definitions |= {name: _referring(model.model_json_schema()) for name, model in SOURCES.items()}
    definitions[BY_SOURCE.key] = {"oneOf": [_reference(name) for name in SOURCES]}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": "mlpcli config"}


def _to_class(one: ClassChoice, name: str) -> JsonSchemaValue:
    return _reference(_defined(one, name))


def _defined(one: ClassChoice, name: str) -> str:
    """What a class is defined as: Identity is a layer and an initializer."""
    first = next(kind.models[name] for kind in KINDS if name in kind.models)
    return name if first is one.models[name] else f"{name} {one.kind}"


def _reference(name: str) -> JsonSchemaValue:
    return {"$ref": f"#/$defs/{name}"}


def _referring(schema: Any) -> Any:
    """The schema with each placeholder of a kind replaced by a reference, and without titles."""
    if isinstance(schema, list):
        return [_referring(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if kind := schema.get(DEFINED_ELSEWHERE):
        return _reference(kind)
    # A mapping under the key title is a property named title; a text is pydantic's title.
    return {
        key: _referring(value) for key, value in schema.items() if key != "title" or isinstance(value, dict)
    }
