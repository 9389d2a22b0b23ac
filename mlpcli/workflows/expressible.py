"""What a format cannot express, found before anything is loaded."""

from collections.abc import Iterator, Mapping, Sequence

from mlpcli.config.layers.base import Layer
from mlpcli.config.layers.recurrent import Bidirectional, Recurrent
from mlpcli.config.layers.reshaping import UpSampling2D
from mlpcli.errors import UsageError
from mlpcli.script.layers import uses_step
from mlpcli.workflows.choices import ExportFormat, Quantization

_WITHOUT_CUBIC: Mapping[ExportFormat, str] = {"litert": "LiteRT", "onnx": "ONNX"}
_ENLARGED_BY_ALL = ("nearest", "bilinear")


def check_expressible(layers: Sequence[Layer], format: ExportFormat, quantize: Quantization | None) -> None:
    """Raises UsageError, naming the first layer that `format` cannot express."""
    for index, layer in enumerate(layers):
        for problem, fix in _problems(layer, format, quantize):
            raise UsageError(f"layers[{index}] {type(layer).__name__}: {problem}", fix)


def _problems(layer: Layer, format: ExportFormat, quantize: Quantization | None) -> Iterator[tuple[str, str]]:
    if format == "keras" and uses_step(layer):
        yield (
            "Keras has no activation step: a .keras file with it could be loaded by mlpcli alone",
            "choose saved_model, litert or onnx, or script, which defines it",
        )
    if isinstance(layer, UpSampling2D) and layer.interpolation not in _ENLARGED_BY_ALL:
        # ONNX's cubic one differs by 5e-4: TensorFlow takes its weights from a table.
        if name := _WITHOUT_CUBIC.get(format):
            yield (
                f"{name} has no interpolation {layer.interpolation} that equals TensorFlow's",
                "choose keras or saved_model, or train with interpolation: bilinear",
            )
    if quantize == "int8" and isinstance(layer, Recurrent | Bidirectional):
        yield (
            "LiteRT cannot measure how far values range in the loops of recurrent layers",
            "leave --quantize out",
        )
