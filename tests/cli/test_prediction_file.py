import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import BinaryIO

import pytest

from mlpcli.cli import prediction_file
from mlpcli.cli.prediction_file import AnswerFile
from mlpcli.errors import MlpcliError, StorageError, UsageError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "answers"


def refused(path: Path, force: bool = True) -> MlpcliError:
    with pytest.raises((UsageError, StorageError)) as caught:
        AnswerFile(path, force)
    return caught.value


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """No file can grow beyond `size` bytes in the block, as on a disk that fills up."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_lines_are_in_the_part_until_all_are_there(path: Path) -> None:
    with AnswerFile(path, force=False).written() as write:
        write("one\n")
        assert not path.exists()
        assert path.with_name("answers.part").read_text() == "one\n"
        write("two\n")
    assert path.read_text() == "one\ntwo\n"
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize(("lines", "left"), [(0, []), (1, ["answers.part"])])
def test_an_interruption_leaves_the_older_file_and_a_part_with_lines(
    lines: int, left: list[str], path: Path
) -> None:
    path.write_text("older")
    with pytest.raises(KeyboardInterrupt), AnswerFile(path, force=True).written() as write:
        for _ in range(lines):
            write("one\n")
        raise KeyboardInterrupt
    assert sorted(one.name for one in path.parent.iterdir()) == ["answers", *left]
    assert path.read_text() == "older"


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_disk_that_fails_is_told_and_leaves_the_older_file(
    step: str, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    path.write_text("older")
    monkeypatch.setattr(os, step, fails)
    with pytest.raises(StorageError, match="answers could not be written: No space left on device"):
        with AnswerFile(path, force=True).written() as write:
            write("one\n")
    assert path.read_text() == "older"
    assert path.with_name("answers.part").read_text() == "one\n"


@pytest.mark.parametrize(
    ("size", "heads", "kept"),
    [(0, 0, ""), (3, 0, ""), (4, 0, "one\n"), (7, 0, "one\n"), (7, 1, ""), (11, 1, "one\ntwo\n")],
)
def test_a_disk_that_fills_up_leaves_only_whole_lines_and_their_number(
    size: int, heads: int, kept: str, path: Path
) -> None:
    file = AnswerFile(path, force=False)
    with pytest.raises(StorageError, match="answers could not be written: File too large"):
        with file.written(heads) as write, room_for(size):
            for line in ("one\n", "two\n", "three\n"):
                write(line)
    assert file.kept == max(kept.count("\n") - heads, 0)
    assert [one.read_text() for one in path.parent.iterdir()] == [kept] * bool(kept)


def test_a_line_that_an_interruption_follows_at_once_is_in_the_part_or_not_counted(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write_and_stop(file: BinaryIO, content: bytes) -> None:
        file.write(content)
        raise KeyboardInterrupt

    file = AnswerFile(path, force=False)
    with pytest.raises(KeyboardInterrupt), file.written() as write:
        write("one\n")
        monkeypatch.setattr(prediction_file, "_write_all", write_and_stop)
        write("two\n")
    assert (file.kept, file.at_work.read_text()) == (1, "one\n")


def test_nothing_is_kept_of_a_file_that_is_no_text_and_does_not_fit(path: Path) -> None:
    file = AnswerFile(path, force=False)
    with pytest.raises(StorageError), room_for(4):
        file.write_whole(b"\x00" * 8)
    assert (file.kept, list(path.parent.iterdir())) == (0, [])


def test_a_folder_is_refused_with_a_name_in_it(path: Path) -> None:
    path.mkdir()
    error = refused(path)
    assert (error.message, error.fix) == (f"{path} is a folder", f"name a file, such as {path / 'answers'}")


def test_a_folder_that_is_missing_or_a_file_is_told(path: Path) -> None:
    assert refused(path / "a").fix == "create its folder first"
    path.touch()
    assert refused(path / "a").fix == "one part of the path is a file: write to a folder"


def test_a_link_is_followed(path: Path) -> None:
    goal = path.with_name("goal")
    path.symlink_to(goal)
    with AnswerFile(path, force=False).written() as write:
        write("one\n")
    assert path.is_symlink()
    assert goal.read_text() == "one\n"


@pytest.mark.parametrize("kind", ["link", "folder"])
def test_a_part_that_is_no_file_is_kept(kind: str, path: Path) -> None:
    part = path.with_name("answers.part")
    part.symlink_to("elsewhere") if kind == "link" else part.mkdir()
    assert refused(path).message == f"the temporary file {part} is not a regular file"


def test_a_pipe_is_written_as_it_is(path: Path) -> None:
    os.mkfifo(path)
    read: list[str] = []
    reader = Thread(target=lambda: read.append(path.read_text()))
    reader.start()
    with AnswerFile(path, force=False).written() as write:
        write("one\n")
    reader.join(timeout=30)
    assert read == ["one\n"]
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("name", ["/dev/null", "/dev/stdout", "/proc/self/fd/1"])
def test_streams_and_devices_are_written_as_they_are(name: str) -> None:
    file = AnswerFile(Path(name), force=False)
    assert file.at_work == Path(name)
    assert not file.replaces_a_part


def test_of_two_at_once_the_first_does_not_pass_off_the_seconds_answers(path: Path) -> None:
    file = AnswerFile(path, force=False)
    with pytest.raises(UsageError, match="replaced by another prediction"):
        with file.written() as first:
            first("one\n")
            with AnswerFile(path, force=False).written() as second:
                second("two\n")
    assert path.read_text() == "two\n"
    assert file.kept == 0


def test_a_file_that_has_appeared_meanwhile_is_kept(path: Path) -> None:
    with pytest.raises(UsageError) as caught, AnswerFile(path, force=False).written() as write:
        write("one\n")
        path.write_text("another's")
    part = path.with_name("answers.part")
    assert caught.value.fix == f"the predictions are in {part}: rename it"
    assert (path.read_text(), part.read_text()) == ("another's", "one\n")


@pytest.mark.parametrize("place", ["run.json", "model.tflite", "checkpoints/last.safetensors", "notes.csv"])
def test_answers_never_go_into_a_run(place: str, tmp_path: Path) -> None:
    (tmp_path / "checkpoints").mkdir()
    (tmp_path / "run.json").write_text("{}")
    error = refused(tmp_path / place)
    assert "is inside the folder of run " in error.message
    assert (tmp_path / "run.json").read_text() == "{}"


def test_a_link_into_a_run_is_no_way_into_it(tmp_path: Path) -> None:
    run = tmp_path / "run"
    run.mkdir()
    (run / "run.json").write_text("{}")
    (tmp_path / "answers").symlink_to(run / "run.json")
    assert "is inside the folder of run " in refused(tmp_path / "answers").message


@pytest.mark.parametrize("name", ["", ".", "/"])
def test_a_name_that_is_none_is_told(name: str) -> None:
    assert "is a folder" in refused(Path(name)).message


def test_a_file_that_is_no_text_is_written_whole(path: Path) -> None:
    AnswerFile(path, force=False).write_whole(b"\x00\xff")
    assert path.read_bytes() == b"\x00\xff"
    assert list(path.parent.iterdir()) == [path]
    AnswerFile(path, force=True).write_whole(b"new")
    assert path.read_bytes() == b"new"
