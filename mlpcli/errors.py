"""The errors a user can meet, each with the exit code that the command line gives it."""

import signal
from collections.abc import Sequence
from dataclasses import dataclass


class MlpcliError(Exception):
    """An expected error: what was found, and in `fix` what to do about it."""

    exit_code = 1

    def __init__(self, message: str, fix: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix


@dataclass(frozen=True)
class Problem:
    """One mistake in a config file.

    `where` is `file:line:column`; `subject` the key as a reader would point at it, such as
    `layers[2] Dense.units`.
    """

    where: str
    subject: str
    message: str
    fix: str


class UsageError(MlpcliError):
    """The command line asks for something that does not exist or does not fit together."""

    exit_code = 2


class ConfigError(MlpcliError):
    """One or more mistakes in the config; `problems` lists them all in the order of the file."""

    exit_code = 2

    def __init__(self, problems: Sequence[Problem]) -> None:
        count = len(problems)
        super().__init__("1 mistake in the config" if count == 1 else f"{count} mistakes in the config")
        self.problems = tuple(problems)


class DataError(MlpcliError):
    """The data is missing, unreadable, or not what the config says it is."""

    exit_code = 3


class RunError(MlpcliError):
    """A file of a run folder is missing, broken, or not one that this tool would write."""

    exit_code = 4


class DivergedError(MlpcliError):
    """Training produced a loss that is not a number."""

    exit_code = 5


class StorageError(MlpcliError):
    """A file could not be written: no space, no permission, no such folder."""

    exit_code = 6


class RunInUseError(MlpcliError):
    """Another process is working on the run."""

    exit_code = 7


class WorkerError(MlpcliError):
    """A worker of a training on several is lost, and the training with it."""

    def __init__(self, message: str, fix: str = "", exit_code: int = 1) -> None:
        super().__init__(message, fix)
        self.exit_code = exit_code


class Terminated(BaseException):
    """SIGTERM or SIGHUP arrived. Like KeyboardInterrupt not an Exception, so that nothing swallows it."""

    def __init__(self, number: int = signal.SIGTERM) -> None:
        super().__init__(number)
        self.number = number
        self.exit_code = 128 + number
