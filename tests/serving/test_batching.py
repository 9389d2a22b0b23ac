import asyncio
import gc
import threading
import weakref
from collections.abc import Sequence

import pytest

from mlpcli.serving.batching import Lane
from mlpcli.serving.replies import Refused


class Doubling:
    """Doubles numbers, a batch at a time, and fails for all of a batch with a 13."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.began = threading.Event()
        self.may_go = threading.Event()

    def prepare(self, orders: Sequence[int]) -> list[int]:
        self.batches.append(list(orders))
        return list(orders)

    def compute(self, prepared: list[int]) -> list[int]:
        self.began.set()
        assert self.may_go.wait(20)
        if 13 in prepared:
            raise ZeroDivisionError
        return [2 * number for number in prepared]

    def finish(self, prepared: list[int], computed: list[int]) -> Sequence[int | Exception]:
        return [ValueError(number) if number == 7 else 2 * number for number in prepared]


def test_an_order_that_finds_nobody_at_work_does_not_wait_for_others() -> None:
    worker = Doubling()
    worker.may_go.set()
    lane = Lane([worker], 10, 8)
    assert [asyncio.run(lane.answer(number)) for number in (1, 2)] == [2, 4]
    assert worker.batches == [[1], [2]]
    lane.close()


def test_those_that_wait_are_answered_together_in_order_and_within_bounds() -> None:
    worker = Doubling()
    lane = Lane([worker], 10, 3)

    async def several() -> list[int]:
        first = asyncio.create_task(lane.answer(1))
        await asyncio.to_thread(worker.began.wait, 20)
        others = [asyncio.create_task(lane.answer(number)) for number in range(2, 7)]
        await asyncio.sleep(0)
        worker.may_go.set()
        return await asyncio.gather(first, *others)

    assert asyncio.run(several()) == [2, 4, 6, 8, 10, 12]
    assert worker.batches == [[1], [2, 3, 4], [5, 6]]
    lane.close()


def test_an_order_that_nobody_waits_for_any_more_is_left_out() -> None:
    worker = Doubling()
    lane = Lane([worker], 10, 8)

    async def one_leaves() -> None:
        first = asyncio.create_task(lane.answer(1))
        await asyncio.to_thread(worker.began.wait, 20)
        leaving, staying = (asyncio.create_task(lane.answer(number)) for number in (2, 3))
        await asyncio.sleep(0)
        leaving.cancel()
        await asyncio.sleep(0)
        worker.may_go.set()
        await asyncio.gather(first, staying)

    asyncio.run(one_leaves())
    assert worker.batches == [[1], [3]]
    lane.close()


def test_too_many_are_refused_and_leave_room_once_they_are_answered() -> None:
    worker = Doubling()
    lane = Lane([worker], 2, 8)

    async def three() -> None:
        waiting = [asyncio.create_task(lane.answer(number)) for number in (1, 2)]
        await asyncio.to_thread(worker.began.wait, 20)
        with pytest.raises(Refused) as caught:
            await lane.answer(3)
        assert caught.value.reply.status == 429
        worker.may_go.set()
        await asyncio.gather(*waiting)
        assert await lane.answer(4) == 8

    asyncio.run(three())
    lane.close()


def test_an_error_is_for_those_whom_it_concerns_and_ends_no_thread() -> None:
    worker = Doubling()
    worker.may_go.set()
    lane = Lane([worker], 10, 8)
    with pytest.raises(ValueError, match="7"):
        asyncio.run(lane.answer(7))
    with pytest.raises(ZeroDivisionError):
        asyncio.run(lane.answer(13))
    assert asyncio.run(lane.answer(1)) == 2
    lane.close()


def test_while_one_thread_computes_another_takes_what_comes() -> None:
    slow, quick = Doubling(), Doubling()
    lane = Lane([slow, quick], 10, 8)

    async def both() -> None:
        first = asyncio.create_task(lane.answer(1))
        # Either of them may have taken it.
        while not (slow.began.is_set() or quick.began.is_set()):
            await asyncio.sleep(0.001)
        other = quick if slow.began.is_set() else slow
        other.may_go.set()
        assert await lane.answer(2) == 4
        assert not first.done()
        slow.may_go.set()
        quick.may_go.set()
        assert await first == 2

    asyncio.run(both())
    lane.close()


def test_what_nobody_waits_for_any_more_takes_no_memory() -> None:
    class Large:
        """An order that can be seen to be gone."""

    worker = Doubling()
    lane = Lane([worker], 10, 8)

    async def leaves() -> None:
        first = asyncio.create_task(lane.answer(1))
        await asyncio.to_thread(worker.began.wait, 20)
        large = Large()
        gone = weakref.ref(large)
        leaving = asyncio.create_task(lane.answer(large))  # type: ignore[arg-type]
        await asyncio.sleep(0)
        leaving.cancel()
        await asyncio.wait([leaving])
        del large, leaving
        gc.collect()
        is_gone = gone() is None
        worker.may_go.set()
        await first
        assert is_gone

    asyncio.run(leaves())
    lane.close()
