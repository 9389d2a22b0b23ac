"""The fix for a broken file of a run: how to find all broken files."""

from collections.abc import Iterator
from contextlib import contextmanager

from mlpcli.errors import RunError
from mlpcli.runs.folder import RunFolder
from mlpcli.workflows.run.run_reference import run_words


@contextmanager
def fix_names_verify(folder: RunFolder) -> Iterator[None]:
    """Add `mlpcli runs verify RUN` to the fix of a RunError in the block, which reads the run in `folder`."""
    try:
        yield
    except RunError as error:
        error.fix += f"; `mlpcli runs verify {run_words(folder)}` checks all files of the run"
        raise
