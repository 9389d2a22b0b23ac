"""Help and usage errors of the command line, in the words of this program rather than of Typer's insides."""

import re
from typing import Any

import typer
from typer.core import TyperCommand
from typer.exceptions import TyperException

from mlpcli.errors import UsageError

# By the name that pydantic, which Typer checks values with, gives the mistake.
_EXPECTED = {"int_parsing": "a whole number", "greater_than_equal": "at least {ge}"}
_MEANT = re.compile(r"\. Did you mean | \(Possible options: ")


class Command(TyperCommand):
    """A command whose help shows each argument as its metavar says, without braces and Python's types."""

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        arguments = [param for param in self.get_params(ctx) if param.param_type_name == "argument"]
        return ["[OPTIONS]", *(param.metavar or param.name for param in arguments)]

    def format_options(self, ctx: Any, formatter: Any) -> None:
        for title, kind in (("Arguments", "argument"), ("Options", "option")):
            params = [param for param in self.get_params(ctx) if param.param_type_name == kind]
            if params:
                with formatter.section(title):
                    formatter.write_dl([_record(param, ctx) for param in params])


def _record(param: Any, ctx: typer.Context) -> tuple[str, str]:
    name, text = param.get_help_record(ctx)
    return (param.metavar or param.name if param.param_type_name == "argument" else name), text


def is_help(error: TyperException) -> bool:
    """Whether the error is no mistake, but a group of commands named alone: its text is the group's help."""
    return error.message.startswith("Usage: ")


def usage_error(error: TyperException) -> UsageError:
    """What Typer found wrong with the command line."""
    context: typer.Context | None = getattr(error, "ctx", None)
    see = f"`{context.command_path if context else 'mlpcli'} --help` shows what there is"
    message, *meant = _MEANT.split(_message(error).rstrip(".?)"))
    message = message[:1].lower() + message[1:]
    return UsageError(message, f"did you mean {meant[0]}? {see}" if meant else see)


def _message(error: TyperException) -> str:
    param = getattr(error, "param", None)
    details: Any = getattr(error.__cause__, "errors", list)()
    if param is None or not details:
        return error.format_message()
    name = max(param.opts, key=len)
    first = details[0]
    expected = _EXPECTED.get(first["type"])
    if expected is None:
        return f"{name}: {first['msg'].removeprefix('Value error, ')}"
    return f"{name}: found {first['input']}, expected {expected.format(**first.get('ctx', {}))}"
