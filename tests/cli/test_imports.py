"""What need not be imported is not waited for."""

from pathlib import Path

import numpy as np
import pytest

from tests.cli.processes import start
from tests.workflows.trainings import BLOBS, write

HEAVY = ("tensorflow", "keras", "sklearn", "polars", "pooch", "jinja2", "mlpcli.workflows.run.open_run")
REPORT = f"""
import atexit, sys
atexit.register(lambda: print(*(name for name in {HEAVY} if name in sys.modules), file=sys.stderr))
from mlpcli.cli.main import main
main()
"""


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["train", "--help"],
        ["validate", "small.yaml"],
        ["explain", "small.yaml"],
        ["runs", "list"],
        ["schema"],
        ["init"],
    ],
    ids=" ".join,
)
def test_a_command_that_needs_no_tensorflow_does_not_import_it(arguments: list[str], here: Path) -> None:
    write(here, BLOBS)
    assert_light(arguments, here)


@pytest.mark.parametrize("end", [[], ["--format", "csv"], ["-o", "answers"]], ids=str)
def test_a_prediction_imports_neither_tensorflow_nor_what_reads_configs(
    end: list[str], here: Path, runs: Path
) -> None:
    assert_light(["predict", "1,0", "--run", "blobs", "--runs", str(runs), *end], here)


def test_an_evaluation_of_other_rows_does_not_import_tensorflow(here: Path, runs: Path) -> None:
    np.savez(here / "rows.npz", x=np.zeros((3, 2)), y=[0, 1, 2])
    code = REPORT.replace(repr(HEAVY), "('tensorflow', 'keras')")
    assert_light(["evaluate", "blobs", "--runs", str(runs), "--data", "rows.npz"], here, code)


@pytest.mark.parametrize("more", [[], ["--set", "training.epochs=3"]], ids=str)
def test_a_config_without_mistakes_does_not_import_what_explains_them(more: list[str], here: Path) -> None:
    write(here, BLOBS)
    code = REPORT.replace(repr(HEAVY), "('mlpcli.config.messages.repair', 'mlpcli.config.yaml.mending')")
    assert_light(["validate", "small.yaml", *more], here, code)


def test_a_report_does_not_import_tensorflow(here: Path, runs: Path) -> None:
    code = REPORT.replace(repr(HEAVY), "('tensorflow', 'keras', 'matplotlib.pyplot')")
    assert_light(["report", "blobs", "--runs", str(runs), "-o", "page.html"], here, code)


def test_a_diagnosis_imports_neither_tensorflow_nor_litert_nor_pages(here: Path, runs: Path) -> None:
    heavy = ("tensorflow", "keras", "matplotlib", "ai_edge_litert", "mlpcli.reporting.evidence")
    code = REPORT.replace(repr(HEAVY), repr(heavy))
    assert_light(["diagnose", "blobs", "--runs", str(runs)], here, code)


def test_an_input_is_followed_without_tensorflow(here: Path, runs: Path) -> None:
    code = REPORT.replace(repr(HEAVY), "('tensorflow', 'keras', 'sklearn', 'polars', 'matplotlib')")
    assert_light(["explain", "blobs", "--input", "1,0", "--layer", "0", "--runs", str(runs)], here, code)


def test_verifying_runs_does_not_import_tensorflow(here: Path, runs: Path) -> None:
    code = REPORT.replace(repr(HEAVY), "('tensorflow', 'keras')")
    assert_light(["runs", "verify", "--runs", str(runs)], here, code)


def test_comparing_runs_imports_neither_tensorflow_nor_what_draws(here: Path, runs: Path) -> None:
    code = REPORT.replace(repr(HEAVY), "('tensorflow', 'keras', 'scipy', 'matplotlib', 'jinja2')")
    assert_light(["runs", "compare", "blobs", "digits", "--runs", str(runs)], here, code)


def assert_light(arguments: list[str], here: Path, code: str = REPORT) -> None:
    process = start(*arguments, cwd=here, code=code)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 0
    assert err.splitlines()[-1] == ""
