import os
from pathlib import Path

import pytest

from mlpcli.runs.folder import RunFolder
from mlpcli.runs.leftovers import sweep_unbegun
from mlpcli.runs.lock import locked
from tests.runs.records import add_run

ID = "xor-20260102-030405"
BEGUN = [".lock", ".owner.json", "checkpoints/", "config.yaml", "resolved.yaml", "model.json"]


def made(path: Path, *names: str) -> Path:
    """A folder of two hours ago; a name that ends in a slash is a folder's."""
    path.mkdir()
    for name in names:
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).mkdir() if name.endswith("/") else (path / name).touch()
    age(path)
    return path


def age(path: Path) -> None:
    old = path.stat().st_mtime - 7200
    os.utime(path, (old, old))


@pytest.mark.parametrize(
    "held",
    [["checkpoints/"], [".lock", "checkpoints/", ".config.yaml.1-2.tmp"], BEGUN],
    ids="+".join,
)
def test_what_a_training_left_that_was_killed_before_its_record_is_swept(
    held: list[str], tmp_path: Path
) -> None:
    made(tmp_path / ID, *held)
    sweep_unbegun(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "held",
    [
        [],
        ["config.yaml"],
        ["config.yaml", "checkpoints/"],
        ["checkpoints/epoch-1.pt"],
        ["config.yaml", "checkpoints/last.safetensors"],
        [*BEGUN, "notes.txt"],
    ],
    ids="+".join,
)
def test_a_folder_that_someone_else_put_there_stays(held: list[str], tmp_path: Path) -> None:
    path = made(tmp_path / ID, *held)
    sweep_unbegun(tmp_path)
    assert path.exists()


def test_a_run_that_lost_its_record_in_its_first_epoch_stays(tmp_path: Path) -> None:
    path = made(tmp_path / ID, *BEGUN, "checkpoints/last.safetensors")
    sweep_unbegun(tmp_path)
    assert path.exists()


def test_runs_that_have_begun_or_just_begin_stay(tmp_path: Path) -> None:
    for name in ("new", "live"):
        made(tmp_path / f"{name}-20260102-030405", *BEGUN)
    os.utime(tmp_path / "new-20260102-030405")
    whole = add_run(tmp_path, ID)
    age(whole.path)
    with locked(RunFolder(tmp_path / "live-20260102-030405")):
        age(tmp_path / "live-20260102-030405")
        sweep_unbegun(tmp_path)
    assert len(list(tmp_path.iterdir())) == 3
