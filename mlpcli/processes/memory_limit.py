"""The limit of a process's memory, as `ulimit -v` and batch systems set it, where it rules out a library
or a file."""

import os
from pathlib import Path

from mlpcli.errors import StorageError

LEAST = 2**30
"""Bytes of address space. TensorFlow's libraries do not fit in less: a small training takes 2.5 GiB."""
LEAST_OF_NUMPY = 2**29
"""Bytes of address space in which NumPy starts, with a small network beside it."""
LEAST_OF_POLARS = 3 * 2**29
"""Bytes of address space in which Polars starts, beside NumPy."""
# Measured with 1 to 64 threads, and with csv files of 2 to 111 MB.
_OF_A_THREAD, _OF_A_BYTE = 5 * 2**20, 8


def require_memory_for_tensorflow() -> None:
    """Raises StorageError if the limit is lower than any training or export needs."""
    _require(LEAST, "TensorFlow")


def require_memory_for_numpy() -> None:
    """Raises StorageError if the limit is lower than NumPy and LiteRT need."""
    _require(LEAST_OF_NUMPY, "NumPy")


def require_memory_for_table(size: int, path: Path) -> None:
    """Raises StorageError if the limit is lower than Polars needs for a file of so many bytes."""
    needed = LEAST_OF_POLARS + (os.cpu_count() or 1) * _OF_A_THREAD + _OF_A_BYTE * size
    _require(needed, f"reading {path}")


def has_limit() -> bool:
    """Whether the memory of this process is limited."""
    return _limit() is not None


def _require(least: int, what: str) -> None:
    """Without memory, NumPy's and SciPy's library OpenBLAS does not raise an exception: it ends the process
    with code 1, sends it SIGINT, or waits forever; Polars aborts it. So this comes before they start."""
    limit = _limit()
    if limit is not None and limit < least:
        raise StorageError(
            f"out of memory: the limit that `ulimit -v` shows is {limit // 2**20:,} MiB, "
            f"and {what} needs more than {least // 2**20:,} MiB",
            f"raise it, such as with ulimit -v {4 * least // 2**10}, or ask the batch system for more memory",
        )


def _limit() -> int | None:
    try:
        import resource
    except ImportError:  # Windows has no such limit.
        return None
    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    return None if limit == resource.RLIM_INFINITY else limit
