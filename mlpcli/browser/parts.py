"""The files of a page: those of its network's layers, of its panels, and of the parts that are asked for."""

from collections.abc import Collection, Sequence
from importlib.resources import files
from typing import Literal

from mlpcli.browser.script import runtime_files
from mlpcli.config.layers.base import Layer

Part = Literal["inside", "playground"]
"""A folder of this package whose files are in a page if they are asked for."""

_PANELS = ("panels/dom.js", "panels/words.js", "panels/page.js")


def script_files(layers: Sequence[Layer], parts: Collection[Part]) -> tuple[str, ...]:
    """The scripts of a page, in the order in which they are joined."""
    return (*runtime_files(layers), *_PANELS, *(name for part in parts for name in _of(part, ".js")))


def style_files(parts: Collection[Part]) -> tuple[str, ...]:
    """The css files of a page beside its own style."""
    return ("panels/panels.css", *(name for part in parts for name in _of(part, ".css")))


def _of(part: Part, ending: str) -> Sequence[str]:
    folder = files("mlpcli.browser") / part
    if not folder.is_dir():
        return ()
    return sorted(f"{part}/{one.name}" for one in folder.iterdir() if one.name.endswith(ending))
