"""What accidents do to a file of a run."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path


def _flipped(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 4
    path.write_bytes(content)


def _halved(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _linked(path: Path) -> None:
    whole = path.with_name(f"whole-{path.name}")
    path.rename(whole)
    path.symlink_to(whole)


def _pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


DAMAGES: Mapping[str, Callable[[Path], object]] = {
    "truncated": _halved,
    "bit-flipped": _flipped,
    "empty": lambda path: path.write_bytes(b""),
    "missing": Path.unlink,
    "linked": _linked,
    "pipe": _pipe,
    "folder": _folder,
}
