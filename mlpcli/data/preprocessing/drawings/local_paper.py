"""Ink on paper that does not fill the picture: it lies on a desk, in a frame, or half in the shadow."""

from collections.abc import Callable

import numpy as np

from mlpcli.data.preprocessing.base import Array
from mlpcli.data.preprocessing.drawings.convention import box_of
from mlpcli.data.preprocessing.drawings.ink import (
    WORKING,
    Ink,
    Polarity,
    separated,
    shrunk,
    smoothed,
)

# What is wider than this share of the picture is no stroke.
_WIDEST = 0.25
# Around the ink, as a share of its longer side, is paper, from which it differs by this share of all shades.
_AROUND, _DIFFERS = 0.3, 0.4


def find_strokes(picture: Array, polarity: Polarity) -> Ink | None:
    """What is darker, or brighter, than what is on both sides of it, in uint8 `[height, width, 1 or 3]`.

    By a black top-hat (Serra 1982): the grey picture is closed with a square that no stroke has room for. A
    shadow, and a desk around the paper, stay what they are; the picture goes on beyond its edges.
    """
    work, scale = shrunk(picture, WORKING)
    grey = smoothed(work.mean(axis=-1))
    values = grey if polarity == "dark" else -grey
    side = max(3, round(_WIDEST * max(values.shape)))
    paper = closed(values, side)
    depth = paper - values
    if polarity == "dark":
        # Light falls on paper and ink alike: in a shadow, ink differs less from paper than in the light.
        depth *= np.median(paper) / np.maximum(paper, 1.0)
    return separated(depth - np.median(depth), scale)


def differs_from_paper(picture: Array, is_ink: Array, polarity: Polarity) -> bool:
    """Whether ink, bool `[height, width]` as `find_strokes` has it, is no paper between other strokes.

    Paper is most of what is in the ink's box and around it.
    """
    work, _ = shrunk(picture, WORKING)
    grey = work.mean(axis=-1)
    top, bottom, left, right = box_of(is_ink)
    margin = round(_AROUND * max(bottom - top, right - left)) + 1
    place = np.s_[max(0, top - margin) : bottom + margin, max(0, left - margin) : right + margin]
    around, ink = grey[place], is_ink[place]
    if not ink.any():
        return False
    darkest, paper, brightest = np.quantile(around, [0.02, 0.5, 0.98])
    depth = paper - around[ink].mean()
    return bool((depth if polarity == "dark" else -depth) >= _DIFFERS * (brightest - darkest))


def closed(values: Array, side: int) -> Array:
    """What is left of `values` `[height, width]` where nothing dark is narrower than a square of `side`; they
    go on beyond their edges.
    """
    room = side - 1
    paper = np.pad(values, room, mode="edge")
    for brightest in (np.maximum, np.minimum):
        paper = _spread(_spread(paper, side, brightest).T, side, brightest).T
    return paper


def _spread(values: Array, length: int, choose: Callable[[Array, Array], Array]) -> Array:
    """What `choose` leaves of each `length` rows of `[height, width]`; there are so many fewer, less one."""
    done = 1
    while done < length:
        step = min(done, length - done)
        values = choose(values[:-step], values[step:])
        done += step
    return values
