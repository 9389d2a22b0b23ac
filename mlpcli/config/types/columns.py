"""What configs say of the columns of a table: their names, what they hold, and how rows are split."""

from collections.abc import Mapping
from typing import Annotated, Any, get_args

from pydantic import PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from mlpcli.config.dataset_facts import ColumnKind
from mlpcli.config.yaml.notation import one_line

_KINDS: tuple[str, ...] = (*get_args(ColumnKind), "ignore")
_SPLITS = ("column", "group", "time")
_COLUMN_SCHEMA = {"anyOf": [{"type": "string"}, {"type": "integer", "minimum": 1}]}
_OPTIONS_SCHEMA = {
    "type": "object",
    "properties": {
        "kind": {"enum": list(_KINDS)},
        "missing": {"enum": ["impute", "refuse"]},
        "format": {"type": "string"},
    },
    "additionalProperties": False,
}


def _column(value: Any) -> str | int:
    is_position = isinstance(value, int) and not isinstance(value, bool)
    if (isinstance(value, str) and value) or (is_position and value >= 1):
        column: str | int = value
        return column
    # Python counts so from the end, and how many there are is not known yet.
    example: dict[str, int] = {"value": -value} if is_position and value < 0 else {}
    words = f"write the name as in the header, or the position, such as {example.get('value', 1)}"
    raise PydanticCustomError(
        "column",
        "found {found}, expected the name of a column, or its position from 1",
        {"found": repr(value), "fix": words, **example},
    )


ColumnName = Annotated[str | int, PlainValidator(_column), WithJsonSchema(_COLUMN_SCHEMA)]
"""The name of a column, or its position, counted from 1."""


def _columns(value: Any) -> tuple[str, ...] | dict[str, Any] | None:
    if value is None:
        return None
    if isinstance(value, list | tuple) and value and all(isinstance(one, str) and one for one in value):
        if twice := next((one for one in value if list(value).count(one) > 1), None):
            raise _refused(f"{twice!r} is listed twice", "give every column a name of its own")
        return tuple(value)
    if isinstance(value, dict) and value:
        return {str(name): _options(str(name), said) for name, said in value.items()}
    raise _refused(
        f"found {value!r}, expected the names of all columns, or a mapping from columns to kinds",
        "write a list of names for a file without header, or {NAME: category}",
    )


def _options(name: str, said: Any) -> dict[str, str]:
    options = {"kind": said} if isinstance(said, str) else said
    if not isinstance(options, dict) or not options or options.keys() - {"kind", "missing", "format"}:
        raise _refused(
            f"found {said!r} for {name}, expected a kind, or a mapping of kind, missing and format",
            f"write {name}: category, or {name}: {{kind: number, missing: refuse}}",
        )
    kind, missing = options.get("kind"), options.get("missing", "impute")
    if "kind" in options and kind not in _KINDS:
        raise _refused(f"found kind {kind!r} for {name}", f"write one of {', '.join(_KINDS)}")
    if missing not in ("impute", "refuse"):
        raise _refused(f"found missing {missing!r} for {name}", "write missing: impute or missing: refuse")
    if not isinstance(options.get("format", ""), str) or ("format" in options and kind != "date"):
        raise _refused(
            f"found a format for {name}, which is not said to be a date",
            f"write {name}: {{kind: date, format: {_quoted(options['format'])}}}",
        )
    return dict(options)


def _quoted(form: Any) -> str:
    """A format of dates as it is written; an example of one in the place of another value."""
    return one_line(form if isinstance(form, str) else "%d.%m.%Y")


def _refused(message: str, fix: str) -> PydanticCustomError:
    return PydanticCustomError("columns", "{message}", {"message": message, "fix": fix})


Columns = Annotated[
    tuple[str, ...] | dict[str, dict[str, str]] | None,
    PlainValidator(_columns),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "array", "items": {"type": "string"}, "minItems": 1},
                {
                    "type": "object",
                    "additionalProperties": {"anyOf": [{"enum": list(_KINDS)}, _OPTIONS_SCHEMA]},
                },
                {"type": "null"},
            ]
        }
    ),
]
"""The names of all columns of a file without header; or kinds and options of some columns."""


def _split(value: Any) -> str | dict[str, str | int]:
    if value == "random":
        return "random"
    if isinstance(value, dict) and len(value) == 1 and (how := next(iter(value))) in _SPLITS:
        try:
            return {how: _column(value[how])}
        except PydanticCustomError as error:
            context: dict[str, Any] = dict(error.context or {})
            if "value" in context:
                context["value"] = {how: context["value"]}
            raise PydanticCustomError("column", error.message_template, context) from None
    raise PydanticCustomError(
        "split",
        "found {found}, expected random, or a column to split by",
        {
            "found": repr(value),
            "fix": "write split: random, {column: NAME}, {group: NAME} or {time: NAME}",
        },
    )


SplitBy = Annotated[
    str | dict[str, str | int],
    PlainValidator(_split),
    WithJsonSchema(
        {
            "anyOf": [
                {"enum": ["random"]},
                *(
                    {
                        "type": "object",
                        "properties": {how: _COLUMN_SCHEMA},
                        "required": [how],
                        "additionalProperties": False,
                    }
                    for how in _SPLITS
                ),
            ]
        }
    ),
]
"""How rows are drawn: `random`, or one of column, group and time with the column that it goes by."""


def options_of(
    columns: tuple[str, ...] | Mapping[str, dict[str, str]] | None,
) -> Mapping[str, dict[str, str]]:
    """The options by column; empty if `columns` only names them."""
    return columns if isinstance(columns, Mapping) else {}
