"""A model tried in a process of its own first, where a crash of LiteRT costs nothing but the answer."""

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

HELPER = "mlpcli.inference.litert.sandbox_process"
BEGAN, ANSWERED, ENDED = b"began.", b"answered.", b"ended."
"""What the helper writes to its standard output: a crash is what begins and does not end."""

# The helper may compute for less; a machine too busy to let it says nothing of the model.
_SECONDS = 60.0


@dataclass(frozen=True)
class Trial:
    """How a trial ended. `answered`: the model gave its outputs. `crash`: what ended LiteRT, if anything.

    Neither where the model was refused with an exception, which whoever uses it in earnest will meet, and
    where this system could not try it.
    """

    answered: bool = False
    crash: str | None = None


def try_model(content: bytes, shape: tuple[int, ...], outputs: int) -> Trial:
    """Let the model answer a few rows of `shape` with `outputs` numbers each, in a fresh process.

    A spawned one, for a fork has locks that threads of this process held, and nobody to release them.
    """
    # A program packed into one file is no Python: it would start itself once more.
    if not sys.executable or getattr(sys, "frozen", False):
        return Trial()
    try:
        done = subprocess.run(
            # -P: nothing is imported from where the process was started, as `-m` would.
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
    """That of this process, where the helper finds this very package."""
    paths = [str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")]
    return os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, paths))}


def _name(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"
