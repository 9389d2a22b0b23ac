"""Sources drawn from the seed: small worlds whose answer is known."""

from typing import Any

import numpy as np
from numpy.random import MT19937, Generator, RandomState
from numpy.typing import NDArray

from mlpcli.config.sources import Blobs, Circles, Gates, Moons, Spirals, Waves
from mlpcli.data.dataset import Original, Split

GENERATED = Blobs | Moons | Circles | Spirals | Waves
GATES = {"and": (0, 0, 0, 1), "or": (0, 1, 1, 1), "nand": (1, 1, 1, 0), "xor": (0, 1, 1, 0)}


def read_gate(source: Gates) -> Original:
    """The truth table: the four rows are both trained and tested on."""
    inputs = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=np.float32)
    table = Split(inputs, np.array(GATES[source.gate], dtype=np.int32))
    return Original(table, table)


def read_generated(source: GENERATED, seed: int) -> Original:
    """`source.rows` rows, float32, of classes that are equally frequent."""
    match source:
        case Spirals():
            inputs, labels = _spirals(source, np.random.default_rng(seed))
        case Waves():
            inputs, labels = _waves(source, np.random.default_rng(seed))
        case _:
            inputs, labels = _from_sklearn(source, seed)
    return Original(Split(np.ascontiguousarray(inputs, np.float32), labels.astype(np.int32)), None)


def _from_sklearn(source: Blobs | Moons | Circles, seed: int) -> tuple[NDArray[Any], NDArray[Any]]:
    # Imported here because it takes a second, which the other sources need not wait for.
    from sklearn.datasets import make_blobs, make_circles, make_moons

    # sklearn itself takes seeds below 2**32 only.
    state = RandomState(MT19937(seed))
    match source:
        case Blobs():
            drawn = make_blobs(
                source.rows, centers=np.array(source.centers), cluster_std=source.spread, random_state=state
            )
        case Moons():
            drawn = make_moons(source.rows, noise=source.noise, random_state=state)
        case Circles():
            drawn = make_circles(source.rows, noise=source.noise, factor=source.factor, random_state=state)
    return drawn[0], drawn[1]


def _labels(rows: int, classes: int, random: Generator) -> NDArray[Any]:
    return random.permutation(np.arange(rows) % classes)


def _spirals(source: Spirals, random: Generator) -> tuple[NDArray[Any], NDArray[Any]]:
    """Archimedean spirals (radius proportional to angle), from radius 0.1, where arms begin to part, to 1."""
    labels = _labels(source.rows, source.arms, random)
    radius = random.uniform(0.1, 1, source.rows)
    angle = 2 * np.pi * (source.turns * radius + labels / source.arms)
    points = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
    return points + random.normal(0, source.noise, points.shape), labels


def _waves(source: Waves, random: Generator) -> tuple[NDArray[Any], NDArray[Any]]:
    """Signals `[rows, steps, 1]` of 2 to 6 cycles with random phase and amplitude, and pure noise.

    The noise class has the amplitudes of the others, so that loudness alone does not give it away.
    """
    labels = _labels(source.rows, 4, random)
    cycles, phase = random.uniform(2, 6, (source.rows, 1)), random.uniform(0, 1, (source.rows, 1))
    amplitude = random.uniform(0.5, 1.5, (source.rows, 1))
    position = cycles * np.arange(source.steps) / source.steps + phase
    sine = np.sin(2 * np.pi * position)
    shapes = (sine, np.where(position % 1 < 0.5, 1.0, -1.0), 2 * (position % 1) - 1)
    signals = np.choose(labels[:, None], (*shapes, random.standard_normal(sine.shape)))
    signals = amplitude * signals + random.normal(0, source.noise, sine.shape)
    return signals[:, :, None], labels
