"""Find the folder of a run from a user's reference to it."""

import os
import re
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

from mlpcli.arguments import RUNS
from mlpcli.errors import RunError, UsageError
from mlpcli.names import composed
from mlpcli.runs.expected_files import is_run
from mlpcli.runs.folder import RunFolder, parse_id
from mlpcli.runs.listing import BrokenRun, recorded_runs
from mlpcli.runs.record import RunRecord
from mlpcli.shell_words import path_word

LATEST = "latest"
_SHOWN = 5
# The beginning of a time, and of a number after it.
_DIGITS = re.compile(r"-[0-9-]*$")
_YAML = frozenset({".yaml", ".yml"})


def find(reference: str | os.PathLike[str], runs: Path) -> RunFolder:
    """The run that `reference` means. The first of these that applies:

    - `latest`: the run of `runs` that started last, even a broken one, so that it is never silently
      replaced by an older one;
    - a path, which contains a separator or is `.` or `..`: the run folder there;
    - a run's id;
    - a run's folder in the current folder;
    - a run's name, which is that of its config: the newest run of that name;
    - the first letters of ids: the only such run, or the newest if all of them have the same name.

    `../x` is an ordinary path. An id cannot lead out of `runs`, because it is compared, not joined. The run
    may be broken. Raises UsageError for no or several matching runs, and RunError for a folder that is not a
    run.
    """
    reference = os.fspath(reference)
    if reference == LATEST:
        return _latest(runs)
    if _is_path(reference):
        return _at(Path(reference), runs)
    # A folder can have been copied by a system that writes letters in another form.
    wanted = composed(reference)
    for name in _folder_names(runs):
        if composed(name) == wanted:
            return _at(runs / name, runs)
    if reference and is_run(RunFolder(Path(reference))):
        return RunFolder(Path(reference))
    return RunFolder(runs / _matching(reference, runs).id)


def _latest(runs: Path) -> RunFolder:
    newest = recorded_runs(runs, limit=1)
    if not newest:
        raise _no_runs(runs)
    return RunFolder(runs / newest[0].id)


def _is_path(reference: str) -> bool:
    separators = {"/", os.sep, os.altsep or os.sep}
    return reference in (os.curdir, os.pardir) or any(mark in reference for mark in separators)


def _folder_names(runs: Path) -> Sequence[str]:
    try:
        return [entry.name for entry in os.scandir(runs) if entry.is_dir()]
    except OSError:  # Reported by the listing, with its reason.
        return []


def with_runs(command: str, runs: Path) -> str:
    """A command about the runs in a folder as it is typed, which names any folder but the usual one."""
    return command if runs == RUNS else f"{command} --runs {path_word(runs)}"


def shows_all(runs: Path) -> str:
    """Where to see the runs in a folder."""
    return f"`{with_runs('mlpcli runs list', runs)}` shows all runs"


def _at(path: Path, runs: Path) -> RunFolder:
    folder = RunFolder(path)
    if os.path.isfile(path):
        raise UsageError(f"{path} is a file, not a run", _for_file(path, runs))
    if not os.path.isdir(path):
        raise UsageError(f"there is no folder {path}", f"check the path; {shows_all(runs)}")
    if not is_run(folder):
        raise RunError(f"{folder.record} is missing, so {path} is not a run", shows_all(runs))
    return folder


def _for_file(path: Path, runs: Path) -> str:
    """What to name in place of a file: the folder that it is in, or the run of a config."""
    if is_run(RunFolder(path.parent)):
        return f"give its folder: {path.parent}"
    if path.suffix.lower() not in _YAML:
        return f"name a run; {shows_all(runs)}"
    if any(composed(_name(run)) == composed(path.stem) for run in recorded_runs(runs)):
        return f"name the run that was trained from it: {path.stem}"
    return f"train it first: {with_runs(f'mlpcli train {path_word(path)}', runs)}"


def _matching(reference: str, runs: Path) -> RunRecord | BrokenRun:
    listed = recorded_runs(runs)
    if not listed:
        raise _no_runs(runs)
    reference = composed(reference)
    named = [run for run in listed if composed(_name(run)) == reference]
    if named:
        return named[0]
    matches = [run for run in listed if reference and composed(run.id).startswith(reference)]
    if not matches:
        raise _no_such_run(reference, listed, runs)
    names = sorted({_name(run) for run in matches})
    if len(names) > 1:
        raise UsageError(
            f"{reference!r} is ambiguous: it matches runs of {' and '.join(names)}: {_shortlist(matches)}",
            "write more of the id, or a full name, which means its newest run",
        )
    return matches[0]


def _name(run: RunRecord | BrokenRun) -> str:
    return run.name if isinstance(run, RunRecord) else parse_id(run.id).name


def _no_runs(runs: Path) -> UsageError:
    return UsageError(
        f"there are no runs in {runs}",
        "create one with `mlpcli train CONFIG`, or name another folder: --runs DIR",
    )


def _no_such_run(reference: str, listed: Sequence[RunRecord | BrokenRun], runs: Path) -> UsageError:
    # Only names are compared: the similarity of digits to an id depends on when its run started.
    names = list(dict.fromkeys(map(_name, listed)))
    close = get_close_matches(reference, names) or get_close_matches(_DIGITS.sub("", reference), names)
    hint = f"did you mean {' or '.join(close)}?" if close else f"the newest are {_shortlist(listed)};"
    return UsageError(f"there is no run {reference!r} in {runs}", f"{hint} {shows_all(runs)}")


def _shortlist(listed: Sequence[RunRecord | BrokenRun]) -> str:
    more = f" and {len(listed) - _SHOWN} more" if len(listed) > _SHOWN else ""
    return ", ".join(run.id for run in listed[:_SHOWN]) + more
