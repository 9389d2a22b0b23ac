"""The limit of a process's memory, as `ulimit -v` and batch systems set it, where it rules out a library."""

from mlpcli.errors import StorageError

LEAST = 2**30
"""Bytes of address space. TensorFlow's libraries do not fit in less: a small training takes 2.5 GiB."""
LEAST_OF_NUMPY = 2**29
"""Bytes of address space in which NumPy starts, with a small network beside it."""


def require_memory_for_tensorflow() -> None:
    """Raises StorageError if the limit is lower than any training or export needs."""
    _require(LEAST, "TensorFlow")


def require_memory_for_numpy() -> None:
    """Raises StorageError if the limit is lower than NumPy and LiteRT need."""
    _require(LEAST_OF_NUMPY, "NumPy")


def has_limit() -> bool:
    """Whether the memory of this process is limited."""
    return _limit() is not None


def _require(least: int, library: str) -> None:
    """Without memory, NumPy's and SciPy's library OpenBLAS does not raise an exception: it ends the process
    with code 1, sends it SIGINT, or waits forever. So this comes before they are imported."""
    limit = _limit()
    if limit is not None and limit < least:
        raise StorageError(
            f"out of memory: the limit that `ulimit -v` shows is {limit // 2**20:,} MiB, "
            f"and {library} needs more than {least // 2**20:,} MiB",
            f"raise it, such as with ulimit -v {4 * least // 2**10}, or ask the batch system for more memory",
        )


def _limit() -> int | None:
    try:
        import resource
    except ImportError:  # Windows has no such limit.
        return None
    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    return None if limit == resource.RLIM_INFINITY else limit
