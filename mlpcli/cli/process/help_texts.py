"""Help and usage errors of the command line, without the jargon of Typer and pydantic."""

import re
from typing import Any

import typer
from typer.core import TyperCommand
from typer.exceptions import TyperException

from mlpcli.errors import UsageError

# By pydantic's name of the error; Typer validates values with pydantic.
_EXPECTED = {"int_parsing": "a whole number", "greater_than_equal": "at least {ge}"}
_MEANT = re.compile(r"\. Did you mean | \(Possible options: ")


class Command(TyperCommand):
    """A command whose help shows each argument as its metavar, without braces and Python types."""

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
    """Whether the "error" is the help of a command group that was called without a command."""
    return error.message.startswith("Usage: ")


def usage_error(error: TyperException) -> UsageError:
    """Typer's error about the command line as a UsageError."""
    context: typer.Context | None = getattr(error, "ctx", None)
    see = f"see `{context.command_path if context else 'mlpcli'} --help`"
    message, *meant = _MEANT.split(_message(error).rstrip(".?"))
    message = message[:1].lower() + message[1:]
    # The bracket that closes what is meant.
    meant = [one.rstrip("?)") for one in meant]
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
