"""The one import of TensorFlow: quiet, and without the optional packages that Keras would drag in."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO

from mlpcli.standard_error import redirected
from mlpcli.stopping import may_end_at_once

# Keras imports these where it finds them, a second of start-up and 150 MB, for wrappers, plots and image
# files that nothing here uses.
_NOT_NEEDED = ("sklearn", "pandas", "matplotlib", "PIL", "scipy", "IPython", "pydot", "torch", "jax")


@contextmanager
def _hidden(names: tuple[str, ...]) -> Iterator[None]:
    """The packages, as long as nobody has imported them, cannot be imported inside the block."""
    hidden = [name for name in names if name not in sys.modules]
    for name in hidden:
        sys.modules[name] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


@contextmanager
def quiet() -> Iterator[None]:
    """Nothing that native code writes to standard error inside the block is seen, unless the block fails.

    An interruption is no failure.

    Python cannot filter it: TensorFlow's libraries write to the descriptor itself, before they read any of
    their own settings.
    """
    with _kept() as kept, redirected(kept.fileno()) as shown:
        try:
            yield
        except Exception:
            kept.seek(0)
            # It may be closed; what failed is what matters.
            with suppress(OSError):
                os.write(shown, kept.read())
            raise


def _kept() -> IO[bytes]:
    try:
        return tempfile.TemporaryFile()
    except OSError:
        # Full, as the disk of the run may be, which is what the user is to hear of then.
        return open(os.devnull, "w+b")


os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

with may_end_at_once(), quiet(), _hidden(_NOT_NEEDED):
    import keras
    import tensorflow as tf

    # What the converter to LiteRT raises, which has no public name.
    from tensorflow.lite.python.convert_phase import ConverterError

    # What tells how much memory a GPU has.
    from tensorflow.python.client import device_lib

    # For the workers of a job: what keeps them from waiting for one that is gone has no public name.
    from tensorflow.python.distribute.collective_all_reduce_strategy import CollectiveAllReduceExtended
    from tensorflow.python.eager import context

tf.get_logger().setLevel("ERROR")
# A config alone says what is trained, and not what its user has in ~/.keras/keras.json.
keras.config.set_floatx("float32")
keras.config.set_epsilon(1e-7)
keras.config.set_image_data_format("channels_last")

__all__ = ["CollectiveAllReduceExtended", "ConverterError", "context", "device_lib", "keras", "quiet", "tf"]
