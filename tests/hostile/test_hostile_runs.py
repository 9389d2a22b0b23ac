"""Run folders of strangers: refused in seconds, in bounded memory, with nothing touched outside of them.

One process runs all commands, for most of a command's time would be TensorFlow's start.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from mlpcli.runs.folder import RunFolder
from tests.hostile import attacks, forging
from tests.hostile.attacks import ATTACKS, EVALUATE, EXPORT, PREDICT, RESUME, SHOW, Do

ROOT = Path(__file__).parents[2]
SECONDS = 5.0
BYTES = 300 * 2**20
CASES = [(name, command) for name, attack in ATTACKS.items() for command in attack.commands]


@dataclass(frozen=True)
class Place:
    """A folder for attacks, with the run that they are done to and the file that they are after."""

    folder: Path
    honest: RunFolder

    @property
    def canary(self) -> Path:
        return self.folder / "canary" / "secret.npz"

    def attacked(self, name: str, do: Do) -> RunFolder:
        """A copy of the run, attacked."""
        run = RunFolder(self.folder / "attacked" / name / "run")
        shutil.copytree(self.honest.path, run.path)
        do(run, self.canary)
        return run

    def answers(self, cases: Mapping[str, tuple[Sequence[str], str]]) -> dict[str, Any]:
        """What the audited process says of cases: of commands and their folders."""
        temporary = self.folder / "temporary"
        temporary.mkdir(exist_ok=True)
        copies = [str(self.attacked(f"warm-{n}", lambda run, canary: None).path) for n in range(2)]
        forging.without_litert(RunFolder(Path(copies[1])))
        work = {
            "warm_up": [
                *(typed(command, copy) for copy in copies for command in (EVALUATE, PREDICT, SHOW)),
                typed((*EXPORT, "--output", str(temporary / "exported")), copies[0]),
                typed(RESUME, copies[0]),
                ["runs", "list", "--runs", str(Path(copies[0]).parent)],
            ],
            "allowed": [str(temporary)],
            "marker": "CANARY",
            "cases": cases,
        }
        (self.folder / "work.json").write_text(json.dumps(work))
        environment = os.environ | {
            "TMPDIR": str(temporary),
            "MLPCLI_DATA_HOME": str(temporary),
            "HOME": str(temporary),
            "XDG_CACHE_HOME": str(temporary),
        }
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "tests.hostile.audited",
                self.folder / "work.json",
                self.folder / "answers.json",
            ],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=600,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        answers: dict[str, Any] = json.loads((self.folder / "answers.json").read_text())
        return answers


def typed(command: Sequence[str], run: str) -> list[str]:
    return [part.replace("{run}", run) for part in command]


@pytest.fixture(scope="module")
def place(honest: RunFolder, tmp_path_factory: pytest.TempPathFactory) -> Place:
    found = Place(tmp_path_factory.mktemp("hostile"), honest)
    found.canary.parent.mkdir()
    found.canary.write_text("untouched")
    (found.canary.parent / ".notes.tmp").write_text("untouched")
    os.utime(found.canary, ns=(1, 1))
    return found


@pytest.fixture(scope="module")
def answers(place: Place) -> dict[str, Any]:
    """Every attack's answer, for every command that meets it."""
    cases = {}
    for name, command in CASES:
        run = place.attacked(f"{name} {command[0]}".replace(" ", "-"), ATTACKS[name].do)
        # An export looks at what is where it goes to, which is beside the run.
        allowed = run.path.parent if command is EXPORT else run.path
        cases[key(name, command)] = (typed(command, str(run.path)), str(allowed))
    for name, do in attacks.code_in_every_field(place.honest):
        run = place.attacked(f"field-{name}", do)
        cases[f"field {name}"] = (typed(EVALUATE, str(run.path)), str(run.path))
    for name, command, do in ALLOWED:
        run = place.attacked(f"allowed-{name}", do)
        cases[name] = (typed(command, str(run.path)), str(run.path.parent))
    run = place.attacked("data", attacks.data_elsewhere)
    cases[DATA] = (typed(EVALUATE, str(run.path)), str(run.path))
    return place.answers(cases)


DATA = "evaluate opens the data that a config names"
# Nothing that these commands read is hostile, and nothing else is opened.
ALLOWED: Sequence[tuple[str, tuple[str, ...], Do]] = [
    ("predict beside hostile data", PREDICT, attacks.data_elsewhere),
    ("predict beside a hostile config", PREDICT, attacks.CONFIGS["tag apply"]),
    ("list beside a linked lock", ("runs", "list", "--runs", "{run}/.."), attacks.running_with_linked_lock),
]


def key(name: str, command: Sequence[str]) -> str:
    return f"{name} | {command[0]}"


@pytest.mark.parametrize(("name", "command"), CASES, ids=[key(*case) for case in CASES])
def test_a_hostile_run_is_refused(name: str, command: Sequence[str], answers: dict[str, Any]) -> None:
    attack, answer = ATTACKS[name], answers[key(name, command)]
    assert answer["code"] in attack.codes, answer["err"]
    assert attack.names in answer["err"]
    assert "fix: " in answer["err"]
    assert len(answer["err"]) < 3_000


def test_code_in_any_field_of_the_config_is_refused(answers: dict[str, Any]) -> None:
    fields = {name: answer for name, answer in answers.items() if name.startswith("field ")}
    assert len(fields) > 50
    assert {name: answer["err"] for name, answer in fields.items() if answer["code"] != 4} == {}


def test_what_is_not_read_does_no_harm(answers: dict[str, Any]) -> None:
    assert {name: answers[name]["err"] for name, *_ in ALLOWED if answers[name]["code"] != 0} == {}


def test_nothing_outside_the_run_is_opened_and_no_code_is_run(place: Place, answers: dict[str, Any]) -> None:
    outside = {name: answer["outside"] for name, answer in answers.items() if answer["outside"]}
    # Runs keep their data outside of their folders. It is read as data: the canary is none.
    opened = outside.pop(DATA)
    assert all(str(place.canary) in event for event in opened)
    assert answers[DATA]["code"] == 3
    assert outside == {}


def test_the_canary_is_untouched(place: Place, answers: dict[str, Any]) -> None:
    assert place.canary.read_text() == "untouched"
    assert place.canary.stat().st_mtime_ns == 1
    assert sorted(path.name for path in place.canary.parent.iterdir()) == [".notes.tmp", "secret.npz"]


def test_time_and_memory_are_bounded(answers: dict[str, Any]) -> None:
    assert {name: answer["seconds"] for name, answer in answers.items() if answer["seconds"] > SECONDS} == {}
    assert {name: answer["bytes"] for name, answer in answers.items() if answer["bytes"] > BYTES} == {}
