"""LiteRT: one `.tflite` file for phones, browsers and small machines."""

import json
from zipfile import ZipFile

from mlpcli.errors import UsageError
from mlpcli.inference.litert.litert_predictor import LiteRtPredictor
from mlpcli.training.export import ExportRequest, Outputs
from mlpcli.training.export.litert_conversion import ConversionError, to_litert


def write(order: ExportRequest) -> Outputs:
    """Write the model, followed by a zip archive of `labels.txt` and `mlpcli.json`, as LiteRT's tools do.

    Raises UsageError if the model cannot be converted.
    """
    try:
        flatbuffer = to_litert(order.model, order.quantization, order.calibration)
    except ConversionError as error:
        fix = "leave --quantize out" if order.quantization else "choose another format, such as saved_model"
        raise UsageError(str(error), fix) from error
    order.path.write_bytes(flatbuffer)
    # Readers of the model ignore what follows it, and `unzip` searches from the end of the file.
    with ZipFile(order.path, "a") as archive:
        archive.writestr("labels.txt", "".join(f"{name}\n" for name in order.metadata["classes"]))
        archive.writestr("mlpcli.json", json.dumps(order.metadata, indent=2))
    shape, outputs = order.model.input_shape[1:], order.model.output_shape[-1]
    return LiteRtPredictor(order.path.read_bytes(), order.path, shape, outputs).predict
