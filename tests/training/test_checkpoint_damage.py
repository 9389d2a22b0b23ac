"""A checkpoint that a disk, a network or somebody changed is refused, or is the one that was written."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlpcli.errors import RunError
from mlpcli.training import checkpoint
from tests.damage import any_bytes_or_damaged, fuzzed
from tests.training.networks import case, weights

STACK = "[{Dense: {units: 2, activation: tanh}}, {Dense: {units: 1, activation: sigmoid}}]"


@pytest.fixture(scope="module")
def model() -> Any:
    return case(STACK).network().model


@pytest.fixture(scope="module")
def content(model: Any) -> bytes:
    return checkpoint.snapshot(model, 3)


def read(model: Any, path: Path) -> None:
    checkpoint.load_weights(model, path)


def read_or_refuse(model: Any, path: Path) -> None:
    """Read the file: the model has weights that a training could have left, or those from before."""
    before = weights(model)
    try:
        read(model, path)
    except RunError as error:
        assert error.exit_code == 4
        assert str(path) in error.message and error.fix
        assert all(np.array_equal(one, other) for one, other in zip(before, weights(model), strict=True))
    else:
        assert all(np.isfinite(weight).all() for weight in weights(model))


@fuzzed
@given(data=st.data())
def test_any_bytes_are_a_checkpoint_or_a_run_error(
    model: Any, content: bytes, tmp_path: Path, data: st.DataObject
) -> None:
    path = tmp_path / "best.safetensors"
    path.write_bytes(data.draw(any_bytes_or_damaged({"checkpoint": content})))
    read_or_refuse(model, path)


@fuzzed
@given(data=st.data())
def test_a_bit_turned_over_anywhere_is_a_run_error_or_harmless(
    model: Any, content: bytes, tmp_path: Path, data: st.DataObject
) -> None:
    turned = bytearray(content)
    turned[data.draw(st.integers(0, len(content) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    path = tmp_path / "best.safetensors"
    path.write_bytes(turned)
    read_or_refuse(model, path)
