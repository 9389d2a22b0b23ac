"""Reads image files in several processes at once."""

import json
import queue
import subprocess
import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import Any

from mlpcli.data.pictures.decoding import FILES_A_PART, Job, Part, processes
from mlpcli.data.preprocessing.resize import White
from mlpcli.errors import DataError, StorageError
from mlpcli.processes import child_python
from mlpcli.processes.termination import before_the_end

HELPER = "mlpcli.data.pictures.decoding_worker"
# Below this, starting processes takes longer than they save: 0.3 s are 1,500 small images, or some photos.
_FEW_FILES = 1500
_FEW_BYTES = 20_000_000


def read_files(job: Job, size: int, progress: Callable[[int], None]) -> list[Part]:
    """All parts of the job in order, whose files have `size` bytes together; `progress` gets the files done.

    Raises StorageError if the pixels cannot be written, and DataError if a decoder crashes.
    """
    parts: dict[int, Part] = {}

    def report(part: Part) -> None:
        parts[part.start] = part
        progress(min(len(parts) * FILES_A_PART, len(job.files)))

    is_small = len(job.files) < _FEW_FILES and size < _FEW_BYTES
    command = child_python.command(HELPER)
    if is_small or processes() == 1 or command is None:
        try:
            job.do(job.starts, report)
        except OSError as error:
            raise _full(job, error.strerror or str(error)) from error
    else:
        _in_processes(command, job, report)
    return [parts[start] for start in job.starts]


def _in_processes(command: list[str], job: Job, report: Callable[[Part], None]) -> None:
    shares = [list(job.starts)[number :: processes()] for number in range(processes())]
    messages: queue.SimpleQueue[tuple[int, dict[str, Any] | None]] = queue.SimpleQueue()
    with ExitStack() as started:
        open_shares = {number: share for number, share in enumerate(shares) if share}
        for number, share in open_shares.items():
            _start(command, job, number, share, messages, started)
        while open_shares:
            number, message = messages.get()
            if message is None:
                if left := open_shares.pop(number):
                    raise _crashed(job, left[0])
            elif "failed" in message:
                raise _full(job, message["failed"])
            else:
                open_shares[number].remove(message["start"])
                errors = tuple((text, fix) for text, fix in message["errors"])
                known = {name: tuple(message[name]) for name in ("digests", "deep")}
                report(Part(**{**message, **known, "largest": White(*message["largest"]), "errors": errors}))


def _start(
    command: list[str],
    job: Job,
    number: int,
    share: Sequence[int],
    messages: "queue.SimpleQueue[tuple[int, dict[str, Any] | None]]",
    started: ExitStack,
) -> None:
    size = (job.resize.height, job.resize.width, job.resize.channels)
    order = {
        "files": list(job.files),
        "size": size,
        "keep": job.resize.keep,
        "white": job.resize.whites,
        "target": job.target,
        "offset": job.offset,
        "starts": list(share),
    }
    helper = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=child_python.environment(),
    )
    started.callback(helper.wait)
    started.callback(helper.kill)
    started.enter_context(before_the_end(helper.kill))

    def listen() -> None:
        with helper:
            try:
                helper.stdin.write(json.dumps(order).encode())  # type: ignore[union-attr]
                helper.stdin.close()  # type: ignore[union-attr]
                for line in helper.stdout:  # type: ignore[union-attr]
                    messages.put((number, json.loads(line)))
            except (OSError, ValueError):  # It has ended; what it did not read is missed below.
                pass
            messages.put((number, None))

    threading.Thread(target=listen, daemon=True).start()


def _crashed(job: Job, start: int) -> DataError:
    files = job.files[start : start + FILES_A_PART]
    return DataError(
        f"the process that read {files[0]} to {files[-1]} ended before it was done",
        "leave out what is broken among these files, or free some memory",
    )


def _full(job: Job, why: str) -> StorageError:
    return StorageError(f"{job.target} could not be written: {why}", "free some space, and start again")
