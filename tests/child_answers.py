"""What `ChildCall` calls in its tests; run in a child process."""

import ctypes
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from mlpcli.errors import DataError, MlpcliError, UsageError


class _Strange(Exception):
    def __init__(self, first: str, second: str) -> None:
        super().__init__(f"{first} {second}")


class _Download(DataError):
    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}", "go online")
        self.name = name


def _sum(numbers: list[int], report: Callable[..., object]) -> int:
    for number in numbers:
        print("a line of a library")
        report("had", number)
    return sum(numbers)


class _Disk(OSError):
    pass


def _fail(kind: str | int, report: Callable[..., object]) -> None:
    if kind == "expected":
        raise UsageError("found this", "do that")
    if kind == "download":
        raise _Download("mnist", "no network")
    if kind == "system":
        raise FileNotFoundError(2, "No such file", "there")
    if kind == "strange":
        raise _Strange("one", "two")
    if kind == "disk":
        raise _Disk(28, "No space left on device", "there")
    if kind == "memory":
        np.ones(2**62, np.int8)
    if isinstance(kind, int):
        os._exit(kind)
    os.kill(os.getpid(), signal.Signals[kind])


def _hold(path: str, report: Callable[..., object]) -> None:
    """Write the id of this process to `path`, and hold Python's lock for a minute."""
    Path(f"{path}.new").write_text(str(os.getpid()))
    os.rename(f"{path}.new", path)
    # PyDLL, unlike CDLL, keeps the lock.
    ctypes.PyDLL(None).sleep(60)
    raise MlpcliError("it was not ended")


def answer(order: Any, report: Callable[..., object]) -> object:
    if hasattr(order, "path"):
        return _hold(str(order.path), report)
    does, argument = order
    return {"sum": _sum, "fail": _fail, "hold": _hold}[does](argument, report)
