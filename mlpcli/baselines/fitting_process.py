"""Fits the baselines of a training in a process of their own.

In a thread they would wait for TensorFlow's threads, and it for them; scikit-learn could not be stopped in
the middle of a fit; and a signal would find the interpreter in an import. A process is ended, and it costs
nothing but processor time that the training leaves: importing scikit-learn and fitting small tables takes
less time than importing TensorFlow.
"""

import json
import subprocess
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from typing import Any

from mlpcli.baselines.baseline import COULD_NOT_BE_FITTED, IN_WORDS, NONE_FITTED, Baseline, Fitted
from mlpcli.baselines.fit_order import FitOrder, write
from mlpcli.processes.child_python import command, environment
from mlpcli.processes.termination import before_the_end

HELPER = "mlpcli.baselines.linear_and_boosting"
# How long a training waits for what its own time did not suffice for. The sizes allow five seconds on one
# idle core.
_SECONDS = 20.0
# Several threads add up in an order that differs from time to time. The other cores are the training's.
_ONE_CORE = {f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL")}


class BaselineFits:
    """The fits of an order, from entry to exit of the block; a context manager. Without an order there is
    nothing to wait for."""

    def __init__(self, order: FitOrder | None) -> None:
        self._order = order
        self._process: subprocess.Popen[bytes] | None = None
        self._entered = ExitStack()
        self._problem = ""

    def __enter__(self) -> "BaselineFits":
        if self._order:
            self._start(self._order)
        return self

    def _start(self, order: FitOrder) -> None:
        line = command(HELPER)
        if line is None:
            self._problem = "this program has no Python to fit them in"
            return
        try:
            with tempfile.TemporaryFile() as file:
                write(order, file)
                file.seek(0)
                self._process = subprocess.Popen(
                    line,
                    stdin=file,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    env=environment() | _ONE_CORE,
                    # A terminal sends Ctrl-C to this process alone, which ends the other.
                    start_new_session=True,
                )
        except OSError as error:
            self._problem = f"their rows could not be handed over: {error.strerror or error}"
            return
        self._entered.enter_context(before_the_end(self._process.kill))

    def __exit__(self, *error: object) -> None:
        self._entered.close()
        if self._process:
            with self._process:
                self._process.kill()

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def wait(self) -> Fitted:
        """Wait for the fits, but not for long. No failure is raised: a notice says why there are none."""
        answers = self._answers()
        problems = {name: found["problem"] for name, found in answers.items() if "problem" in found}
        fitted: dict[str, dict[str, Baseline]] = {}
        for name, found in answers.items():
            for split, facts in found.items():
                if name not in problems:
                    fitted.setdefault(split, {})[name] = Baseline(**facts)
        notices = [f"{IN_WORDS[name]} {COULD_NOT_BE_FITTED}: {why}" for name, why in problems.items()]
        if self._problem:
            notices.append(f"{NONE_FITTED}: {self._problem}")
        return Fitted(fitted, tuple(notices))

    def _answers(self) -> Mapping[str, Any]:
        if not self._process:
            return {}
        try:
            out, _ = self._process.communicate(timeout=_SECONDS)
        except subprocess.TimeoutExpired:
            self._problem = "it took too long on this machine, which is busy or slow"
            return {}
        if self._process.returncode:
            self._problem = f"their process ended with exit code {self._process.returncode}"
            return {}
        answers: Mapping[str, Any] = json.loads(out)
        return answers
