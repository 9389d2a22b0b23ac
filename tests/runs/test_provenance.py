import subprocess
import sys
from pathlib import Path

import pytest

import mlpcli
from mlpcli.runs import provenance

COMMIT = "0123456789abcdef0123456789abcdef01234567"


def _answers(output: str) -> object:
    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(command, 0, stdout=output)

    return run


def test_versions_name_what_computed() -> None:
    versions = provenance.versions()
    assert versions["mlpcli"] == mlpcli.__version__
    assert versions["python"] == ".".join(map(str, sys.version_info[:3]))
    assert {"tensorflow", "keras", "numpy"} <= versions.keys()


def test_a_package_that_is_not_installed_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(provenance, "_PACKAGES", ("no-such-package-here",))
    assert provenance.versions().keys() == {"python", "mlpcli"}


def test_the_commit_is_gits_answer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(subprocess, "run", _answers(f"{COMMIT}\n"))
    assert provenance.git_commit(tmp_path) == COMMIT


def test_another_answer_is_no_commit(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(subprocess, "run", _answers("HEAD\n"))
    assert provenance.git_commit(tmp_path) is None


@pytest.mark.parametrize(
    "error",
    [FileNotFoundError(), subprocess.TimeoutExpired("git", 2), subprocess.CalledProcessError(128, "git")],
)
def test_without_git_or_a_repository_there_is_no_commit(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, error: Exception
) -> None:
    def run(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(subprocess, "run", run)
    assert provenance.git_commit(tmp_path) is None


def test_the_command_line_names_the_program_without_its_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["/opt/bin/mlpcli", "train", "xor.yaml"])
    assert provenance.command_line() == ("mlpcli", "train", "xor.yaml")
