"""Two processes, the same configs, the same machine."""

import subprocess
import sys
from pathlib import Path

import pytest

TRAIN = """
import sys, mlpcli
runs, *configs = sys.argv[1:]
for config in configs:
    print(mlpcli.train([config], runs=runs).folder.path)
"""
CONFIG = """
data: {source: digits}
layers: [LAYERS, Flatten, {Dropout: {rate: 0.3}}, {Dense: {units: 10, activation: softmax}}]
training: {epochs: 2, batch_size: 64, deterministic: true, jit: JIT, baselines: false}
report: false
"""
CONFIGS = {
    "normalized": ("BatchNormalization", "true"),
    "convolution": ("{Conv2D: {filters: 4, kernel_size: 3, activation: relu}}", "false"),
}


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Path]]:
    """The runs of every config, one by each process."""
    folder = tmp_path_factory.mktemp("determinism")
    for name, (layers, jit) in CONFIGS.items():
        (folder / f"{name}.yaml").write_text(CONFIG.replace("LAYERS", layers).replace("JIT", jit))
    one, other = (train(folder, folder / name) for name in ("one", "other"))
    return dict(zip(CONFIGS, zip(one, other, strict=True), strict=True))


def train(folder: Path, runs: Path) -> list[Path]:
    configs = [str(folder / f"{name}.yaml") for name in CONFIGS]
    done = subprocess.run([sys.executable, "-c", TRAIN, str(runs), *configs], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return list(map(Path, done.stdout.split("\n")[:-1]))


def figures(run: Path) -> list[list[str]]:
    """The rows of metrics.csv without the time they took."""
    header, *rows = (run / "metrics.csv").read_text().splitlines()
    seconds = header.split(",").index("seconds")
    return [[cell for index, cell in enumerate(row.split(",")) if index != seconds] for row in rows]


@pytest.mark.parametrize("name", CONFIGS)
def test_weights_and_figures_are_equal_to_the_last_byte(
    name: str, pairs: dict[str, tuple[Path, Path]]
) -> None:
    one, other = pairs[name]
    for kind in ("last", "best"):
        path = Path("checkpoints", f"{kind}.safetensors")
        assert (one / path).read_bytes() == (other / path).read_bytes()
    assert figures(one) == figures(other)
