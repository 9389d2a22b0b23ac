"""The available memory. Does not need TensorFlow."""

import os
from pathlib import Path

_ASSUMED = 4 * 2**30
_CONTAINER_LIMIT = Path("/sys/fs/cgroup/memory.max")


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
