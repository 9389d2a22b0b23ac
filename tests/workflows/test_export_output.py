import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from mlpcli.errors import StorageError, UsageError
from mlpcli.workflows.export_output import placing, sweep_exports
from mlpcli.workflows.output_path import require_place
from tests.workflows.test_output_path import refused

# Dies in the middle of a replacement: at the `n`th rename of a folder that it reaches.
DIES = """
import os, signal, sys
from pathlib import Path
from mlpcli.workflows import export_output
target, dies = Path(sys.argv[1]), sys.argv[2]
def die(*arguments, **options):
    os.kill(os.getpid(), signal.SIGKILL)
if dies != "making":
    setattr(os, dies, die)
with export_output.placing(target, ".saved_model", lambda: None) as path:
    path.mkdir()
    (path / "saved_model.pb").write_text("new")
    if dies == "making":
        die()
"""


def nothing() -> None:
    pass


def place(
    target: Path,
    force: bool = True,
    at_work: Callable[[], object] = nothing,
    after_the_look: Callable[[], object] = nothing,
) -> None:
    """Place a SavedModel, with `at_work` called while it is made."""
    with placing(target, ".saved_model", look(target, True, force, after_the_look)) as path:
        path.mkdir()
        (path / "saved_model.pb").write_text("new")
        (path / "assets.extra").mkdir()
        (path / "assets.extra" / "mlpcli.json").write_text("new")
        at_work()


def place_file(
    target: Path,
    force: bool,
    at_work: Callable[[], object] = nothing,
    after_the_look: Callable[[], object] = nothing,
) -> None:
    with placing(target, ".keras", look(target, False, force, after_the_look)) as path:
        path.write_text("new")
        at_work()


def look(target: Path, folder: bool, force: bool, after: Callable[[], object]) -> Callable[[], None]:
    """The check of a target, after the first of which something happens."""
    todo = [after]

    def require() -> None:
        require_place(target, "r", folder=folder, force=force)
        if todo:
            todo.pop()()

    return require


def contents(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()
    }


def test_a_saved_model_of_ours_is_replaced_when_forced_alone(target: Path) -> None:
    assert refused(target, True, force=False).fix.endswith("overwrite it with --force")
    require_place(target, "run.saved_model", folder=True, force=True)
    place(target)
    assert contents(target) == {"saved_model.pb": "new", "assets.extra/mlpcli.json": "new"}
    assert [path.name for path in target.parent.iterdir()] == ["served"]


@pytest.mark.parametrize("places", [place, place_file])
@pytest.mark.parametrize("force", [False, True])
def test_a_folder_of_the_users_that_appears_meanwhile_is_kept(
    places: Callable[..., None], force: bool, tmp_path: Path
) -> None:
    def appear() -> None:
        (tmp_path / "net").mkdir()
        (tmp_path / "net" / "thesis.txt").write_text("of two years")

    with pytest.raises(UsageError, match="net is a folder"):
        places(tmp_path / "net", force, appear)
    assert contents(tmp_path) == {"net/thesis.txt": "of two years"}


def test_a_file_that_appears_meanwhile_is_replaced_when_forced_alone(tmp_path: Path) -> None:
    appear = partial((tmp_path / "net").write_text, "mine")
    with pytest.raises(UsageError, match="net already exists"):
        place_file(tmp_path / "net", False, appear)
    with pytest.raises(UsageError, match="net is a file, but this export is a folder"):
        place(tmp_path / "net", True, appear)
    assert contents(tmp_path) == {"net": "mine"}
    place_file(tmp_path / "net", True, appear)
    assert contents(tmp_path) == {"net": "new"}


@pytest.mark.parametrize("places", [place, place_file])
def test_of_two_exports_to_one_path_the_later_one_is_refused(
    places: Callable[..., None], tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match="net already exists"):
        places(tmp_path / "net", False, partial(places, tmp_path / "net", False))
    assert [path.name for path in tmp_path.iterdir()] == ["net"]


@pytest.mark.parametrize("places", [place, place_file])
@pytest.mark.parametrize("appears", ["a folder", "a file"])
def test_what_appears_after_the_last_look_is_kept_too(
    places: Callable[..., None], appears: str, tmp_path: Path
) -> None:
    net = tmp_path / "net"

    def appear() -> None:
        if appears == "a folder":
            net.mkdir()
        (net / "mine" if appears == "a folder" else net).write_text("mine")

    with pytest.raises(UsageError, match="net (is|already)"):
        places(net, False, after_the_look=appear)
    assert contents(tmp_path) == {"net/mine" if appears == "a folder" else "net": "mine"}


def test_a_file_is_placed_on_a_disk_without_hard_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def link(source: Path, goal: Path) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", link)
    place_file(tmp_path / "net", False)
    assert contents(tmp_path) == {"net": "new"}


@pytest.mark.parametrize("step", ["rename", "replace", "fsync"])
@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()], ids=repr)
def test_a_replacement_that_fails_leaves_the_old_one(
    step: str, error: BaseException, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = getattr(os, step)

    def once(*arguments: object) -> None:
        monkeypatch.setattr(os, step, real)
        raise error

    monkeypatch.setattr(os, step, once)
    with pytest.raises(StorageError if isinstance(error, OSError) else KeyboardInterrupt):
        place(target)
    assert (target / "saved_model.pb").read_text() == "old"
    assert [path.name for path in target.parent.iterdir()] == ["served"]


def test_an_old_one_that_cannot_be_put_back_is_kept_and_told(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.rename

    def only_aside(source: Path, goal: Path) -> None:
        if goal == target:
            raise OSError(5, "Input/output error")
        real(source, goal)

    def fails(source: Path, goal: Path) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patched, pytest.raises(StorageError) as caught:
        patched.setattr(os, "rename", only_aside)
        patched.setattr(os, "replace", fails)
        place(target)
    assert "could not be moved back" in caught.value.message
    assert sweep_exports(target.parent) == ("served",)
    assert (target / "saved_model.pb").read_text() == "old"


@pytest.mark.parametrize("moment", ["making", "rename", "replace"])
def test_what_a_kill_leaves_is_swept_and_the_old_one_is_back(moment: str, target: Path) -> None:
    done = subprocess.run([sys.executable, "-c", DIES, str(target), moment], check=False)
    assert done.returncode == -9
    assert len(list(target.parent.glob(".mlpcli-export-*"))) == 1
    assert sweep_exports(target.parent) == (("served",) if moment == "replace" else ())
    assert (target / "saved_model.pb").read_text() == "old"
    assert [path.name for path in target.parent.iterdir()] == ["served"]


@pytest.mark.parametrize("moment", ["unlink", "rmdir"])
def test_what_a_kill_leaves_of_a_clean_up_is_swept(moment: str, target: Path) -> None:
    done = subprocess.run([sys.executable, "-c", DIES, str(target), moment], check=False)
    assert done.returncode == -9
    (work,) = target.parent.glob(".mlpcli-export-*")
    assert (work / ".lock").exists()
    assert sweep_exports(target.parent) == ()
    assert (target / "saved_model.pb").read_text() == "new"
    assert [path.name for path in target.parent.iterdir()] == ["served"]


def test_a_signal_waits_for_the_clean_up(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.unlink

    def interrupted(*arguments: Any, **options: Any) -> None:
        monkeypatch.setattr(os, "unlink", real)
        signal.raise_signal(signal.SIGINT)
        real(*arguments, **options)

    monkeypatch.setattr(os, "unlink", interrupted)
    with pytest.raises(KeyboardInterrupt):
        place(target)
    assert (target / "saved_model.pb").read_text() == "new"
    assert [path.name for path in target.parent.iterdir()] == ["served"]


@pytest.mark.parametrize(
    ("held", "hours", "is_swept"),
    [
        (("old/served/saved_model.pb",), 0, True),
        (("old/served/saved_model.pb", "new.saved_model/saved_model.pb"), 0, False),
        (("new.saved_model/saved_model.pb",), 0, False),
        (("new.saved_model/saved_model.pb",), 2, True),
        ((), 0, True),
    ],
)
def test_without_a_lock_what_may_still_be_needed_is_left_for_an_hour(
    held: Sequence[str], hours: int, is_swept: bool, tmp_path: Path
) -> None:
    work = tmp_path / f".mlpcli-export-{'0' * 16}"
    work.mkdir()
    for name in held:
        (work / name).parent.mkdir(parents=True)
        (work / name).touch()
    then = time.time() - hours * 3600
    os.utime(work, (then, then))
    assert sweep_exports(tmp_path) == ()
    assert not work.exists() if is_swept else all((work / name).exists() for name in held)
    assert not (tmp_path / "served").exists()


def test_what_a_living_export_works_in_is_left_alone(target: Path) -> None:
    with placing(target, ".saved_model", nothing) as path:
        path.mkdir()
        assert sweep_exports(target.parent) == ()
        assert path.is_dir()


def test_what_only_looks_like_a_leftover_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / f".mlpcli-export-{'0' * 16}").symlink_to(tmp_path / "elsewhere")
    (tmp_path / ".mlpcli-export-mine").mkdir()
    assert sweep_exports(tmp_path) == ()
    assert len(list(tmp_path.iterdir())) == 3
