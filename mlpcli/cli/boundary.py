"""The one place where errors become messages and exit codes."""

import os
import signal
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import NoReturn

from mlpcli.cli.terminal import literal, note
from mlpcli.errors import ConfigError, MlpcliError, StorageError, Terminated

_NO_MEMORY = "the memory of this machine does not suffice"


@contextmanager
def errors_become_exit_codes() -> Iterator[None]:
    """Run a command inside this. Every way out of it is an exit code that the README lists."""
    signal.signal(signal.SIGTERM, _terminate)
    try:
        try:
            yield
        finally:
            # What cannot be written must be found here: after this, Python would only complain of it.
            sys.stdout.flush()
    except MlpcliError as error:
        _explain(error)
        sys.exit(error.exit_code)
    except Terminated as error:
        note("terminated", "bold")
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        _end_of_pipe()
    except SystemExit as error:
        # Typer and Rich make an exit of their own, with code 1, of a closed pipe.
        if isinstance(error.__context__, BrokenPipeError):
            _end_of_pipe()
        raise
    except MemoryError:
        _explain(StorageError(_NO_MEMORY, "use a smaller batch_size, fewer rows, or a smaller network"))
        sys.exit(StorageError.exit_code)
    except Exception as error:
        _report_bug(error)
        sys.exit(1)


def _terminate(number: int, frame: FrameType | None) -> NoReturn:
    raise Terminated


def _end_of_pipe() -> NoReturn:
    """Whoever read has seen enough, as `head` does."""
    # What is still buffered would fail once more when Python flushes at the end.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(0)


def _explain(error: MlpcliError) -> None:
    if isinstance(error, ConfigError):
        for problem in error.problems:
            subject = f"{literal(problem.subject)}: " if problem.subject else ""
            note(f"{literal(problem.where)}  {subject}{literal(problem.message)}", "red")
            note(f"    fix: {literal(problem.fix)}")
        note(f"{error.message}; nothing was started")
        return
    note(f"error: {literal(error.message)}", "red")
    if error.fix:
        note(f"    fix: {literal(error.fix)}")


def _report_bug(error: Exception) -> None:
    note(
        f"error: this is a bug in mlpcli: {literal(type(error).__name__)}: {literal(str(error)[:500])}", "red"
    )
    try:
        note(f"    please report it, with the file {_log(error)}")
    except OSError:
        note(literal("".join(traceback.format_exception(error))))


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
