"""Killed in the middle of a long epoch, a training loses no more than its config allows: ten minutes."""

import random
import shutil
import subprocess
import time
from itertools import pairwise
from pathlib import Path

import pytest

from mlpcli.training.checkpoints import checkpoint_file
from tests.cli.processes import start
from tests.crash.dying import SIGKILLED
from tests.crash.surviving import only_run
from tests.identical import assert_same

pytestmark = pytest.mark.benchmark

KILLS, RESUMED = 10, 2
SECONDS_BETWEEN = 3.0

# One epoch of about a minute of two cores; a checkpoint has 12 MB.
LONG = f"""
name: long
data: {{source: blobs, rows: 250000, centers: {[[place] * 20 for place in (0, 1, 2)]}, validation: 0.02}}
layers:
  - Dense: {{units: 1000, activation: relu}}
  - Dropout: {{rate: 0.2}}
  - Dense: {{units: 1000, activation: relu}}
  - Dense: {{units: 3, activation: softmax}}
training: {{epochs: 1, batch_size: 50, checkpoint: {{minutes: {SECONDS_BETWEEN / 60}}}}}
"""
# Tells when it was where: the clock is the machine's, and so the test's as well.
TRAIN = """
import time, mlpcli
from mlpcli.workflows.progress_watcher import SilentWatcher

class Telling(SilentWatcher):
    def chunk(self, result):
        print(time.monotonic(), result.step, flush=True)

mlpcli.train(["long.yaml"], watcher=Telling())
"""
RESUME = "import mlpcli; mlpcli.resume('long')"


def train(here: Path, after: float | None = None) -> tuple[dict[int, float], float, int]:
    """Train in `here`, and kill the process so many seconds after its first chunk.

    When it was at which step, when it was killed, and its exit code.
    """
    (here / "long.yaml").write_text(LONG)
    with start(cwd=here, code=TRAIN, err=subprocess.DEVNULL) as process:
        assert process.stdout
        lines = [process.stdout.readline()]
        killed = time.monotonic()
        if after is not None:
            with pytest.raises(subprocess.TimeoutExpired):
                process.wait(after)
            killed = time.monotonic()
            process.kill()
        lines += process.stdout.readlines()
    told = [line.split() for line in lines if line.endswith("\n")]
    return {int(step): float(seconds) for seconds, step in told}, killed, process.returncode


@pytest.fixture(scope="module")
def straight(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, float]:
    """Where a training was that nobody killed, and the seconds of its epoch."""
    here = tmp_path_factory.mktemp("straight")
    times, _, code = train(here)
    assert code == 0
    length = max(times.values()) - min(times.values())
    assert length > 10 * SECONDS_BETWEEN
    print(f"an epoch of {length:.1f} s")
    return here, length


@pytest.mark.parametrize("kill", range(KILLS))
def test_no_more_is_lost_than_the_time_between_checkpoints_and_a_write(
    kill: int, straight: tuple[Path, float], tmp_path: Path
) -> None:
    whole, length = straight
    # From where the first checkpoint within the epoch is due.
    after = random.Random(kill).uniform(SECONDS_BETWEEN + 1, 0.8 * length)
    times, killed, code = train(tmp_path, after)
    assert code == SIGKILLED
    folder = only_run(tmp_path / "runs")
    place = checkpoint_file.read(folder.last).place
    assert place.epoch == 0
    lost = killed - times[place.step]
    # Checkpoints are written between two chunks.
    chunk_and_write = max(after - before for before, after in pairwise(times.values()))
    print(
        f"killed after {after:.1f} s at step {max(times)}: {max(times) - place.step} steps, {lost:.2f} s lost"
    )
    print(f"the longest chunk and write took {chunk_and_write:.2f} s")
    assert lost <= SECONDS_BETWEEN + chunk_and_write
    if kill < RESUMED:
        process = start(cwd=tmp_path, code=RESUME)
        _, err = process.communicate()
        assert process.returncode == 0, err
        assert_same(folder, only_run(whole / "runs"))
    shutil.rmtree(tmp_path)
