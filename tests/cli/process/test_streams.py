"""Standard streams that are closed, or go while a command runs, in a process of its own."""

import os
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from mlpcli.cli.process.streams import are_one
from tests.cli.processes import START, start
from tests.workflows.trainings import AND, write

pytestmark = pytest.mark.skipif(os.name == "nt", reason="descriptors are those of POSIX")

# Closed before Python starts, as a shell does for `>&-`.
CLOSING = """
import os, sys
for descriptor in map(int, sys.argv[1].split(",")):
    os.close(descriptor)
os.execv(sys.executable, [sys.executable, "-c", {start!r}, *sys.argv[2:]])
"""
COMMANDS = {
    "validate": ["validate", "small.yaml"],
    "schema": ["schema"],
    "help": ["--help"],
    "version": ["--version"],
}


def closed(descriptors: str, *arguments: str, here: Path) -> tuple[int, str, str]:
    process = start(descriptors, *arguments, cwd=here, code=CLOSING.format(start=START))
    out, err = process.communicate(timeout=60)
    return process.returncode, out, err


@pytest.mark.parametrize("arguments", COMMANDS.values(), ids=COMMANDS)
def test_results_for_a_closed_standard_output_are_a_storage_error(arguments: list[str], here: Path) -> None:
    write(here, AND)
    code, out, err = closed("1", *arguments, here=here)
    assert (code, out) == (6, "")
    assert err == (
        "error: the results could not be written: standard output is closed (Bad file descriptor)\n"
        "    fix: redirect them to a file or another program: > results.txt\n"
    )


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[int, str]]:
    """The code and the results of a command with all its streams; each runs once, when a test wants it."""
    folder = tmp_path_factory.mktemp("usual")
    write(folder, AND)

    def run(name: str) -> tuple[int, str]:
        process = start(*COMMANDS[name], cwd=folder)
        out, _ = process.communicate(timeout=60)
        return process.returncode, out

    return cache(run)


@pytest.mark.parametrize("descriptors", ["0", "2", "0,2"])
@pytest.mark.parametrize("name", COMMANDS)
def test_other_closed_streams_change_no_results(
    descriptors: str, name: str, usual: Callable[[str], tuple[int, str]], here: Path
) -> None:
    write(here, AND)
    assert closed(descriptors, *COMMANDS[name], here=here) == (*usual(name), "")


def test_a_message_for_a_closed_standard_error_goes_nowhere_else(here: Path) -> None:
    assert closed("2", "validate", "none.yaml", here=here) == (2, "", "")


def test_a_training_with_all_streams_closed_completes_and_is_not_removed_unasked(here: Path) -> None:
    write(here, AND)
    assert closed("0,1,2", "train", "small.yaml", here=here)[0] == 0
    (run,) = (here / "runs").iterdir()
    code, _, err = closed("0", "runs", "remove", run.name, here=here)
    assert code == 2, err
    assert run.is_dir()


@pytest.mark.parametrize("gone", ["pipe", "full"])
def test_a_training_outlives_its_display(gone: str, here: Path) -> None:
    write(here, AND)
    if gone == "full":
        if not Path("/dev/full").exists():
            pytest.skip("this system has no /dev/full")
        target = os.open("/dev/full", os.O_WRONLY)
    else:
        reader, target = os.pipe()
        os.close(reader)
    process = start("train", "small.yaml", cwd=here, out=target, err=target)
    os.close(target)
    process.communicate(timeout=60)
    assert process.returncode == 0
    (run,) = (here / "runs").iterdir()
    assert '"status": "completed"' in (run / "run.json").read_text()
    assert (run / "evaluation.json").is_file()


@pytest.mark.parametrize("is_one", [True, False])
def test_whether_results_and_messages_go_to_one_place(
    is_one: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open(tmp_path / "out", "w") as out, open(tmp_path / ("out" if is_one else "err"), "w") as err:
        monkeypatch.setattr(sys, "stdout", out)
        monkeypatch.setattr(sys, "stderr", err)
        assert are_one() is is_one
