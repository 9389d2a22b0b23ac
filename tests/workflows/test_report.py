"""The page of a run, written by the training or afterwards."""

import html
import os
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import mlpcli
from mlpcli.errors import RunError, RunInUseError, StorageError, UsageError
from mlpcli.runs import record as records
from mlpcli.runs.folder import RunFolder
from mlpcli.runs.lock import locked
from mlpcli.workflows.run.run_findings import lines_to_try
from mlpcli.workflows.train import TrainedRun
from tests.hostile.forging import reseal
from tests.workflows.trainings import AND, BLOBS, DIABETES, DIGITS, Recorder, train

Get = Callable[[str], TrainedRun]
_WRITTEN = re.compile(r"<footer>.*</footer>")


@pytest.fixture
def folder(trained: Get, tmp_path: Path) -> RunFolder:
    """A copy of a run without a page, to be changed."""
    return RunFolder(Path(shutil.copytree(trained(BLOBS).folder.path, tmp_path / "runs" / "blobs")))


def page_of(folder: RunFolder) -> str:
    return _WRITTEN.sub("", folder.report.read_text())


def is_sound(folder: RunFolder) -> bool:
    (found,) = mlpcli.verify_runs([str(folder.path)])
    return (found.state, found.findings, found.notes) == ("sound", (), ())


def test_a_training_writes_the_page_that_is_written_again_later(reports: None, tmp_path: Path) -> None:
    run = train(tmp_path, BLOBS, "report=true")
    assert run.report == run.folder.report
    first = page_of(run.folder)
    assert is_sound(run.folder)
    mlpcli.report(str(run.folder.path))
    assert page_of(run.folder) == first
    assert is_sound(run.folder)


def test_the_page_begins_with_its_network_unless_this_is_too_large(
    folder: RunFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    mlpcli.report(str(folder.path))
    assert 'id="try-network"' in page_of(folder)
    monkeypatch.setattr("mlpcli.workflows.run.network_page.MOST_IN_REPORTS", 1)
    mlpcli.report(str(folder.path))
    assert "<script" not in page_of(folder)
    assert "mlpcli export" in page_of(folder) and "up to 1 parameters" in page_of(folder)


def test_without_a_report_an_older_page_does_not_stay(
    reports: None, folder: RunFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.report.write_text("of before")
    run = mlpcli.resume(str(folder.path), "+1")
    assert run.report is None
    assert not folder.report.exists()


def test_a_page_that_cannot_be_made_costs_the_training_nothing(
    reports: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: object) -> str:
        raise ValueError("no such colour")

    monkeypatch.setattr("mlpcli.reporting.page.write.page_of", fail)
    watcher = Recorder()
    run = train(tmp_path, AND, "report=true", watcher=watcher)
    told = "report.html was not written: no such colour; `mlpcli report` tries it again"
    assert watcher.notices == [told]
    assert (run.record.status, run.record.notices, run.report) == ("completed", (), None)
    assert is_sound(run.folder)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (DIABETES, "Predicted target"),
        (DIGITS, "The most confident of"),
        (AND, "No epoch was trained: these are the initial weights."),
    ],
    ids=["numbers", "images", "no epochs"],
)
def test_every_run_has_a_page(text: str, said: str, trained: Get, tmp_path: Path) -> None:
    found = mlpcli.report(str(trained(text).folder.path), tmp_path / "page.html")
    assert found.path == tmp_path / "page.html"
    assert found.missing == ()
    assert said in found.path.read_text()


def test_an_interrupted_run_has_a_page_of_what_there_is(interrupted: RunFolder, tmp_path: Path) -> None:
    found = mlpcli.report(str(interrupted.path), tmp_path / "page.html")
    page = found.path.read_text()
    assert "This run is interrupted after 1 of 3 epochs" in page
    assert "Validation loss after the only epoch" in page
    reason = "The figures of all splits and of the baselines are computed when a training completes"
    assert found.missing == (reason,)
    assert "Of the 18 rows of the test split. The weights are those of epoch 1." in page


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("metrics.csv", "metrics.csv is missing"),
        ("evaluation.json", "evaluation.json is missing"),
        ("model.tflite", "model.tflite is missing"),
        ("checkpoints/best.safetensors", ""),
        ("config.yaml", "config.yaml is missing"),
    ],
)
def test_what_is_missing_is_said_and_the_rest_is_shown(name: str, part: str, folder: RunFolder) -> None:
    (folder.path / name).unlink()
    found = mlpcli.report(str(folder.path))
    assert found.missing == ((f"{folder.path}/{part}",) if part else ())
    assert f"{part}." in folder.report.read_text()


def test_a_config_that_was_changed_is_not_shown_as_the_one_of_the_run(folder: RunFolder) -> None:
    folder.config.write_text("# forged\n")
    reason = f"{folder.config} was changed after the run was completed"
    assert mlpcli.report(str(folder.path)).missing == (reason,)
    assert "# forged" not in page_of(folder) and f"{reason}." in page_of(folder)


def test_the_page_says_what_may_have_gone_wrong_and_what_to_try(
    reports: None, trained: Get, tmp_path: Path
) -> None:
    run = train(tmp_path, DIABETES, "report=true")
    (first, *_) = mlpcli.diagnose(str(run.folder.path)).found
    page = html.unescape(page_of(run.folder))
    assert "What may have gone wrong" in page
    assert first.headline[1:] in page and first.why in page
    assert lines_to_try(run.folder, first)[0] in page
    mlpcli.report(str(run.folder.path))
    assert html.unescape(page_of(run.folder)).count(first.headline[1:]) == page.count(first.headline[1:])
    sound = mlpcli.report(str(trained(AND).folder.path), tmp_path / "and.html").path
    assert "What may have gone wrong" not in sound.read_text()


def test_weights_that_cannot_be_drawn_are_said(folder: RunFolder) -> None:
    os.truncate(folder.best, folder.best.stat().st_size // 2)
    (missing,) = mlpcli.report(str(folder.path)).missing
    assert missing.startswith(f"{folder.best} is broken")
    assert f"The weights: {folder.best} is broken" in page_of(folder)


def test_an_interrupted_run_without_checkpoints_has_a_page(interrupted: RunFolder, tmp_path: Path) -> None:
    folder = RunFolder(Path(shutil.copytree(interrupted.path, tmp_path / "runs" / "blobs")))
    shutil.rmtree(folder.checkpoints)
    assert f"{folder.best} is missing" in mlpcli.report(str(folder.path)).missing
    assert "Validation loss after the only epoch" in folder.report.read_text()


def test_changed_data_is_said_and_the_rest_is_shown(
    folder: RunFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mlpcli.data.load.fingerprint", lambda rows: "sha256:of others")
    found = mlpcli.report(str(folder.path))
    assert found.missing == ("blobs is not the data that blobs was trained on",)
    assert "test split, 18 rows" in folder.report.read_text()


@pytest.mark.parametrize("name", ["run.json", "model.json", "resolved.yaml"])
def test_without_what_says_what_the_run_is_there_is_no_page(name: str, folder: RunFolder) -> None:
    (folder.path / name).unlink()
    with pytest.raises(RunError, match=re.escape(name)):
        mlpcli.report(str(folder.path))
    assert not folder.report.exists()


def test_an_evaluation_of_an_older_version_is_read(folder: RunFolder) -> None:
    text = folder.evaluation.read_text()
    folder.evaluation.write_text(
        re.sub(r',\s*"baselines": .*?"comparison": \{.*?\}', "", text, flags=re.DOTALL)
    )
    assert "baselines" not in folder.evaluation.read_text()
    reseal(folder.record, digests={})
    assert mlpcli.report(str(folder.path)).missing == ()
    assert "test split, 18 rows" in folder.report.read_text()


@pytest.mark.parametrize(
    "text", ["[]", '{"test": []}', '{"test": {}}', '{"test": {"rows": 1, "metrics": {}, "per_class": {}}}']
)
def test_an_evaluation_that_is_none_is_said(text: str, folder: RunFolder) -> None:
    folder.evaluation.write_text(text)
    reseal(folder.record, digests={})
    (missing,) = mlpcli.report(str(folder.path)).missing
    assert missing.startswith(f"{folder.evaluation} is not one that this version of mlpcli writes: ")


def test_a_link_in_the_place_of_the_page_is_replaced_and_not_followed(
    folder: RunFolder, tmp_path: Path
) -> None:
    (tmp_path / "mine").write_text("untouched")
    folder.report.symlink_to(tmp_path / "mine")
    (found,) = mlpcli.verify_runs([str(folder.path)])
    assert found.findings == (f"{folder.report} is a link, but a run's files must not be links",)
    mlpcli.report(str(folder.path))
    assert (tmp_path / "mine").read_text() == "untouched"
    assert not folder.report.is_symlink()


def test_a_folder_in_the_place_of_the_page_is_told_and_kept(folder: RunFolder) -> None:
    folder.report.mkdir()
    with pytest.raises(StorageError, match="report.html could not be written"):
        mlpcli.report(str(folder.path))
    assert folder.report.is_dir()


def test_a_changed_page_is_found_and_a_removed_one_is_no_damage(folder: RunFolder) -> None:
    mlpcli.report(str(folder.path))
    folder.report.write_text("changed")
    (found,) = mlpcli.verify_runs([str(folder.path)])
    assert found.findings == (f"{folder.report} was changed after the run was completed",)
    folder.report.unlink()
    (found,) = mlpcli.verify_runs([str(folder.path)])
    assert (found.state, found.notes) == (
        "sound",
        ("report.html is missing; `mlpcli report` writes it again",),
    )


def test_the_digest_of_the_page_is_recorded_unless_the_run_has_none(folder: RunFolder) -> None:
    mlpcli.report(str(folder.path))
    assert "report.html" in records.read(folder).digests
    records.write(folder, replace(records.read(folder), digests={}))
    mlpcli.report(str(folder.path))
    assert records.read(folder).digests == {}


def test_a_page_of_a_run_in_use_is_written_elsewhere(folder: RunFolder, tmp_path: Path) -> None:
    with locked(folder):
        with pytest.raises(RunInUseError) as caught:
            mlpcli.report(str(folder.path))
        assert caught.value.fix.endswith("or write the page to another place: -o FILE")
        assert mlpcli.report(str(folder.path), tmp_path / "page.html").path.exists()


def test_only_pages_are_replaced(folder: RunFolder, tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    for _ in range(2):
        mlpcli.report(str(folder.path), target)
    target.write_text("<!doctype html>\nmine")
    with pytest.raises(UsageError) as caught:
        mlpcli.report(str(folder.path), target)
    assert caught.value.message == f"{target} exists and is no page of a run"
    assert target.read_text().endswith("mine")
