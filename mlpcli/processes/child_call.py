"""A function called in a child process, which can be ended even while native code holds Python's lock.

`python -m mlpcli.processes.child_call MODULE`, started by `ChildCall`, calls `MODULE.answer(order, report)`.
Orders, reports and results are pickled: only these two processes write to the pipes between them.
"""

import os
import pickle
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable
from contextlib import ExitStack
from importlib import import_module
from typing import IO, Any

from mlpcli.errors import MlpcliError, StorageError
from mlpcli.processes.child_python import command, environment
from mlpcli.processes.memory_limit import has_limit
from mlpcli.processes.termination import SIGNALS, before_the_end

HELPER = "mlpcli.processes.child_call"
# Classes that this process need not import what the child imported for.
_KNOWN = ("builtins", "mlpcli.errors")
# What expected errors tell.
_TOLD = ("message", "fix", "problems", "exit_code")
# How a process ends if C++, code that does not look at what it got, or the dynamic loader gets no memory.
_WITHOUT_MEMORY = (-signal.SIGABRT, -signal.SIGSEGV, 127)


class ChildCall:
    """A child process that imports `module` at once, from entry to exit of the block, which ends it."""

    def __init__(self, module: str) -> None:
        self._module = module
        self._process: subprocess.Popen[bytes] | None = None
        self._entered = ExitStack()

    def __enter__(self) -> "ChildCall":
        line = command(HELPER, self._module)
        if line is None:
            return self
        try:
            self._process = subprocess.Popen(
                line,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=environment(),
                # A terminal sends Ctrl-C to this process alone, which ends the other.
                start_new_session=True,
            )
        except OSError:
            # The limit of processes is reached, for example: it is called in this one.
            return self
        self._entered.enter_context(before_the_end(self._end))
        return self

    def __exit__(self, *error: object) -> None:
        self._entered.close()
        self._end()

    def _end(self) -> None:
        if self._process:
            with self._process:
                self._process.kill()

    def answer(self, order: object, report: Callable[..., object]) -> Any:
        """What `answer(order, report)` of the module returns; `report` is called in this process.

        To be called once. Raises what it raises; a class that is not of Python or `errors` as the one there
        that it is derived from, or as OSError, MemoryError or RuntimeError. Raises StorageError if the child
        process was killed, or crashed under a limit of memory, and RuntimeError if it crashed without one.
        Without a child process, which some systems do not allow, it is called in this one.
        """
        if self._process is None:
            return import_module(self._module).answer(order, report)
        stdin, stdout = self._process.stdin, self._process.stdout
        try:
            # Past the buffer of `stdin`, which would be written again when it is closed.
            os.write(stdin.fileno(), pickle.dumps(order))  # type: ignore[union-attr]
            while True:
                kind, content = pickle.load(stdout)  # type: ignore[arg-type]
                if kind == "result":
                    return content
                if kind == "error":
                    raise content
                report(*content)
        except (BrokenPipeError, EOFError):
            raise _ended(self._process.wait()) from None


def _ended(code: int) -> Exception:
    if code == -getattr(signal, "SIGKILL", 0):
        return StorageError(
            "the system killed the child process, which most likely needed more memory than there is",
            "close other programs",
        )
    how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
    if code in _WITHOUT_MEMORY and has_limit():
        return StorageError(
            f"out of memory: the child process crashed ({how}), most likely because of the limit that "
            "`ulimit -v` shows",
            "raise it, or ask the batch system for more memory",
        )
    if -code in SIGNALS:
        return StorageError(f"another program ended the child process with {how}", "run the command again")
    return RuntimeError(f"the child process crashed: {how}")


def main() -> None:
    answers = os.fdopen(os.dup(1), "wb")
    # What libraries print must not come between the answers.
    os.dup2(2, 1)
    orders: list[Any] = []
    is_ordered = threading.Event()

    def listen() -> None:
        try:
            orders.append(pickle.load(sys.stdin.buffer))
            is_ordered.set()
            os.read(0, 1)
        finally:
            # The parent process is gone, or does not need the answer any more.
            os._exit(1)

    threading.Thread(target=listen, daemon=True).start()
    try:
        answer = import_module(sys.argv[1]).answer
        is_ordered.wait()
        _send(answers, "result", answer(orders[0], lambda *content: _send(answers, "report", content)))
    except Exception as error:
        _send(answers, "error", _portable(error))
    # Nothing is left to do, and what TensorFlow does at the end takes time.
    os._exit(0)


def _send(answers: IO[bytes], kind: str, content: object) -> None:
    answers.write(pickle.dumps((kind, content)))
    answers.flush()


def _portable(error: Exception) -> Exception:
    """The error as one that the parent process can read, with its traceback here as a note."""
    if type(error).__module__ not in _KNOWN:
        error = _of_python(error).with_traceback(error.__traceback__)
    error.add_note("".join(traceback.format_exception(error)))
    return error


def _of_python(error: Exception) -> Exception:
    if isinstance(error, MlpcliError):
        # Its class may want other arguments, and says no more to a user than the one in `errors`.
        plain = next(kind for kind in type(error).__mro__ if kind.__module__ in _KNOWN)
        expected: Exception = plain.__new__(plain, *error.args)
        vars(expected).update({key: value for key, value in vars(error).items() if key in _TOLD})
        return expected
    if isinstance(error, MemoryError):
        return MemoryError(str(error))
    if isinstance(error, OSError) and error.errno is not None:
        return OSError(error.errno, error.strerror, error.filename)
    return RuntimeError(f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    main()
