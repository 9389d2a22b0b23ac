"""A line for every request, written by a thread of its own: a slow reader of them keeps nobody waiting."""

import json
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from mlpcli.readable import literal, shortened

LogFormat = Literal["plain", "json", "off"]
_MOST = 10_000
_SECONDS_BETWEEN = 0.1
_LONGEST_PATH = 200


@dataclass(frozen=True)
class Answered:
    """A request that was answered with `status` and so many bytes; `error` if it is our fault."""

    time: float
    client: str
    method: str
    path: str
    status: int
    size: int
    seconds: float
    error: str = ""


class AccessLog:
    """`write` gets some lines at once; those beyond 10,000 that wait for it are counted instead."""

    def __init__(self, format: LogFormat, write: Callable[[str], object]) -> None:
        self._line = {"plain": _plain, "json": _as_json, "off": _only_errors}[format]
        self._write = write
        self._waiting: deque[Answered] = deque()
        self._dropped = 0
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="access log", daemon=True)
        self._thread.start()

    def add(self, answered: Answered) -> None:
        """Have it written soon."""
        if len(self._waiting) >= _MOST:
            self._dropped += 1
        else:
            self._waiting.append(answered)

    def close(self, seconds: float = 1.0) -> None:
        """Write what waits, for so long at most."""
        self._closed.set()
        self._thread.join(seconds)

    def _run(self) -> None:
        is_over = False
        while not is_over:
            is_over = self._closed.wait(_SECONDS_BETWEEN)
            lines = [self._line(self._waiting.popleft()) for _ in range(len(self._waiting))]
            if self._dropped:
                dropped, self._dropped = self._dropped, 0
                lines.append(
                    f"{dropped:,} requests are not listed: they came faster than they were written\n"
                )
            if text := "".join(lines):
                self._write(text)


def _plain(one: Answered) -> str:
    time = datetime.fromtimestamp(one.time).strftime("%H:%M:%S")
    path = shortened(literal(one.path), _LONGEST_PATH)
    line = f"{time} {one.client} {literal(one.method)} {path} {one.status} {1000 * one.seconds:.1f} ms\n"
    return line + _error_lines(one)


def _as_json(one: Answered) -> str:
    found = {
        "time": datetime.fromtimestamp(one.time).astimezone().isoformat(timespec="milliseconds"),
        "client": one.client,
        "method": one.method,
        "path": shortened(one.path, _LONGEST_PATH),
        "status": one.status,
        "bytes": one.size,
        "milliseconds": round(1000 * one.seconds, 3),
    }
    # In ASCII, so that what terminals would obey is escaped too.
    return json.dumps(found | ({"error": one.error} if one.error else {})).replace("\x7f", "\\u007f") + "\n"


def _only_errors(one: Answered) -> str:
    return f"{one.client} {literal(one.method)} {one.status}\n{_error_lines(one)}" if one.error else ""


def _error_lines(one: Answered) -> str:
    return "".join(f"    {literal(line)}\n" for line in one.error.splitlines())
