"""Stops at many random moments of every command that works long: an hour, on an idle machine."""

import json
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from signal import SIGHUP, SIGINT, SIGKILL, SIGSTOP, SIGTERM

import numpy as np
import pytest

from mlpcli.runs.folder import RunFolder
from tests.cli.processes import start
from tests.crash.surviving import only_run
from tests.identical import assert_same

pytestmark = pytest.mark.benchmark

MOMENTS, CHAINS = 100, 50
# Out within this, and a second more while something compiles.
SECONDS, SECONDS_OF_COMPILING = 0.5, 1.5
# What Python's shutdown takes when a command is done, and a signal changes nothing.
SECONDS_OF_SHUTDOWN = 0.2
CODES = {SIGINT: 130, SIGTERM: 143, SIGHUP: 129}

# Its whole validation pass takes about ten seconds of two cores.
LARGE = """
name: large
data: {source: blobs, rows: 60000, centers: %s, validation: 0.8, test: 0.1}
layers:
  - Dense: {units: 3000, activation: relu}
  - Dense: {units: 3000, activation: relu}
  - Dense: {units: 3, activation: softmax}
optimizer: {SGD: {learning_rate: 0.001}}
training: {epochs: 2, batch_size: 100}
""" % [[place] * 20 for place in (0, 1, 2)]
COMMANDS: dict[str, Sequence[str]] = {
    "train": ["train", "large.yaml"],
    "resume": ["resume", "large", "--epochs", "+2"],
    "evaluate": ["evaluate", "large", "--split", "validation"],
    "predict": ["predict", "rows.npy", "--run", "large", "--format", "csv", "-o", "answers.csv"],
    "keras": ["export", "large", "--format", "keras", "-o", "network.keras"],
    "litert": ["export", "large", "--format", "litert", "-o", "network.tflite"],
}

# Small networks of every kind of loop, whose state is kept within epochs as well.
SMALL = {
    "dense": """
data: {source: blobs, rows: 20000, validation: 0.5}
layers: [{Dense: {units: 64, activation: relu}}, {Dropout: {rate: 0.2}}, BatchNormalization,
  {Dense: {units: 1, activation: sigmoid}}]
optimizer: {Adam: {learning_rate: {CosineDecay: {initial_learning_rate: 0.002, decay_steps: 4 epochs}}}}
training: {epochs: 4, batch_size: 16, jit: false, checkpoint: {minutes: 0.01}}
""",
    "xla": """
data: {source: blobs, rows: 40000, validation: 0.3}
layers: [{Dense: {units: 64, activation: relu}}, {Dropout: {rate: 0.2}},
  {Dense: {units: 1, activation: sigmoid}}]
optimizer: {Adam: {use_ema: true}}
training: {epochs: 4, batch_size: 8, jit: true, checkpoint: {minutes: 0.01},
  reduce_lr_on_plateau: {patience: 1}}
""",
    "streaming": """
data: {source: waves, rows: 2000, steps: 48, validation: 0.5}
layers: [{GRU: {units: 16, dropout: 0.1}}, {Dense: {units: 4, activation: softmax}}]
optimizer: {RMSprop: {use_ema: true}}
training: {epochs: 3, batch_size: 32, engine: streaming, checkpoint: {minutes: 0.01}}
""",
}


def run(*arguments: str, cwd: Path) -> float:
    """Run a command to its end; the seconds it takes."""
    began = time.monotonic()
    process = start(*arguments, cwd=cwd)
    _, err = process.communicate()
    assert process.returncode == 0, err
    return time.monotonic() - began


def stop(process: "subprocess.Popen[str]", number: signal.Signals, after: float) -> float | None:
    """Send the signal after so many seconds; how long the process takes to leave, None if it had left or was
    about to."""
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        began = time.monotonic()
        process.send_signal(number)
        process.communicate()
        seconds = time.monotonic() - began
        is_done = process.returncode == 0 and seconds < SECONDS_OF_SHUTDOWN
        return None if is_done else seconds
    process.communicate()
    return None


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the large network's config, its completed run, and rows to predict."""
    folder = tmp_path_factory.mktemp("large")
    (folder / "large.yaml").write_text(LARGE)
    np.save(folder / "rows.npy", np.random.default_rng(0).normal(1, 1, (60_000, 20)).astype(np.float32))
    run("train", "large.yaml", "--set=training.epochs=1", cwd=folder)
    return folder


@pytest.fixture(scope="module")
def lengths(base: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, float]:
    """How long each command takes when nobody stops it."""
    found = {}
    for name, arguments in COMMANDS.items():
        folder = shutil.copytree(base, tmp_path_factory.mktemp(name) / "here")
        found[name] = run(*arguments, cwd=folder)
    return found


@pytest.mark.parametrize("moment", range(MOMENTS))
def test_a_stop_at_any_moment_is_quick_and_leaves_all_whole(
    moment: int, base: Path, lengths: dict[str, float], tmp_path: Path
) -> None:
    random_number = random.Random(moment)
    command = list(COMMANDS)[moment % len(COMMANDS)]
    number = random_number.choice([SIGINT, SIGTERM, SIGHUP])
    # From where Python has begun with the command.
    after = random_number.uniform(0.3, 0.9 * lengths[command])
    seconds = None
    while seconds is None:
        here = shutil.copytree(base, tmp_path / f"{after} s")
        process = start(*COMMANDS[command], cwd=here)
        seconds = stop(process, number, after)
        print(f"{command} after {after:.1f} s, {number.name}: {seconds} s")
        # One that was quicker than before is stopped earlier.
        after *= 0.8
    assert process.returncode == CODES[number]
    assert seconds < (SECONDS_OF_COMPILING if command in ("train", "resume") else SECONDS)
    # Nothing that is half done has a final name, and no run is lost.
    assert {path.name for path in here.iterdir()} <= {"large.yaml", "rows.npy", "runs", "answers.csv.part"}
    run("runs", "verify", cwd=here)
    for folder in (here / "runs").iterdir():
        status = json.loads((folder / "run.json").read_text())["status"]
        assert status in ("completed", "interrupted")


@pytest.fixture(scope="module", params=SMALL)
def straight(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, float]:
    """A folder with a small network's config and the run of a training that nobody stopped; its seconds."""
    folder = tmp_path_factory.mktemp(request.param)
    (folder / "small.yaml").write_text(SMALL[request.param])
    return folder, run("train", "small.yaml", cwd=folder)


@pytest.mark.parametrize("chain", range(-(-CHAINS // len(SMALL))))
def test_a_chain_of_stops_ends_as_if_there_had_been_none(
    chain: int, straight: tuple[Path, float], tmp_path: Path
) -> None:
    whole, length = straight
    shutil.copy(whole / "small.yaml", tmp_path)
    random_number = random.Random(f"{whole.name} {chain}")
    for _ in range(random_number.randint(2, 4)):
        number = random_number.choice([SIGKILL, SIGSTOP, SIGINT, SIGTERM, SIGHUP])
        # In the first second, or anywhere.
        after = random_number.choice([random_number.uniform(0.2, 1), random_number.uniform(1, length)])
        process = start(*_next(tmp_path), cwd=tmp_path)
        if number is SIGSTOP:
            try:
                process.wait(after)
            except subprocess.TimeoutExpired:
                process.send_signal(SIGSTOP)
            number, after = SIGKILL, 0
        if stop(process, number, after) is None:
            assert process.returncode == 0
    if (arguments := _next(tmp_path))[0] != "evaluate":
        run(*arguments, cwd=tmp_path)
    assert_same(only_run(tmp_path / "runs"), only_run(whole / "runs"))


def _next(here: Path) -> Sequence[str]:
    """What goes on with the training in `here`: its beginning, if no run was begun."""
    runs = here / "runs"
    for folder in [RunFolder(path) for path in runs.iterdir()] if runs.exists() else []:
        if folder.record.exists():
            status = json.loads(folder.record.read_text())["status"]
            return ["evaluate"] if status == "completed" else ["resume"]
        # Killed before there was a run: a training sweeps it, but not within the first hour.
        shutil.rmtree(folder.path)
    return ["train", "small.yaml"]
