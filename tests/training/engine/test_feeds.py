import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mlpcli.data.stores.gathered import GatheredRows
from mlpcli.errors import DataError
from mlpcli.training.engine.compiled_loops import EncodedRows
from mlpcli.training.engine.feeds import Feed, Share, feed, most_steps
from tests.data.stores.rows import on_disk

ROWS = 103


@pytest.fixture
def rows(tmp_path: Path) -> EncodedRows:
    """Inputs that tell their row, and targets that do too."""
    inputs = np.arange(2 * ROWS, dtype=np.float32).reshape(ROWS, 2)
    return EncodedRows(
        on_disk(tmp_path, inputs, "x"), on_disk(tmp_path, np.arange(ROWS, dtype=np.int32), "y")
    )


def fed(rows: EncodedRows, **more: Any) -> Feed:
    return feed(lambda batch: None, rows, 10, pool=30, **more)


def batches(one: Feed, epoch: int | None = 1, done: int = 0, steps: int = 3) -> list[list[int]]:
    """The targets of every batch."""
    seed = None if epoch is None else (0, epoch)
    found = []
    for numbers, inputs, targets in one._from_disk(seed, done, lambda: steps):
        assert np.array_equal(inputs[:, 0], 2 * targets)
        found += [targets[batch].tolist() for batch in numbers]
    return found


def test_batches_are_whole_although_pools_are_no_multiple_of_them(rows: EncodedRows) -> None:
    found = batches(fed(rows))
    assert [len(batch) for batch in found] == [10] * 10 + [3]
    assert sorted(sum(found, [])) == list(range(ROWS))
    assert found == batches(fed(rows), steps=7)


@pytest.mark.parametrize("done", [0, 1, 4, 10, 11])
def test_an_epoch_goes_on_after_the_steps_that_are_done(rows: EncodedRows, done: int) -> None:
    assert batches(fed(rows), done=done) == batches(fed(rows))[done:]


def test_without_a_seed_the_rows_stay_in_order(rows: EncodedRows) -> None:
    assert sum(batches(fed(rows), epoch=None), []) == list(range(ROWS))


@pytest.mark.parametrize("workers", [2, 3, 12])
def test_workers_read_every_row_once_between_them(rows: EncodedRows, workers: int) -> None:
    shares = [batches(fed(rows, share=Share(index, workers))) for index in range(workers)]
    # Of each batch a worker has its own rows where the step looks for them, and zeros elsewhere.
    whole = [
        sum((list(part[share.rows(len(part))]) for share, part in parts), [])
        for parts in _side_by_side(shares, workers)
    ]
    assert [len(batch) for batch in whole] == [10] * 10 + [3]
    assert sorted(sum(whole, [])) == list(range(ROWS))


def _side_by_side(shares: list[list[list[int]]], workers: int) -> Iterator[list[tuple[Share, list[int]]]]:
    for parts in zip(*shares, strict=True):
        yield [(Share(index, workers), part) for index, part in enumerate(parts)]


def test_a_step_gets_the_rows(rows: EncodedRows) -> None:
    seen: list[int] = []

    def step(batch: tuple[Any, ...]) -> None:
        from mlpcli.training.tensorflow import tf

        tf.py_function(lambda targets: seen.extend(targets.numpy().tolist()), batch[1:], [])

    one = feed(step, rows, 10, pool=30)
    assert sum(chunk.steps for chunk in one.run((0, 1), 0, lambda: 4)) == 11
    assert seen == sum(batches(one), [])


def test_a_file_that_breaks_off_during_training_is_named(rows: EncodedRows, tmp_path: Path) -> None:
    (tmp_path / "x.bin").write_bytes(b"")
    with pytest.raises(DataError, match="x.bin became shorter while it was read"):
        list(fed(rows).run((0, 1), 0, lambda: 4))


@pytest.mark.parametrize("broken", ["_on_host", "_Compiled.__call__", "CompletedChunk"])
def test_no_thread_is_left_behind_by_what_goes_wrong_with_a_chunk(
    rows: EncodedRows, broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: Any) -> Any:
        raise MemoryError

    passed = fed(rows)
    monkeypatch.setattr(f"mlpcli.training.engine.compiled_loops.{broken}", failing)
    before = set(threading.enumerate())
    # What is raised keeps the frames that it came through, and so what they use.
    with pytest.raises(MemoryError) as caught:
        list(passed.run((0, 1), 0, lambda: 1))
    assert caught.value.__traceback__
    assert set(threading.enumerate()) <= before


def test_a_chunk_of_large_rows_has_few_steps(rows: EncodedRows, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mlpcli.training.engine.feeds._CHUNK_BYTES", 12 * 25)
    assert most_steps(rows, 10) == 2
    assert most_steps(rows, 100) == 1


def seen_by_a_step(rows: EncodedRows, done: int, stream: bool) -> list[Any]:
    from mlpcli.training.tensorflow import tf

    seen: list[Any] = []

    def step(batch: tuple[Any, ...]) -> None:
        tf.py_function(lambda *parts: seen.append([part.numpy().tolist() for part in parts]), batch, [])

    chunks = list(feed(step, rows, 10, stream=stream).run((0, 1), done, lambda: 4))
    assert sum(chunk.steps for chunk in chunks) == len(seen)
    return seen


def windows() -> GatheredRows:
    return GatheredRows(np.arange(2 * ROWS, dtype=np.float32).reshape(-1, 2), np.arange(ROWS - 2), 3)


@pytest.mark.parametrize("done", [0, 4])
def test_windows_are_the_rows_of_an_array_in_the_same_order(done: int) -> None:
    targets = np.arange(ROWS - 2, dtype=np.int32)
    expected = seen_by_a_step(EncodedRows(windows()[:], targets), done, stream=False)
    gathered = EncodedRows(windows(), targets)
    assert seen_by_a_step(gathered, done, stream=True) == expected
    # Where the config wants all rows on the device, they are.
    assert seen_by_a_step(gathered, done, stream=False) == expected


def test_a_chunk_of_windows_has_few_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = EncodedRows(windows(), np.arange(ROWS - 2, dtype=np.int32))
    assert most_steps(rows, 10) > 10
    monkeypatch.setattr("mlpcli.training.engine.feeds._CHUNK_BYTES", 20 * rows.bytes // len(rows))
    chunks = list(feed(lambda batch: None, rows, 10, stream=True).run((0, 1), 0, lambda: 7))
    assert [chunk.steps for chunk in chunks] == [2, 2, 2, 2, 2, 1]
