import os
import stat
import sys
from pathlib import Path

import pytest

from mlpcli.baselines import fitting_process as process
from mlpcli.baselines.fitting_process import BaselineFits
from tests.baselines.orders import dataset, order


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program in Python's place, to be written."""
    path = tmp_path / "program"
    path.touch(mode=0o700)
    monkeypatch.setattr(sys, "executable", str(path))
    return path


def test_the_fits_are_those_of_the_order_in_any_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("numpy", "json", "mlpcli"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit")
    monkeypatch.chdir(tmp_path)
    with BaselineFits(order(dataset())) as fits:
        found = fits.wait()
    assert found.notices == ()
    assert set(found.baselines) == {"test"}
    assert list(found.baselines["test"]) == ["logistic_regression", "gradient_boosting"]
    assert found.baselines["test"]["gradient_boosting"].metrics["accuracy"] == pytest.approx(0.9, abs=0.1)


def test_without_an_order_nothing_is_fitted(program: Path) -> None:
    with BaselineFits(None) as fits:
        assert not fits.is_running
        assert (fits.wait().baselines, fits.wait().notices) == ({}, ())


@pytest.mark.parametrize(
    ("does", "why"),
    [
        ("exit 3", "their process ended with exit code 3"),
        ("kill -SEGV $$", "their process ended with exit code -11"),
        ("exec sleep 60", "it took too long on this machine, which is busy or slow"),
    ],
)
def test_what_goes_wrong_is_a_notice(
    does: str, why: str, program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program.write_text(f"#!/bin/sh\n{does}\n")
    monkeypatch.setattr(process, "_SECONDS", 5.0 if "sleep" not in does else 0.01)
    with BaselineFits(order(dataset())) as fits:
        found = fits.wait()
    assert (found.baselines, found.notices) == ({}, (f"no models were fitted to compare with: {why}",))


def test_a_model_that_failed_is_named(program: Path) -> None:
    program.write_text("""#!/bin/sh\necho '{"logistic_regression": {"problem": "too odd"}}'\n""")
    with BaselineFits(order(dataset())) as fits:
        found = fits.wait()
    assert (found.baselines, found.notices) == ({}, ("logistic regression could not be fitted: too odd",))


def test_a_process_that_cannot_be_started_is_a_notice(program: Path) -> None:
    program.chmod(stat.S_IRUSR)
    with BaselineFits(order(dataset())) as fits:
        (notice,) = fits.wait().notices
    assert notice.startswith("no models were fitted to compare with: their rows could not be handed over: ")


def test_without_python_there_is_a_notice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "")
    with BaselineFits(order(dataset())) as fits:
        (notice,) = fits.wait().notices
    assert notice == "no models were fitted to compare with: this program has no Python to fit them in"


def test_who_leaves_leaves_no_process(program: Path, tmp_path: Path) -> None:
    program.write_text(f"#!/bin/sh\necho $$ > {tmp_path}/pid\nexec sleep 60\n")
    with pytest.raises(KeyboardInterrupt), BaselineFits(order(dataset())) as fits:
        while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text().strip():
            assert fits.is_running
        raise KeyboardInterrupt
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)
