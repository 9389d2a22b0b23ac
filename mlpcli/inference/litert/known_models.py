"""Models that LiteRT is known to survive on this machine: those that this tool wrote, and those tried before.

An empty file in the user's cache folder stands for each, named by the model's digest. It appears and vanishes
at once, whatever other processes do, and one that is lost costs a trial.
"""

import os
import stat
from contextlib import suppress
from pathlib import Path

from ai_edge_litert import __version__ as litert_version
from platformdirs import user_cache_path

MOST = 4096
"""As many are kept; beyond that the oldest half is forgotten."""


def is_known(digest: str) -> bool:
    """Whether this user's process wrote the model of this `sha256:...`, or saw it answer.

    False where that cannot be known: without a cache folder, with a broken one or another user's.
    """
    path = _place(digest)
    try:
        found = os.lstat(path) if path else None
    except OSError:
        return False
    # Who shares a cache folder can put a file there, but none that belongs to this user.
    return found is not None and stat.S_ISREG(found.st_mode) and _is_own(found)


def remember(digest: str) -> None:
    """Note that LiteRT survives the model of this `sha256:...`, where there is a cache folder to write to."""
    path = _place(digest)
    with suppress(OSError):
        if path:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.touch()
            _bound(path.parent)


def _place(digest: str) -> Path | None:
    folder = user_cache_path("mlpcli", appauthor=False)
    # A user without a home folder has "~/.cache", beside whatever the process was started in.
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
        # Another process may forget at the same time.
        with suppress(FileNotFoundError):
            ages[name] = os.lstat(folder / name).st_mtime_ns
    for name in sorted(ages, key=lambda name: ages[name])[: len(names) - MOST // 2]:
        with suppress(FileNotFoundError):
            os.unlink(folder / name)
