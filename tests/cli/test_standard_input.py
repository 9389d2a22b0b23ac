"""`-` is standard input: a config, or what to predict."""

import io
import json
import os
import pty
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mlpcli.runs.folder import RunFolder
from tests.cli.processes import start
from tests.conftest import Command
from tests.workflows.trainings import BLOBS

Given = Callable[[bytes], None]


def test_a_config_is_merged_and_trained(mlpcli: Command, given: Given, here: Path) -> None:
    (here / "seed.yaml").write_text("seed: 3\n")
    given(BLOBS.encode())
    answer = mlpcli("train", "seed.yaml", "-", "--set", "training.epochs=1", "--quiet")
    assert answer.code == 0
    folder = RunFolder(here / "runs" / answer.out.strip())
    assert folder.path.name.startswith("stdin-")
    assert folder.config.read_text() == f"--- # seed.yaml\nseed: 3\n\n--- # <stdin>\n{BLOBS}\n"
    assert "seed: 3" in folder.resolved.read_text()


def test_a_config_alone_is_kept_as_it_was_read(mlpcli: Command, given: Given, here: Path) -> None:
    text = "# ü\r\n" + BLOBS
    given(text.encode())
    answer = mlpcli("train", "-", "--epochs", "1", "--name", "piped", "--quiet")
    folder = RunFolder(here / "runs" / answer.out.strip())
    assert folder.path.name.startswith("piped-")
    assert folder.config.read_bytes() == text.encode()


@pytest.mark.parametrize("command", [("train", "-", "--dry-run"), ("validate", "-")])
def test_a_config_is_checked_without_a_training(
    command: tuple[str, ...], mlpcli: Command, given: Given, here: Path
) -> None:
    given(BLOBS.encode())
    answer = mlpcli(*command)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("stdin: no mistakes, trains on blobs\n")
    given(BLOBS.replace("epochs", "epoch").encode())
    answer = mlpcli(*command)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("<stdin>:")
    assert not (here / "runs").exists()


def test_the_json_of_mistakes_has_their_place(mlpcli: Command, given: Given) -> None:
    given(b"data: {source: mnist}\nlayerz: []\n")
    mistakes = json.loads(mlpcli("validate", "-", "--json").out)
    assert ("<stdin>", 2) in {(mistake["file"], mistake["line"]) for mistake in mistakes}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "<stdin>:1:1  the file is empty\n"),
        (b"name: \xff\n", "<stdin>:1:7  byte 0xff is not UTF-8\n"),
        (b" " * (256 * 1024 + 1), "<stdin>  larger than 256 KiB\n"),
    ],
)
def test_a_config_that_cannot_be_read_is_a_mistake(
    content: bytes, message: str, mlpcli: Command, given: Given
) -> None:
    given(content)
    answer = mlpcli("train", "-")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith(message)


def test_no_more_than_the_largest_config_is_read(mlpcli: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    long = io.TextIOWrapper(io.BytesIO(b"#" * 1_000_000))
    monkeypatch.setattr(sys, "stdin", long)
    assert mlpcli("train", "-").code == 2
    assert long.buffer.tell() == 256 * 1024 + 1


@pytest.mark.parametrize("command", ["train", "validate", "predict"])
def test_standard_input_is_read_once(command: str, mlpcli: Command, given: Given) -> None:
    given(BLOBS.encode())
    answer = mlpcli(command, "-", "-")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == (
        "error: - is given twice, but standard input can be read once\n    fix: leave one of them out\n"
    )


@pytest.mark.parametrize(
    ("command", "file"), [("train", "mlp.yaml"), ("validate", "mlp.yaml"), ("predict", "image.png")]
)
def test_a_closed_standard_input_is_an_error(
    command: str, file: str, mlpcli: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    answer = mlpcli(command, "-")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == (
        "error: standard input is closed, and - reads from it\n"
        f"    fix: give it a file: mlpcli {command} - < {file}\n"
    )


def test_a_standard_input_that_fails_is_an_error(mlpcli: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise IsADirectoryError(21, "Is a directory")

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(Broken()))
    answer = mlpcli("predict", "-")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("error: standard input cannot be read: Is a directory\n")


def test_a_terminal_is_told_what_to_enter(here: Path) -> None:
    near, far = pty.openpty()
    with os.fdopen(near, "wb", buffering=0) as keys, os.fdopen(far) as terminal:
        with start("validate", "-", cwd=here, given=terminal) as command:
            assert command.stderr
            told = command.stderr.readline()
            keys.write(b"name: x\n\x04")
            command.communicate(timeout=60)
    assert told == "reading a config from the terminal, up to Ctrl-D at the start of a line\n"
    assert command.returncode == 2


def png(background: int = 0) -> bytes:
    pixels = np.full((8, 8), background, np.uint8)
    pixels[2:6, 3:5] = 255 - background
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return file.getvalue()


def test_an_image_is_predicted_as_its_file_is(mlpcli: Command, given: Given, runs: Path, here: Path) -> None:
    (here / "a.png").write_bytes(png(background=255))
    common = ("--run", "digits", "--runs", runs, "--format", "csv")
    file = mlpcli("predict", "a.png", *common)
    given(png(background=255))
    answer = mlpcli("predict", "-", *common, "--save-inputs", "seen")
    assert (file.code, answer.out) == (0, file.out.replace("a.png", "<stdin>"))
    assert answer.err.startswith(file.err)
    assert [path.name for path in (here / "seen").iterdir()] == ["stdin.png"]


@pytest.mark.parametrize("text", ["1,1\n0 1\n", "a,b\r\n1,1\r\n\r\n0,1\r\n", "\ufeff1,1\n0,1"])
def test_lines_of_numbers_are_rows(text: str, mlpcli: Command, given: Given, runs: Path) -> None:
    given(text.encode())
    common = ("--run", "and", "--runs", runs, "--format", "csv")
    answer = mlpcli("predict", "-", *common)
    arguments = mlpcli("predict", "1,1", "0,1", *common)
    assert (answer.code, answer.err) == (0, "")
    rows = [line.rpartition('"')[2] for line in arguments.out.splitlines()[1:]]
    assert answer.out.splitlines()[1:] == [f"<stdin>[{at}]{row}" for at, row in enumerate(rows)]


def test_array_files_are_rows(mlpcli: Command, given: Given, runs: Path) -> None:
    rows = np.array([[1, 1], [0, 1]], np.float32)
    npy, npz = io.BytesIO(), io.BytesIO()
    np.save(npy, rows)
    np.savez_compressed(npz, x=rows, y=np.zeros(2))
    answers = []
    for content in (npy, npz):
        given(content.getvalue())
        answers.append(mlpcli("predict", "-", "--run", "and", "--runs", runs, "--format", "csv"))
    assert answers[0] == answers[1]
    inputs = [line.split(",")[0] for line in answers[0].out.splitlines()]
    assert inputs == ["input", "<stdin>[0]", "<stdin>[1]"]


@pytest.mark.parametrize(
    ("run", "content", "message"),
    [
        ("and", b"", "<stdin> is empty"),
        ("and", b"\n \n", "<stdin> is empty"),
        ("and", b"1,1\nx,1\n", "<stdin>:2: expected 2 numbers, found 'x,1'"),
        ("and", b"a,b\nc,d\n1\n", "<stdin>:2: expected 2 numbers, found 'c,d'; <stdin>:3: found 1 number"),
        ("and", b"1,nan\n", "<stdin>:1: expected finite numbers"),
        ("and", png(), "<stdin> is neither text nor an array file; the network takes 2 numbers"),
        ("and", b"\x93NUMPY\x01", "<stdin> is broken or is not a NumPy array (.npy)"),
        ("and", b"PK\x03\x04", "<stdin> is broken or is not a "),
        ("digits", b"", "<stdin> is empty"),
        ("digits", b"1,2,3", "<stdin> is not an image"),
        ("digits", png()[:-30], "<stdin> is a broken image"),
    ],
)
def test_what_does_not_fit_is_a_data_error(
    run: str, content: bytes, message: str, mlpcli: Command, given: Given, runs: Path
) -> None:
    given(content)
    answer = mlpcli("predict", "-", "--run", run, "--runs", runs)
    assert (answer.code, answer.out) == (3, "")
    assert answer.err.startswith(f"error: {message}")
    assert "\n    fix: " in answer.err


def test_more_than_should_be_in_memory_is_an_error(
    mlpcli: Command, given: Given, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mlpcli.cli.predict._MOST", 10)
    given(b"1,1\n" * 5)
    answer = mlpcli("predict", "-")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("error: standard input holds more than ")
