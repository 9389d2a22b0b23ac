"""Models known not to crash LiteRT on this machine: those that this tool wrote, and those tried before.

Each is recorded by an empty file in the user's cache folder, named by the model's digest. Creating and
removing one is atomic, whatever other processes do, and a lost one costs a trial.
"""

import os
import stat
from contextlib import suppress
from pathlib import Path

from ai_edge_litert import __version__ as litert_version
from platformdirs import user_cache_path

MOST = 4096
"""The most models to record; if there are more, only the newest half of this number is kept."""


def is_known(digest: str) -> bool:
    """Whether a process of this user wrote the model with this `sha256:...`, or has seen it answer.

    False if that cannot be known: without a cache folder, or with a broken one or another user's.
    """
    path = _place(digest)
    try:
        found = os.lstat(path) if path else None
    except OSError:
        return False
    # Others who can write to the cache folder can put a file there, but none that belongs to this user.
    return found is not None and stat.S_ISREG(found.st_mode) and _is_own(found)


def remember(digest: str) -> None:
    """Record that the model with this `sha256:...` does not crash LiteRT, if the cache is writable."""
    path = _place(digest)
    with suppress(OSError):
        if path:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.touch()
            _bound(path.parent)


def _place(digest: str) -> Path | None:
    folder = user_cache_path("mlpcli", appauthor=False)
    # Without a home folder this is "~/.cache", relative to the current folder.
    if not folder.is_absolute():
        return None
    return folder / "models" / f"{digest.removeprefix('sha256:')}-litert-{litert_version}"


def _is_own(found: os.stat_result) -> bool:
    return not hasattr(os, "geteuid") or found.st_uid == os.geteuid()


def _bound(folder: Path) -> None:
    names = os.listdir(folder)
    if len(names) <= MOST:
        return
    ages = {}
    for name in names:
        # Another process may remove it at the same time.
        with suppress(FileNotFoundError):
            ages[name] = os.lstat(folder / name).st_mtime_ns
    for name in sorted(ages, key=lambda name: ages[name])[: len(names) - MOST // 2]:
        with suppress(FileNotFoundError):
            os.unlink(folder / name)
