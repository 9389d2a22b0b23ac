"""Keras's own format: one `.keras` file."""

import json
from zipfile import ZipFile

from mlpcli.training.engine.epochs import predictor
from mlpcli.training.export import ExportRequest, Outputs
from mlpcli.training.export.stock_layers import stock_model
from mlpcli.training.tensorflow import keras


def write(order: ExportRequest) -> Outputs:
    """Write the architecture and the weights, and the metadata as `mlpcli.json` into the same archive."""
    stock_model(order.model).save(order.path)
    with ZipFile(order.path, "a") as archive:
        archive.writestr("mlpcli.json", json.dumps(order.metadata, indent=2))
    # We wrote the file ourselves, but it must also load in safe mode, as users will load it.
    return predictor(keras.models.load_model(order.path, compile=False, safe_mode=True))
