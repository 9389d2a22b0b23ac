import os
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from mlpcli.arguments import RUNS
from mlpcli.runs.find_run import find
from mlpcli.runs.folder import RunFolder
from mlpcli.workflows.run.run_reference import run_words

# From where a command is typed, and how a run is named there.
NAMED = [
    (".", "runs/blobs-20261121-143533"),
    (".", "elsewhere/blobs"),
    (".", "./blobs"),
    (".", "elsewhere/../blobs"),
    (".", "link/"),
    (".", "runs/my 'own' run"),
    (".", "my $(run)s/blobs"),
    (".", "my $(run)s/-o"),
    (".", "./-o"),
    (".", "elsewhere/latest"),
    ("elsewhere/blobs", "."),
    ("elsewhere/blobs", "../blobs"),
    ("elsewhere/blobs/checkpoints", ".."),
    ("runs", "./blobs-20261121-143533"),
    ("link", "."),
    (".", "elsewhere/a\x1b[31mb"),
]


@pytest.fixture
def runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in (
        *("runs/blobs-20261121-143533", "runs/my 'own' run", "elsewhere/blobs", "elsewhere/latest"),
        "elsewhere/a\x1b[31mb",
        *("blobs", "my $(run)s/blobs", "my $(run)s/-o", "-o"),
    ):
        (tmp_path / name / "checkpoints").mkdir(parents=True)
        (tmp_path / name / "run.json").touch()
    (tmp_path / "link").symlink_to("blobs")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def words(typed: str) -> list[str]:
    """What a shell makes of a line."""
    done = subprocess.run(["bash", "-c", f"printf '%s\\0' {typed}"], stdout=subprocess.PIPE, check=True)
    return os.fsdecode(done.stdout).split("\0")[:-1]


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs a shell")
@pytest.mark.parametrize("absolute", [False, True])
@pytest.mark.parametrize(("here", "named"), NAMED)
def test_what_is_to_be_typed_means_the_same_run(
    here: str, named: str, absolute: bool, runs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(here)
    path = Path.cwd() / named if absolute else Path(named)
    run, *option = words(run_words(RunFolder(path)))
    assert not run.startswith("-")
    assert option[:1] == ["--runs"][: len(option)]
    found = find(run, Path(option[1]) if option else RUNS)
    assert os.path.samefile(found.path, path)


def test_a_run_where_runs_usually_are_is_named_by_its_id_alone(runs: Path) -> None:
    assert run_words(RunFolder(RUNS / "blobs-20261121-143533")) == "blobs-20261121-143533"
    assert run_words(RunFolder(Path.cwd() / RUNS / "my 'own' run")) == shlex.quote("my 'own' run")


def test_in_a_run_its_neighbours_are_looked_at(runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir("elsewhere/blobs")
    assert run_words(RunFolder(Path("."))) == "blobs --runs .."
