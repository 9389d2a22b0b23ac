"""Standard error as native code sees it: a descriptor, which Python's `sys.stderr` cannot filter."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from mlpcli.stopping import before_the_end


@contextmanager
def redirected(descriptor: int) -> Iterator[int]:
    """What anybody writes to standard error inside the block goes to `descriptor`.

    Yields a descriptor that still leads to where standard error did.
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
