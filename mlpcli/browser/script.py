"""The JavaScript of a page as one text.

Modules and requests do not work from disk, so the files are joined into one classic script. Each declares its
functions and constants at its top, under names that no other file has.
"""

from collections.abc import Iterable, Sequence
from importlib.resources import files

from mlpcli.config.layers.base import Layer
from mlpcli.inference.arithmetic import functions

_HERE = files("mlpcli.browser")
_FIRST = ("runtime/tensor.js", "runtime/activations.js")
_LAST = ("runtime/network.js",)


def runtime_files(layers: Iterable[Layer]) -> tuple[str, ...]:
    """The files that compute these layers, in the order in which they are joined.

    A family of layers has a file of the name that its module in `mlpcli.inference.arithmetic` has.
    """
    kinds = {type(layer.inner) for layer in layers} | {type(layer) for layer in layers}
    families = [
        f"runtime/{module.__name__.rpartition('.')[2]}.js"
        for module in functions.FAMILIES
        # Every network has layers of the first family: those that are added for its inputs and outputs.
        if module is functions.FAMILIES[0] or kinds & set(module.FUNCTIONS)
    ]
    return (*_FIRST, *families, *_LAST)


def joined(names: Sequence[str], last: str = "") -> str:
    """The files of this package with these names as one script that leaves nothing behind, then `last`."""
    texts = [_HERE.joinpath(name).read_text(encoding="utf-8") for name in names]
    return "\n".join(["(function () {", '"use strict";', *texts, last, "})();", ""])
