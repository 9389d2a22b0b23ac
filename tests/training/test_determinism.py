"""Two processes, the same config, the same machine."""

import subprocess
import sys
from pathlib import Path

TRAIN = """
import sys, mlpcli
runs, config = sys.argv[1:]
print(mlpcli.train([config], runs=runs).folder.path)
"""
CONFIG = """
data: {source: digits}
layers: [{Conv2D: {filters: 4, kernel_size: 3, activation: relu}}, BatchNormalization, Flatten,
  {Dropout: {rate: 0.3}}, {Dense: {units: 10, activation: softmax}}]
training: {epochs: 2, batch_size: 64, deterministic: true, jit: true, baselines: false}
report: false
"""


def train(config: Path, runs: Path) -> Path:
    """The run of a training in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", TRAIN, str(runs), str(config)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.strip())


def figures(run: Path) -> list[list[str]]:
    """The rows of metrics.csv without the time they took."""
    header, *rows = (run / "metrics.csv").read_text().splitlines()
    seconds = header.split(",").index("seconds")
    return [[cell for index, cell in enumerate(row.split(",")) if index != seconds] for row in rows]


def test_weights_and_figures_are_equal_to_the_last_byte(tmp_path: Path) -> None:
    config = tmp_path / "digits.yaml"
    config.write_text(CONFIG)
    one, other = (train(config, tmp_path / name) for name in ("one", "other"))
    for kind in ("last", "best"):
        path = Path("checkpoints", f"{kind}.safetensors")
        assert (one / path).read_bytes() == (other / path).read_bytes()
    assert figures(one) == figures(other)
