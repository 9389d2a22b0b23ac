"""Shell words for runs, also for runs outside the usual folder."""

import os
from pathlib import Path

from mlpcli.arguments import RUNS
from mlpcli.runs.find_run import LATEST
from mlpcli.runs.folder import RunFolder
from mlpcli.shell_words import quoted


def run_words(folder: RunFolder) -> str:
    """A run as shell words: its id, and `--runs` if it is not in the usual folder.

    They work in the current folder, however the run was named.
    """
    parent = folder.path.parent
    if folder.path.name in ("", os.pardir):  # `.` and `..` hide the name of the folder.
        parent = Path(os.path.relpath(os.path.dirname(os.path.abspath(folder.path))))
    if folder.id == LATEST or folder.id.startswith("-"):
        # This id would be taken for another run, or for an option.
        return quoted(os.path.join(parent, folder.id))
    return quoted(folder.id) + ("" if is_usual_folder(folder) else f" --runs {quoted(str(parent))}")


def is_usual_folder(folder: RunFolder) -> bool:
    """Whether a run is in the folder where commands look for runs if they are not told another."""
    return os.path.dirname(os.path.abspath(folder.path)) == os.path.abspath(RUNS)
