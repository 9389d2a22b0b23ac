"""A run that is served: who answers its requests."""

import asyncio
import os
import threading
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from mlpcli.inference.model_description import ModelDescription
from mlpcli.inference.prediction import Predictor
from mlpcli.serving.answering import Answering
from mlpcli.serving.batching import Lane, deliver
from mlpcli.serving.bodies import Order
from mlpcli.serving.limits import Limits
from mlpcli.serving.replies import HTML, Reply

_MOST_THREADS = 4
_AT_ONCE = 24
_LARGE_AT_ONCE = 4


class ServedRun:
    """`facts` are what is said of the run; `predictor` opens its network, once for each thread; `page` makes
    the text of its page, when it is first asked for.

    Small work has threads of its own, so that a large image or table keeps nobody waiting.
    """

    def __init__(
        self,
        id: str,
        description: ModelDescription,
        facts: Mapping[str, Any],
        predictor: Callable[[], Predictor],
        page: Callable[[], str],
        limits: Limits,
    ) -> None:
        self.id = id
        self.description = description
        self.facts = facts
        self._make_page = page
        self._page: asyncio.Future[bytes] | None = None
        _import_ahead(description)
        threads = min(os.cpu_count() or 1, _MOST_THREADS)
        workers = [Answering(id, description, predictor(), limits) for _ in range(threads + 1)]
        self._small = Lane(workers[1:], limits.waiting, _AT_ONCE)
        self._large = Lane(workers[:1], limits.waiting, _LARGE_AT_ONCE)

    async def answer(self, order: Order) -> Reply:
        """The reply to an order. Raises Refused if too many wait."""
        return await (self._small if order.is_small else self._large).answer(order)

    async def page(self) -> Reply:
        """The run's page, which is made once; again if that failed."""
        if self._page is None or (self._page.done() and self._page.exception()):
            self._page = asyncio.get_running_loop().create_future()
            # One that the end of the process does not wait for.
            threading.Thread(target=self._make, args=(self._page,), name="page", daemon=True).start()
        # Who leaves does not end it for those who wait too.
        return Reply(200, await asyncio.shield(self._page), HTML)

    def close(self) -> None:
        """End the threads."""
        self._small.close()
        self._large.close()

    def _make(self, page: "asyncio.Future[bytes]") -> None:
        outcome: bytes | Exception
        try:
            outcome = self._make_page().encode()
        except Exception as error:
            outcome = error
        deliver([page], [outcome])


def _import_ahead(described: ModelDescription) -> None:
    """Import what reading rows imports when it first needs it, so that no request waits for that."""
    prepared = described.preprocessing
    names = {
        "mlpcli.inference.inputs.table_rows": prepared.table is not None,
        "mlpcli.inference.inputs.series_rows": prepared.series is not None,
        "mlpcli.data.preprocessing.drawings.fit": prepared.drawing is not None,
    }
    for name, is_needed in names.items():
        if is_needed:
            import_module(name)
