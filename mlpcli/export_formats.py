"""The export formats, separate from the modules that write them, which import TensorFlow.

The command line imports this module at its start, so it imports neither NumPy nor the models of a config.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, Literal

from mlpcli.errors import UsageError

if TYPE_CHECKING:
    from mlpcli.config.layers.base import Layer

ExportFormat = Literal["litert", "keras", "saved_model", "onnx", "safetensors", "html", "script"]
Quantization = Literal["dynamic", "float16", "int8"]


@dataclass(frozen=True)
class Limit:
    """A kind of layer that a format cannot express; `applies` says whether a layer is of that kind.

    `problem` may contain `{title}` of the format, and `{layer}`.
    """

    applies: Callable[["Layer"], bool]
    problem: str
    fix: str


@dataclass(frozen=True)
class Format:
    """An export format. `title` is its name in messages; its files or folders end in `suffix`.

    `limits` always apply; `quantized` has the additional limits of each supported `--quantize`. What
    `written_by` training/ contains the trained network, is written by the module of the format's name in
    `training/export/`, and is loaded again for a comparison; the page by `browser/` contains it too, and
    needs no TensorFlow; the script by `keras_script/` is text from the config.
    """

    title: str
    suffix: str
    is_folder: bool = False
    limits: tuple[Limit, ...] = ()
    quantized: Mapping[Quantization, tuple[Limit, ...]] = field(default_factory=dict)
    written_by: Literal["training", "browser", "keras_script"] = "training"


def _is_recurrent(layer: "Layer") -> bool:
    # Imported here because the command line starts without importing the models of a config.
    from mlpcli.config.layers.recurrent import Recurrent

    return isinstance(layer.inner, Recurrent)


def _is_dilated_transpose(layer: "Layer") -> bool:
    from mlpcli.config.layers.convolution import Conv1DTranspose, Conv2DTranspose
    from mlpcli.config.types.axes import listed

    inner = layer.inner
    return isinstance(inner, Conv1DTranspose | Conv2DTranspose) and max(listed(inner.dilation_rate)) > 1


def _goes_beyond(layer: "Layer") -> bool:
    from mlpcli.config.layers.convolution import Conv2DTranspose

    inner = layer.inner
    return isinstance(inner, Conv2DTranspose) and max(inner.beyond) > 0


_STEP = Limit(
    lambda layer: layer.uses_step,
    "Keras has no activation step: only mlpcli could load a .keras file with it",
    "choose saved_model, litert or onnx, or script, which defines it",
)
AS_LAYERS: Mapping[str, str] = {"relu": "ReLU", "leaky_relu": "LeakyReLU", "elu": "ELU"}
"""The activations whose arguments Keras can store, as the layers that compute the same."""

_ARGUMENTS = Limit(
    lambda layer: any(one.keras_name() not in AS_LAYERS for one in layer.activations),
    "Keras cannot store the arguments of an activation but of relu, leaky_relu and elu",
    "choose saved_model, litert or onnx, or script, which defines it",
)
# ONNX's cubic interpolation differs by 5e-4: TensorFlow takes the weights from a table.
_CUBIC = Limit(
    lambda layer: getattr(layer, "interpolation", "nearest") not in ("nearest", "bilinear"),
    "{title} has no {layer.interpolation} interpolation that matches TensorFlow's",
    "choose keras or saved_model, or train with interpolation: bilinear",
)
_ANTIALIASED = Limit(
    lambda layer: getattr(layer, "antialias", False),
    "{title} has no antialiased interpolation",
    "choose keras or saved_model, or train without antialias",
)
_DILATED = Limit(
    _is_dilated_transpose,
    "LiteRT has no {layer.__class__.__name__} with a dilation_rate of more than 1",
    "choose keras or saved_model, or train with strides",
)
# tf2onnx makes negative pads of it, which ONNX does not allow.
_BEYOND = Limit(
    _goes_beyond,
    "ONNX has no Conv2DTranspose whose outputs go beyond its last filter",
    "choose keras, saved_model or litert, or train with a kernel_size of at least the strides",
)
_LOOPS = Limit(
    _is_recurrent,
    "{title} cannot measure value ranges inside the loops of recurrent layers",
    "leave --quantize out",
)

FORMATS: Mapping[ExportFormat, Format] = {
    "litert": Format(
        "LiteRT",
        ".tflite",
        limits=(_CUBIC, _ANTIALIASED, _DILATED),
        quantized={"dynamic": (), "float16": (), "int8": (_LOOPS,)},
    ),
    "keras": Format("Keras", ".keras", limits=(_STEP, _ARGUMENTS)),
    "saved_model": Format("TensorFlow", ".saved_model", is_folder=True),
    "onnx": Format("ONNX", ".onnx", limits=(_CUBIC, _ANTIALIASED, _BEYOND)),
    "safetensors": Format("safetensors", ".safetensors"),
    "html": Format("the page", ".html", quantized={"int8": ()}, written_by="browser"),
    "script": Format("a Keras script", ".py", written_by="keras_script"),
}

_ALSO_CALLED: Mapping[str, ExportFormat] = {
    "tflite": "litert",
    "pb": "saved_model",
    "savedmodel": "saved_model",
    "py": "script",
}


def understood(name: str) -> ExportFormat:
    """The format that a name means: `tflite` is litert, `pb` is saved_model.

    Raises UsageError for other names, and for h5, which Keras has replaced.
    """
    letters = name.lower().removeprefix(".").replace("-", "_")
    meant = letters if letters in FORMATS else _ALSO_CALLED.get(letters.replace("_", ""))
    if letters in ("h5", "hdf5"):
        raise UsageError(
            f"--format {name} is an older format that Keras has replaced with .keras",
            "write --format keras",
        )
    for known in FORMATS:
        if known == meant:
            return known
    close = get_close_matches(letters, FORMATS, n=1)
    hint = f"did you mean {close[0]}?" if close else f"choose from {', '.join(FORMATS)}"
    raise UsageError(f"--format: there is no format {name}", hint)
