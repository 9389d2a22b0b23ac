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
R = TypeVar("R")


class Worker(Protocol[Taken, Prepared, Computed, Given]):
    """Answers some orders in three steps, of which `compute` is native code that lets other threads run."""

    def prepare(self, orders: Sequence[Taken]) -> Prepared: ...

    def compute(self, prepared: Prepared) -> Computed: ...

    def finish(self, prepared: Prepared, computed: Computed) -> Sequence[Given | Exception]:
        """A result for each order, or what is raised to whoever waits for it."""
        ...


@dataclass(eq=False)
class _Job(Generic[Order, Result]):
    """An order, None once nobody waits for its result any more: it may hold much memory."""

    order: Order | None
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
        self._jobs: SimpleQueue[_Job[Order, Result] | None] = SimpleQueue()
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
        job = _Job(order, result)
        self._unanswered += 1
        self._jobs.put(job)
        try:
            return await result
        finally:
            self._unanswered -= 1
            job.order = None

    def close(self) -> None:
        """End the threads once they are done with what they are at."""
        for _ in self._threads:
            self._jobs.put(None)

    def _run(self, worker: Worker[Order, Prepared, Computed, Result]) -> None:
        while (first := self._jobs.get()) is not None:
            self._work(worker, first)
            del first

    def _work(self, worker: Worker[Order, Prepared, Computed, Result], first: _Job[Order, Result]) -> None:
        jobs: Sequence[_Job[Order, Result]] = []
        outcomes: Sequence[Result | Exception]
        try:
            with self._turn:
                if not (waiting := self._with_waiting(first)):
                    return
                jobs, orders = zip(*waiting, strict=True)
                prepared = worker.prepare(orders)
            computed = worker.compute(prepared)
            with self._turn:
                outcomes = worker.finish(prepared, computed)
        except Exception as error:
            outcomes = [error] * len(jobs)
        deliver([job.result for job in jobs], outcomes)

    def _with_waiting(self, first: _Job[Order, Result]) -> list[tuple[_Job[Order, Result], Order]]:
        """A job with those that wait behind it, and their orders."""
        found: list[tuple[_Job[Order, Result], Order]] = []
        job: _Job[Order, Result] | None = first
        while job is not None:
            # Once, because another thread may take it away meanwhile.
            order = job.order
            if order is not None:
                found.append((job, order))
            if len(found) == self._at_once:
                break
            try:
                job = self._jobs.get_nowait()
            except Empty:
                break
        else:
            # The end is for another thread.
            self._jobs.put(None)
        return found


def deliver(results: Sequence["asyncio.Future[R]"], outcomes: Sequence[R | Exception]) -> None:
    """Set the results, or errors, of futures of one event loop from another thread; those that nobody waits
    for any more are left out."""
    # The loop is closed where the server was stopped without waiting.
    with suppress(RuntimeError):
        results[0].get_loop().call_soon_threadsafe(_set, results, outcomes)


def _set(results: Sequence["asyncio.Future[R]"], outcomes: Sequence[R | Exception]) -> None:
    for result, outcome in zip(results, outcomes, strict=True):
        if result.done():
            continue
        if isinstance(outcome, Exception):
            result.set_exception(outcome)
        else:
            result.set_result(outcome)
