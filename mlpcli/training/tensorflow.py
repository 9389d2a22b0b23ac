"""The only import of TensorFlow: silent, and without the optional packages that Keras would import."""

import gc
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO

from mlpcli.processes.standard_error import redirected
from mlpcli.processes.termination import may_end_at_once

# Keras imports these if they are installed, which takes a second and 150 MB, for wrappers, plots and image
# files that are not used here.
_NOT_NEEDED = ("sklearn", "pandas", "matplotlib", "PIL", "scipy", "IPython", "pydot", "torch", "jax")


@contextmanager
def _hidden(names: tuple[str, ...]) -> Iterator[None]:
    """Inside the block these packages cannot be imported, unless they already are."""
    hidden = [name for name in names if name not in sys.modules]
    for name in hidden:
        sys.modules[name] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """An import makes millions of objects and no garbage; searching them takes a sixth of its time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@contextmanager
def quiet() -> Iterator[None]:
    """Hide everything written to standard error inside the block, unless the block raises an Exception.

    Python cannot filter it: TensorFlow's libraries write to the file descriptor directly, some of it before
    they read their own settings.
    """
    with _kept() as kept, redirected(kept.fileno()) as shown:
        try:
            yield
        except Exception:
            kept.seek(0)
            # Standard error may be closed; the original exception matters more.
            with suppress(OSError):
                os.write(shown, kept.read())
            raise


def _kept() -> IO[bytes]:
    try:
        return tempfile.TemporaryFile()
    except OSError:
        # The temporary folder is full. If the run's disk is full too, a later error reports that.
        return open(os.devnull, "w+b")


os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

with may_end_at_once(), quiet(), _hidden(_NOT_NEEDED), _no_garbage_collection():
    import keras
    import tensorflow as tf

    # Raised by the LiteRT converter; not public.
    from tensorflow.lite.python.convert_phase import ConverterError

    # For the memory of a GPU; not public.
    from tensorflow.python.client import device_lib

    # For multi-worker jobs, so that workers do not wait for a lost one; not public.
    from tensorflow.python.distribute.collective_all_reduce_strategy import CollectiveAllReduceExtended
    from tensorflow.python.eager import context

tf.get_logger().setLevel("ERROR")
# Only the config determines what is trained, not the user's ~/.keras/keras.json.
keras.config.set_floatx("float32")
keras.config.set_epsilon(1e-7)
keras.config.set_image_data_format("channels_last")

__all__ = ["CollectiveAllReduceExtended", "ConverterError", "context", "device_lib", "keras", "quiet", "tf"]
