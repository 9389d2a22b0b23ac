"""LiteRT: one `.tflite` file for phones, browsers and small machines."""

import json
from zipfile import ZipFile

import numpy as np
from ai_edge_litert.interpreter import Interpreter

from mlpcli.data.dataset import Array
from mlpcli.errors import UsageError
from mlpcli.training.convert import ConversionError, to_litert
from mlpcli.training.export import Order, Outputs
from mlpcli.training.tensorflow import quiet


def write(order: Order) -> Outputs:
    """Write the model; behind it, as LiteRT's own tools do, an archive of `labels.txt` and `mlpcli.json`.

    Raises UsageError where the model cannot be converted.
    """
    try:
        flatbuffer = to_litert(order.model, order.quantization, order.calibration)
    except ConversionError as error:
        fix = "leave --quantize out" if order.quantization else "choose another format, such as saved_model"
        raise UsageError(str(error), fix) from error
    order.path.write_bytes(flatbuffer)
    # A reader of the model stops at its end, and `unzip` finds the archive from the file's end.
    with ZipFile(order.path, "a") as archive:
        archive.writestr("labels.txt", "".join(f"{name}\n" for name in order.metadata["classes"]))
        archive.writestr("mlpcli.json", json.dumps(order.metadata, indent=2))
    return _Loaded(Interpreter(str(order.path)))


class _Loaded:
    def __init__(self, interpreter: Interpreter) -> None:
        self._interpreter = interpreter
        (self._input,) = interpreter.get_input_details()
        (self._output,) = interpreter.get_output_details()
        # It tells of the delegate that it makes.
        with quiet():
            interpreter.allocate_tensors()

    def __call__(self, rows: Array) -> Array:
        self._interpreter.resize_tensor_input(self._input["index"], rows.shape)
        self._interpreter.allocate_tensors()
        self._interpreter.set_tensor(self._input["index"], rows.astype(np.float32))
        self._interpreter.invoke()
        answers: Array = self._interpreter.get_tensor(self._output["index"])
        return answers
