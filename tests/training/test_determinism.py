"""Two processes, the same config, the same machine."""

import subprocess
import sys
from pathlib import Path

import pytest

TRAIN = """
import sys, mlpcli
run = mlpcli.train([sys.argv[1]], runs=sys.argv[2])
print(run.folder.path)
"""
CONFIG = """
data: {source: digits}
layers: [LAYERS, Flatten, {Dropout: {rate: 0.3}}, {Dense: {units: 10, activation: softmax}}]
training: {epochs: 2, batch_size: 64, deterministic: true, jit: JIT}
"""


def train(config: Path, runs: Path) -> Path:
    command = [sys.executable, "-c", TRAIN, str(config), str(runs)]
    return Path(subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip())


def figures(run: Path) -> list[list[str]]:
    """The rows of metrics.csv without the time they took."""
    header, *rows = (run / "metrics.csv").read_text().splitlines()
    seconds = header.split(",").index("seconds")
    return [[cell for index, cell in enumerate(row.split(",")) if index != seconds] for row in rows]


@pytest.mark.parametrize(
    ("layers", "jit"),
    [("BatchNormalization", "true"), ("{Conv2D: {filters: 4, kernel_size: 3, activation: relu}}", "false")],
)
def test_weights_and_figures_are_equal_to_the_last_byte(layers: str, jit: str, tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    config.write_text(CONFIG.replace("LAYERS", layers).replace("JIT", jit))
    one, other = (train(config, tmp_path / name) for name in ("one", "other"))
    for name in ("last", "best"):
        path = Path("checkpoints", f"{name}.safetensors")
        assert (one / path).read_bytes() == (other / path).read_bytes()
    assert figures(one) == figures(other)
