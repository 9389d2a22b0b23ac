"""The limit of a process's memory, as `ulimit -v` and batch systems set it, where it rules out TensorFlow."""

from mlpcli.errors import StorageError

LEAST = 2**30
"""Bytes of address space. TensorFlow's libraries do not fit in less: a small training takes 2.5 GiB."""


def require_memory_for_tensorflow() -> None:
    """Raises StorageError if the limit is lower than any training or export needs.

    Without memory, NumPy's and SciPy's library OpenBLAS does not raise an exception: it ends the process with
    code 1, sends it SIGINT, or waits forever. So this comes before they are imported.
    """
    try:
        import resource
    except ImportError:  # Windows has no such limit.
        return
    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    if limit != resource.RLIM_INFINITY and limit < LEAST:
        raise StorageError(
            f"out of memory: the limit that `ulimit -v` shows is {limit // 2**20:,} MiB, "
            f"and TensorFlow needs more than {LEAST // 2**20:,} MiB",
            f"raise it, such as with ulimit -v {4 * LEAST // 2**10}, or ask the batch system for more memory",
        )
