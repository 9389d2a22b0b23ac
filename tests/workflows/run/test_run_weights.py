from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from mlpcli.config.layers.core import Dense, Normalization
from mlpcli.data.dataset import Array
from mlpcli.errors import RunError
from mlpcli.network.stack import Stack, walk_through
from mlpcli.workflows.run.open_run import open_run_in
from mlpcli.workflows.run.run_weights import best_weights, fitting
from mlpcli.workflows.train import TrainedRun
from tests.workflows.trainings import BLOBS

PATH = Path("best.safetensors")


def test_the_weights_are_those_of_the_best_epoch(trained: Callable[[str], TrainedRun]) -> None:
    run = open_run_in(trained(BLOBS).folder)
    found = best_weights(run)
    assert {name: value.shape for name, value in found.items()} == {
        "dense/kernel": (2, 4),
        "dense/bias": (4,),
        "dense_1/kernel": (4, 3),
        "dense_1/bias": (3,),
    }


def stack() -> Stack:
    return walk_through([Normalization(), Dense(units=2)], (3,))


def tensors(**other: Array) -> dict[str, Array]:
    own = {
        "normalization/mean": np.zeros(3, np.float32),
        "normalization/variance": np.ones(3, np.float32),
        "normalization/count": np.array(0, np.int32),
        "dense/kernel": np.ones((3, 2), np.float32),
        "dense/bias": np.ones(2, np.float32),
        "dropout/seed_generator_state": np.zeros(2, np.uint32),
    }
    own |= {name.replace("__", "/"): value for name, value in other.items()}
    return {f"weights/{name}": value for name, value in own.items()}


def test_what_is_no_weight_is_left_out() -> None:
    assert list(fitting(tensors(), stack(), PATH)) == [
        "normalization/mean",
        "normalization/variance",
        "normalization/count",
        "dense/kernel",
        "dense/bias",
    ]


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("dense__kernel", np.ones((2, 3), np.float32), r"as float32\[2, 3\], expected float32\[3, 2\]"),
        ("dense__bias", np.ones(2, np.int64), r"as int64\[2\], expected float32\[2\]"),
        ("normalization__count", np.array(0.5), r"as float64\[\], expected int32\[\]"),
        ("dense__bias", np.array([1, np.nan], np.float32), "that are not finite"),
    ],
)
def test_weights_that_do_not_fit_the_network_are_refused(name: str, value: Array, message: str) -> None:
    with pytest.raises(RunError, match=message):
        fitting(tensors(**{name: value}), stack(), PATH)


def test_a_weight_that_is_missing_is_named() -> None:
    found = tensors()
    del found["weights/dense/bias"]
    with pytest.raises(RunError, match="lacks weights/dense/bias"):
        fitting(found, stack(), PATH)
