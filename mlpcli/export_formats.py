"""The formats that networks are exported in: apart from what writes them, which starts TensorFlow.

Nor does the command line, which offers them, wait for NumPy or for the models of a config.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from mlpcli.config.layers.base import Layer

ExportFormat = Literal["litert", "keras", "saved_model", "onnx", "safetensors", "script"]
Quantization = Literal["dynamic", "float16", "int8"]


@dataclass(frozen=True)
class Limit:
    """A kind of layer that a format cannot express, and `applies` tells of one whether it is of that kind.

    `problem` may hold `{title}` of the format and `{layer}`.
    """

    applies: Callable[["Layer"], bool]
    problem: str
    fix: str


@dataclass(frozen=True)
class Format:
    """What is known of a format. `title` is its name in sentences; a file or folder of it ends in `suffix`.

    `limits` hold whenever it is written; `quantized` has the further ones of each `--quantize` that goes with
    it. One that is `compared` holds the trained network, is written by the module of its name in
    `training/export/`, and loaded back; the other is text, made of the config alone.
    """

    title: str
    suffix: str
    is_folder: bool = False
    limits: tuple[Limit, ...] = ()
    quantized: Mapping[Quantization, tuple[Limit, ...]] = field(default_factory=dict)
    is_compared: bool = True


def _is_recurrent(layer: "Layer") -> bool:
    # Imported here because the command line starts without the models of a config.
    from mlpcli.config.layers.recurrent import LAYERS

    return type(layer) in LAYERS.values()


_STEP = Limit(
    lambda layer: layer.uses_step,
    "Keras has no activation step: only mlpcli could load a .keras file with it",
    "choose saved_model, litert or onnx, or script, which defines it",
)
# ONNX's cubic one differs by 5e-4: TensorFlow takes its weights from a table.
_CUBIC = Limit(
    lambda layer: getattr(layer, "interpolation", "nearest") not in ("nearest", "bilinear"),
    "{title} has no {layer.interpolation} interpolation that matches TensorFlow's",
    "choose keras or saved_model, or train with interpolation: bilinear",
)
_LOOPS = Limit(
    _is_recurrent,
    "{title} cannot measure value ranges inside the loops of recurrent layers",
    "leave --quantize out",
)

FORMATS: Mapping[ExportFormat, Format] = {
    "litert": Format(
        "LiteRT", ".tflite", limits=(_CUBIC,), quantized={"dynamic": (), "float16": (), "int8": (_LOOPS,)}
    ),
    "keras": Format("Keras", ".keras", limits=(_STEP,)),
    "saved_model": Format("TensorFlow", ".saved_model", is_folder=True),
    "onnx": Format("ONNX", ".onnx", limits=(_CUBIC,)),
    "safetensors": Format("safetensors", ".safetensors"),
    "script": Format("a Keras script", ".py", is_compared=False),
}
