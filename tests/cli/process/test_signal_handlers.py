"""Ctrl-C, once and twice, on a training in a process of its own."""

import os
import signal
import subprocess
import threading
from pathlib import Path

import pytest

from mlpcli.cli.process.signal_handlers import signals_end_the_command
from mlpcli.errors import Terminated
from mlpcli.processes.termination import ends_in_order, may_end_at_once
from mlpcli.runs.folder import RunFolder
from mlpcli.runs.listing import list_runs
from mlpcli.runs.record import RunRecord
from tests.cli.processes import start, wait_for
from tests.conftest import Command

# A step that goes on after the first signal.
STUCK = """
import ctypes, sys
sys.argv[0] = "mlpcli"
from mlpcli.cli.main import main
from mlpcli.training import ChunkResult
from mlpcli.training import trainer

def stuck(model, rows, validation, settings, chunk_ended, epoch_ended, is_due):
    has_trained = "--set=name=trained" in sys.argv
    if has_trained:
        chunk_ended(ChunkResult(1, 1, 100, {"loss": 0.5}))
    # Native code that no Python handler interrupts, as a long compilation is; other threads run on.
    for line in ("stuck", "stuck still", "stuck for ever"):
        print(line, file=sys.stderr, flush=True)
        ctypes.CDLL(None).sleep(3 if has_trained else 30)

trainer.train = stuck
main()
"""
CONFIG = """
data: {source: moons, rows: 100}
layers: [{Dense: {units: 1, activation: sigmoid}}]
training: {epochs: 3, baselines: false}
report: false
"""


# Imports that make something else of what a handler raises, or nothing at all.
IMPORTING = """
import sys
sys.argv[0] = "mlpcli"
from mlpcli.cli import main

class Finder:
    def find_spec(self, name, path, target=None):
        if name == "mlpcli.workflows.validate":
            import signal
            try:
                signal.raise_signal({number})
                while {is_swallowed}:
                    pass
            except BaseException:
                pass
            raise ImportError("partially initialized module")

sys.meta_path.insert(0, Finder())
main.main()
"""
# Ctrl-C before anything that handles it is loaded.
STARTING = """
import sys
sys.argv[0] = "mlpcli"

class Finder:
    def find_spec(self, name, path, target=None):
        if name == "{module}":
            import signal
            sys.meta_path.remove(self)
            signal.raise_signal(signal.SIGINT)

sys.meta_path.insert(0, Finder())
from mlpcli.cli.main import main
main()
"""
# Code that has something to lose, and makes another error of what ends it.
CHANGING = """
import signal, sys
sys.argv[0] = "mlpcli"
from mlpcli.cli.main import main
from mlpcli.workflows import validate

def changing(*arguments, **options):
    try:
        signal.raise_signal({number})
    except BaseException:
        raise AttributeError("half a module")

validate.validate_all = changing
main()
"""
# Code that has something to lose, and a library that swallows what ends it, in a finalizer and by itself.
SWALLOWING = """
import signal, sys, time
sys.argv[0] = "mlpcli"
from mlpcli.cli.main import main
from mlpcli.workflows import validate

class Finalized:
    def __del__(self):
        signal.raise_signal({number})

def swallowing(*arguments, **options):
    for make in (Finalized, object):
        try:
            make()
            spin()
        except BaseException:
            pass
    spin()

def spin():
    until = time.monotonic() + 60
    while time.monotonic() < until:
        pass

validate.validate_all = swallowing
main()
"""
# A signal while Python shuts down, when the command is done.
LATE = """
import atexit, signal, sys
sys.argv[0] = "mlpcli"
from mlpcli.cli.main import main
atexit.register(signal.raise_signal, {number})
main()
"""
ENDING = [
    (number, 128 + number)
    for name in ("SIGINT", "SIGTERM", "SIGHUP")
    if (number := getattr(signal, name, None))
]


def stuck_training(here: Path, *options: str) -> "subprocess.Popen[str]":
    (here / "small.yaml").write_text(CONFIG)
    process = start("train", "small.yaml", *options, cwd=here, code=STUCK)
    wait_for("stuck\n", process)
    return process


@pytest.mark.parametrize(("second", "code"), ENDING[:2])
def test_a_second_signal_quits_at_once_and_leaves_a_run_to_resume(
    second: signal.Signals, code: int, here: Path
) -> None:
    process = stuck_training(here, "--set=name=trained")
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


@pytest.mark.parametrize(("number", "code"), ENDING[1:])
def test_a_first_signal_ends_at_once_what_has_trained_nothing(number: int, code: int, here: Path) -> None:
    process = stuck_training(here)
    process.send_signal(number)
    _, err = process.communicate(timeout=30)
    assert process.returncode == code
    assert "stuck for ever" not in err
    (run,) = list_runs(here / "runs")
    assert isinstance(run, RunRecord)
    assert run.status == "interrupted"
    assert f"mlpcli resume {run.id}" in err
    assert RunFolder(here / "runs" / run.id).record.read_text().count('"interrupted"') == 1


@pytest.mark.parametrize(("number", "code"), ENDING)
@pytest.mark.parametrize("is_swallowed", [True, False], ids=["swallowed", "changed"])
def test_a_signal_during_an_import_ends_the_command(
    number: int, code: int, is_swallowed: bool, here: Path
) -> None:
    process = start(
        "validate",
        "small.yaml",
        cwd=here,
        code=IMPORTING.format(number=int(number), is_swallowed=is_swallowed),
    )
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (code, "")
    # The thread that ends the process, and the error on its way out, run for it.
    assert err in ("", "terminated\n")


@pytest.mark.parametrize(
    "module",
    [
        "mlpcli.processes.termination",
        "mlpcli.cli.process.streams",
        "mlpcli.cli.process.signal_handlers",
        "enum",
    ],
)
def test_a_signal_as_the_command_starts_ends_it_in_silence(module: str, here: Path) -> None:
    process = start("--version", cwd=here, code=STARTING.format(module=module))
    assert process.communicate(timeout=30) == ("", "")
    assert process.returncode == 128 + signal.SIGINT


def test_afterwards_a_command_has_left_ctrl_c_as_it_was(mlpcli: Command) -> None:
    before = signal.getsignal(signal.SIGINT)
    assert mlpcli("--version").code == 0
    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.parametrize(("number", "code"), ENDING)
def test_an_error_that_a_signal_has_become_is_that_signal(number: int, code: int, here: Path) -> None:
    process = start("validate", "small.yaml", cwd=here, code=CHANGING.format(number=int(number)))
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (code, "")
    assert "bug" not in err


@pytest.mark.parametrize(("number", "code"), ENDING)
def test_a_signal_that_a_library_swallows_ends_the_command_all_the_same(
    number: int, code: int, here: Path
) -> None:
    (here / "small.yaml").write_text(CONFIG)
    process = start("validate", "small.yaml", cwd=here, code=SWALLOWING.format(number=int(number)))
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (code, "")
    assert "bug" not in err
    assert "Traceback" not in err


@pytest.mark.parametrize(("number", "code"), ENDING)
def test_a_signal_ends_what_is_ended_in_order_by_an_exception(number: int, code: int) -> None:
    with pytest.raises((KeyboardInterrupt, Terminated)) as caught, signals_end_the_command():
        with may_end_at_once(), ends_in_order():
            signal.raise_signal(number)
    assert getattr(caught.value, "exit_code", 130) == code


@pytest.mark.skipif(not hasattr(signal, "pthread_kill"), reason="this system has no such function")
@pytest.mark.parametrize(("number", "code"), ENDING)
def test_a_signal_that_another_thread_gets_ends_what_waits(number: int, code: int) -> None:
    """As does one that arrives just before the main thread waits."""
    reader, writer = os.pipe()
    waits = threading.Event()

    def get() -> None:
        waits.wait()
        signal.pthread_kill(threading.get_ident(), number)

    getting = threading.Thread(target=get)
    too_late = threading.Timer(20, os.write, [writer, b"late"])
    try:
        with pytest.raises((KeyboardInterrupt, Terminated)) as caught, signals_end_the_command():
            with ends_in_order():
                getting.start()
                too_late.start()
                waits.set()
                os.read(reader, 1)
        assert getattr(caught.value, "exit_code", 130) == code
        assert too_late.is_alive()
    finally:
        too_late.cancel()
        too_late.join()
        getting.join()
        os.close(reader)
        os.close(writer)


def test_signals_that_were_ignored_stay_so() -> None:
    before = {number: signal.signal(number, signal.SIG_IGN) for number, _ in ENDING}
    try:
        with signals_end_the_command():
            for number, _ in ENDING:
                signal.raise_signal(number)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def test_afterwards_signals_are_as_they_were() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(Terminated), signals_end_the_command():
        signal.raise_signal(signal.SIGTERM)
    assert signal.getsignal(signal.SIGTERM) is before
    assert signal.set_wakeup_fd(-1) == -1


@pytest.mark.parametrize("number", [number for number, _ in ENDING])
def test_a_signal_after_the_end_of_a_command_changes_nothing(number: int, tmp_path: Path) -> None:
    process = start("--version", cwd=tmp_path, code=LATE.format(number=number))
    _, err = process.communicate()
    assert (process.returncode, err) == (0, "")
