"""Networks of pages, run by the programs that this machine has."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from mlpcli.browser.network_data import network_data
from mlpcli.browser.script import runtime_files
from mlpcli.browser.trial.engines import Engine, engines
from mlpcli.browser.trial.try_network import FailedTrial, Trial, try_network
from mlpcli.config.layers.core import Dense
from mlpcli.inference.arithmetic.arithmetic_network import ArithmeticNetwork
from tests.browser.programs import engine_of

LAYERS = (Dense.model_validate({"units": 2, "activation": "sigmoid"}),)
NETWORK = ArithmeticNetwork(
    LAYERS,
    {
        "dense/kernel": np.array([[1.0, -1.0], [0.5, 2.0], [-1.0, 1.5]], np.float32),
        "dense/bias": np.array([0.5, -0.25], np.float32),
    },
)
ROWS = np.array([[0, 1, 2], [255, 0, 3], [0, 0, 0]])
MakeEngine = Callable[[str], Engine]

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the programs are scripts of a shell")


@pytest.fixture
def program(tmp_path: Path) -> MakeEngine:
    """Makes a program that does what lines of a shell say, in the place of Node."""

    def make(lines: str) -> Engine:
        path = tmp_path / "program"
        path.write_text(f"#!/bin/sh\n{lines}\n")
        path.chmod(0o700)
        return Engine("Node", str(path))

    return make


def tried(folder: Path, *with_engines: Engine, seconds: float = 60, dtype: str = "float32") -> Trial | None:
    work = folder / "work"
    work.mkdir()
    network = network_data(NETWORK, (3,))
    return try_network(network, runtime_files(LAYERS), ROWS.astype(dtype), with_engines, work, seconds)


@pytest.mark.parametrize("dtype", ["uint8", "float32"])
@pytest.mark.parametrize("kind", ["Node", "Chromium"])
def test_an_engine_computes_the_rows(kind: str, dtype: str, tmp_path: Path) -> None:
    found = tried(tmp_path, engine_of(kind), dtype=dtype)
    assert found is not None
    assert found.engine.split()[0] == kind
    assert int(found.engine.split()[1]) > 10
    np.testing.assert_allclose(found.outputs, NETWORK.predict(ROWS), rtol=1e-6, atol=1e-7)


@pytest.mark.parametrize("kind", ["Node", "Chromium"])
def test_a_network_that_cannot_be_computed_is_told(kind: str, tmp_path: Path) -> None:
    network = network_data(NETWORK, (3,))
    network["layers"][0]["kind"] = "Unheard</script>Of"
    with pytest.raises(FailedTrial, match=rf"^{kind} \d+: TypeError: "):
        try_network(network, runtime_files(LAYERS), ROWS, [engine_of(kind)], tmp_path, 60)


@pytest.mark.parametrize(
    "lines",
    ["exit 1", "exit 0", 'echo \'{"outputs": "\' > answer.json', "echo 3 > answer.json", "kill -9 $$"],
)
def test_an_engine_that_says_nothing_is_passed_over(lines: str, program: MakeEngine, tmp_path: Path) -> None:
    assert tried(tmp_path, program(lines)) is None


def test_the_next_engine_is_asked(program: MakeEngine, tmp_path: Path) -> None:
    found = tried(tmp_path, Engine("Chromium", str(tmp_path / "gone")), program("exit 3"), engine_of("Node"))
    assert found is not None


def test_an_engine_that_takes_too_long_is_ended_with_what_it_started(
    program: MakeEngine, tmp_path: Path
) -> None:
    started = program("sleep 1000 & echo $! $$ > ../numbers; sleep 1000")
    assert tried(tmp_path, started, seconds=1) is None
    numbers = [int(number) for number in (tmp_path / "numbers").read_text().split()]
    last = time.monotonic() + 30
    while alive := [number for number in numbers if _is_alive(number)]:
        # Signals arrive a little later.
        assert time.monotonic() < last, alive
        time.sleep(0.01)


def _is_alive(number: int) -> bool:
    try:
        state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    # A zombie waits for somebody to ask how it ended.
    return state != "Z"


def test_an_engine_knows_nothing_of_this_process_but_the_path(
    program: MakeEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NODE_OPTIONS", "--require=/somewhere.js")
    tried(tmp_path, program("env > ../environment; cat > ../given"))
    names = {line.partition("=")[0] for line in (tmp_path / "environment").read_text().splitlines()}
    # The last ones are the shell's own.
    assert names - {"PATH", "HOME"} <= {"PWD", "SHLVL", "_", "OLDPWD"}
    assert (tmp_path / "given").read_text() == ""


def test_engines_are_looked_for_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("google-chrome", "node", "chromium"):
        (tmp_path / name).touch(mode=0o700)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert [(one.kind, Path(one.path).name) for one in engines()] == [
        ("Node", "node"),
        ("Chromium", "chromium"),
    ]
    (tmp_path / "node").unlink()
    assert [one.kind for one in engines()] == ["Chromium"]
