import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest

from mlpcli.data.pictures.prefetch import in_order


def test_results_come_in_the_order_of_the_items(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    later_is_done = threading.Event()

    def work(item: int) -> int:
        if item == 0:
            assert later_is_done.wait(10)
        if item == 3:
            later_is_done.set()
        return item * item

    assert list(in_order(work, range(9), ahead=4)) == [number**2 for number in range(9)]


def test_no_more_items_are_taken_than_asked_for_and_ahead() -> None:
    taken: list[int] = []

    def items() -> Iterator[int]:
        for item in range(100):
            taken.append(item)
            yield item

    results = in_order(str, items(), ahead=3)
    assert (next(results), len(taken)) == ("0", 4)
    assert (next(results), len(taken)) == ("1", 5)


def test_an_exception_comes_in_its_turn() -> None:
    results = in_order(lambda item: 1 // item, [2, 1, 0, 1], ahead=10)
    assert [next(results), next(results)] == [0, 1]
    with pytest.raises(ZeroDivisionError):
        next(results)


def test_who_stops_asking_leaves_no_thread_behind() -> None:
    before = threading.active_count()
    results = in_order(str, range(100), ahead=10)
    next(results)
    results.close()  # type: ignore[attr-defined]
    assert threading.active_count() == before


def test_who_stops_asking_waits_for_no_work_that_has_not_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    dropped = threading.Event()
    computed: list[int] = []

    class Pool(ThreadPoolExecutor):
        def submit(self, *arguments: Any, **named: Any) -> Future[Any]:
            future = super().submit(*arguments, **named)
            future.add_done_callback(lambda over: dropped.set() if over.cancelled() else None)
            return future

    def work(item: int) -> None:
        if item > 0:
            dropped.wait(60)
        computed.append(item)

    monkeypatch.setattr("os.cpu_count", lambda: 1)
    monkeypatch.setattr("mlpcli.data.pictures.prefetch.ThreadPoolExecutor", Pool)
    results = in_order(work, range(3), ahead=2)
    next(results)
    results.close()  # type: ignore[attr-defined]
    # The second may have begun.
    assert computed in ([0], [0, 1])
