"""The sheet that a drawing is on, where the picture shows more than the sheet."""

import numpy as np

from mlpcli.data.preprocessing.base import Array
from mlpcli.data.preprocessing.drawings.components import Part, label_parts
from mlpcli.data.preprocessing.drawings.convention import box_of
from mlpcli.data.preprocessing.drawings.drawing import is_rectangle, without_holes
from mlpcli.data.preprocessing.drawings.ink import COARSE, Ink, shrunk
from mlpcli.data.preprocessing.drawings.paper_surface import nearest_surface, on_surface, surface_terms
from mlpcli.data.preprocessing.drawings.strokes import stroke_width

# What goes along an edge is so near to it, in pixels, for this share of its length.
_NEAR, _ALONG = 2, 0.5
# What goes from edge to edge is straight if it takes no more than this of the other side.
_STRAIGHT = 0.08
# The edge of what is around a sheet is as wide, in pixels.
_EDGE = 3
# The least side of a sheet, as a share of the longer one of the picture, and its least area.
_LEAST_SIDE, _LEAST_AREA = 0.08, 0.02
# What is between the strokes of a sheet is so many times as wide as they are; within a digit it is not.
_WIDER = 1.5
# Of the sheet's pixels those nearest to its colour are paper.
_PAPER = 0.75
_ROUNDS = 3


def sheet_in(picture: Array, ink: Ink) -> Array | None:
    """The part of `picture`, uint8 `[height, width, 1 or 3]`, that is the sheet; None where all of it may be.

    `ink` is what was found in it. Where most of that is a filled rectangle with something on it, this
    is the sheet. Otherwise what goes along an edge of the picture is not on it: a wedge beside a scan that is
    askew, a bar, a frame, a line between two parts of a window, the desk. What is around the sheet gets the
    colour of its paper.
    """
    mask = ink.density > 0.5
    labels, parts = label_parts(mask)
    if not parts:
        return None
    sheet = _lying(_largest(labels, parts), mask)
    if sheet is None:
        sheet = ~_along_edges(labels, parts)
        if sheet.all():
            return None
    sheet = ~_thicker(~sheet, _EDGE)
    return _cut_out(picture, sheet, ink.scale) if sheet.mean() >= _LEAST_AREA else None


def has_surroundings(ink: Ink) -> bool:
    """Whether most of `ink` is a filled rectangle with something on it, or a part of it goes straight from
    edge to edge, as the bar of a window does. If there is nothing else, this is a stroke, but along an edge.
    """
    mask = ink.density > 0.5
    labels, parts = label_parts(mask)
    if not parts:
        return False
    bars = _across(labels, parts)
    if len(parts) == 1:
        bars &= _along(labels, parts)
    return bool(bars) or _lying(_largest(labels, parts), mask) is not None


def _largest(labels: Array, parts: list[Part]) -> Array:
    return np.asarray(labels == max(parts, key=lambda part: part.area).label)


def _lying(part: Array, mask: Array) -> Array | None:
    """The filled rectangle that bool `part` of `mask` `[height, width]` is, but for strokes."""
    top, bottom, left, right = box_of(part)
    cut = part[top:bottom, left:right]
    if min(cut.shape) < _LEAST_SIDE * max(part.shape):
        return None
    filled = without_holes(cut)
    holes = filled & ~mask[top:bottom, left:right]
    if not holes.any() or not is_rectangle(filled):
        return None
    if stroke_width(cut.astype(np.float32)) < _WIDER * stroke_width(holes.astype(np.float32)):
        return None
    whole = np.zeros_like(part)
    whole[top:bottom, left:right] = filled
    return whole


def _along_edges(labels: Array, parts: list[Part]) -> Array:
    """Where the parts of int `labels` `[height, width]` are that go along an edge, or straight from edge to
    edge, as no stroke in the picture does.
    """
    return np.isin(labels, list(_along(labels, parts) | _across(labels, parts)))


def _along(labels: Array, parts: list[Part]) -> set[int]:
    edges = (labels[:_NEAR], labels[-_NEAR:], labels[:, :_NEAR].T, labels[:, -_NEAR:].T)
    sides = {part.label: part.side for part in parts}
    return {
        int(label)
        for edge in edges
        for label in np.unique(edge)
        if label and (edge == label).any(axis=0).sum() >= _ALONG * sides[int(label)]
    }


def _across(labels: Array, parts: list[Part]) -> set[int]:
    height, width = labels.shape
    return {
        part.label
        for part in parts
        if (part.right - part.left >= width - _NEAR and part.bottom - part.top <= _STRAIGHT * height)
        or (part.bottom - part.top >= height - _NEAR and part.right - part.left <= _STRAIGHT * width)
    }


def _thicker(mask: Array, by: int) -> Array:
    padded = np.pad(mask, by)
    for _ in range(by):
        padded[1:-1] |= padded[:-2] | padded[2:]
        padded[:, 1:-1] |= padded[:, :-2] | padded[:, 2:]
    return padded[by:-by, by:-by]


def _cut_out(picture: Array, sheet: Array, scale: float) -> Array:
    """The picture in the box of bool `sheet`, whose pixels are `scale` of its own, with paper around it."""
    height, width = picture.shape[:2]
    rows = np.minimum((np.arange(height) / scale).astype(int), sheet.shape[0] - 1)
    columns = np.minimum((np.arange(width) / scale).astype(int), sheet.shape[1] - 1)
    top, bottom, left, right = box_of(sheet)
    down, across = (
        slice(np.searchsorted(places, first), np.searchsorted(places, stop))
        for places, first, stop in ((rows, top, bottom), (columns, left, right))
    )
    cut = picture[down, across].copy()
    around = ~sheet[np.ix_(rows[down], columns[across])]
    cut[around] = _paper_of(cut, around)[around]
    return cut


def _paper_of(picture: Array, around: Array) -> Array:
    """The colour of the paper, uint8 like `picture`, as a polynomial of what is not `around` it."""
    coarse, _ = shrunk(picture, COARSE)
    height, width, channels = coarse.shape
    hidden, _ = shrunk(around[..., np.newaxis].astype(np.uint8) * 255, COARSE)
    shown = hidden.ravel() == 0
    if not shown.any():
        shown = hidden.ravel() <= hidden.min()
    values = coarse.reshape(-1, channels)
    terms = surface_terms(height, width, 6)
    is_paper = shown
    for _ in range(_ROUNDS):
        light = on_surface(terms, nearest_surface(terms[is_paper], values[is_paper]))
        away = np.abs(values - light).sum(axis=1)
        is_paper = shown & (away <= np.quantile(away[shown], _PAPER))
    low, high = values[is_paper].min(axis=0), values[is_paper].max(axis=0)
    smooth = np.rint(np.clip(light, low, high)).astype(np.uint8).reshape(coarse.shape)
    # Imported here because tables and signals do not need it.
    from PIL import Image

    image = Image.fromarray(smooth[..., 0] if channels == 1 else smooth)
    size = (picture.shape[1], picture.shape[0])
    return np.asarray(image.resize(size, Image.Resampling.BILINEAR)).reshape(picture.shape)
