"""Programs that run JavaScript: Node, or a browser without a window."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal

from mlpcli.processes.deferred_signals import signals_wait
from mlpcli.processes.termination import before_the_end

_BROWSERS = (
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge"),
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
# In megabytes; the weights and the rows do not count.
_NODE = ("--max-old-space-size=2048",)
_BROWSER = ("--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--dump-dom")


@dataclass(frozen=True)
class Engine:
    """A program at `path`: Node runs script.js, and a browser writes page.html out as its scripts left it."""

    kind: Literal["Node", "Chromium"]
    path: str

    def run(self, folder: Path, seconds: float) -> str | None:
        """What it says in a folder with both files: the content of answer.json, or of the page.

        None if it fails or takes longer than `seconds`. It gets no more of this process's environment than
        PATH, and is ended with this process.
        """
        written = folder / ("answer.json" if self.kind == "Node" else "dom.html")
        command = [self.path, *_NODE, "script.js"] if self.kind == "Node" else self._browser(folder)
        try:
            with open(folder / "dom.html", "wb") as out:
                is_well = _ends_well(command, folder, out, seconds)
            return written.read_text(encoding="utf-8") if is_well else None
        except (OSError, UnicodeError):
            return None

    def _browser(self, folder: Path) -> Sequence[str]:
        # Its own sandbox refuses to be the system's administrator, as one is in containers.
        is_administrator = hasattr(os, "geteuid") and os.geteuid() == 0
        more = ("--no-sandbox",) if is_administrator else ()
        profile = f"--user-data-dir={folder / 'profile'}"
        return [self.path, *_BROWSER, *more, profile, (folder / "page.html").as_uri()]


def engines() -> Iterator[Engine]:
    """Those that this machine has, the fastest first."""
    if found := shutil.which("node"):
        yield Engine("Node", found)
    for name in _BROWSERS:
        if found := shutil.which(name):
            yield Engine("Chromium", found)
            return


def _ends_well(command: Sequence[str], folder: Path, out: IO[bytes], seconds: float) -> bool:
    """Run a program. Raises OSError if it cannot be started."""
    with ExitStack() as entered:
        # A signal that arrives before it is known how to end the program would leave it running.
        with signals_wait():
            process = subprocess.Popen(
                command,
                cwd=folder,
                env={"PATH": os.environ.get("PATH", os.defpath), "HOME": str(folder)},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.DEVNULL,
                # A terminal sends Ctrl-C to this process alone, which ends the other with all its own.
                start_new_session=True,
            )
            entered.callback(_end, process)
            entered.enter_context(before_the_end(lambda: _end(process)))
        try:
            return process.wait(seconds) == 0
        except subprocess.TimeoutExpired:
            return False


def _end(process: subprocess.Popen[bytes]) -> None:
    """End it and what it has started."""
    if hasattr(os, "killpg"):
        # Where it has ended by itself, there may be nothing left.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
