"""Computes results in threads before they are needed."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

# Every thread needs a decoder's memory: up to 256 MiB for the largest image that is read.
_MOST_THREADS = 4


def in_order(function: Callable[[Item], Result], items: Iterable[Item], ahead: int) -> Iterator[Result]:
    """`function` of every item, in the items' order, computed in threads up to `ahead` items in advance.

    An exception is raised when the result of its item is due. If the caller stops early, only calls
    that are already running are finished.
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
