"""Work done in threads before its turn comes."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

# A decoder's memory counts once a thread: up to 256 MiB for the largest image that is read.
_MOST_THREADS = 4


def in_order(function: Callable[[Item], Result], items: Iterable[Item], ahead: int) -> Iterator[Result]:
    """`function` of every item, in the items' order, computed in threads up to `ahead` of who asks.

    An exception comes when the turn of its item does. Who stops asking waits for no more than is being
    computed.
    """
    pool = ThreadPoolExecutor(min(os.cpu_count() or 1, _MOST_THREADS))
    begun: deque[Future[Result]] = deque()
    try:
        for item in items:
            begun.append(pool.submit(function, item))
            if len(begun) > ahead:
                yield begun.popleft().result()
        while begun:
            yield begun.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)
