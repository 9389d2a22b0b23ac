"""Whole processes, with the operating system's own account of them."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass

MLPCLI = (sys.executable, "-c", "from mlpcli.cli.main import main; main()")

# macOS counts bytes, Linux kibibytes.
_UNIT = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True)
class Finished:
    """A process that ended well: what it printed, its wall seconds, its peak memory in bytes."""

    output: str
    seconds: float
    memory: int


def run(command: Sequence[str]) -> Finished:
    """Run a command to its end. Raises RuntimeError with what it printed if it fails."""
    # As on anybody's machine Python keeps what it has compiled.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryFile("w+") as output:
        began = time.perf_counter()
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.DEVNULL, env=environment)
        # wait4 tells the peak memory of this one child.
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        printed = output.read()
    if process.returncode:
        raise RuntimeError(f"exit code {process.returncode}: {' '.join(command)}\n{printed}")
    return Finished(printed, seconds, usage.ru_maxrss * _UNIT)
