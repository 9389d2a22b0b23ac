import json
import os
import shutil
import signal
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from mlpcli.runs import record as records
from mlpcli.runs.folder import RunFolder
from mlpcli.runs.lock import locked
from tests.cli.display.test_terminal import Terminal, become_terminal
from tests.conftest import Command
from tests.runs.records import add_run


def test_runs_are_listed_newest_first(mlpcli: Command, runs: Path) -> None:
    answer = mlpcli("runs", "list", "--runs", runs)
    assert (answer.code, answer.err) == (0, "")
    header, *rows = answer.out.splitlines()
    assert header.split() == ["run", "status", "data", "epochs", "result"]
    assert [row.split("-")[0] for row in rows] == ["diabetes", "digits", "and", "blobs"]
    assert all("completed" in row for row in rows)


def test_runs_can_be_listed_as_json(mlpcli: Command, runs: Path) -> None:
    answer = mlpcli("runs", "list", "--runs", runs, "--json")
    assert [run["name"] for run in json.loads(answer.out)] == ["diabetes", "digits", "and", "blobs"]


def test_where_there_are_no_runs_standard_output_is_empty(mlpcli: Command) -> None:
    answer = mlpcli("runs", "list")
    assert (answer.code, answer.out) == (0, "")
    assert answer.err == ("there are no runs in runs; train one, or name another folder: --runs DIR\n")


def test_the_newest_runs_are_listed_and_the_others_counted(
    mlpcli: Command, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mlpcli.cli.runs._USUAL_LIMIT", 2)
    for day in ("01", "02", "03"):
        add_run(here / "runs", f"a-202601{day}-000000", started=f"2026-01-{day}T00:00:00+00:00")
    answer = mlpcli("runs", "list")
    assert [line.split()[0] for line in answer.out.splitlines()[1:]] == [
        "a-20260103-000000",
        "a-20260102-000000",
    ]
    assert answer.err == "... and 1 more; --limit 0 lists all\n"
    assert len(mlpcli("runs", "list", "--limit", "0").out.splitlines()) == 4
    assert len(mlpcli("runs", "list", "--limit", "1").out.splitlines()) == 2
    assert len(json.loads(mlpcli("runs", "list", "--json").out)) == 3


def test_a_wide_terminal_shows_a_curve_of_each_loss(
    mlpcli: Command, runs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def listed(width: int) -> list[str]:
        terminal = become_terminal(monkeypatch, "stdout")
        monkeypatch.setattr(type(terminal), "encoding", "utf-8", raising=False)
        monkeypatch.setattr("mlpcli.cli.display.tables.terminal_width", lambda stream: width)
        assert mlpcli("runs", "list", "--runs", runs).code == 0
        return terminal.getvalue().splitlines()

    header, *rows = listed(120)
    assert "loss" in header
    assert ["█" in row for row in rows] == [True, True, False, True]
    assert "loss" not in listed(70)[0]
    (metrics,) = runs.glob("blobs-*/metrics.csv")
    monkeypatch.setattr("mlpcli.runs.metrics_csv._GLIMPSE", metrics.stat().st_size - 1)
    assert ["█" in row for row in listed(120)[1:]][-1] is False


def test_runs_are_sorted_and_chosen_by_facts_and_figures(mlpcli: Command, runs: Path) -> None:
    def names(*options: str) -> list[str]:
        return [
            run["name"] for run in json.loads(mlpcli("runs", "list", "--runs", runs, "--json", *options).out)
        ]

    assert names("--sort", "name") == ["and", "blobs", "diabetes", "digits"]
    assert names("--where", "task=regression") == ["diabetes"]
    assert names("--where", "name=and", "--where", "seed=0") == ["and"]
    assert names("--where", "name=and", "--where", "status=failed") == []
    losses = [
        run["figures"]["test"]["loss"]
        for run in json.loads(mlpcli("runs", "list", "--runs", runs, "--json", "--sort", "test.loss").out)
        if "test" in run["figures"]
    ]
    assert losses == sorted(losses)


@pytest.mark.parametrize(
    ("options", "message", "fix"),
    [
        (["--sort", "acuracy"], "--sort: no run has 'acuracy'", "did you mean accuracy?"),
        (["--where", "stats=failed"], "--where: no run has 'stats'", "did you mean status?"),
        (["--where", "status"], "--where status is not KEY=VALUE", "--where status=completed"),
    ],
)
def test_a_key_that_no_run_has_is_a_usage_error(
    options: list[str], message: str, fix: str, mlpcli: Command, runs: Path
) -> None:
    answer = mlpcli("runs", "list", "--runs", runs, *options)
    assert (answer.code, answer.out) == (2, "")
    assert message in answer.err
    assert fix in answer.err


def test_where_there_are_no_runs_json_is_an_empty_list(mlpcli: Command) -> None:
    assert mlpcli("runs", "list", "--json").out == "[]\n"


def test_a_broken_run_is_listed_as_broken(mlpcli: Command, here: Path) -> None:
    folder = here / "runs" / "odd-20260101-000000"
    folder.mkdir(parents=True)
    (folder / "run.json").write_text("{")
    answer = mlpcli("runs", "list")
    assert answer.code == 0
    assert answer.out.splitlines()[1].startswith("odd-20260101-000000  broken")


def test_a_run_without_run_json_is_listed_verified_as_broken_and_removed(
    mlpcli: Command, runs: Path, here: Path
) -> None:
    (source,) = runs.glob("blobs-*")
    folder = RunFolder(shutil.copytree(source, here / "runs" / source.name))
    folder.record.unlink()
    reason = f"runs/{source.name}/run.json is missing"
    answer = mlpcli("runs", "list")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.splitlines()[1].split(maxsplit=2) == [source.name, "broken", reason]
    answer = mlpcli("runs", "verify")
    assert (answer.code, answer.err) == (4, "")
    assert answer.out.splitlines()[:2] == [f"{source.name}  broken", f"    {reason}"]
    assert mlpcli("runs", "remove", source.name, "--yes").out == f"removed {source.name}\n"
    assert list((here / "runs").iterdir()) == []


def test_a_run_that_lost_a_file_is_listed_as_broken(mlpcli: Command, some: Path) -> None:
    (some / "a-20260101-000000" / "evaluation.json").unlink()
    rows = sorted(line.split(maxsplit=2) for line in mlpcli("runs", "list").out.splitlines()[1:])
    assert rows[0] == ["a-20260101-000000", "broken", "evaluation.json is missing"]
    assert rows[1][1] == "completed"


def test_a_run_is_shown_whole(mlpcli: Command, runs: Path) -> None:
    answer = mlpcli("runs", "show", "blobs", "--runs", runs)
    assert (answer.code, answer.err) == (0, "")
    assert "completed, 3/3 epochs" in answer.out
    assert "data blobs: 58 train, 14 validation, 18 test" in answer.out
    assert "val_loss" in answer.out
    assert "\ntest: loss " in answer.out


def test_a_run_can_be_shown_as_json(mlpcli: Command, runs: Path) -> None:
    found = json.loads(mlpcli("runs", "show", "blobs", "--runs", runs, "--json").out)
    assert found["status"] == "completed"
    assert [row["epoch"] for row in found["metrics"]] == [1, 2, 3]


def strict(text: str) -> Any:
    """What a JSON reader makes of it that does not know Python's words for NaN and infinities."""

    def refuse(name: str) -> None:
        raise AssertionError(f"{name} is not JSON")

    return json.loads(text, parse_constant=refuse)


@pytest.mark.parametrize("word", ["nan", "inf", "-inf"])
def test_a_figure_that_is_not_finite_is_null_in_json(
    word: str, mlpcli: Command, runs: Path, here: Path
) -> None:
    (source,) = runs.glob("blobs-*")
    folder = RunFolder(shutil.copytree(source, here / "runs" / source.name))
    # Without digests, as older runs are: of others a changed file is told.
    records.write(folder, replace(records.read(folder), digests={}))
    metrics = folder.metrics
    header, first, *rest = metrics.read_text().splitlines()
    cells = ["1", word, *first.split(",")[2:]]
    metrics.write_text("\n".join([header, ",".join(cells), *rest]) + "\n")
    found = strict(mlpcli("runs", "show", "blobs", "--json").out)
    assert found["metrics"][0][header.split(",")[1]] is None
    assert strict(mlpcli("runs", "list", "--json").out)


def test_a_run_that_does_not_exist_is_a_usage_error(mlpcli: Command, runs: Path) -> None:
    answer = mlpcli("runs", "show", "nothing", "--runs", runs)
    assert (answer.code, answer.out) == (2, "")
    assert "there is no run 'nothing'" in answer.err


@pytest.fixture
def some(here: Path) -> Path:
    for name in ("a", "b"):
        add_run(here / "runs", f"{name}-20260101-000000", name=name)
    return here / "runs"


def test_runs_are_removed_without_asking_if_told_so(mlpcli: Command, some: Path) -> None:
    answer = mlpcli("runs", "remove", "a", "b", "--yes")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == "removed a-20260101-000000\nremoved b-20260101-000000\n"
    assert list(some.iterdir()) == []


@pytest.mark.parametrize(("typed", "count"), [("y\n", 1), ("Yes\n", 1), ("n\n", 2), ("\n", 2), ("", 2)])
def test_runs_are_removed_after_a_yes_alone(
    typed: str, count: int, mlpcli: Command, some: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", Terminal(typed))
    (some / "a-20260101-000000" / "no[bold]tes").touch()
    answer = mlpcli("runs", "remove", "a")
    assert answer.code == 0
    named = "a-20260101-000000 (with no[bold]tes, not written by mlpcli)"
    assert answer.err == f"remove 1 run: {named}? [y/N] " + ("" if count == 1 else "nothing was removed\n")
    assert answer.out == (f"removed {named}\n" if count == 1 else "")
    assert len(list(some.iterdir())) == count


def test_where_nobody_can_be_asked_nothing_is_removed(
    mlpcli: Command, some: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", StringIO("y\n"))
    answer = mlpcli("runs", "remove", "a")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == (
        "error: cannot ask for confirmation without a terminal\n"
        "    fix: add --yes to remove without confirmation\n"
    )
    assert len(list(some.iterdir())) == 2


def test_a_run_in_use_is_not_removed(mlpcli: Command, some: Path) -> None:
    with locked(RunFolder(some / "a-20260101-000000")):
        answer = mlpcli("runs", "remove", "b", "a", "--yes")
    assert (answer.code, answer.out) == (7, "")
    assert f"error: a-20260101-000000 is in use by process {os.getpid()} on " in answer.err
    assert "fix: wait until that process ends, or stop it" in answer.err
    assert len(list(some.iterdir())) == 2


def test_what_was_removed_before_an_error_is_told(
    mlpcli: Command, some: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.rename

    def rename(source: Path, goal: Path) -> None:
        if source.name.startswith("b"):
            raise PermissionError(13, "Permission denied")
        real(source, goal)

    monkeypatch.setattr(os, "rename", rename)
    answer = mlpcli("runs", "remove", "a", "b", "--yes")
    assert (answer.code, answer.out) == (6, "removed a-20260101-000000\n")
    assert "b-20260101-000000 could not be removed: Permission denied" in answer.err


@pytest.mark.parametrize("function", ["rename", "rmdir"])
def test_a_signal_lets_a_removal_end_and_the_others_stay(
    function: str, mlpcli: Command, some: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = getattr(os, function)

    def interrupted(*arguments: Any, **options: Any) -> None:
        monkeypatch.setattr(os, function, real)
        signal.raise_signal(signal.SIGINT)
        real(*arguments, **options)

    monkeypatch.setattr(os, function, interrupted)
    answer = mlpcli("runs", "remove", "a", "b", "--yes")
    assert (answer.code, answer.out, answer.err) == (130, "removed a-20260101-000000\n", "")
    assert [path.name for path in some.iterdir()] == ["b-20260101-000000"]


def test_runs_are_removed_although_nobody_hears_of_it(
    mlpcli: Command, some: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(text: str = "") -> None:
        raise BrokenPipeError

    monkeypatch.setattr("mlpcli.cli.runs.say", closed)
    assert mlpcli("runs", "remove", "a", "b", "--yes").code == 0
    assert list(some.iterdir()) == []


def test_verifying_says_what_is_broken_and_ends_with_4(mlpcli: Command, runs: Path, here: Path) -> None:
    whole = mlpcli("runs", "verify", "--runs", runs)
    assert (whole.code, whole.err) == (0, "")
    assert {line.split()[1] for line in whole.out.splitlines()} == {"sound"}
    (run,) = runs.glob("blobs-*")
    shutil.copytree(run, here / "mine" / "blobs")
    (here / "mine" / "blobs" / "metrics.csv").write_text("epoch\n")
    answer = mlpcli("runs", "verify", "blobs", "--runs", "mine")
    assert (answer.code, answer.err) == (4, "")
    assert answer.out.splitlines()[:2] == [
        "blobs  broken",
        "    mine/blobs/metrics.csv was changed after the run was completed",
    ]
    answer = mlpcli("runs", "verify", "--runs", "mine", "--json")
    assert answer.code == 4
    (told,) = json.loads(answer.out)
    assert (told["run"], told["state"], len(told["findings"])) == ("blobs", "broken", 2)


def test_there_is_nothing_to_verify_where_there_are_no_runs(mlpcli: Command) -> None:
    answer = mlpcli("runs", "verify")
    assert (answer.code, answer.out) == (0, "")
    assert answer.err == ("there are no runs in runs; train one, or name another folder: --runs DIR\n")
