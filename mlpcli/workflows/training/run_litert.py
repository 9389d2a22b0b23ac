"""Conversion of the trained network to model.tflite, which predicts without TensorFlow."""

import math
from dataclasses import dataclass
from pathlib import Path

from mlpcli import training
from mlpcli.data.dataset import Dataset
from mlpcli.errors import RunError
from mlpcli.inference.litert.known_models import remember
from mlpcli.inference.litert.litert_predictor import LARGEST, LiteRtPredictor, digest_of
from mlpcli.runs.atomic_files import storage_error, write_bytes
from mlpcli.runs.folder import RunFolder
from mlpcli.workflows.export_comparison import is_same, largest_difference
from mlpcli.workflows.run.run_predictor import all_cores

_ROWS = 256


@dataclass(frozen=True)
class Conversion:
    """What run.json says about model.tflite.

    `digest` is its `sha256:...`, None if there is no file; `difference` the largest difference between its
    outputs and Keras's; `problem` says why there is no file. `predictor` is the loaded model.
    """

    digest: str | None
    difference: float | None
    problem: str | None
    predictor: LiteRtPredictor | None = None


def keep_model(folder: RunFolder, network: "training.Network", dataset: Dataset) -> Conversion:
    """Write the network to the run's model.tflite if its outputs match Keras's; otherwise remove that file.

    The outputs are compared on held-back rows, or on training rows if there are none. Raises StorageError.

    run.json, which has the digest, is written after the file: a process killed in between leaves a record
    without a digest, and the file is not used.
    """
    conversion, flatbuffer = _convert(folder, network, dataset)
    if conversion.digest:
        write_bytes(folder.litert, flatbuffer)
        remember(conversion.digest)
    else:
        _remove(folder.litert)
    return conversion


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise storage_error(path, error) from error


def _convert(folder: RunFolder, network: "training.Network", dataset: Dataset) -> tuple[Conversion, bytes]:
    try:
        flatbuffer = training.to_litert(network.model, scored=True)
    except training.ConversionError as error:
        return Conversion(None, None, str(error)), b""
    if len(flatbuffer) > LARGEST:
        return Conversion(None, None, f"the converted model has {len(flatbuffer):,} bytes"), b""
    rows = (dataset.validation or dataset.test or dataset.train).inputs[:_ROWS]
    (outputs,) = network.plan.stack.output_shape
    try:
        predictor = LiteRtPredictor(flatbuffer, folder.litert, network.plan.facts.shape, outputs, all_cores())
        answers = predictor.predict(rows)
    except RunError as error:
        # TensorFlow writes models that LiteRT refuses, such as a transposed convolution without a bias to
        # which a constant is added.
        return Conversion(
            None, None, f"the converted model {error.message.removeprefix(f'{folder.litert} ')}"
        ), b""
    difference = largest_difference(answers, training.outputs_to_equal(network.model, rows))
    if not is_same(difference):
        known = difference if math.isfinite(difference) else None
        return Conversion(None, known, f"the converted model's outputs differ by {difference:.2g}"), b""
    return Conversion(digest_of(flatbuffer), difference, None, predictor), flatbuffer
