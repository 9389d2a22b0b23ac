"""The command line in a process of its own, for what only a process has: signals, pipes, imports."""

import os
import subprocess
import sys
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).parents[2]
START = "import sys; sys.argv[0] = 'mlpcli'; from mlpcli.cli.main import main; main()"


def start(
    *arguments: object,
    cwd: Path,
    code: str = START,
    out: int | IO[Any] = subprocess.PIPE,
    err: int | IO[Any] = subprocess.PIPE,
    given: int | IO[Any] = subprocess.DEVNULL,
) -> "subprocess.Popen[str]":
    environment = os.environ | {
        "PYTHONPATH": str(ROOT),
        "MLPCLI_DATA_HOME": str(cwd / "data-home"),
        # Should native code crash, the test's message says where.
        "PYTHONFAULTHANDLER": "1",
    }
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=cwd,
        env=environment,
        stdin=given,
        stdout=out,
        stderr=err,
        text=True,
    )


def wait_for(beginning: str, process: "subprocess.Popen[str]") -> None:
    """Read standard error up to a line that begins so."""
    assert process.stderr
    if not any(line.startswith(beginning) for line in process.stderr):
        raise AssertionError(f"ended with {process.wait()} before it said {beginning!r}")
