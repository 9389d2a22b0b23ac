"""Requests that wait together are answered together, by threads of their own."""

import asyncio
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Generic, Protocol, TypeVar

from mlpcli.serving.replies import busy

Order = TypeVar("Order")
Result = TypeVar("Result")
Prepared = TypeVar("Prepared")
Computed = TypeVar("Computed")
Taken = TypeVar("Taken", contravariant=True)
Given = TypeVar("Given", covariant=True)


class Worker(Protocol[Taken, Prepared, Computed, Given]):
    """Answers some orders in three steps, of which `compute` is native code that lets other threads run."""

    def prepare(self, orders: Sequence[Taken]) -> Prepared: ...

    def compute(self, prepared: Prepared) -> Computed: ...

    def finish(self, prepared: Prepared, computed: Computed) -> Sequence[Given | Exception]:
        """A result for each order, or what is raised to whoever waits for it."""
        ...


@dataclass(frozen=True)
class _Job(Generic[Order, Result]):
    order: Order
    result: "asyncio.Future[Result]"


class Lane(Generic[Order, Prepared, Computed, Result]):
    """Threads that take what waits, one for each worker, and `at_once` orders at most.

    An order that finds a thread idle is answered at once. Under load the threads take turns in Python, whose
    lock lets one run anyway: the next ones prepare more orders at a time, while the first computes.
    """

    def __init__(
        self, workers: Sequence[Worker[Order, Prepared, Computed, Result]], most_waiting: int, at_once: int
    ) -> None:
        self._most = most_waiting
        self._at_once = at_once
        # Those that are not answered yet; counted in the event loop alone.
        self._unanswered = 0
        self._orders: SimpleQueue[_Job[Order, Result] | None] = SimpleQueue()
        self._turn = threading.Lock()
        self._threads = [
            threading.Thread(target=self._run, args=(worker,), name="predictions", daemon=True)
            for worker in workers
        ]
        for thread in self._threads:
            thread.start()

    async def answer(self, order: Order) -> Result:
        """The result of an order. Raises Refused at once if too many wait."""
        if self._unanswered >= self._most:
            raise busy(429, f"{self._most:,} requests are waiting already")
        result: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._unanswered += 1
        result.add_done_callback(self._answered)
        self._orders.put(_Job(order, result))
        return await result

    def close(self) -> None:
        """End the threads once they are done with what they are at."""
        for _ in self._threads:
            self._orders.put(None)

    def _answered(self, result: "asyncio.Future[Result]") -> None:
        self._unanswered -= 1

    def _run(self, worker: Worker[Order, Prepared, Computed, Result]) -> None:
        while (first := self._orders.get()) is not None:
            jobs: list[_Job[Order, Result]] = []
            outcomes: Sequence[Result | Exception]
            try:
                with self._turn:
                    jobs = self._with_waiting(first)
                    if not jobs:
                        continue
                    prepared = worker.prepare([job.order for job in jobs])
                computed = worker.compute(prepared)
                with self._turn:
                    outcomes = worker.finish(prepared, computed)
            except Exception as error:
                outcomes = [error] * len(jobs)
            _deliver(jobs, outcomes)

    def _with_waiting(self, first: _Job[Order, Result]) -> list[_Job[Order, Result]]:
        """A job with those that wait behind it, but for those that nobody waits for any more."""
        jobs = [] if first.result.done() else [first]
        while len(jobs) < self._at_once:
            try:
                job = self._orders.get_nowait()
            except Empty:
                break
            if job is None:
                # It is for another thread.
                self._orders.put(None)
                break
            if not job.result.done():
                jobs.append(job)
        return jobs


def _deliver(jobs: Sequence[_Job[Order, Result]], outcomes: Sequence[Result | Exception]) -> None:
    loop = jobs[0].result.get_loop()
    # The loop is closed where the server was stopped without waiting.
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(_set, jobs, outcomes)


def _set(jobs: Sequence[_Job[Order, Result]], outcomes: Sequence[Result | Exception]) -> None:
    for job, outcome in zip(jobs, outcomes, strict=True):
        if job.result.done():
            continue
        if isinstance(outcome, Exception):
            job.result.set_exception(outcome)
        else:
            job.result.set_result(outcome)
