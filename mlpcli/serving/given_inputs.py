"""The inputs in a body, as `mlpcli predict` takes them, within limits that are checked before they cost."""

import io
import json
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from mlpcli.arguments import Contents
from mlpcli.data.pictures.image_files import FORMATS
from mlpcli.data.preprocessing import Preprocessing
from mlpcli.data.tables.other_formats import LONGEST_START, binary_format
from mlpcli.inference.inputs.open_rows import open_rows
from mlpcli.inference.inputs.predict_inputs import Inputs
from mlpcli.inference.model_description import ModelDescription
from mlpcli.runs.strict_json import parse
from mlpcli.serving.bodies import Order, kind_of
from mlpcli.serving.forms import files_in_form
from mlpcli.serving.limits import Limits
from mlpcli.serving.replies import Refused

NAME = "the body"
_SEPARATORS = (b",", b";", b"\t", b"|", b" ")
Given = Contents | NDArray[Any]


def inputs_in(order: Order, described: ModelDescription, limits: Limits) -> Inputs:
    """The rows of a body that is no single picture.

    Raises Refused for what is no input or more than the limits allow, and DataError as `open_rows` does.
    """
    given = _given(order, described, limits)
    options = order.options
    inputs = open_rows(given, described, options.invert, options.fit, most_pixels=limits.pixels)
    _check_rows(inputs.total, limits)
    if inputs.total * described.facts.count > limits.numbers:
        most = limits.numbers // described.facts.count
        raise _too_many(f"{inputs.total:,} rows", f"send {most:,} rows at a time")
    return inputs


def _given(order: Order, described: ModelDescription, limits: Limits) -> list[Given]:
    if order.kind == "form":
        files = list(files_in_form(order.body, order.type, limits.parts))
        if len(files) > 1 and sum(_pixels(content) for _, _, content in files) > limits.pixels:
            raise Refused(
                413,
                f"the images of the form have more than {limits.pixels:,} pixels together",
                "send fewer at a time",
            )
        return [
            one
            for name, type, content in files
            for one in _file(name, Order(kind_of(type, content), content, order.options), described, limits)
        ]
    return _file(NAME, order, described, limits)


def _pixels(content: bytes) -> int:
    """How many pixels a file has, from its first bytes; 0 if it is no picture."""
    try:
        with Image.open(io.BytesIO(content), formats=list(FORMATS)) as picture:
            return picture.width * picture.height
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return 0


def _file(name: str, order: Order, described: ModelDescription, limits: Limits) -> list[Given]:
    if order.kind == "form":
        raise Refused(415, f"{name} is a form in a form", "send files alone in a form")
    if order.kind == "json":
        return [_json(name, order.body, described, limits)]
    if order.kind == "lines":
        lines = order.body.split(b"\n")
        _check_rows(len(lines), limits)
        rows = [
            _parsed(f"{name}, line {number}", line) for number, line in enumerate(lines, 1) if line.strip()
        ]
        return [_objects(name, rows, described, limits)]
    if order.kind == "arrays" and described.preprocessing.table is not None:
        raise Refused(422, f"{name} is an array, whose columns have no names", _with_names(described))
    # A picture may be sent as a text, as by a form that does not say what it has.
    if order.kind == "text" and described.facts.kind != "image":
        _check_format(name, order.body)
    if order.kind == "text":
        _check_text(order.body, limits)
    return [Contents(name, order.body)]


def _json(name: str, body: bytes, described: ModelDescription, limits: Limits) -> Given:
    value = _parsed(name, body)
    if isinstance(value, dict) and set(value) == {"rows"}:
        value = value["rows"]
    rows = value if isinstance(value, list) else [value]
    if not rows:
        of_table = described.preprocessing.table is not None
        fix = _with_names(described) if of_table else f"send {described.facts.wanted} per row"
        raise Refused(422, f"{name} has no rows", fix)
    if any(isinstance(row, dict) for row in rows) or described.preprocessing.table is not None:
        return _objects(name, rows, described, limits)
    numbers = _numbers(name, value, described)
    # NumPy makes 1 and 0 of them.
    if b"true" in body or b"false" in body:
        raise Refused(422, f"{name} has true or false among its numbers", "write 1 for true, and 0 for false")
    return numbers


def _numbers(name: str, value: object, described: ModelDescription) -> NDArray[Any]:
    try:
        numbers = np.asarray(value)
    except (ValueError, OverflowError) as error:
        raise Refused(
            422, f"{name} has rows of different lengths", f"send {described.facts.wanted} per row"
        ) from error
    if numbers.dtype.kind not in "iuf":
        raise Refused(
            422,
            f"{name} holds something else than numbers, or numbers that are too large",
            f"send {described.facts.wanted} per row, as lists of numbers",
        )
    return numbers


def _with_names(described: ModelDescription) -> str:
    example = json.dumps(_example(described.preprocessing), ensure_ascii=False)
    return f"send rows as {example}, with a value for every column"


def _objects(name: str, rows: Sequence[object], described: ModelDescription, limits: Limits) -> Contents:
    """Rows by the names of their columns, as a file of a JSON object per line."""
    prepared = described.preprocessing
    if prepared.table is None and prepared.series is None:
        raise Refused(
            422,
            f"{name} has objects, but the network's inputs have no names",
            f"send {described.facts.wanted} per row, as lists of numbers",
        )
    _check_rows(len(rows), limits)
    columns: set[str] = set()
    for number, row in enumerate(rows):
        if not isinstance(row, dict):
            what = f"{name}: row {number} is no object with the names of columns"
            raise Refused(422, what, _with_names(described))
        if any(isinstance(cell, dict | list) for cell in row.values()):
            raise Refused(
                422, f"{name}: row {number} holds lists or objects", "give a number or a text per column"
            )
        columns.update(row)
        _check_columns(len(columns), limits)
    if not columns:
        raise Refused(422, f"{name} has no columns", "send a value for every column that GET /model names")
    _check_cells(len(rows) * len(columns), limits)
    return Contents(name, b"\n".join(json.dumps(row).encode() for row in rows))


def _example(prepared: Preprocessing) -> dict[str, object]:
    """The first columns that the network takes, with examples of their values."""
    if prepared.table is not None:
        kinds = {"number": 0.5, "boolean": True}
        return {column.name: kinds.get(column.kind, "...") for column in prepared.table.columns[:3]}
    return dict.fromkeys(prepared.series.features[:3], 0.5) if prepared.series else {}


def _parsed(name: str, body: bytes) -> object:
    try:
        return parse(body.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Refused(400, f"{name} is not UTF-8", "send JSON in UTF-8") from error
    except ValueError as error:
        raise Refused(
            400, f"{name} is not valid JSON: {error}", "correct it; GET /model says what a row has"
        ) from error


def _check_format(name: str, body: bytes) -> None:
    if found := binary_format(body[:LONGEST_START]):
        raise Refused(415, f"{name} is {found[0]}", "send a csv, JSON, or .npy content")


def _check_text(body: bytes, limits: Limits) -> None:
    # A last line need not end, and the first may be a header.
    lines = body.count(b"\n")
    _check_rows(lines - 1, limits)
    first = body.lstrip(b"\r\n").partition(b"\n")[0]
    columns = 1 + max(first.count(one) for one in _SEPARATORS)
    _check_columns(columns, limits)
    _check_cells(columns * lines, limits)


def _check_rows(count: int, limits: Limits) -> None:
    if count > limits.rows:
        raise _too_many(f"{count:,} rows", f"send {limits.rows:,} rows at a time")


def _check_columns(count: int, limits: Limits) -> None:
    if count > limits.columns:
        raise _too_many(f"more than {limits.columns:,} columns", "send those that the network was trained on")


def _check_cells(count: int, limits: Limits) -> None:
    if count > limits.cells:
        raise _too_many(f"{count:,} cells", "send fewer rows at a time")


def _too_many(what: str, fix: str) -> Refused:
    return Refused(413, f"the body has {what}, which are too many", fix)
