"""The one place where errors become messages and exit codes."""

import errno
import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import NoReturn

from typer.exceptions import TyperException

from mlpcli.cli.display.terminal import fix, note, problem
from mlpcli.cli.process.help_texts import is_help, usage_error
from mlpcli.cli.process.signal_handlers import end_by_signal
from mlpcli.cli.process.streams import drop
from mlpcli.errors import ConfigError, MlpcliError, StorageError, Terminated, UsageError
from mlpcli.processes.memory_limit import has_limit

_NO_MEMORY = "out of memory"
# Messages of the dynamic loader if a library does not fit in memory, such as under `ulimit -v`.
_UNMAPPED = ("failed to map segment", "cannot allocate memory", "cannot map zero-fill pages")
_FREE_SPACE = "free some space on that disk, or redirect them to another one"
_NO_SPACE = {
    errno.ENOSPC: _FREE_SPACE,
    errno.EDQUOT: _FREE_SPACE,
    errno.EFBIG: "raise the limit that `ulimit -f` shows, or redirect them to a disk that takes larger files",
}
# Standard output closed by the parent process, and a terminal closed while the program runs.
_GONE = (errno.EBADF, errno.EIO)


@contextmanager
def errors_become_exit_codes() -> Iterator[None]:
    """Run a command inside this. It always exits with one of the exit codes listed in the README."""
    try:
        try:
            yield
        finally:
            # A failing write must be noticed here: at exit, Python would only print a warning.
            sys.stdout.flush()
    except (Terminated, KeyboardInterrupt) as error:
        sys.exit(_stopped(error))
    except BrokenPipeError:
        _end_of_pipe()
    except SystemExit as error:
        # Typer and Rich turn a closed pipe into a SystemExit with code 1.
        if isinstance(error.__context__, BrokenPipeError):
            _end_of_pipe()
        raise
    except Exception as error:
        sys.exit(_stopped(stop) if (stop := end_by_signal()) else _told(error))


def _end_of_pipe() -> NoReturn:
    """The reader of the pipe, such as `head`, needs no more output."""
    drop(sys.stdout)
    sys.exit(0)


def _stopped(error: BaseException) -> int:
    if isinstance(error, Terminated):
        note("terminated", "bold")
        return error.exit_code
    return 130


def _note_lines(text: str) -> None:
    for line in text.split("\n"):
        note(line)


def _told(error: Exception) -> int:
    """Report the error that ended a command to the user, and return its exit code."""
    if isinstance(error, TyperException) and is_help(error):
        _note_lines(error.message)
        return UsageError.exit_code
    if isinstance(error, OSError):
        drop(sys.stdout)
    expected = _expected(error)
    # Standard error may be redirected to a full disk too.
    with suppress(OSError):
        if expected:
            _explain(expected)
        else:
            _report_bug(error)
    return expected.exit_code if expected else 1


def _expected(error: Exception) -> MlpcliError | None:
    """The error as an MlpcliError with a message and a fix, or None if it is unexpected."""
    if isinstance(error, MlpcliError):
        return error
    if isinstance(error, TyperException):
        return usage_error(error)
    if _lacks_memory(error):
        return StorageError(_NO_MEMORY, "close other programs, or raise the limit that `ulimit -v` shows")
    if isinstance(error, MemoryError):
        raised = "raise the limit that `ulimit -v` shows, " if has_limit() else ""
        return StorageError(_NO_MEMORY, f"{raised}use a smaller batch_size, fewer rows, or a smaller network")
    # runs/atomic_files.py reports our own files; this is standard output redirected to a file.
    if isinstance(error, OSError) and error.errno in _NO_SPACE:
        message = f"the results could not be written: {error.strerror}"
        return StorageError(message, _NO_SPACE[error.errno])
    if isinstance(error, OSError) and error.errno in _GONE:
        message = f"the results could not be written: standard output is closed ({error.strerror})"
        return StorageError(message, "redirect them to a file or another program: > results.txt")
    return None


def _lacks_memory(error: Exception) -> bool:
    """Whether the operating system ran out of memory, for example while loading a library."""
    if isinstance(error, OSError) and error.errno == errno.ENOMEM:
        return True
    return isinstance(error, OSError | ImportError) and any(
        words in str(error).lower() for words in _UNMAPPED
    )


def _explain(error: MlpcliError) -> None:
    if isinstance(error, ConfigError):
        for found in error.problems:
            subject = f"{found.subject}: " if found.subject else ""
            problem(found.where, f" {subject}{found.message}")
            fix(found.fix)
        note(f"{error.message}; nothing was started")
        if error.fix:
            note(error.fix)
        return
    problem("error:", error.message)
    if error.fix:
        fix(error.fix)


def _report_bug(error: Exception) -> None:
    problem("error:", f"this is a bug in mlpcli: {type(error).__name__}: {str(error)[:500]}")
    try:
        note(f"    please report it, with the file {_log(error)}")
    except OSError:
        _note_lines("".join(traceback.format_exception(error)).rstrip("\n"))


def _log(error: Exception) -> Path:
    # Imported here because only a bug needs it.
    from platformdirs import user_log_dir

    folder = Path(user_log_dir("mlpcli"))
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{datetime.now():%Y%m%d-%H%M%S}-{os.getpid()}.log"
    path.write_text(
        f"{sys.argv}\n{sys.version}\n{''.join(traceback.format_exception(error))}", encoding="utf-8"
    )
    return path
