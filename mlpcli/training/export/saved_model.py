"""TensorFlow's format: a folder with the graph and the weights, for TensorFlow Serving among others."""

import json

from mlpcli.data.dataset import Array
from mlpcli.training.export import ExportRequest, Outputs
from mlpcli.training.export.inference_graph import inference_function
from mlpcli.training.tensorflow import keras, quiet, tf


def write(order: ExportRequest) -> Outputs:
    """Write the folder; its endpoint is `serve`, and the metadata are in `assets.extra/mlpcli.json`."""
    archive = keras.export.ExportArchive()
    archive.track(order.model)
    function = inference_function(order.model)
    with quiet():
        archive.add_endpoint("serve", function)
        archive.write_out(order.path, verbose=False)
    # TensorFlow Serving reserves this folder for additional files of the author.
    extra = order.path / "assets.extra"
    extra.mkdir()
    (extra / "mlpcli.json").write_text(json.dumps(order.metadata, indent=2), encoding="utf-8")
    loaded = tf.saved_model.load(order.path)

    def outputs(rows: Array) -> Array:
        answers: Array = loaded.serve(tf.constant(rows, tf.float32)).numpy()
        return answers

    return outputs
