"""The errors shown to users, each with its exit code."""

import math
import signal
from collections.abc import Sequence
from dataclasses import dataclass


class MlpcliError(Exception):
    """An expected error: `message` says what was found, `fix` what to do about it."""

    exit_code = 1

    def __init__(self, message: str, fix: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix


@dataclass(frozen=True)
class LineEdit:
    """The lines `first` to `last` of a file, counted from 1, become `lines`.

    With `last` before `first`, the lines are added before `first`. `file` is a path or an option, such as
    `--set training.epochs`, whose value is its only line.
    """

    file: str
    first: int
    last: int
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Problem:
    """One mistake in a config file.

    `where` is `file:line:column`, or the option or the file alone; `subject` is the key in readable form,
    such as `layers[2] Dense.units`. `edits` are what `fix` means, done to the letter; none if it edits
    nothing of the config. The edits of several problems of one config are the same or apart.
    """

    where: str
    subject: str
    message: str
    fix: str
    edits: tuple[LineEdit, ...] = ()

    @property
    def place(self) -> tuple[str, int, int] | None:
        """File, line and column, both from 1; None if `where` is an option or a file alone."""
        file, *numbers = self.where.rsplit(":", 2)
        if len(numbers) < 2 or not all(map(str.isdecimal, numbers)):
            return None
        line, column = map(int, numbers)
        return file, line, column


def _as_text(problem: Problem) -> str:
    subject = f"{problem.subject}: " if problem.subject else ""
    fix = problem.fix.replace("\n", "\n        ")
    return f"{problem.where}  {subject}{problem.message}\n    fix: {fix}"


class UsageError(MlpcliError):
    """The command line asks for something that does not exist, or combines options that do not fit."""

    exit_code = 2


class ConfigError(MlpcliError):
    """One or more mistakes in the config; `problems` lists all of them in file order."""

    exit_code = 2

    def __init__(self, problems: Sequence[Problem], fix: str = "", where: str = "the config") -> None:
        super().__init__(f"{len(problems)} mistake{'s' if len(problems) != 1 else ''} in {where}", fix)
        self.problems = tuple(problems)

    def __str__(self) -> str:
        """Every mistake with its fix, as the command line shows them."""
        return "\n".join([*map(_as_text, self.problems), self.message])


class DataError(MlpcliError):
    """The data is missing, unreadable, or does not match the config."""

    exit_code = 3


class ConfigAndDataError(ConfigError):
    """Mistakes in the data of configs, and perhaps in the configs too: the exit code is that of the data."""

    exit_code = DataError.exit_code

    def __init__(self, problems: Sequence[Problem], fix: str = "") -> None:
        super().__init__(problems, fix, "the configs and their data")


class RunError(MlpcliError):
    """A file of a run folder is missing, broken, or was not written by this tool."""

    exit_code = 4


class DivergedError(MlpcliError):
    """The training loss became NaN or infinite, at the learning rate `rate`; nan if that is not known."""

    exit_code = 5

    def __init__(self, message: str, fix: str = "", rate: float = math.nan) -> None:
        super().__init__(message, fix)
        self.rate = rate


class StorageError(MlpcliError):
    """A file could not be written (no space, no permission, no such folder), or memory ran out."""

    exit_code = 6


class RunInUseError(MlpcliError):
    """Another process is working on the run."""

    exit_code = 7


class WorkerError(MlpcliError):
    """A worker of a multi-worker training job failed, which ends the whole job."""

    def __init__(self, message: str, fix: str = "", exit_code: int = 1) -> None:
        super().__init__(message, fix)
        self.exit_code = exit_code


class Terminated(BaseException):
    """SIGTERM or SIGHUP arrived. Like KeyboardInterrupt not an Exception, so that nothing catches it."""

    def __init__(self, number: int = signal.SIGTERM) -> None:
        super().__init__(number)
        self.number = number
        self.exit_code = 128 + number
