from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from mlpcli.training.engine.compiled_loops import CompletedChunk, EncodedRows, Loop, resident, streaming
from mlpcli.training.engine.epochs import prepare
from mlpcli.training.engine.step_chunks import cut, epoch_order
from tests.training.networks import BLOBS, Case, case, weights

Feed = Callable[[Any, EncodedRows, int, int | None], Loop]

EXACT = (
    "[{Dense: {units: 8, activation: relu}}, BatchNormalization, {Dense: {units: 3, activation: softmax}}]"
)
RANDOM = EXACT.replace("BatchNormalization", "{Dropout: {rate: 0.3}}")


@pytest.fixture(scope="module")
def exact() -> Case:
    return case(EXACT, BLOBS)


@pytest.fixture(scope="module")
def random() -> Case:
    return case(RANDOM, BLOBS)


def trained(one: Case, feed: Feed, jit: bool, steps_per_chunk: int = 3, batch_size: int = 8) -> list[Any]:
    """The weights after two epochs of 58 rows, whose last batch has 2."""
    network = one.network()
    rows = network.arrays(one.dataset.train)
    prepare(network.model, rows)
    loop = feed(network.model.train_step, rows, batch_size, steps_per_chunk if jit else None)
    for epoch in (1, 2):
        order = epoch_order(len(rows), (0, epoch))
        for _ in loop(cut(order, batch_size, lambda: steps_per_chunk)):
            pass
    return weights(network.model)


def assert_close(found: list[Any], expected: list[Any]) -> None:
    for one, other in zip(found, expected, strict=True):
        np.testing.assert_allclose(one, other, atol=2e-6)


# With XLA a remainder of steps, which runs without it, would draw other masks and round otherwise.
@pytest.mark.parametrize(("jit", "cuts"), [(False, (1, 3, 5)), (True, (1,))])
def test_however_an_epoch_is_cut_the_weights_are_the_same_to_the_last_bit(
    random: Case, jit: bool, cuts: tuple[int, ...]
) -> None:
    whole = trained(random, resident, jit, steps_per_chunk=7)
    for steps in cuts:
        assert_equal(trained(random, resident, jit, steps_per_chunk=steps), whole)


def assert_equal(found: list[Any], expected: list[Any]) -> None:
    assert all(np.array_equal(one, other) for one, other in zip(found, expected, strict=True))


@pytest.mark.parametrize("jit", [False, True])
def test_streaming_gives_the_weights_of_the_resident_loop(random: Case, jit: bool) -> None:
    assert_equal(trained(random, streaming, jit), trained(random, resident, jit))


def test_xla_computes_the_same_weights(exact: Case) -> None:
    assert_close(trained(exact, resident, jit=True), trained(exact, resident, jit=False))


@pytest.mark.parametrize("feed", [resident, streaming])
def test_a_loop_tells_the_steps_of_every_chunk(feed: Feed) -> None:
    rows = EncodedRows(np.zeros((10, 2), np.uint8), np.zeros((10, 1), np.float32))
    loop = feed(lambda batch: None, rows, 4, None)
    assert list(loop(cut(np.arange(10, dtype=np.int32), 4, lambda: 1))) == [CompletedChunk(1, 1)] * 3


@pytest.mark.parametrize("feed", [resident, streaming])
def test_a_loop_tells_before_which_step_the_loss_was_lost(feed: Feed) -> None:
    targets = np.array([1, 1, 1, 0, 1], np.float32)
    rows = EncodedRows(np.zeros((5, 2), np.uint8), targets)
    loop = feed(lambda batch: {"loss": 1 / batch[1][0]}, rows, 1, None)
    assert list(loop(cut(np.arange(5, dtype=np.int32), 1, lambda: 5))) == [CompletedChunk(steps=5, sound=4)]


@pytest.mark.parametrize("feed", [resident, streaming])
def test_steps_get_rows_as_float32_and_their_own_targets_and_weights(feed: Feed) -> None:
    inputs = np.arange(12, dtype=np.uint8).reshape(6, 2)
    rows = EncodedRows(inputs, np.arange(6, dtype=np.int32), np.arange(6, dtype=np.float32) / 10)
    seen: list[Any] = []

    def step(batch: tuple[Any, ...]) -> None:
        from mlpcli.training.tensorflow import tf

        assert [part.dtype for part in batch] == [tf.float32, tf.int32, tf.float32]
        tf.py_function(lambda *parts: seen.append([part.numpy() for part in parts]), batch, [])

    order = np.array([5, 0, 3, 1, 2, 4], np.int32)
    for _ in feed(step, rows, 2, None)(cut(order, 2, lambda: 2)):
        pass
    assert np.array_equal(np.concatenate([one[0] for one in seen]), inputs[order])
    assert np.concatenate([one[1] for one in seen]).tolist() == order.tolist()
    np.testing.assert_allclose(np.concatenate([one[2] for one in seen]), order / 10, atol=1e-7)
