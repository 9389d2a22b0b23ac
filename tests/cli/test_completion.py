"""What is offered after Tab, in the protocols of the shells."""

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from mlpcli.config.layers import LAYERS
from mlpcli.config.sources import SOURCES
from mlpcli.export_formats import FORMATS
from tests.cli.processes import start
from tests.conftest import Command

Offered = Callable[[str], list[str]]


@pytest.fixture
def offered(mlpcli: Command, monkeypatch: pytest.MonkeyPatch) -> Offered:
    """What Bash is offered behind a beginning of a command line."""

    def complete(line: str) -> list[str]:
        monkeypatch.setenv("_MLPCLI_COMPLETE", "complete_bash")
        monkeypatch.setenv("COMP_WORDS", line)
        monkeypatch.setenv("COMP_CWORD", str(line.count(" ")))
        answer = mlpcli()
        assert (answer.code, answer.err) == (0, "")
        return answer.out.split()

    return complete


def made(runs: Path, *names: str) -> None:
    for name in names:
        (runs / name).mkdir(parents=True)


@pytest.mark.parametrize(
    "command",
    ["evaluate", "resume", "export --format keras", "predict --run", "runs show", "runs remove"],
)
def test_runs_are_offered_by_name_newest_first(command: str, offered: Offered, here: Path) -> None:
    made(here / "runs", "a-20260101-000000", "b-20260103-000000", "b-20260102-000000-2", "notes")
    assert offered(f"mlpcli {command} ") == ["latest", "b", "a"]


def test_what_is_typed_is_completed_to_ids_too(offered: Offered, here: Path) -> None:
    made(here / "runs", "net-20260101-000000", "net-20260101-000000-2", "other-20260101-000000")
    assert offered("mlpcli evaluate n") == ["net", "net-20260101-000000-2", "net-20260101-000000"]
    assert offered("mlpcli evaluate net-") == ["net-20260101-000000-2", "net-20260101-000000"]
    assert offered("mlpcli evaluate x") == []


def test_another_folder_of_runs_is_looked_in(offered: Offered, here: Path) -> None:
    made(here / "elsewhere", "net-20260101-000000")
    assert offered("mlpcli evaluate --runs elsewhere ") == ["latest", "net"]
    assert offered("mlpcli evaluate --runs nowhere ") == []
    assert offered("mlpcli evaluate ") == []


def test_names_in_any_script_are_offered_as_they_were_begun(offered: Offered, here: Path) -> None:
    name = unicodedata.normalize("NFC", "größe")
    made(here / "runs", f"{name}-20260101-000000")
    assert offered("mlpcli evaluate gr")[0] == name
    begun = unicodedata.normalize("NFD", "grö")
    assert offered(f"mlpcli evaluate {begun}")[0] == f"{begun}ße"


@pytest.mark.parametrize(
    "name",
    [
        *("$(touch x)", "`x`", "x;y", "x'y", 'x"y', "x y", "x\ny", "x\x1b[31m", "x\u202ey", "x\\y"),
        *("(x", "-x", ".x", "*"),
    ],
)
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_names_that_a_shell_might_run_or_a_terminal_obey_are_not_offered(
    name: str, shell: str, mlpcli: Command, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(here / "runs", f"{name}-20260101-000000", "good-20260101-000000")
    monkeypatch.setenv("_MLPCLI_COMPLETE", f"complete_{shell}")
    for key, value in {
        "COMP_WORDS": "mlpcli evaluate ",
        "COMP_CWORD": "2",
        "_TYPER_COMPLETE_ARGS": "mlpcli evaluate ",
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
    }.items():
        monkeypatch.setenv(key, value)
    answer = mlpcli()
    assert answer.err == ""
    expected = "latest\ngood\n"
    assert answer.out == ('_arguments \'*: :(("latest"\n"good"))\'\n' if shell == "zsh" else expected)


def test_names_of_the_tool_are_offered(offered: Offered) -> None:
    assert offered("mlpcli export --format ") == list(FORMATS)
    assert offered("mlpcli init -t c") == ["cnn", "conv1d"]
    assert offered("mlpcli predict --format j") == ["json", "jsonl"]
    assert {*LAYERS, *SOURCES, "training"} <= set(offered("mlpcli schema "))
    assert offered("mlpcli train --set data.source=m") == ["data.source=mnist", "data.source=moons"]


@pytest.mark.parametrize("line", ["mlpcli evaluate ", "mlpcli schema ", "mlpcli train --set d"])
def test_a_completion_imports_nothing_large(line: str, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(here / "runs", *(f"net-20260101-{number:06d}" for number in range(1000)))
    monkeypatch.setenv("_MLPCLI_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", line)
    monkeypatch.setenv("COMP_CWORD", str(line.count(" ")))
    code = """
import atexit, sys
atexit.register(lambda: print(*({"tensorflow", "numpy", "rich.console"} & set(sys.modules)), file=sys.stderr))
from mlpcli.cli.main import main
main()
"""
    out, err = start(cwd=here, code=code).communicate(timeout=60)
    assert (err, bool(out.strip())) == ("\n", True)
