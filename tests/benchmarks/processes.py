"""Whole processes, with the operating system's own account of them."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

MLPCLI = (sys.executable, "-c", "from mlpcli.cli.main import main; main()")

# macOS counts bytes, Linux kibibytes.
_UNIT = 1 if sys.platform == "darwin" else 1024
_LAUNCHER = Path(__file__).with_name("launcher.py")


@dataclass(frozen=True)
class Finished:
    """A process that ended well: what it printed, its wall seconds, its peak memory in bytes."""

    output: str
    seconds: float
    memory: int


def run(command: Sequence[str]) -> Finished:
    """Run a command, its program an absolute path. Raises RuntimeError with what it printed if it fails."""
    # As on anybody's machine Python keeps what it has compiled.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.json")
        done = subprocess.run(
            [sys.executable, str(_LAUNCHER), str(report), *command],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=environment,
        )
        if done.returncode:
            raise RuntimeError(f"exit code {done.returncode}: {' '.join(command)}\n{done.stdout}")
        usage = json.loads(report.read_text())
    return Finished(done.stdout, usage["seconds"], usage["maxrss"] * _UNIT)
