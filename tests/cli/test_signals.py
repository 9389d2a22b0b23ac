"""Ctrl-C, once and twice, on a training in a process of its own."""

import signal
import subprocess
from pathlib import Path

import pytest

from mlpcli.cli.signals import signals_end_the_command
from mlpcli.errors import Terminated
from mlpcli.runs.listing import list_runs
from mlpcli.runs.record import RunRecord
from tests.cli.processes import start, wait_for

# A step that goes on after the first signal.
STUCK = """
import ctypes, sys
sys.argv[0] = "mlpcli"
from mlpcli.cli.main import main
from mlpcli.training import session

def stuck(*arguments):
    # Native code that no Python handler interrupts, as a long compilation is; other threads run on.
    for line in ("stuck", "stuck still", "stuck for ever"):
        print(line, file=sys.stderr, flush=True)
        ctypes.CDLL(None).sleep(3)

session.train = stuck
main()
"""
CONFIG = """
data: {source: moons, rows: 100}
layers: [{Dense: {units: 1, activation: sigmoid}}]
training: {epochs: 3}
"""


def stuck_training(here: Path) -> "subprocess.Popen[str]":
    (here / "small.yaml").write_text(CONFIG)
    process = start("train", "small.yaml", cwd=here, code=STUCK)
    wait_for("stuck\n", process)
    return process


@pytest.mark.parametrize(("second", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_second_signal_quits_at_once_and_leaves_a_run_to_resume(
    second: signal.Signals, code: int, here: Path
) -> None:
    process = stuck_training(here)
    process.send_signal(signal.SIGINT)
    # Two of a kind that arrive at once are one.
    wait_for("stuck still\n", process)
    process.send_signal(second)
    _, err = process.communicate(timeout=30)
    assert process.returncode == code
    assert "Traceback" not in err
    (run,) = list_runs(here / "runs")
    assert isinstance(run, RunRecord)
    assert run.status == "interrupted"


def test_afterwards_signals_are_as_they_were() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(Terminated), signals_end_the_command():
        signal.raise_signal(signal.SIGTERM)
    assert signal.getsignal(signal.SIGTERM) is before
    assert signal.set_wakeup_fd(-1) == -1
