"""How to name a run that may lie elsewhere than runs usually do."""

import os
import shlex
from pathlib import Path

from mlpcli.arguments import RUNS
from mlpcli.runs.find import LATEST
from mlpcli.runs.folder import RunFolder


def run_words(folder: RunFolder) -> str:
    """What to type in a shell for a run: its id, and where it is if it is not where runs usually are.

    It works in the present folder, however the run was named.
    """
    parent = folder.path.parent
    if folder.path.name in ("", os.pardir):  # `.` and `..` hide what their folder is called.
        parent = Path(os.path.relpath(os.path.dirname(os.path.abspath(folder.path))))
    if folder.id == LATEST or folder.id.startswith("-"):
        # As an id it would be taken for another run, or for an option.
        return shlex.quote(os.path.join(parent, folder.id))
    is_usual = os.path.abspath(parent) == os.path.abspath(RUNS)
    return shlex.quote(folder.id) + ("" if is_usual else f" --runs {shlex.quote(str(parent))}")
