import errno
import signal
import subprocess
from pathlib import Path
from typing import NoReturn

import pytest

from mlpcli import errors
from mlpcli.errors import MlpcliError
from mlpcli.runs.folder import RunFolder
from mlpcli.runs.record import read
from tests.cli.processes import start, wait_for
from tests.conftest import Command
from tests.workflows.trainings import AND, BLOBS, write

ENDLESS = BLOBS.replace("epochs: 3", "epochs: 1000000")


def failing(error: BaseException) -> object:
    def fail(*arguments: object, **more: object) -> NoReturn:
        raise error

    return fail


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (errors.UsageError, 2),
        (errors.DataError, 3),
        (errors.RunError, 4),
        (errors.DivergedError, 5),
        (errors.StorageError, 6),
        (errors.RunInUseError, 7),
    ],
)
def test_an_expected_error_is_a_message_a_fix_and_a_code(
    kind: type[MlpcliError], code: int, mlpcli: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mlpcli.workflows.list_runs.select_runs", failing(kind("it broke", "mend it")))
    answer = mlpcli("runs", "list")
    assert (answer.code, answer.out, answer.err) == (code, "", "error: it broke\n    fix: mend it\n")


@pytest.mark.parametrize(
    ("error", "code", "err"),
    [
        (errors.Terminated(), 143, "terminated\n"),
        (KeyboardInterrupt(), 130, ""),
        (BrokenPipeError(), 0, ""),
        *(
            (
                OSError(code, "so it says"),
                6,
                "error: the results could not be written: so it says\n"
                f"    fix: {fix} redirect them to {place}\n",
            )
            for code, fix, place in (
                (errno.ENOSPC, "free some space on that disk, or", "another one"),
                (
                    errno.EFBIG,
                    "raise the limit that `ulimit -f` shows, or",
                    "a disk that takes larger files",
                ),
            )
        ),
        (
            MemoryError(),
            6,
            "error: out of memory\n    fix: use a smaller batch_size, fewer rows, or a smaller network\n",
        ),
        *(
            (
                error,
                6,
                "error: out of memory\n"
                "    fix: close other programs, or raise the limit that `ulimit -v` shows\n",
            )
            for error in (
                ImportError("libtensorflow_cc.so.2: failed to map segment from shared object"),
                OSError("libtensorflow_framework.so.2: cannot allocate memory in static TLS block"),
            )
        ),
    ],
    ids=["sigterm", "ctrl-c", "pipe", "full disk", "limit of size", "memory", "library", "static memory"],
)
def test_what_ends_a_command_from_outside_has_its_code(
    error: BaseException, code: int, err: str, mlpcli: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.dup2", lambda *arguments: None)
    monkeypatch.setattr("mlpcli.workflows.list_runs.select_runs", failing(error))
    answer = mlpcli("runs", "list")
    assert (answer.code, answer.out, answer.err) == (code, "", err)


def test_all_mistakes_of_a_config_are_listed_with_their_places(mlpcli: Command, here: Path) -> None:
    write(here, BLOBS.replace("units: 4", "unit: 4").replace("epochs: 3", "epochs: -3"))
    answer = mlpcli("train", "small.yaml")
    assert (answer.code, answer.out) == (2, "")
    lines = answer.err.splitlines()
    assert lines[0].startswith("small.yaml:5:")
    assert "layers[0] Dense.unit" in lines[0]
    assert any(line.startswith("small.yaml:9:20  training.epochs: ") for line in lines)
    assert sum(line.startswith("    fix: ") for line in lines) == len(lines) // 2
    assert lines[-1].endswith("mistakes in the config; nothing was started")
    assert not Path("runs").exists()


@pytest.mark.parametrize("command", ["train", "validate"])
def test_a_config_that_is_not_there_is_named(command: str, mlpcli: Command) -> None:
    answer = mlpcli(command, "none.yaml")
    assert (answer.code, answer.out) == (2, "")
    assert "none.yaml" in answer.err
    assert "fix: " in answer.err
    assert "Traceback" not in answer.err


def test_a_bug_leaves_a_log_to_send(mlpcli: Command, monkeypatch: pytest.MonkeyPatch, here: Path) -> None:
    monkeypatch.setattr("platformdirs.user_log_dir", lambda name: str(here / "logs"))
    monkeypatch.setattr("mlpcli.workflows.list_runs.select_runs", failing(RuntimeError("oh [red]no\x1b[0m")))
    answer = mlpcli("runs", "list")
    (log,) = (here / "logs").iterdir()
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == (
        "error: this is a bug in mlpcli: RuntimeError: oh [red]no\\x1b[0m\n"
        f"    please report it, with the file {log}\n"
    )
    assert "Traceback" in log.read_text()
    assert "'runs', 'list'" in log.read_text()


def test_a_bug_without_a_place_for_its_log_is_shown_whole(
    mlpcli: Command, monkeypatch: pytest.MonkeyPatch, here: Path
) -> None:
    (here / "logs").write_text("a file")
    monkeypatch.setattr("platformdirs.user_log_dir", lambda name: str(here / "logs"))
    monkeypatch.setattr("mlpcli.workflows.list_runs.select_runs", failing(RuntimeError("oh no")))
    answer = mlpcli("runs", "list")
    assert answer.code == 1
    assert "Traceback" in answer.err


def training(here: Path) -> "subprocess.Popen[str]":
    """A training process that has finished an epoch."""
    write(here, ENDLESS)
    process = start("train", "small.yaml", cwd=here)
    wait_for("epoch ", process)
    return process


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_signal_ends_a_training_with_its_record_written(
    number: signal.Signals, code: int, here: Path
) -> None:
    process = training(here)
    process.send_signal(number)
    out, err = process.communicate(timeout=30)
    assert process.returncode == code, err
    assert out == ""
    assert "Traceback" not in err
    (folder,) = (RunFolder(path) for path in (here / "runs").iterdir())
    record = read(folder)
    assert record.status == "interrupted"
    assert record.epochs_done >= 1
    assert folder.best.is_file()


COMMANDS = [["schema"], ["--version"], ["validate", "small.yaml"]]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("arguments", COMMANDS)
def test_results_that_a_full_disk_does_not_take_are_a_storage_error(arguments: list[str], here: Path) -> None:
    write(here, AND)
    with open("/dev/full", "w") as full:
        process = start(*arguments, cwd=here, out=full)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 6
    assert err == (
        "error: the results could not be written: No space left on device\n"
        "    fix: free some space on that disk, or redirect them to another one\n"
    )


@pytest.mark.parametrize("arguments", COMMANDS)
def test_a_closed_pipe_is_no_error(arguments: list[str], here: Path) -> None:
    write(here, AND)
    process = start(*arguments, cwd=here)
    assert process.stdout and process.stderr
    process.stdout.close()
    assert process.stderr.read() == ""
    process.stderr.close()
    assert process.wait() == 0
