"""Runs commands one after another in a process that notes all they do outside their run's folder.

Called with a JSON file: `warm_up`, commands that import what the others need; `allowed`, folders that may be
opened besides Python's; `marker`, a word of the attackers' code; `cases`, by name a command and its folder.
Answers a JSON object by the names of the cases. What native code opens by itself is not audited.
"""

import contextlib
import io
import json
import os
import resource
import sys
import sysconfig
import time
from pathlib import Path
from typing import Any

import mlpcli
from mlpcli.cli.main import main
from mlpcli.config.translation.pasted_code import PASTED
from mlpcli.inference.litert.sandbox import HELPER
from mlpcli.processes import child_call

PATHS = {
    "open", "os.listdir", "os.scandir", "os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link",
    "os.symlink", "os.truncate", "os.chmod", "os.utime", "shutil.rmtree", "ctypes.dlopen",
}  # fmt: skip
NEVER = {
    "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "pickle.find_class",
    "socket.connect", "socket.getaddrinfo", "urllib.Request", "webbrowser.open",
}  # fmt: skip
PYTHON = [sys.prefix, sys.base_prefix, *sysconfig.get_paths().values(), str(Path(mlpcli.__file__).parent)]
SYSTEM = ["/proc", "/sys", "/dev"]


class Audit:
    """Notes what happens while `allowed` is set."""

    def __init__(self, marker: str) -> None:
        self.allowed: list[str] | None = None
        self.found: list[str] = []
        self._marker = marker

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        allowed, self.allowed = self.allowed, None
        if allowed is None:
            return
        if _is_trial(event, arguments):
            pass
        elif event in NEVER or (event in PATHS and not self._is_allowed(_path(arguments), allowed)):
            self.found.append(f"{event} {arguments[0]!r}"[:200])
        elif event == "compile" and arguments[1] == PASTED:
            pass
        elif event in ("compile", "exec") and self._marker in repr(arguments):
            self.found.append(event)
        self.allowed = allowed

    def _is_allowed(self, path: object, allowed: list[str]) -> bool:
        # A number is a file that is open already.
        if not isinstance(path, str | bytes | os.PathLike):
            return True
        real = os.path.realpath(os.fsdecode(path))
        return any(real == one or real.startswith(one.rstrip("/") + "/") for one in allowed)


def _path(arguments: tuple[Any, ...]) -> object:
    """What an event is about: a path, or a name in a folder that is open, as when a folder is removed."""
    path, *more = arguments
    if isinstance(path, str) and len(more) == 1 and isinstance(more[0], int) and more[0] >= 0:
        return os.path.join(os.readlink(f"/proc/self/fd/{more[0]}"), path)
    return path


def _is_trial(event: str, arguments: tuple[Any, ...]) -> bool:
    """A model is tried in a process of the tool's own, of which nothing but the model comes from the run."""
    if event != "subprocess.Popen":
        return False
    program, command = arguments[:2]
    return program == sys.executable and list(command[1:4]) == ["-P", "-m", HELPER]


def call(arguments: list[str]) -> tuple[int, str, str]:
    sys.argv = ["mlpcli", *arguments]
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main()
        except SystemExit as exit:
            return int(exit.code or 0), out.getvalue(), err.getvalue()
    raise AssertionError("a command always exits")


def peak() -> int:
    """Bytes of memory that this process has had at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def run(work: dict[str, Any]) -> dict[str, Any]:
    # What an export does in a child process is done here, where it is audited.
    child_call.command = lambda *arguments: None  # type: ignore[assignment, misc]
    for arguments in work["warm_up"]:
        code, _, err = call(arguments)
        assert code == 0, err
    everywhere = [os.path.realpath(path) for path in (*PYTHON, *SYSTEM, *work["allowed"])]
    audit = Audit(work["marker"])
    sys.addaudithook(audit)
    answers = {}
    for name, (arguments, folder) in work["cases"].items():
        before, began = peak(), time.process_time()
        audit.found, audit.allowed = [], [os.path.realpath(folder), *everywhere]
        code, out, err = call(arguments)
        audit.allowed = None
        seconds, grown = time.process_time() - began, peak() - before
        answers[name] = {"code": code, "out": out, "err": err, "seconds": seconds}
        answers[name] |= {"bytes": grown, "outside": audit.found}
    return answers


if __name__ == "__main__":
    # Each command takes the place of this one's arguments.
    work, answers = map(Path, sys.argv[1:])
    answers.write_text(json.dumps(run(json.loads(work.read_text()))))
