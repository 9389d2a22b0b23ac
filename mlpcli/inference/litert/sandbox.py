"""Tries a model in a separate process first, where a crash of LiteRT does no harm."""

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

HELPER = "mlpcli.inference.litert.sandbox_process"
BEGAN, ANSWERED, ENDED = b"began.", b"answered.", b"ended."
"""What the helper writes to its standard output: if BEGAN is there without ENDED, LiteRT crashed."""

# The helper's own limit of processor time is lower: a timeout means a busy machine, not a bad model.
_SECONDS = 60.0


@dataclass(frozen=True)
class Trial:
    """How a trial ended. `answered`: the model gave its outputs. `crash`: what LiteRT crashed with, if it
    did.

    Neither is set if the model was refused with an exception, which using it later raises again, or if this
    system could not try it.
    """

    answered: bool = False
    crash: str | None = None


def try_model(content: bytes, shape: tuple[int, ...], outputs: int) -> Trial:
    """Runs the model in a new process, on a few rows of `shape`, with `outputs` numbers each.

    The process is spawned: a fork inherits locks held by threads of this process, which nothing releases.
    """
    # If the program is packed into one file, sys.executable is that program, not Python.
    if not sys.executable or getattr(sys, "frozen", False):
        return Trial()
    try:
        done = subprocess.run(
            # -P: unlike `-m` alone, nothing is imported from the current folder.
            [sys.executable, "-P", "-m", HELPER, json.dumps(shape), str(outputs)],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
            env=_environment(),
        )
    except (OSError, subprocess.TimeoutExpired):
        return Trial()
    if BEGAN in done.stdout and ENDED not in done.stdout:
        return Trial(crash=_name(done.returncode))
    return Trial(answered=ANSWERED in done.stdout)


def _environment() -> dict[str, str]:
    """The environment of this process, with this package first in PYTHONPATH."""
    paths = [str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")]
    return os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, paths))}


def _name(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"
