"""Running a module of this package in a new Python process."""

import os
import sys
from pathlib import Path


def command(module: str, *arguments: str) -> list[str] | None:
    """The command that runs `module` as a program; None if this system has no Python to run it.

    If the program is packed into one file, sys.executable is that program, not Python.
    """
    if not sys.executable or getattr(sys, "frozen", False):
        return None
    # -P: unlike `-m` alone, nothing is imported from the current folder.
    return [sys.executable, "-P", "-m", module, *arguments]


def environment() -> dict[str, str]:
    """The environment of this process, with this package first in PYTHONPATH."""
    paths = [str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")]
    return os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, paths))}
