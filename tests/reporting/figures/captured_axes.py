"""The axes of a drawing, before they are an SVG."""

from collections.abc import Callable
from typing import Any

import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure


def captured(monkeypatch: pytest.MonkeyPatch, module: str) -> Any:
    """The axes on which the next drawing of a module of `mlpcli.reporting.figures` is drawn."""
    axes: Any = Figure().add_subplot()

    def draw(_: str, onto: Callable[[Axes], None], *__: str, **___: str) -> str:
        onto(axes)
        return ""

    monkeypatch.setattr(f"mlpcli.reporting.figures.{module}.drawn", draw)
    return axes
