"""The files of a page: those of its network's layers, of its panels, and of the parts that are asked for."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from importlib.resources import files
from typing import Literal

from mlpcli.browser.script import runtime_files
from mlpcli.config.layers import convolution
from mlpcli.config.layers.base import Layer
from mlpcli.config.layers.core import Dense
from mlpcli.config.layers.recurrent import Recurrent
from mlpcli.config.layers.table import EnsembleHead

Part = Literal["inside", "playground"]
"""A folder of this package whose files are in a page if they are asked for."""

# As inside/columns.js has it.
_FEW_UNITS = 16
_PANELS = ("dom", "words", "names", "sums", "pictures", "input", "answers", "rows", "page")
# What is drawn or dropped is brought to the network's size.
_RESIZING = ("fitting/resampling", "picture")
_FITTING = tuple(f"fitting/{name}" for name in ("ink", "parts", "strokes", "rules", "drawing", "fit"))
_BY_PANEL: Mapping[str | None, Sequence[str]] = {
    "pad": ("raster", "fitting/resampling", *_FITTING, "pad"),
    "picture": _RESIZING,
    "form": ("column_names", "readable", "encoding", "row_cells", "form"),
    "plane": ("readable", "numbers", "row_cells", "plot", "plane"),
    "numbers": ("readable", "paste", "row_cells", "numbers"),
    "signal": ("readable", "paste", "axes", "plot", "signal"),
    None: (),
}
_NUMBERS = ("readable", "number_answers")
_STYLES: Mapping[str | None, Sequence[str]] = {
    "picture": ("fields",),
    "form": ("fields",),
    "plane": ("fields", "plane"),
    "numbers": ("fields",),
    "signal": ("fields", "signal"),
}


def script_files(
    layers: Sequence[Layer], panel: str | None, parts: Collection[Part], has_classes: bool = False
) -> tuple[str, ...]:
    """The scripts of a page with such a `panel` of `input_data`, in the order in which they are joined."""
    answers = () if has_classes else _NUMBERS
    panels = [f"panels/{name}.js" for name in dict.fromkeys((*_PANELS, *answers, *_BY_PANEL[panel]))]
    unneeded = set(_unneeded(layers, panel))
    chosen = (name for part in parts for name in _of(part, ".js") if name not in unneeded)
    # In a playground, layers get other activations.
    return (*runtime_files(layers, "playground" in parts), *panels, *chosen)


def _unneeded(layers: Sequence[Layer], panel: str | None) -> Iterator[str]:
    """The files of the look inside for layers and inputs that the network does not have."""
    kinds = {type(layer.inner) for layer in layers}
    if not kinds & {*convolution.LAYERS.values()}:
        yield "inside/windows.js"
    if EnsembleHead not in kinds:
        yield "inside/terms_of_members.js"
    if not any(issubclass(kind, Recurrent) for kind in kinds):
        yield "inside/gates.js"
    if panel != "plane":
        yield "inside/unit_area.js"
    if not _has_connections(layers, panel):
        yield "inside/lines.js"


def _has_connections(layers: Sequence[Layer], panel: str | None) -> bool:
    """Whether there may be a Dense layer of which all connections are drawn."""
    before = panel not in ("pad", "picture")
    for layer in layers:
        if isinstance(layer, Dense):
            is_small = layer.units <= _FEW_UNITS
            if before and is_small:
                return True
            before = is_small
    return False


def style_files(panel: str | None, parts: Collection[Part]) -> tuple[str, ...]:
    """The css files of a page with such a `panel`, beside its own style."""
    panels = [f"panels/{name}.css" for name in ("panels", *_STYLES.get(panel, ()))]
    return (*panels, *(name for part in parts for name in _of(part, ".css")))


def _of(part: Part, ending: str) -> Sequence[str]:
    folder = files("mlpcli.browser") / part
    if not folder.is_dir():
        return ()
    return sorted(f"{part}/{one.name}" for one in folder.iterdir() if one.name.endswith(ending))
