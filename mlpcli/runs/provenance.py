"""The provenance of a run: versions of software, the user's commit, the command."""

import re
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from platform import python_version

from mlpcli.version import VERSION

_PACKAGES = ("tensorflow", "keras", "numpy")
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_GIT_SECONDS = 2.0


def versions() -> dict[str, str]:
    """The versions of python, mlpcli and the packages it computes with, without importing them.

    A package that is not installed under its usual name, such as a nightly build, is left out.
    """
    found = {"python": python_version(), "mlpcli": VERSION}
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def git_commit(folder: Path = Path()) -> str | None:
    """The commit checked out in `folder`; None outside a repository, before its first commit, without git,
    and if the folder does not exist."""
    try:
        answer = subprocess.run(
            ["git", "rev-parse", "--verify", "HEAD"],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_GIT_SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    commit = answer.stdout.strip()
    return commit if _COMMIT.fullmatch(commit) else None


def command_line() -> tuple[str, ...]:
    """The command that started this process, with the program's name instead of its path."""
    return (Path(sys.argv[0]).name, *sys.argv[1:])
