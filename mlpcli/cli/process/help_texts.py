"""Help and usage errors of the command line, without the jargon of Typer and pydantic."""

import re
import sys
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

import typer
from typer.core import TyperCommand
from typer.exceptions import TyperException

from mlpcli.errors import UsageError
from mlpcli.shell_words import quoted

# By pydantic's name of the error; Typer validates values with pydantic.
_EXPECTED = {"int_parsing": "a whole number", "greater_than_equal": "at least {ge}"}
_COMMAND = re.compile(r"No such command '([^']*)'")
_MEANT = re.compile(r"\. Did you mean | \(Possible options: ")

# What other tools call commands and options. Of options of `train`, most are keys of the config.
_COMMANDS = {
    "help": "write mlpcli --help",
    "version": "write mlpcli --version",
    **dict.fromkeys(("fit", "run", "learn"), "write mlpcli train"),
    **dict.fromkeys(("test", "eval", "score"), "write mlpcli evaluate"),
    **dict.fromkeys(("infer", "inference", "classify"), "write mlpcli predict"),
    **dict.fromkeys(("check", "lint"), "write mlpcli validate"),
    **dict.fromkeys(("list", "ls", "history"), "write mlpcli runs list"),
    **dict.fromkeys(("new", "create"), "write mlpcli init"),
    **dict.fromkeys(("summary", "describe"), "write mlpcli explain"),
    **dict.fromkeys(("continue", "restart"), "write mlpcli resume"),
}
_OF_RUNS = {
    **dict.fromkeys(("delete", "rm", "del"), "write mlpcli runs remove"),
    **dict.fromkeys(("ls", "all"), "write mlpcli runs list"),
    **dict.fromkeys(("info", "inspect", "describe"), "write mlpcli runs show"),
    **dict.fromkeys(("diff", "versus"), "write mlpcli runs compare"),
    **dict.fromkeys(("check", "validate"), "write mlpcli runs verify"),
}
_CONFIGS = (".yaml", ".yml")
# Where the words for an option of `train` are about the training, and not about its files.
_OF_A_TRAINING = ("write --set", "write --epochs", "write --seed", "write --devices")
_MOST_OWNERS = 4
_RATE = "write --set optimizer.Adam.learning_rate=0.01, with the config's optimizer in place of Adam"
# The example at the end, or before a comma, gives way to the value that was typed.
_OPTIONS = {
    **dict.fromkeys(("lr", "learning-rate", "eta"), _RATE),
    **dict.fromkeys(("batch-size", "batch", "bs"), "write --set training.batch_size=64"),
    **dict.fromkeys(("optimizer", "optim", "solver"), "write --set optimizer=SGD"),
    "loss": "write --set training.loss=mean_squared_error",
    **dict.fromkeys(("patience", "early-stopping"), "write --set training.early_stopping.patience=5"),
    **dict.fromkeys(("validation-split", "val-split", "validation"), "write --set data.validation=0.1"),
    **dict.fromkeys(("n-epochs", "num-epochs", "max-epochs", "max-iter"), "write --epochs 10"),
    **dict.fromkeys(("random-state", "random-seed"), "write --seed 3"),
    **dict.fromkeys(("output", "out", "output-dir", "save-dir", "log-dir", "logdir"), "write --runs FOLDER"),
    **dict.fromkeys(("gpus", "num-gpus"), "write --devices 2"),
    **dict.fromkeys(("config", "config-file"), "leave it out: the path of the config stands alone"),
}
_EXAMPLE = re.compile(r"(?<=[= ])[\w.]+(?=,|$)")
_TRAINED = frozenset({"model", "weights", "checkpoint", "model-path", "run-id"})


class Command(TyperCommand):
    """A command whose help shows each argument as its metavar, without braces and Python types."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except TyperException as error:
            # What is wrong with an option itself, such as `--json=yes`, does not say of which command.
            if getattr(error, "ctx", ctx) is None:
                error.ctx = ctx  # type: ignore[attr-defined]
            raise

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
    if hint := _hint(error, context):
        return UsageError(message, f"{hint}; {see}")
    return UsageError(message, f"did you mean {meant[0]}? {see}" if meant else see)


def _hint(error: TyperException, context: typer.Context | None) -> str:
    """What another tool's command or option is here; empty if it is not known."""
    if command := _COMMAND.match(error.format_message()):
        return _meant_by(command[1], context) if context else ""
    name = str(getattr(error, "option_name", "")).lstrip("-").replace("_", "-").lower()
    if context is None:
        return ""
    meant, value = _OPTIONS.get(name, ""), typed_after(str(getattr(error, "option_name", "")))
    if value and meant.startswith("write"):
        meant = _EXAMPLE.sub(lambda _: quoted(value), meant, count=1)
    if name in _TRAINED and (run := _run_of(context, value)):
        return run
    if context.info_name == "train":
        return meant
    if meant.startswith(_OF_A_TRAINING):
        return f"a training is set by the config or by options of mlpcli train; there, {meant}"
    owners = sorted(_with_option(context.find_root().command, f"--{name}", "mlpcli")) if name else []
    # Where many have an option, none is meant more than another.
    return f"it is an option of {' and '.join(owners)}" if 0 < len(owners) <= _MOST_OWNERS else ""


def _meant_by(word: str, context: typer.Context) -> str:
    """What a word in place of a command means: one of another group, of another tool, or a config."""
    if context.parent is not None:
        return _OF_RUNS.get(word, "")
    if word.lower().endswith(_CONFIGS):
        return f"write mlpcli train {quoted(word)}"
    groups = getattr(context.command, "commands", {})
    # `run list`, where the group is `runs`.
    after = typed_after(word)
    within = (
        f"{name} {one}"
        for name, group in groups.items()
        for one in (word, after if name == f"{word}s" else "")
        if one in getattr(group, "commands", {})
    )
    of_another = next((f"write mlpcli {command}" for command in within), "")
    return of_another or _COMMANDS.get(word, "") or _OF_RUNS.get(word, "")


def typed_after(option: str) -> str:
    """What follows an option on the command line, behind `=` or as the next word; empty if nothing does."""
    for word, after in zip_longest(sys.argv[1:], sys.argv[2:], fillvalue=""):
        if word == option:
            return "" if after.startswith("--") else after
        if word.startswith(f"{option}="):
            return word.removeprefix(f"{option}=")
    return ""


def _run_of(context: typer.Context, value: str) -> str:
    """How a command is told which trained network to use; empty if it uses none."""
    if any("--run" in param.opts for param in context.command.params):
        return f"write --run {quoted(value) if value else 'RUN'}"
    arguments = [getattr(param, "metavar", "") for param in context.command.params]
    return "leave it out: the run stands alone" if "[RUN]" in arguments else ""


def _with_option(command: Any, option: str, path: str) -> Iterator[str]:
    """The commands that have an option, by what is typed for them."""
    for name, one in getattr(command, "commands", {}).items():
        yield from _with_option(one, option, f"{path} {name}")
    if any(option in param.opts for param in command.params) and not getattr(command, "hidden", False):
        yield path


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
