"""Tries a model in a separate process first, where a crash of LiteRT does no harm."""

import json
import signal
import subprocess
from dataclasses import dataclass

from mlpcli.processes.child_python import command, environment

HELPER = "mlpcli.inference.litert.sandboxed_trial"
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
    helper = command(HELPER, json.dumps(shape), str(outputs))
    if helper is None:
        return Trial()
    try:
        done = subprocess.run(
            helper,
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
            env=environment(),
        )
    except (OSError, subprocess.TimeoutExpired):
        return Trial()
    if BEGAN in done.stdout and ENDED not in done.stdout:
        return Trial(crash=_name(done.returncode))
    return Trial(answered=ANSWERED in done.stdout)


def _name(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"
