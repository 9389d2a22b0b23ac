import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

import pytest

from mlpcli.training.export import ExportRequest
from mlpcli.training.export.saved_model import system_errors, write
from mlpcli.training.tensorflow import keras, tf


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """No file can grow beyond `size` bytes in the block."""
    resource = import_module("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such limits")
@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
@pytest.mark.parametrize("size", [100, 20_000])
def test_a_file_that_cannot_grow_is_an_error_of_the_system(size: int, tmp_path: Path) -> None:
    model = keras.Sequential([keras.Input([100]), keras.layers.Dense(100)])
    with pytest.raises(OSError, match="File too large") as caught, room_for(size):
        write(ExportRequest(model, tmp_path / "net", {}))
    assert caught.value.errno == 27


@pytest.mark.parametrize("code", [13, 28, 30])
def test_an_error_that_names_the_systems_reason_is_one_of_the_system(code: int) -> None:
    with pytest.raises(OSError, match=os.strerror(code)) as caught, system_errors():
        raise tf.errors.UnknownError(None, None, f"net/saved_model.pb; {os.strerror(code)} [Op:SaveV2]")
    assert caught.value.errno == code


def test_memory_that_tensorflow_did_not_get_is_an_error_of_memory() -> None:
    with pytest.raises(MemoryError, match="^OOM when allocating"), system_errors():
        raise tf.errors.ResourceExhaustedError(None, None, "OOM when allocating tensor")


def test_other_errors_stay_what_they_are() -> None:
    with pytest.raises(tf.errors.InvalidArgumentError), system_errors():
        raise tf.errors.InvalidArgumentError(None, None, "another")
