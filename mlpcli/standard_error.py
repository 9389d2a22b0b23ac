"""Redirect standard error at the level of the file descriptor, which native code writes to directly."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from mlpcli.stopping import before_the_end


@contextmanager
def redirected(descriptor: int) -> Iterator[int]:
    """Inside the block, everything written to standard error goes to `descriptor`.

    Yields a descriptor of the original standard error.
    """
    if sys.stderr:
        sys.stderr.flush()
    shown = os.dup(2)
    os.dup2(descriptor, 2)
    try:
        with before_the_end(partial(os.dup2, shown, 2)):
            yield shown
    finally:
        os.dup2(shown, 2)
        os.close(shown)
