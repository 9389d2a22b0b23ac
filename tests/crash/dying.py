"""Trainings that die by SIGKILL, in processes forked from one that has imported TensorFlow, not used it."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import mlpcli
from mlpcli.errors import Terminated
from mlpcli.runs import atomic_files
from mlpcli.training.checkpoints import checkpointer

CONFIG = """
data: {source: wine, standardize: true}
layers:
  - BatchNormalization
  - Dropout: {rate: 0.3}
  - Dense: {units: 3, activation: softmax}
optimizer: {Adam: {learning_rate: {CosineDecay: {initial_learning_rate: 0.02, decay_steps: 6 epochs}}}}
training: {epochs: 6, batch_size: 16, early_stopping: {patience: 4}, baselines: false}
report: false
"""

SIGKILLED = -9

# The steps of a write at which a process can be killed.
STEPS = ("temporary made", "half written", "before rename", "after rename")

# What a training does, and where that begins.
MOMENTS = {
    "chunk": ("mlpcli.training.engine.compiled_loops", "_Compiled", "__call__"),
    "validation": ("mlpcli.training.engine.validation", "Validation", "figures"),
    "conversion": ("mlpcli.workflows.training.run_litert", "", "_convert"),
    "comparison": ("mlpcli.workflows.training.run_litert", "", "largest_difference"),
    "record": ("mlpcli.workflows.training.run_recorder", "RunRecorder", "complete"),
}

_CONTEXT = multiprocessing.get_context("forkserver")
# All that a training imports, which would take most of its time.
_CONTEXT.set_forkserver_preload(
    [
        "mlpcli.training.devices.distribution_strategy",
        "mlpcli.training.export.litert_conversion",
        "mlpcli.training.trainer",
        "mlpcli.workflows.resume",
        "mlpcli.workflows.train",
    ]
)


def run(work: Callable[..., None], *arguments: object) -> int:
    """Do `work` in a process of its own; what it ended with, -9 after SIGKILL."""
    process = _CONTEXT.Process(target=_without_waiting_for_the_disk, args=(work, *arguments))
    process.start()
    process.join()
    assert process.exitcode is not None
    return process.exitcode


def _without_waiting_for_the_disk(work: Callable[..., None], *arguments: object) -> None:
    """What a killed process wrote is the system's, on the disk or not; every one of 72 calls waits."""
    os.fsync = os.fstat  # type: ignore[assignment]
    work(*arguments)


def train(config: Path, runs: Path) -> None:
    """Train, and write after every epoch, however short."""
    checkpointer._SECONDS_BETWEEN_WRITES = 0.0
    mlpcli.train([config], runs=runs)


def resume(runs: Path) -> None:
    checkpointer._SECONDS_BETWEEN_WRITES = 0.0
    mlpcli.resume(runs=runs)


def train_and_die_writing(config: Path, runs: Path, name: str, number: int, step: str) -> None:
    """Train until the file `name` is written for the `number`th time, and die at that step of the write."""
    count = 0

    def dies(path: Path) -> bool:
        nonlocal count
        count += path.name == name
        return path.name == name and count == number

    atomic_files.writing = partial(_writing, dies, step, atomic_files.writing)  # type: ignore[assignment]
    # The checkpoints take their writer by its name.
    from mlpcli.training.checkpoints import checkpoint_file

    checkpoint_file.writing = atomic_files.writing
    train(config, runs)


def train_and_meet(config: Path, runs: Path, number: signal.Signals, moment: str, count: int) -> None:
    """Train, and get the signal as the `count`th of such moments begins."""
    _meets(number, moment, count)
    train(config, runs)


def resume_and_meet(runs: Path, number: signal.Signals, moment: str, count: int) -> None:
    _meets(number, moment, count)
    resume(runs)


def _meets(number: signal.Signals, moment: str, count: int) -> None:
    signal.signal(signal.SIGTERM, _terminate)
    module, owner, name = MOMENTS[moment]
    home: Any = import_module(module)
    home = getattr(home, owner) if owner else home
    work = getattr(home, name)
    left = count

    def interrupted(*arguments: Any, **more: Any) -> Any:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), number)
        return work(*arguments, **more)

    setattr(home, name, interrupted)


def _terminate(number: int, frame: object) -> None:
    raise Terminated


@contextmanager
def _writing(dies: Callable[[Path], bool], step: str, write: Any, path: Path) -> Iterator[Path]:
    here = dies(path)
    with write(path) as temporary:
        if here and step == "temporary made":
            _die()
        yield temporary
        if here and step == "half written":
            os.truncate(temporary, temporary.stat().st_size // 2)
            _die()
        if here and step == "before rename":
            _die()
    if here:
        _die()


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
