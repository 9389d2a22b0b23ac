"""How to name runs that may lie elsewhere than runs usually do, in a shell."""

import os
from pathlib import Path

from mlpcli.arguments import RUNS
from mlpcli.runs.find_run import LATEST
from mlpcli.runs.folder import RunFolder
from mlpcli.shell_words import quoted


def run_words(folder: RunFolder) -> str:
    """What to type in a shell for a run: its id, and where it is if it is not where runs usually are.

    It works in the present folder, however the run was named.
    """
    parent = folder.path.parent
    if folder.path.name in ("", os.pardir):  # `.` and `..` hide what their folder is called.
        parent = Path(os.path.relpath(os.path.dirname(os.path.abspath(folder.path))))
    if folder.id == LATEST or folder.id.startswith("-"):
        # As an id it would be taken for another run, or for an option.
        return quoted(os.path.join(parent, folder.id))
    is_usual = os.path.abspath(parent) == os.path.abspath(RUNS)
    return quoted(folder.id) + ("" if is_usual else f" --runs {quoted(str(parent))}")
