"""The workers of a job on this machine: start them, watch them, and stop them together."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from typing import IO

from mlpcli.errors import Terminated, UsageError, WorkerError
from mlpcli.training.devices.worker_cluster import TF_CONFIG, local_tf_config

# -P: a file in the user's folder must not shadow a module.
_COMMAND = ("-P", "-c", "import sys; sys.argv[0] = 'mlpcli'; from mlpcli.cli.main import main; main()")
_SECONDS_BETWEEN_LOOKS = 0.05
# A chief that is asked to stop finishes its chunk and writes its record; the others have nothing to save.
_SECONDS_TO_END = 30.0
_LAST_WORDS = 2000
# The exit codes of expected errors, which the worker has already explained.
_EXPECTED = range(2, 8)


@dataclass(frozen=True)
class _Worker:
    index: int
    process: "subprocess.Popen[bytes]"
    said: IO[bytes] | None

    @property
    def name(self) -> str:
        return f"worker {self.index}{' (the chief)' if self.index == 0 else ''}"

    def last_words(self) -> str:
        """The end of the worker's output; the chief's was already shown."""
        if self.said is None:
            return "see its output above"
        self.said.seek(max(0, self.said.seek(0, os.SEEK_END) - _LAST_WORDS))
        lines = self.said.read().decode(errors="replace").split("\n")
        return " / ".join(line.strip() for line in lines if line.strip()) or "it wrote no output"


def run_workers(arguments: Sequence[str], count: int, given: bytes = b"") -> None:
    """Run `mlpcli` with `arguments` in `count` processes that train together, and wait for all of them.

    Each gets `given` as its standard input.

    Worker 0 is the chief, and shares the output streams of this process. Raises WorkerError as soon as one
    fails, with its exit code if that stands for an expected error; KeyboardInterrupt and Terminated are
    passed on to the workers first. No worker is left running.
    """
    if os.environ.get(TF_CONFIG):
        raise UsageError(
            "--workers starts a job, but TF_CONFIG says that this process is already part of one",
            "leave --workers out, or unset TF_CONFIG",
        )
    ports = _free_ports(count)
    with ExitStack() as files:
        workers: list[_Worker] = []
        try:
            for index in range(count):
                said = files.enter_context(tempfile.TemporaryFile()) if index else None
                read = files.enter_context(tempfile.TemporaryFile())
                read.write(given)
                read.seek(0)
                workers.append(_start(arguments, ports, index, read, said))
            failed = _first_to_fail(workers)
            if failed:
                # The chief notices the failure, and writes its record.
                _wait(workers[0])
                raise _failure(failed)
        except (KeyboardInterrupt, Terminated) as error:
            _pass_on(error.number if isinstance(error, Terminated) else signal.SIGINT, workers)
            raise
        finally:
            _end(workers)


def _start(
    arguments: Sequence[str], ports: list[int], index: int, read: IO[bytes], said: IO[bytes] | None
) -> _Worker:
    process = subprocess.Popen(
        [sys.executable, *_COMMAND, *arguments],
        env=os.environ | {TF_CONFIG: local_tf_config(ports, index)},
        stdin=read,
        stdout=said,
        stderr=said,
        # The workers get no Ctrl-C from the terminal: this process passes it on, once.
        start_new_session=True,
    )
    return _Worker(index, process, said)


def _free_ports(count: int) -> list[int]:
    with ExitStack() as held:
        listening = [held.enter_context(socket.create_server(("localhost", 0))) for _ in range(count)]
        return [one.getsockname()[1] for one in listening]


def _first_to_fail(workers: Sequence[_Worker]) -> _Worker | None:
    """Wait for the first worker that fails and return it; None if all succeed."""
    while True:
        codes = [worker.process.poll() for worker in workers]
        failed = [worker for worker, code in zip(workers, codes, strict=True) if code]
        if failed:
            # A lost worker makes others fail too, with the exit code of WorkerError: prefer the cause.
            return max(failed, key=lambda worker: worker.process.returncode != WorkerError.exit_code)
        if None not in codes:
            return None
        time.sleep(_SECONDS_BETWEEN_LOOKS)


def _failure(worker: _Worker) -> WorkerError:
    code = worker.process.returncode
    how = f"was terminated by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"
    exit_code = code if code in _EXPECTED else WorkerError.exit_code
    return WorkerError(
        f"{worker.name} {how}: {worker.last_words()}", "the other workers were stopped too", exit_code
    )


def _pass_on(number: int, workers: Sequence[_Worker]) -> None:
    """Stop the chief first: it needs the other workers to finish its chunk and write its record."""
    for chief in workers[:1]:
        if chief.process.poll() is None:
            chief.process.send_signal(number)
        _wait(chief)


def _wait(chief: _Worker) -> None:
    with suppress(subprocess.TimeoutExpired):
        chief.process.wait(_SECONDS_TO_END)


def _end(workers: Sequence[_Worker]) -> None:
    for worker in workers:
        if worker.process.poll() is None:
            worker.process.kill()
        worker.process.wait()
