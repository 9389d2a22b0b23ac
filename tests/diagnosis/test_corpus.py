"""No false alarm, every illness named, and lines that help: minutes of trainings, one after the other."""

import math
import shlex
import sys
from pathlib import Path

import pytest

import mlpcli
from mlpcli.arguments import Contents
from mlpcli.cli.main import main
from mlpcli.errors import DivergedError
from mlpcli.reporting.facts.absent import Absent
from mlpcli.reporting.facts.evaluations import read_evaluations
from mlpcli.runs.folder import RunFolder
from mlpcli.workflows.diagnose import DiagnosedRun
from mlpcli.workflows.run.open_run import open_run_in
from mlpcli.workflows.run.run_findings import lines_to_try
from tests.diagnosis.corpus import ILL, Case, healthy_configs, write_data

pytestmark = pytest.mark.benchmark

_HELPED = 0.8


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write_data(tmp_path)
    return tmp_path


def trained(config: str | Path, name: str, *changes: str) -> RunFolder:
    """The run of a config, also if it diverged. Small networks train sooner than XLA compiles them."""
    given = config if isinstance(config, Path) else Contents("-", config.encode())
    before = set(Path("runs").glob("*"))
    try:
        return mlpcli.train(given, [f"name={name}", "training.jit=false", *changes]).folder
    except DivergedError:
        (new,) = set(Path("runs").glob("*")) - before
        return RunFolder(new)


def harmful(found: DiagnosedRun) -> list[str]:
    return [one.name for one in found.found if one.severity != "answer"]


def test_healthy_trainings_draw_no_alarm(here: Path) -> None:
    alarms = {}
    count = 0
    for name, config in healthy_configs(here):
        count += 1
        found = mlpcli.diagnose(trained(config, name).id)
        print(f"{name}: {harmful(found) or 'nothing'}")
        if harmful(found):
            alarms[name] = [one.headline for one in found.found]
    assert count >= 30
    assert alarms == {}


def figure(folder: RunFolder, case: Case) -> float:
    """How good the validation figure is, the higher the better; minus infinity for a run that diverged."""
    opened = open_run_in(folder)
    splits = read_evaluations(folder, opened.record, opened.plan.facts.classes)
    value = None if isinstance(splits, Absent) else splits["validation"].metrics[case.figure]
    if value is None:
        return -math.inf
    return -value if case.figure == "loss" else value


def test_ill_trainings_are_named_and_mostly_helped(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    helped, unnamed = {}, {}
    for name, case in ILL.items():
        # Only these are seen by a comparison.
        compared = case.illness in ("underfitting", "no_better_than_baseline")
        folder = trained(case.config, name, f"training.baselines={str(compared).lower()}")
        found = mlpcli.diagnose(folder.id)
        if case.illness not in harmful(found):
            unnamed[name] = harmful(found)
        helped[name] = False
        if found.found and found.found[0].changes:
            line = lines_to_try(folder, found.found[0])[0]
            helped[name] = figure(followed(line, monkeypatch), case) > figure(folder, case)
        print(f"{name}: {harmful(found)}, {'helped' if helped[name] else 'not helped'}")
    print(f"helped: {sum(helped.values())} of {len(helped)}")
    assert unnamed == {}
    assert sum(helped.values()) >= _HELPED * len(helped)


def followed(line: str, monkeypatch: pytest.MonkeyPatch) -> RunFolder:
    """The run of a line that was tried to the letter."""
    before = set(Path("runs").glob("*"))
    monkeypatch.setattr(sys, "argv", [*shlex.split(line), "--quiet"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 0
    (new,) = set(Path("runs").glob("*")) - before
    return RunFolder(new)
