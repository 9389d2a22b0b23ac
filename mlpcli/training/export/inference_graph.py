"""A model's inference as a graph."""

from typing import Any

from mlpcli.training.tensorflow import tf

INPUT = "input"


def inference_function(model: Any, output: str = "") -> Any:
    """`[batch, *input_shape]` float32 rows to outputs, or to a dict that holds them by the name `output`.

    Keras's own `Model.export` leaves it to each layer whether it is training, and layers of augmentation say
    they are.
    """

    def infer(rows: Any) -> Any:
        outputs = model(rows, training=False)
        return {output: outputs} if output else outputs

    rows = tf.TensorSpec([None, *model.input_shape[1:]], tf.float32, name=INPUT)
    return tf.function(infer, input_signature=[rows], autograph=False)
