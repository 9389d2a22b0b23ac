"""A closer look at a small drawing: at its part of the picture, enlarged."""

from dataclasses import replace

import numpy as np

from mlpcli.data.preprocessing.drawings.drawing import Drawing
from mlpcli.data.preprocessing.drawings.ink import Ink
from mlpcli.data.preprocessing.drawings.strokes import grown

# Of the drawing's longer side.
_MARGIN = 0.2


def around(drawing: Drawing, scale: float) -> tuple[slice, slice]:
    """The rows and columns of the picture around the drawing, with a margin."""
    top, bottom, left, right = (side * scale for side in drawing.box)
    margin = max(_MARGIN * drawing.side * scale, 4)
    rows = slice(max(0, int(top - margin)), int(np.ceil(bottom + margin)))
    columns = slice(max(0, int(left - margin)), int(np.ceil(right + margin)))
    return rows, columns


def only_of(closer: Ink, drawing: Drawing, scale: float, start: tuple[int, int]) -> Ink:
    """The ink of a closer look that is the drawing's, which was found by `scale`; the look begins at `start`
    of the picture. Pieces of what encloses the drawing, or lies beside it, are in that part too.
    """
    own = grown((drawing.ink > 0).astype(np.float32), 1)[1:-1, 1:-1] > 0
    places = (
        np.clip(((first + np.arange(count) * closer.scale) / scale).astype(int), 0, length - 1)
        for first, count, length in zip(start, closer.density.shape, own.shape, strict=True)
    )
    return replace(closer, density=np.where(own[np.ix_(*places)], closer.density, 0).astype(np.float32))
