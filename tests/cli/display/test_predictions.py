import errno
import io
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

import polars as pl
import pytest

from mlpcli.cli import prediction_file
from mlpcli.cli.display.predictions import write_answers
from mlpcli.cli.prediction_file import AnswerFile
from mlpcli.config.dataset_facts import DataFacts
from mlpcli.data.preprocessing import Impute, Preprocessing
from mlpcli.data.preprocessing.impute import Filled
from mlpcli.data.tables.schema import TableColumn, TableSchema
from mlpcli.errors import DataError, StorageError, Terminated, UsageError
from mlpcli.inference.inputs.image_notices import ImageCounts
from mlpcli.inference.model_description import ModelDescription
from mlpcli.inference.prediction import ClassPrediction, Prediction, Unanswered, ValuePrediction
from mlpcli.workflows.predict import Answers, Batch

DESCRIBED = ModelDescription(
    2, "sha256:00", DataFacts("answers", "vector", (2,), "binary", ("no", "yes")), Preprocessing()
)


def batches(count: int, size: int, end: BaseException | None = None) -> Iterator[Batch]:
    """`count` batches, and then what ends the prediction."""
    for number in range(count):
        names = [f"row{number * size + row}" for row in range(size)]
        yield Batch([ClassPrediction(name, "yes", 0.75, (0.25, 0.75)) for name in names])
    if end:
        raise end


def answers(count: int, size: int, end: BaseException | None = None) -> Answers:
    return Answers("run-1", (), DESCRIBED, count * size, batches(count, size, end))


@pytest.mark.parametrize("format", ["table", "csv", "jsonl"])
@pytest.mark.parametrize("end", [KeyboardInterrupt(), Terminated(), DataError("broken", "mend it")], ids=repr)
def test_what_ends_a_prediction_leaves_the_answers_before(
    format: str, end: BaseException, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "answers"
    with pytest.raises(type(end)):
        write_answers(answers(3, 2, end), format, 1, AnswerFile(path, force=False))
    part = tmp_path / "answers.part"
    lines = part.read_text().splitlines()
    assert [f"row{number}" in line for number, line in enumerate(lines[-6:])] == [True] * 6
    assert len(lines) == (6 if format == "jsonl" else 7)
    assert capfd.readouterr().err == f"the first 6 predictions are kept in {part}\n"
    assert not path.exists()


@pytest.mark.parametrize(
    ("format", "lines", "kept"),
    [("csv", 0, 0), ("csv", 1, 0), ("csv", 2, 1), ("jsonl", 3, 3), ("json", 3, 2), ("json", 8, 6)],
)
def test_the_count_is_that_of_the_predictions_in_the_file(
    format: str,
    lines: int,
    kept: int,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write_all = prediction_file._write_all
    room = iter(range(lines))

    def until_full(file: BinaryIO, content: bytes) -> None:
        if next(room, None) is None:
            file.write(content[:5])
            raise OSError(errno.ENOSPC, "No space left on device")
        write_all(file, content)

    monkeypatch.setattr(prediction_file, "_write_all", until_full)
    if lines == 8:
        monkeypatch.setattr(os, "fsync", lambda file: until_full(io.BytesIO(), b""))
    with pytest.raises(StorageError):
        write_answers(answers(3, 2), format, 1, AnswerFile(tmp_path / "answers", force=False))
    part = tmp_path / "answers.part"
    first = "first prediction is" if kept == 1 else f"first {kept} predictions are"
    assert capfd.readouterr().err == f"the {first} kept in {part}\n" * bool(kept)
    assert part.exists() == bool(kept)
    assert not kept or part.read_text().count("row") == kept


@pytest.mark.parametrize("format", ["table", "csv", "jsonl"])
def test_what_fails_at_once_leaves_an_older_file_as_it_is(
    format: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "answers"
    path.write_text("older")
    with pytest.raises(DataError):
        write_answers(answers(0, 2, DataError("broken", "mend it")), format, 1, AnswerFile(path, force=True))
    assert list(tmp_path.iterdir()) == [path]
    assert (path.read_text(), capfd.readouterr()) == ("older", ("", ""))


def test_answers_are_on_the_screen_before_all_are_known(capsys: pytest.CaptureFixture[str]) -> None:
    seen: list[int] = []

    def watched() -> Iterator[Batch]:
        for batch in batches(3, 200):
            seen.append(len(capsys.readouterr().out.splitlines()))
            yield batch

    write_answers(Answers("run-1", (), DESCRIBED, 600, watched()), "table", 2, None)
    assert seen == [0, 201, 200]


def test_columns_are_aligned_by_what_they_look_like(capsys: pytest.CaptureFixture[str]) -> None:
    rows: list[Prediction] = [
        ClassPrediction("桜.png", "yes", 1.0, (0.0, 1.0)),
        ClassPrediction("e\u0301.png", "no", 0.5, (0.5, 0.5)),
    ]
    write_answers(Answers("run-1", (), DESCRIBED, 2, iter([Batch(rows)])), "table", 2, None)
    assert capsys.readouterr().out.splitlines() == [
        "input   label  confidence  others",
        "桜.png  yes        100.0%  no 0.0%",
        "e\u0301.png   no          50.0%  yes 50.0%",
    ]


def test_files_of_several_frames_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    parts = [Batch(batch.predictions, ImageCounts(more=number)) for number, batch in enumerate(batches(3, 2))]
    write_answers(Answers("run-1", (), DESCRIBED, 6, iter(parts)), "table", 2, None)
    assert capsys.readouterr().err == (
        "notice: 3 of 6 images have more than one frame or page; only the first was read\n"
    )


def test_what_has_no_answer_is_marked_in_the_table_and_named_once(capsys: pytest.CaptureFixture[str]) -> None:
    rows: list[Prediction] = [
        ClassPrediction("a.png", "yes", 1.0, (0.0, 1.0), "fitted"),
        Unanswered("b.png", "empty"),
        Unanswered("c.png", "several"),
        Unanswered("d.png", "empty"),
    ]
    write_answers(Answers("run-1", (), DESCRIBED, 4, iter([Batch(rows, ImageCounts(1))])), "table", 2, None)
    shown = capsys.readouterr()
    assert shown.out.splitlines()[2:] == [
        "b.png  -               -  no ink found",
        "c.png  -               -  several drawings",
        "d.png  -               -  no ink found",
    ]
    first, *others = shown.err.splitlines()
    assert first.startswith("notice: the drawings of 1 of 4 images were fitted to the frame")
    assert [line.split(", so")[0] for line in others] == [
        "notice: nothing stands out from the background of b.png, d.png",
        "notice: several drawings lie apart on c.png",
    ]


def test_parquet_is_written_whole_or_not_at_all(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "answers"
    with pytest.raises(KeyboardInterrupt):
        write_answers(answers(3, 2, KeyboardInterrupt()), "parquet", 1, AnswerFile(path, force=False))
    assert (list(tmp_path.iterdir()), capfd.readouterr().err) == ([], "")
    write_answers(answers(2, 2), "parquet", 1, AnswerFile(path, force=False))
    frame = pl.read_parquet(path)
    assert frame.columns == ["input", "label", "confidence", "p_no", "p_yes"]
    assert frame.row(3) == ("row3", "yes", 0.75, 0.25, 0.75)


def test_numbers_to_predict_are_numbers_beside_their_predictions(tmp_path: Path) -> None:
    table = TableSchema((TableColumn("x", "number"),), ("y",), ("x", "y"), True)
    described = replace(
        DESCRIBED,
        facts=DataFacts("answers", "vector", (1,), "regression", targets=1),
        preprocessing=Preprocessing((Impute((Filled(0.0, False),)),), table=table),
    )
    batch = Batch([ValuePrediction("r", (1.5,), cells=("2", "3.5"))])
    found = Answers("run-1", (), described, 1, iter([batch]), ("x", "y"))
    write_answers(found, "parquet", 1, AnswerFile(tmp_path / "a", force=False))
    assert pl.read_parquet(tmp_path / "a").rows() == [(2, 3.5, 1.5)]


def test_parquet_needs_a_file() -> None:
    with pytest.raises(UsageError, match="parquet is not text") as caught:
        write_answers(answers(1, 1), "parquet", 1, None)
    assert "--output" in caught.value.fix


def test_rows_of_a_table_show_their_first_columns(capfd: pytest.CaptureFixture[str]) -> None:
    columns = ("a", "b", "c", "d", "e", "f")
    answer = ClassPrediction("t.csv: line 2", "yes", 0.75, (0.25, 0.75), cells=(*"12345", None))
    for shown in (columns, columns[:5]):
        one = replace(answer, cells=answer.cells[: len(shown)])
        write_answers(Answers("run-1", (), DESCRIBED, 1, iter([Batch([one])]), shown), "table", 2, None)
    lines = capfd.readouterr().out.splitlines()
    assert [line.split() for line in lines[:2]] == [
        ["input", *"abcde", "...", "label", "confidence", "others"],
        ["t.csv:", "line", "2", *"12345", "...", "yes", "75.0%", "no", "25.0%"],
    ]
    assert "..." not in lines[2]


def test_a_first_column_that_names_the_input_is_shown_once(capfd: pytest.CaptureFixture[str]) -> None:
    answer = ClassPrediction("w.npy[0]", "yes", 0.75, (0.25, 0.75), cells=("w.npy[0]", 1))
    found = Answers("run-1", (), DESCRIBED, 1, iter([Batch([answer])]), ("input", "step"))
    write_answers(found, "table", 1, None)
    lines = capfd.readouterr().out.splitlines()
    assert [line.split() for line in lines] == [
        ["input", "step", "label", "confidence", "others"],
        ["w.npy[0]", "1", "yes", "75.0%"],
    ]


def test_a_failure_leaves_no_bracket_alone(capfd: pytest.CaptureFixture[str]) -> None:
    broken = ClassPrediction("a", "yes", 0.75, (0.25, 0.5, 0.25))
    found = Answers("run-1", (), DESCRIBED, 1, iter([Batch([broken])]))
    with pytest.raises(ValueError, match="zip"):
        write_answers(found, "json", 1, None)
    assert capfd.readouterr().out == ""
