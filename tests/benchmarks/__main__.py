"""Measure the tool against a plain Keras script: python -m tests.benchmarks [ROUNDS]

Needs mnist.npz in the folder that MLPCLI_DATA_HOME names, two quiet cores, and some minutes.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from mlpcli.config.sources import Waves
from tests.benchmarks.commands import time_commands
from tests.benchmarks.training import Case, Row, compare
from tests.data.loading import load

_ROUNDS = 3
_COMMAND_ROUNDS = 5


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else _ROUNDS
    mnist = Path(os.environ["MLPCLI_DATA_HOME"], "mnist.npz").resolve()
    print(f"{os.cpu_count()} cores, {_processor()}; medians of {rounds} rounds, both sides in turns\n")
    print(
        "| network | epoch, fit | epoch, mlpcli | faster | whole, script | whole, mlpcli | faster | memory |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        for case in _cases(mnist, _waves(Path(folder))):
            print(_line(compare(case, rounds)), flush=True)
    print(f"\n| command, cold, median of {_COMMAND_ROUNDS} | seconds | memory |\n| --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        for timed in time_commands(mnist, Path(folder), _COMMAND_ROUNDS):
            print(f"| {timed.name} | {timed.seconds:.2f} s | {timed.memory / 1e6:.0f} MB |", flush=True)


def _cases(mnist: Path, waves: Path) -> Iterator[Case]:
    yield Case("MNIST MLP, batch 32", "mlp", mnist, 10, 32)
    yield Case("the same, streaming", "mlp", mnist, 10, 32, ("training.engine=streaming",))
    yield Case("MNIST MLP, batch 128", "mlp", mnist, 5, 128)
    yield Case("Dense, BatchNormalization, Dropout, batch 32", "dropout", mnist, 4, 32)
    yield Case("CNN, batch 32", "cnn", mnist, 3, 32)
    yield Case("CNN, batch 128, mixed_bfloat16", "cnn", mnist, 3, 128, ("training.precision=mixed_bfloat16",))
    yield Case("Conv1D, batch 32", "conv1d", waves, 6, 32)


def _waves(folder: Path) -> Path:
    dataset = load(Waves(source="waves", rows=10_000, validation=0.0), seed=0)
    train, test = dataset.train, dataset.test
    path = folder / "waves.npz"
    assert test is not None
    np.savez(path, x_train=train.inputs, y_train=train.targets, x_test=test.inputs, y_test=test.targets)
    return path


def _line(row: Row) -> str:
    ours, theirs = row.ours, row.theirs
    cells = (
        row.name,
        f"{theirs.epoch:.2f} s",
        f"{ours.epoch:.2f} s",
        f"{theirs.epoch / ours.epoch:.1f}x",
        f"{theirs.whole:.1f} s",
        f"{ours.whole:.1f} s",
        f"{theirs.whole / ours.whole:.1f}x",
        f"{ours.memory / theirs.memory:.0%}",
    )
    return f"| {' | '.join(cells)} |"


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return "unknown processor"


if __name__ == "__main__":
    main()
