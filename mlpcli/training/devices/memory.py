"""The available memory. Does not need TensorFlow."""

import os
from pathlib import Path

from mlpcli.config.training import Training

_ASSUMED = 4 * 2**30
_CONTAINER_LIMIT = Path("/sys/fs/cgroup/memory.max")


# Of the machine's memory: what rows may take by default.
SHARE_OF_ROWS = 0.5


def memory_of_rows(training: Training) -> int | None:
    """The most memory in bytes that rows may take while they are read and trained on; None if they must be in
    memory."""
    if training.engine == "resident":
        return None
    limit = training.memory_limit
    return int(SHARE_OF_ROWS * machine_memory()) if limit is None else limit.bytes


def machine_memory() -> int:
    """Memory for this process in bytes: that of the machine, or its container's limit if that is less."""
    try:
        installed = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):  # not on Windows
        installed = _ASSUMED
    try:
        return min(installed, int(_CONTAINER_LIMIT.read_text()))
    except (OSError, ValueError):  # no container, or one without a limit
        return installed
