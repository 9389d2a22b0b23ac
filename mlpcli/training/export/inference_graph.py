"""The inference graph of a model."""

from typing import Any

from mlpcli.data.float32 import SMALLEST
from mlpcli.training.tensorflow import keras, tf

INPUT = "input"


def inference_function(model: Any, output: str = "") -> Any:
    """A function from `[batch, *input_shape]` float32 rows to outputs, or to a dict with the key `output`.

    Keras's own `Model.export` lets each layer decide whether it is in training mode, and augmentation layers
    decide that they are.
    """

    def infer(rows: Any) -> Any:
        outputs = model(normal_rows(model, rows), training=False)
        return {output: outputs} if output else outputs

    rows = tf.TensorSpec([None, *model.input_shape[1:]], tf.float32, name=INPUT)
    return tf.function(infer, input_signature=[rows], autograph=False)


def normal_rows(model: Any, rows: Any) -> Any:
    """Rows in which Masking finds the steps that it finds in TensorFlow, which takes subnormal numbers for 0:
    LiteRT and ONNX Runtime do not."""
    if not any(isinstance(layer, keras.layers.Masking) for layer in model.layers):
        return rows
    return tf.where(tf.abs(rows) < SMALLEST, tf.zeros_like(rows), rows)
