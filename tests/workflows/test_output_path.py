import os
from collections.abc import Callable
from pathlib import Path

import pytest

from mlpcli.errors import MlpcliError, StorageError, UsageError
from mlpcli.workflows.output_path import require_place


def refused(target: Path, folder: bool, force: bool = True) -> MlpcliError:
    with pytest.raises((UsageError, StorageError)) as caught:
        require_place(target, "run.keras", folder=folder, force=force)
    return caught.value


@pytest.mark.parametrize(
    "spoil",
    [
        lambda folder: (folder / "notes.txt").write_text("mine"),
        lambda folder: (folder / "variables" / "mine").mkdir(),
        lambda folder: (folder / "assets.extra" / "mlpcli.json").unlink(),
        lambda folder: (folder / "assets").symlink_to(folder.parent),
    ],
    ids=["file", "folder", "not ours", "link"],
)
def test_a_folder_with_anything_else_in_it_is_kept(spoil: Callable[[Path], object], target: Path) -> None:
    spoil(target)
    error = refused(target, True)
    assert error.message == (
        f"{target} is a folder with more than a SavedModel written by mlpcli, and is kept"
    )
    assert error.fix == f"choose another path with --output, such as {target / 'run.keras'}"


@pytest.mark.parametrize("name", [".", ".."])
def test_the_folder_that_somebody_is_in_is_kept(
    name: str, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(target if name == "." else target / "variables")
    assert " is a folder with more than a SavedModel " in refused(Path(name), True).message


def test_a_file_is_not_replaced_by_a_folder_nor_a_folder_by_a_file(target: Path) -> None:
    assert " is a folder, but this export is a file" in refused(target, False).message
    assert " is a file, but this export is a folder" in refused(target / "saved_model.pb", True).message


def test_links_and_pipes_are_kept(target: Path) -> None:
    link, pipe = target.with_name("link"), target.with_name("pipe")
    link.symlink_to(target / "saved_model.pb")
    os.mkfifo(pipe)
    assert refused(link, False, force=False).message == f"{link} is a link"
    assert refused(pipe, False).message == f"{pipe} is neither a file nor a folder"


@pytest.mark.parametrize("place", ["run", "run/net.keras", "run/deeper/net.keras"])
def test_nothing_is_put_into_a_run(place: str, tmp_path: Path) -> None:
    (tmp_path / "run" / "deeper").mkdir(parents=True)
    (tmp_path / "run" / "run.json").touch()
    error = refused(tmp_path / place, False)
    assert error.message.endswith(" is inside the folder of run run, which is reserved for its own files")
    assert error.fix == "choose a path outside it with --output"


def test_a_folder_that_is_gone_below_its_process_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    with pytest.raises(StorageError):
        require_place(Path("new.keras"), "new.keras", folder=False, force=False)


def test_a_folder_that_is_missing_or_a_file_is_told_before_anything_is_made(target: Path) -> None:
    assert refused(target / "no" / "net", False).fix == "create its folder first"
    error = refused(target / "saved_model.pb" / "net", False)
    assert (error.exit_code, error.fix) == (6, "one part of the path is a file: write to a folder")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_to_is_told(target: Path) -> None:
    target.chmod(0o500)
    assert "Permission denied" in refused(target / "net", False).message
    target.chmod(0o700)
