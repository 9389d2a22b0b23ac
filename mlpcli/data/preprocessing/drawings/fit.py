"""The one way from a drawing to what the network takes."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from mlpcli.data.preprocessing.base import Array
from mlpcli.data.preprocessing.drawings.closer_look import around, only_of
from mlpcli.data.preprocessing.drawings.convention import DrawingConvention
from mlpcli.data.preprocessing.drawings.drawing import (
    MAY_BE_A_SHEET,
    Drawing,
    are_alike,
    find_drawing,
    lies_in,
)
from mlpcli.data.preprocessing.drawings.frame import as_row, placed
from mlpcli.data.preprocessing.drawings.ink import Ink, Polarity, find_ink
from mlpcli.data.preprocessing.drawings.local_paper import differs_from_paper, find_strokes
from mlpcli.data.preprocessing.drawings.shadow import in_one_light
from mlpcli.data.preprocessing.drawings.sheet import has_surroundings, sheet_in
from mlpcli.data.preprocessing.drawings.strokes import stroke_width

Finding = Literal["fitted", "empty", "several", "unclear"]

# Ink that takes less of the picture than this is looked at again, enlarged.
_SMALL = 0.5
# Ink of less pixels, or of less than this share of the picture, is a speck on an empty sheet.
_LEAST, _LEAST_SHARE = 5, 0.03
# A drawing that fills more of its box than this may be the paper, on something else.
_PLAIN = 0.55
# What is darker than its surroundings is a drawing if it has this share of all that is; photos have more.
_ALONE = 0.95
# And if it stands out by so many deviations of the grain.
_STRONG = 25.0
# What no camera took stands out by more: paper has no grain there. Photos have 24 at most, pads have 64 and
# more, also as JPEG files.
_WITHOUT_GRAIN = 50.0
# Ink at the edge that is so many times a drawing within it is not all drawing.
_MUCH_MORE = 3.0
# A drawing in a tight crop goes to all edges.
_CROPPED = 4
# The edge of ink is no wider than so many pixels; that of a shadow is.
_SOFTEST = 6.0
# A sheet on a desk may have a frame of its own, and what is around it be of two kinds.
_MOST_AROUND = 3
# Strokes wider than this many times the widest ones are no strokes.
_TOO_WIDE = 1.5


@dataclass(frozen=True)
class Fitted:
    """A row uint8 `[height, width, 1]` for the network, and what was found: one drawing was `fitted`, the
    sheet is `empty`, there are `several` drawings on it, or it is `unclear` what is ink. `leaves_out` whether
    something much smaller than the drawing lies beside it.
    """

    row: Array
    finding: Finding
    leaves_out: bool = False


def fit_drawing(picture: Array, convention: DrawingConvention, polarity: Polarity | None = None) -> Fitted:
    """The drawing on `picture`, uint8 `[height, width, 1 or 3]`, as the training images have theirs.

    As MNIST's digits were made (LeCun, Bottou, Bengio, Haffner 1998): scaled into a box with its proportions
    kept, and centred. `polarity` is that of the ink, by default found.
    """
    light = in_one_light(picture)
    seen = _seen_on(picture if light is None else light.picture, convention, polarity)
    if light is not None and not light.is_certain:
        # A photo of a thing is no drawing as it is.
        as_it_is = _seen_on(picture, convention, polarity)
        seen = seen if as_it_is.finding == "fitted" else as_it_is
    leaves_out = seen.drawing is not None and seen.finding == "fitted" and seen.drawing.leaves_out
    return Fitted(as_row(seen.row, convention), seen.finding, leaves_out)


def _seen_on(picture: Array, convention: DrawingConvention, polarity: Polarity | None) -> "_Seen":
    """What is drawn on a picture in one light."""
    seen = _looked_at(picture, convention, lambda part: find_ink(part, polarity))
    return seen if seen.is_on_pad else _of_a_photo(picture, seen, convention, polarity)


@dataclass(frozen=True)
class _Seen:
    """What one way of telling ink from paper makes of a picture: `row` are the ink `[height, width]`, 0 to 1,
    of the result, `drawing` is where it was found, None where nothing was, and `contrast` is its ink's.
    """

    row: Array
    finding: Finding
    drawing: Drawing | None = None
    contrast: float = 0.0
    ink: Ink | None = None

    @property
    def is_plain(self) -> bool:
        """Whether it is a drawing on nothing but paper, for all that can be seen."""
        return (
            self.finding == "fitted"
            and self.drawing is not None
            and not self.drawing.edges
            and self.drawing.filled <= _PLAIN
        )

    @property
    def is_on_sheet(self) -> bool:
        """Whether it is what a sheet shows, the sheet's own edge not taken for it."""
        return (
            self.finding in ("fitted", "several")
            and self.drawing is not None
            and not self.drawing.touches
            and self.ink is not None
            and self.ink.is_clear
        )

    @property
    def may_be_a_sheet(self) -> bool:
        return self.drawing is not None and self.drawing.filled > MAY_BE_A_SHEET

    @property
    def is_alone(self) -> bool:
        """Whether it is a drawing with nothing else like it, and whole."""
        return (
            self.finding == "fitted"
            and self.drawing is not None
            and not self.drawing.edges
            and self.drawing.share >= _ALONE
            and self.contrast >= _STRONG
        )

    @property
    def is_on_pad(self) -> bool:
        """Whether it is all that there is on an even ground, which no camera took: there is no other way to
        see it, and it may go to the edge.
        """
        return (
            self.finding in ("fitted", "unclear")
            and self.drawing is not None
            and self.drawing.share >= _ALONE
            and self.contrast >= _WITHOUT_GRAIN
            and self.ink is not None
            and not has_surroundings(self.ink)
        )


def _looked_at(picture: Array, convention: DrawingConvention, look: Callable[[Array], Ink | None]) -> _Seen:
    found = look(picture)
    longer = max(picture.shape[:2])
    least = max(_LEAST, _LEAST_SHARE * longer)
    drawing = found and find_drawing(found, convention.gap, least / found.scale)
    blank = np.zeros((convention.height, convention.width), np.float32)
    if not found or not drawing:
        return _Seen(blank, "empty", ink=found)
    place, whole = drawing, found
    if drawing.side * found.scale < _SMALL * longer and found.scale > 1:
        rows, columns = around(drawing, found.scale)
        if closer := look(picture[rows, columns]):
            if drawing.share < _ALONE:
                closer = only_of(closer, drawing, found.scale, (rows.start, columns.start))
            found, drawing = closer, find_drawing(closer, convention.gap)
    if not drawing:
        return _Seen(blank, "empty")
    row, width = placed(drawing.density, convention)
    has_strokes = width <= _TOO_WIDE * convention.stroke[-1] and not place.is_blank
    has_strokes = has_strokes and not drawing.is_stroke_of_another_kind(convention.widest)
    is_clear = has_strokes and found.is_clear and drawing.softness <= _SOFTEST
    finding: Finding = "several" if drawing.several else "fitted" if is_clear else "unclear"
    return _Seen(row, finding, place, whole.contrast, whole)


def _of_a_photo(
    picture: Array, whole: _Seen, convention: DrawingConvention, polarity: Polarity | None
) -> _Seen:
    """What is drawn where the picture may show more than paper in even light."""
    if whole.is_plain and not whole.may_be_a_sheet:
        return whole
    seen, is_found = _on_sheet(picture, whole, convention, polarity)
    if is_found or seen.is_plain:
        return seen
    return _chosen(seen, _by_strokes(picture, convention, polarity))


def _on_sheet(
    picture: Array, whole: _Seen, convention: DrawingConvention, polarity: Polarity | None
) -> tuple[_Seen, bool]:
    """What is drawn on the sheet where the picture shows more than this, and whether that was found.

    Otherwise it is `whole`, `unclear` where that is a bar or a wedge along an edge of the picture.
    """
    seen = whole
    for _ in range(_MOST_AROUND):
        part = sheet_in(picture, seen.ink) if seen.ink else None
        if part is None:
            break
        picture = part
        seen = _looked_at(picture, convention, lambda part: find_ink(part, polarity))
        if seen.is_on_sheet:
            return seen, True
    # Several pieces of which each goes along an edge are wedges; one may be a digit that is cut off there.
    if seen.finding == "empty" and whole.finding == "several":
        return seen, True
    goes_on = whole.drawing is not None and 0 < whole.drawing.edges < _CROPPED
    is_unclear = seen is not whole and whole.finding == "fitted" and goes_on and whole.may_be_a_sheet
    return replace(whole, finding="unclear") if is_unclear else whole, False


def _by_strokes(picture: Array, convention: DrawingConvention, polarity: Polarity | None) -> list[_Seen]:
    """What is darker than what is on both sides of it, and what is brighter."""
    either: tuple[Polarity, ...] = ("dark", "bright") if polarity is None else (polarity,)
    return [_strokes(picture, convention, one) for one in either]


def _strokes(picture: Array, convention: DrawingConvention, polarity: Polarity) -> _Seen:
    seen = _looked_at(picture, convention, lambda part: find_strokes(part, polarity))
    if seen.drawing and not differs_from_paper(picture, seen.drawing.ink > 0.5, polarity):
        return replace(seen, finding="unclear")
    return seen


def _chosen(seen: _Seen, others: list[_Seen]) -> _Seen:
    """One of the `others`, which know of surroundings, where that is a drawing and `seen` is more than it."""
    drawings = [(one, one.drawing) for one in others if one.drawing and one.is_alone]
    whole = seen.drawing
    if whole and seen.finding != "unclear" and not whole.is_sheet:
        if any(one.drawing and are_alike(one.drawing, whole) for one in others):
            return seen
        goes_on = 0 < whole.edges < _CROPPED
        if goes_on and whole.is_broad and not any(one.drawing for one in others):
            return replace(seen, finding="unclear")
        drawings = [(one, drawing) for one, drawing in drawings if _is_more(whole, drawing)]
    # What is between strokes is thicker than they are.
    return min(drawings, key=lambda one: stroke_width(one[1].density), default=(seen, None))[0]


def _is_more(whole: Drawing, drawing: Drawing) -> bool:
    """Whether `whole` is `drawing` with something else, such as a shadow, or something else altogether."""
    if lies_in(drawing, whole):
        return whole.several or float(whole.ink.sum()) > _MUCH_MORE * float(drawing.ink.sum())
    return 0 < whole.edges < _CROPPED
