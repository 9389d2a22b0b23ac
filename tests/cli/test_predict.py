import csv
import io
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.conftest import Command


def drawn(path: Path, background: int = 0) -> Path:
    """A stroke on a background."""
    pixels = np.full((8, 8), background, np.uint8)
    pixels[2:6, 3:5] = 255 - background
    Image.fromarray(pixels).save(path)
    return path


def test_numbers_are_answered_in_a_table(mlpcli: Command, runs: Path) -> None:
    answer = mlpcli("predict", "1,1", "1,0", "--run", "and", "--runs", runs)
    assert (answer.code, answer.err) == (0, "")
    assert [line.split() for line in answer.out.splitlines()] == [
        ["input", "label", "confidence", "others"],
        ["1,1", "1", "100.0%", "0", "0.0%"],
        ["1,0", "0", "100.0%", "1", "0.0%"],
    ]


def test_negative_numbers_come_after_two_dashes(mlpcli: Command, runs: Path) -> None:
    answer = mlpcli("predict", "--run", "and", "--runs", runs, "--", "-1,0.5")
    assert answer.code == 0
    assert answer.out.splitlines()[1].split()[:2] == ["-1,0.5", "0"]


def test_a_regression_is_answered_with_its_value(mlpcli: Command, runs: Path, here: Path) -> None:
    np.save(here / "row.npy", np.zeros((1, 10), np.float32))
    answer = mlpcli("predict", "row.npy", "--run", "diabetes", "--runs", runs)
    header, row = answer.out.splitlines()
    assert header.split() == ["input", "value"]
    assert float(row.split()[1]) == float(row.split()[1])


def test_csv_has_a_column_a_class(mlpcli: Command, runs: Path) -> None:
    answer = mlpcli("predict", "1,1", "0,0", "--run", "and", "--runs", runs, "--format", "csv")
    rows = list(csv.reader(io.StringIO(answer.out)))
    assert (answer.code, answer.err) == (0, "")
    assert len(rows) == 3
    assert rows[1][:2] == ["1,1", "1"]


def test_jsonl_has_an_object_a_line(mlpcli: Command, runs: Path, here: Path) -> None:
    np.save(here / "rows.npy", np.zeros((3, 2), np.float32))
    answer = mlpcli(
        "predict", "rows.npy", "--run", "blobs", "--runs", runs, "--format", "jsonl", "--top-k", "2"
    )
    lines = [json.loads(line) for line in answer.out.splitlines()]
    assert (answer.code, answer.err) == (0, "")
    assert [line["input"] for line in lines] == ["rows.npy[0]", "rows.npy[1]", "rows.npy[2]"]


@pytest.mark.parametrize("format", ["table", "csv", "jsonl"])
def test_answers_go_to_a_file_instead(format: str, mlpcli: Command, runs: Path, here: Path) -> None:
    common = ["predict", "1,1", "0,0", "--run", "and", "--runs", runs, "--format", format]
    shown = mlpcli(*common)
    answer = mlpcli(*common, "-o", "answers")
    (run,) = runs.glob("and-*")
    assert (answer.code, answer.out) == (0, "")
    assert answer.err == f"2 predictions of {run.name} written to answers\n"
    assert (here / "answers").read_text() == shown.out


def test_a_file_that_cannot_be_written_is_a_storage_error(mlpcli: Command, runs: Path) -> None:
    answer = mlpcli("predict", "1,1", "--run", "and", "--runs", runs, "--format", "csv", "-o", "no/answers")
    assert (answer.code, answer.out) == (6, "")
    assert answer.err == (
        "error: no/answers could not be written: No such file or directory\n"
        "    fix: create its folder first\n"
    )


def test_a_file_is_replaced_when_forced_alone_and_found_before_the_run_is(
    mlpcli: Command, runs: Path, here: Path
) -> None:
    (here / "answers").write_text("older")
    answer = mlpcli("predict", "1,1", "--run", "nobody", "--runs", runs, "-o", "answers")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == (
        "error: answers already exists\n"
        "    fix: choose another file with --output, or overwrite it with --force\n"
    )
    assert (here / "answers").read_text() == "older"
    assert mlpcli("predict", "1,1", "--run", "and", "--runs", runs, "-o", "answers", "--force").code == 0
    assert (here / "answers").read_text().startswith("input ")
    assert [path.name for path in here.iterdir()] == ["answers"]


@pytest.mark.parametrize(
    ("name", "start"),
    [("a.csv", "input,label"), ("a.jsonl", '{"input"'), ("A.JSON", "["), ("a.txt", "input  ")],
)
def test_a_file_is_written_in_the_format_that_it_ends_in(
    name: str, start: str, mlpcli: Command, runs: Path, here: Path
) -> None:
    answer = mlpcli("predict", "1,1", "--run", "and", "--runs", runs, "-o", name)
    assert answer.code == 0
    assert (here / name).read_text().startswith(start)
    assert (
        mlpcli("predict", "1,1", "--run", "and", "--runs", runs, "-o", f"b{name}", "--format", "csv").code
        == 0
    )
    assert (here / f"b{name}").read_text().startswith("input,label")


def test_a_dash_is_standard_output(mlpcli: Command, runs: Path, here: Path) -> None:
    answer = mlpcli("predict", "1,1", "--run", "and", "--runs", runs, "-o", "-")
    assert (answer.code, answer.err, len(answer.out.splitlines())) == (0, "", 2)
    assert list(here.iterdir()) == []


def test_a_part_that_is_replaced_is_told(mlpcli: Command, runs: Path, here: Path) -> None:
    (here / "answers.part").write_text("half")
    answer = mlpcli("predict", "1,1", "--run", "and", "--runs", runs, "-o", "answers")
    assert answer.code == 0
    assert answer.err.startswith("notice: replacing answers.part, left by an unfinished prediction\n")
    assert [path.name for path in here.iterdir()] == ["answers"]


def test_a_folder_of_images_is_answered(mlpcli: Command, runs: Path, here: Path) -> None:
    (here / "photos").mkdir()
    drawn(here / "photos" / "a.png")
    drawn(here / "photos" / "b.png")
    answer = mlpcli("predict", "photos", "--run", "digits", "--runs", runs)
    assert (answer.code, answer.err) == (0, "")
    assert [line.split()[0] for line in answer.out.splitlines()[1:]] == ["photos/a.png", "photos/b.png"]


def test_turned_images_are_said(mlpcli: Command, runs: Path, here: Path) -> None:
    drawn(here / "a.png", background=255)
    drawn(here / "b.png")
    answer = mlpcli("predict", "a.png", "b.png", "--run", "digits", "--runs", runs)
    assert answer.code == 0
    assert answer.err == (
        "notice: black and white were swapped in 1 of 2 images; --invert never keeps them as they are\n"
    )
    assert mlpcli("predict", "a.png", "--run", "digits", "--runs", runs, "--invert", "never").err == ""


@pytest.mark.parametrize("content", [b"", b"no image", b"\x89PNG\r\n\x1a\n cut off"])
def test_what_is_no_image_is_a_data_error(content: bytes, mlpcli: Command, runs: Path, here: Path) -> None:
    (here / "photo.png").write_bytes(content)
    answer = mlpcli("predict", "photo.png", "--run", "digits", "--runs", runs)
    assert (answer.code, answer.out) == (3, "")
    assert answer.err.startswith("error: photo.png is ")
    assert "\n    fix: " in answer.err


@pytest.mark.parametrize("name", ["[red]a", "\x1b[31ma\r", "\u202ea"])
def test_an_odd_path_is_shown_literally(name: str, mlpcli: Command, runs: Path, here: Path) -> None:
    drawn(here / f"{name}.png")
    answer = mlpcli("predict", f"{name}.png", "--run", "digits", "--runs", runs)
    shown = name.replace("\x1b", "\\x1b").replace("\r", "\\r").replace("\u202e", "\\u202e")
    assert answer.code == 0
    assert answer.out.splitlines()[1].startswith(f"{shown}.png ")


@pytest.mark.parametrize("format", ["csv", "jsonl"])
def test_an_odd_path_is_literal_on_a_terminal_alone(
    format: str, mlpcli: Command, runs: Path, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn(here / "\u202ea.png")
    common = ["predict", "\u202ea.png", "--run", "digits", "--runs", runs, "--format", format]
    assert "\u202ea.png" in mlpcli(*common).out
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert "\\u202ea.png" in mlpcli(*common).out


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("nowhere.png", "error: there is no file 'nowhere.png'"),
        ("1,2,3", "error: '1,2,3': found 3 numbers, but the network takes 2"),
    ],
)
def test_an_input_that_does_not_fit_is_a_data_error(
    text: str, message: str, mlpcli: Command, runs: Path
) -> None:
    answer = mlpcli("predict", text, "--run", "and", "--runs", runs)
    assert (answer.code, answer.out) == (3, "")
    assert answer.err.startswith(message)


def test_predictions_as_one_json_array(mlpcli: Command, runs: Path) -> None:
    inputs = ("1,0", "0,1", "--run", "blobs", "--runs", runs)
    lines = mlpcli("predict", *inputs, "--format", "jsonl").out.splitlines()
    answer = mlpcli("predict", *inputs, "--format", "json")
    assert json.loads(answer.out) == [json.loads(line) for line in lines]
