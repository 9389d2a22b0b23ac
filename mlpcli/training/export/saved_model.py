"""TensorFlow's format: a folder with the graph and the weights, for TensorFlow Serving among others."""

import errno
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager

from mlpcli.data.dataset import Array
from mlpcli.training.export import ExportRequest, Outputs
from mlpcli.training.export.inference_graph import inference_function
from mlpcli.training.tensorflow import keras, quiet, tf

# What a disk may answer to a write.
_REASONS = (
    *(errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO),
    *(errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOENT),
)


@contextmanager
def system_errors() -> Iterator[None]:
    """Turn TensorFlow's errors of files and of memory into Python's OSError and MemoryError.

    TensorFlow has one class for a full disk and for want of memory, and none for a file that is too large;
    but its message has the system's own words.
    """
    try:
        yield
    except tf.errors.OpError as error:
        text = str(error.message)
        for code in _REASONS:
            if os.strerror(code) in text:
                raise OSError(code, os.strerror(code)) from error
        if isinstance(error, tf.errors.ResourceExhaustedError):
            raise MemoryError(text) from error
        raise


def write(order: ExportRequest) -> Outputs:
    """Write the folder; its endpoint is `serve`, and the metadata are in `assets.extra/mlpcli.json`.

    Raises OSError and MemoryError.
    """
    archive = keras.export.ExportArchive()
    archive.track(order.model)
    function = inference_function(order.model)
    with quiet(), system_errors():
        archive.add_endpoint("serve", function)
        archive.write_out(order.path, verbose=False)
    # TensorFlow Serving reserves this folder for additional files of the author.
    extra = order.path / "assets.extra"
    extra.mkdir()
    (extra / "mlpcli.json").write_text(json.dumps(order.metadata, indent=2), encoding="utf-8")
    with system_errors():
        loaded = tf.saved_model.load(order.path)

    def outputs(rows: Array) -> Array:
        answers: Array = loaded.serve(tf.constant(rows, tf.float32)).numpy()
        return answers

    return outputs
