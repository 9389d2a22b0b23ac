"""A model's inference as a graph."""

from typing import Any

from mlpcli.training.tensorflow import tf


def inference_function(model: Any) -> Any:
    """`[batch, *input_shape]` float32 rows to outputs, for any batch.

    Keras's own `Model.export` leaves it to each layer whether it is training, and the augmentation layers
    say they are.
    """
    rows = tf.TensorSpec([None, *model.input_shape[1:]], tf.float32, name="input")
    return tf.function(lambda input: model(input, training=False), input_signature=[rows], autograph=False)
