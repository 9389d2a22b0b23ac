"""The description of the server by the OpenAPI specification 3.1."""

from collections.abc import Mapping, Sequence
from typing import Any, get_args
from urllib.parse import quote

from mlpcli.arguments import FitMode, InvertMode
from mlpcli.data.preprocessing import takes_pictures
from mlpcli.inference.answers import names_of_values
from mlpcli.inference.model_description import ModelDescription
from mlpcli.serving.bodies import MOST_CLASSES
from mlpcli.version import VERSION

Schema = dict[str, Any]

_ERROR: Schema = {
    "type": "object",
    "properties": {"error": {"type": "string"}, "fix": {"type": "string"}},
    "required": ["error", "fix"],
}
_REFUSALS = {
    "400": "the request cannot be understood",
    "401": "the token is missing or wrong",
    "408": "the request was not sent in time",
    "411": "the request says nothing of the length of its body",
    "413": "the request holds more than is allowed",
    "415": "the body is of a type that is not read",
    "422": "the rows do not fit the network",
    "429": "too many requests are waiting; send it again after Retry-After",
    "431": "the head of the request is too long",
    "503": "the server is stopping or out of memory",
    "504": "the answer took too long",
}


def openapi(runs: Mapping[str, ModelDescription], needs_token: bool) -> Schema:
    """The document for these runs by name; the only one is at `/predict` too."""
    paths: Schema = {"/health": {"get": _operation("Whether the server answers.", {"type": "object"}, [])}}
    if len(runs) > 1:
        paths["/model"] = {
            "get": _operation("The same as /model of every run, by name.", {"type": "object"}, ["401"])
        }
    for name, described in runs.items():
        for prefix in prefixes(quote(name, safe=""), len(runs) == 1):
            paths[f"{prefix}/predict"] = {"post": _predict(name, described)}
            paths[f"{prefix}/model"] = {
                "get": _operation(f"What {name} takes, answers and reached.", {"type": "object"}, ["401"])
            }
    document: Schema = {
        "openapi": "3.1.0",
        "info": {"title": "mlpcli serve", "version": VERSION},
        "paths": paths,
        "components": {"schemas": {"Error": _ERROR}},
    }
    if needs_token:
        schemes = {
            "bearer": {"type": "http", "scheme": "bearer"},
            "basic": {"type": "http", "scheme": "basic"},
        }
        document["components"]["securitySchemes"] = schemes
        document["security"] = [{name: []} for name in schemes]
        paths["/health"]["get"]["security"] = []
    return document


def prefixes(name: str, is_only: bool) -> list[str]:
    """What the paths of a run begin with; the only run is at the top too."""
    own = f"/runs/{name}"
    return ["", own] if is_only else [own]


def _operation(summary: str, answer: Schema, refusals: Sequence[str]) -> Schema:
    return {
        "summary": summary,
        "responses": {
            "200": {"description": "the answer", "content": {"application/json": {"schema": answer}}},
            **{code: _refusal(code) for code in refusals},
        },
    }


def _refusal(code: str) -> Schema:
    schema = {"$ref": "#/components/schemas/Error"}
    return {"description": _REFUSALS[code], "content": {"application/json": {"schema": schema}}}


def _predict(name: str, described: ModelDescription) -> Schema:
    operation = _operation(f"Predictions of {name}.", _answers(described), list(_REFUSALS))
    count = {"type": "integer", "minimum": 1, "maximum": MOST_CLASSES, "default": 3}
    operation["parameters"] = [_option("top_k", "the number of classes to list", count)]
    if described.facts.kind == "image":
        operation["parameters"] += [
            _option("invert", "when black and white are swapped", _modes(InvertMode)),
            _option("fit", "when drawings are fitted to the training images", _modes(FitMode)),
        ]
    operation["requestBody"] = {"required": True, "content": _bodies(described)}
    return operation


def _option(name: str, description: str, schema: Schema) -> Schema:
    return {"name": name, "in": "query", "description": description, "schema": schema}


def _modes(modes: object) -> Schema:
    return {"type": "string", "enum": list(get_args(modes)), "default": "auto"}


def _bodies(described: ModelDescription) -> Schema:
    binary: Schema = {"type": "string", "format": "binary"}
    files: Schema = {"type": "object", "additionalProperties": binary}
    bodies: Schema = {
        "application/json": {"schema": _rows(described)},
        "multipart/form-data": {"schema": files},
    }
    if takes_pictures(described.facts):
        bodies["image/*"] = {"schema": binary}
    elif described.facts.kind != "image":
        bodies["text/csv"] = {"schema": {"type": "string"}}
    if described.preprocessing.table is None:
        bodies["application/x-npy"] = {"schema": binary}
    if _objects(described):
        bodies["application/x-ndjson"] = {"schema": {"type": "string"}}
    return bodies


def _rows(described: ModelDescription) -> Schema:
    """A row, a list of them, or that list as `rows`."""
    objects = _objects(described)
    numbers = _numbers(described) if described.preprocessing.table is None else None
    kinds = [one for one in (objects, numbers) if one]
    row = kinds[0] if len(kinds) == 1 else {"anyOf": kinds}
    rows: Schema = {"type": "array", "items": row, "minItems": 1}
    named = {
        "type": "object",
        "properties": {"rows": rows},
        "required": ["rows"],
        "additionalProperties": False,
    }
    return {"anyOf": [row, rows, named]}


def _objects(described: ModelDescription) -> Schema | None:
    table = described.preprocessing.table
    if table is not None:
        names = [column.name for column in table.columns]
        any_cell: Schema = {"type": ["number", "string", "boolean", "null"]}
        return {"type": "object", "properties": dict.fromkeys(names, any_cell), "required": names}
    return {"type": "object"} if described.preprocessing.series is not None else None


def _numbers(described: ModelDescription) -> Schema:
    """A row of numbers; of an image of one channel also without an axis for it."""
    shape = described.facts.shape
    if described.facts.kind == "image" and shape[-1] == 1:
        return {"anyOf": [_nested(shape), _nested(shape[:-1])]}
    return _nested(shape)


def _nested(shape: Sequence[int]) -> Schema:
    schema: Schema = {"type": "number"}
    for length in reversed(shape):
        schema = {"type": "array", "items": schema, "minItems": length, "maxItems": length}
    return schema


def _answers(described: ModelDescription) -> Schema:
    if described.facts.classes:
        ranked = {
            "type": "object",
            "properties": {"label": {"type": "string"}, "probability": {"type": ["number", "null"]}},
        }
        properties: Schema = {
            "label": {"type": ["string", "null"]},
            "confidence": {"type": ["number", "null"]},
            "top_k": {"type": "array", "items": ranked},
        }
    else:
        properties = dict.fromkeys(names_of_values(described), {"type": ["number", "null"]})
    series = described.preprocessing.series
    if series is not None and series.window:
        properties = {"step": {"type": "integer"}, "target": {"type": "string"}, **properties}
    prediction = {"type": "object", "properties": {"input": {"type": "string"}, **properties}}
    return {
        "type": "object",
        "properties": {
            "run": {"type": "string"},
            "predictions": {"type": "array", "items": prediction},
            "notices": {"type": "array", "items": {"type": "string"}},
        },
        "required": ["run", "predictions", "notices"],
    }
