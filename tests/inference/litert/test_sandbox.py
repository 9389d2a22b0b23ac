import signal
import sys
from pathlib import Path

import pytest

from mlpcli.inference.litert import sandbox
from mlpcli.inference.litert.sandbox import Trial, try_model
from mlpcli.training.export.litert_conversion import to_litert
from mlpcli.training.tensorflow import keras
from tests.hostile.forging import that_writes_its_input


@pytest.fixture(scope="module")
def dense() -> bytes:
    layers = [keras.Input((2, 2, 1)), keras.layers.Flatten(), keras.layers.Dense(3)]
    return to_litert(keras.Sequential(layers))


@pytest.fixture
def helper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program in the helper's place, to be written."""
    path = tmp_path / "helper"
    path.touch(mode=0o700)
    monkeypatch.setattr(sys, "executable", str(path))
    return path


def test_a_model_that_answers_is_told(dense: bytes) -> None:
    assert try_model(dense, (2, 2, 1), 3) == Trial(answered=True)


def test_a_model_that_crashes_litert_is_told(dense: bytes) -> None:
    assert try_model(that_writes_its_input(dense), (2, 2, 1), 3) == Trial(crash="SIGSEGV")


@pytest.mark.parametrize(("shape", "outputs"), [((2, 2, 1), 4), ((5,), 3), ((10**12,), 3)])
def test_a_model_that_is_refused_is_left_to_who_uses_it(
    shape: tuple[int, ...], outputs: int, dense: bytes
) -> None:
    assert try_model(dense, shape, outputs) == Trial()


def test_nothing_is_imported_from_the_folder_that_the_process_was_started_in(
    dense: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("numpy", "json", "mlpcli"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit")
    monkeypatch.chdir(tmp_path)
    assert try_model(dense, (2, 2, 1), 3).answered


def test_the_helper_finds_the_package_that_started_it(helper: Path) -> None:
    helper.write_text(
        "#!/bin/sh\ntest -d ${PYTHONPATH%%:*}/mlpcli/inference && printf began.answered.ended.\n"
    )
    assert try_model(b"", (2,), 3).answered


@pytest.mark.parametrize(
    ("does", "told"),
    [
        ("printf began.answered.ended.", Trial(answered=True)),
        ("printf began.ended.; exit 1", Trial()),
        ("printf began.; kill -ABRT $$", Trial(crash="SIGABRT")),
        ("printf began.; exit 3", Trial(crash="exit code 3")),
        ("exit 1", Trial()),
    ],
)
def test_a_crash_is_what_begins_and_does_not_end(does: str, told: Trial, helper: Path) -> None:
    helper.write_text(f"#!/bin/sh\n{does}\n")
    # More than a pipe holds, which nobody reads.
    assert try_model(bytes(2**20), (2,), 3) == told


def test_a_program_that_ignores_the_ends_of_its_children_is_told_too(helper: Path) -> None:
    helper.write_text("#!/bin/sh\nprintf began.; kill -ABRT $$\n")
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        assert try_model(b"", (2,), 3).crash
    finally:
        signal.signal(signal.SIGCHLD, before)


def test_a_helper_that_takes_too_long_says_nothing(helper: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    helper.write_text("#!/bin/sh\nprintf began.; exec sleep 60\n")
    monkeypatch.setattr(sandbox, "_SECONDS", 0.05)
    assert try_model(b"", (2,), 3) == Trial()


@pytest.mark.parametrize("executable", ["", "/no/such/python"])
def test_without_python_nothing_is_tried(executable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", executable)
    assert try_model(b"", (2,), 3) == Trial()


def test_a_packed_program_is_not_started_again(helper: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    helper.write_text("#!/bin/sh\nprintf began.answered.ended.\n")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert try_model(b"", (2,), 3) == Trial()
