"""A disk that refuses one file, and what was safe on it at that moment."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pytest

Step = Literal["make", "fill", "sync", "rename"]


@dataclass
class Fault:
    """From its `nth` write on, a file called `name` fails at one step of it with an error number.

    `safe` is what `last.safetensors` beside it held just then, None if there was none.
    """

    name: str
    nth: int
    code: int
    step: Step = "make"
    seen: int = 0
    struck: bool = False
    safe: bytes | None = None
    _paths: dict[int, Path] = field(default_factory=dict)

    def inject(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Every write from here on passes here, whoever writes."""
        make, fill, sync, rename = os.open, Path.open, os.fsync, os.replace

        def failing_make(path: Any, flags: int, *more: Any, **named: Any) -> int:
            # A lock that is there is opened for writing, and not made anew.
            if flags & os.O_CREAT or (flags & os.O_RDWR and Path(path).name == ".lock"):
                self._strike("make", Path(path))
            descriptor = make(path, flags, *more, **named)
            self._paths[descriptor] = Path(path)
            return descriptor

        def failing_fill(path: Path, mode: str = "r", *more: Any, **named: Any) -> Any:
            if "w" in mode:
                self._strike("fill", path)
            return fill(path, mode, *more, **named)

        def failing_sync(descriptor: int) -> None:
            self._strike("sync", self._paths[descriptor])
            sync(descriptor)

        def failing_rename(source: Path, target: Path) -> None:
            self._strike("rename", source)
            rename(source, target)

        monkeypatch.setattr(os, "open", failing_make)
        monkeypatch.setattr(Path, "open", failing_fill)
        monkeypatch.setattr(os, "fsync", failing_sync)
        monkeypatch.setattr(os, "replace", failing_rename)

    def _strike(self, step: Step, path: Path) -> None:
        if step != self.step or not (path.name == self.name or path.match(f".{self.name}.*.tmp")):
            return
        self.seen += 1
        if self.seen >= self.nth:
            if not self.struck:
                self.struck = True
                (last,) = [*_run_of(path).glob("checkpoints/last.safetensors")] or [None]
                self.safe = last.read_bytes() if last else None
            raise OSError(self.code, os.strerror(self.code), str(path))


def _run_of(path: Path) -> Path:
    return path.parents[1] if path.parent.name == "checkpoints" else path.parent


Writing = Literal["make", "fill", "sync", "rename", "mkdir", "remove"]


@dataclass
class NthFault:
    """The `nth` thing done to the disk below `root`, whatever it is, fails once with an error number."""

    root: Path
    nth: int
    code: int
    seen: int = 0
    step: Writing | None = None
    path: str = ""
    _paths: dict[int, str] = field(default_factory=dict)

    def inject(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Every step from here on passes here, whoever takes it."""
        make, fill, sync = os.open, Path.open, os.fsync

        def failing_make(path: Any, flags: int, *more: Any, **named: Any) -> int:
            if flags & os.O_CREAT:
                self._strike("make", path)
            descriptor = make(path, flags, *more, **named)
            self._paths[descriptor] = os.fsdecode(path)
            return descriptor

        def failing_fill(path: Path, mode: str = "r", *more: Any, **named: Any) -> Any:
            if mode[0] in "wx":
                self._strike("fill", path)
            file = fill(path, mode, *more, **named)
            self._paths[file.fileno()] = str(path)
            return file

        def failing_sync(descriptor: int) -> None:
            self._strike("sync", self._paths.get(descriptor, ""))
            sync(descriptor)

        monkeypatch.setattr(os, "open", failing_make)
        monkeypatch.setattr(Path, "open", failing_fill)
        monkeypatch.setattr(os, "fsync", failing_sync)
        steps: dict[str, Writing] = {"replace": "rename", "rename": "rename", "mkdir": "mkdir"}
        for name, step in (steps | {"unlink": "remove", "rmdir": "remove"}).items():
            monkeypatch.setattr(os, name, self._failing(getattr(os, name), step))

    def _failing(self, call: Any, step: Writing) -> Any:
        def failing(path: Any, *more: Any, **named: Any) -> Any:
            # To make a folder that is there fails anyway, and as whoever makes it expects.
            if step != "mkdir" or not os.path.isdir(path):
                self._strike(step, path, within=named.get("dir_fd") is not None)
            return call(path, *more, **named)

        return failing

    def _strike(self, step: Writing, path: Any, within: bool = False) -> None:
        name = os.fsdecode(path)
        if not within and not os.path.abspath(name).startswith(str(self.root)):
            return
        self.seen += 1
        if self.seen == self.nth:
            self.step, self.path = step, name
            raise OSError(self.code, os.strerror(self.code), name)
