"""The n-th thing that a command does to the disk fails, for every n there is."""

import errno
import shutil
from collections.abc import Callable, Mapping
from itertools import count
from pathlib import Path

import pytest

import mlpcli as package
from tests.conftest import Answer, Command
from tests.damage import MOST_EXAMPLES
from tests.workflows.faults import NthFault
from tests.workflows.trainings import train, write

CODES = (errno.ENOSPC, errno.EACCES, errno.EIO)
GATE = """\
data: {source: gates, gate: and}
layers: [{Dense: {units: 1, activation: sigmoid}}]
training: {epochs: 0, baselines: false}
"""
RUN = "runs/and"
OLD = "of before"


def runs_are_sound(here: Path) -> None:
    """What is listed can be used, and every byte of it is as it should be."""
    found = package.verify_runs(runs=here / "runs")
    assert [one for one in found if one.state != "sound"] == []


def old_or_whole(name: str) -> Callable[[Path, Answer], None]:
    def check(here: Path, answer: Answer) -> None:
        held = (here / name).read_text()
        # A folder that could not be synced holds the new one already.
        assert held == OLD or len(held) > 20
        assert answer.code or held != OLD

    return check


def nothing(here: Path, answer: Answer) -> None:
    pass


# What is typed, and what must be true of the folder afterwards.
COMMANDS: Mapping[str, tuple[tuple[str, ...], Callable[[Path, Answer], None]]] = {
    "init": (("init", "-o", "old"), nothing),
    "train": (("train", "small.yaml"), nothing),
    "resume": (("resume", f"./{RUN}", "--epochs", "1"), nothing),
    "script": (("export", f"./{RUN}", "-f", "script", "-o", "old", "--force"), old_or_whole("old")),
    "safetensors": (("export", f"./{RUN}", "-f", "safetensors", "-o", "old", "--force"), nothing),
    "predict": (("predict", "1,0", "--run", f"./{RUN}", "-o", "old", "--force"), old_or_whole("old")),
    "report": (("report", f"./{RUN}"), nothing),
    "remove": (("runs", "remove", f"./{RUN}", "--yes"), nothing),
}
# Those that train take a second a time: nightly every step of theirs fails, and else every seventh.
SLOW = {} if MOST_EXAMPLES > 200 else {"train": 7, "resume": 7, "safetensors": 4, "report": 5}


def may_go_on(name: str, fault: NthFault) -> bool:
    """Whether what fails is only tidying up, or needs space that a removal can do without."""
    return fault.step == "remove" or (name == "remove" and ".owner.json" in fault.path)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return train(tmp_path_factory.mktemp("run"), GATE).folder.path


@pytest.mark.parametrize("name", COMMANDS)
def test_whichever_step_fails_it_is_told_and_nothing_is_lost(
    name: str, run: Path, mlpcli: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments, check = COMMANDS[name]
    for nth in count(1, SLOW.get(name, 1)):
        here = tmp_path / str(nth)
        shutil.copytree(run, here / RUN)
        write(here, GATE)
        if name != "init":
            (here / "old").write_text(OLD)
        monkeypatch.chdir(here)
        fault = NthFault(here, nth, CODES[nth % len(CODES)])
        with monkeypatch.context() as patched:
            fault.inject(patched)
            answer = mlpcli(*arguments)
        if fault.step is None:
            assert answer.code == 0
            break
        where = f"{fault.step} {fault.path}: {answer}"
        assert answer.code == 6 or (answer.code == 0 and may_go_on(name, fault)), where
        if answer.code:
            assert "error: " in answer.err and "\n    fix: " in answer.err, where
        check(here, answer)
        runs_are_sound(here)
        # Again, and it works; or it is told that it is done.
        assert mlpcli(*arguments).code in (0, 2), where
        runs_are_sound(here)
        shutil.rmtree(here)
    assert nth > 3
