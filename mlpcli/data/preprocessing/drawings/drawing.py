"""Which of the ink of a picture is the drawing."""

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, permutations

import numpy as np

from mlpcli.data.preprocessing.base import Array
from mlpcli.data.preprocessing.drawings.components import (
    MOST_PARTS,
    Part,
    groups,
    label_parts,
    without_specks,
)
from mlpcli.data.preprocessing.drawings.convention import box_of
from mlpcli.data.preprocessing.drawings.ink import Ink
from mlpcli.data.preprocessing.drawings.rules import is_on_rule, without_rules
from mlpcli.data.preprocessing.drawings.strokes import grown, is_straight, stroke_width

# The least gap, as a share of the longer one, between two drawings; and how long the shorter one is.
_FAR, _ALSO_A_DRAWING = 0.2, 0.4
# What is shorter than that is left out; if it has so much of the length, and of the ink, it is no speck.
_MORE_THAN_A_SPECK, _MORE_INK = 0.2, 0.02
# What is beside another part is a drawing of its own if both have this share of the height of the two.
_FULL_HEIGHT = 0.8
# Or if both are whole: a part that encloses so much paper, of its own area, as an 8 or a 6 does.
_WHOLE = 0.05
# And if one is beside the other in this share of the rows that both have.
_IN_ROWS = 0.9
# What an outline encloses is what is meant if it is so long, of the outline's length.
_ENCLOSED = 0.25
# An outline is so much of what it encloses, itself included, at most. A sheet of paper is more.
_OUTLINE = 0.5
# Less ink than this in a pixel is no edge of a stroke.
SOFT = 0.25
# Between these a pixel is neither ink nor paper.
_EDGE = (0.1, 0.9)
# What is so near to the edge of the picture, as a share of its longer side, goes to it.
_AT_EDGE = 0.03
# The least side of a sheet of paper, as a share of the picture's.
_SHEET = 0.3
# A sheet, straight or turned, fills more of the box around it than this; if nothing is on it, so many times
# its length are twice its area by its outline.
MAY_BE_A_SHEET, _BLANK = 0.4, 0.26
# The share of its closest rectangle that a sheet of paper fills, its holes counted in.
_RECTANGLE, _TURNS = 0.9, np.deg2rad(np.arange(-45, 45, 3))


@dataclass(frozen=True)
class Drawing:
    """One drawing: its ink `[height, width]` in the whole picture, 0 to 1, the box around it, whether there
    are more of them, which share of all ink it is, and whether a smaller one was left out.
    """

    ink: Array
    box: tuple[int, int, int, int]
    several: bool
    share: float
    leaves_out: bool = False

    @property
    def density(self) -> Array:
        """Its ink, cut out."""
        top, bottom, left, right = self.box
        return self.ink[top:bottom, left:right]

    @property
    def side(self) -> int:
        return int(max(self.density.shape))

    @property
    def edges(self) -> int:
        """How many edges of the picture it goes to."""
        near = _AT_EDGE * max(self.ink.shape)
        return sum(room <= near for room in self._rooms)

    @property
    def touches(self) -> bool:
        """Whether it goes to the very edge of the picture."""
        return min(self._rooms) == 0

    @property
    def _rooms(self) -> tuple[int, int, int, int]:
        height, width = self.ink.shape
        top, bottom, left, right = self.box
        return top, left, height - bottom, width - right

    @property
    def filled(self) -> float:
        """The share of the box that is ink."""
        return float((self.density > 0.5).mean())

    @property
    def softness(self) -> float:
        """How many pixels wide its edge is."""
        low, high = _EDGE
        edge = (self.ink > low) & (self.ink < high)
        mask = self.ink > 0.5
        outline = (mask[1:] != mask[:-1]).sum() + (mask[:, 1:] != mask[:, :-1]).sum()
        return float(edge.sum() / max(outline, 1))

    @property
    def is_broad(self) -> bool:
        """Whether it is as high and as wide as a sheet in the picture would be."""
        return bool(min(self.density.shape) >= _SHEET * max(self.ink.shape))

    @property
    def is_blank(self) -> bool:
        """Whether it is a rectangle with nothing in it, and no stroke."""
        mask = self.density > 0.5
        return (
            self.filled > MAY_BE_A_SHEET
            and stroke_width(mask.astype(np.float32)) >= _BLANK * self.side
            and is_rectangle(mask)
        )

    def is_stroke_of_another_kind(self, widest: float) -> bool:
        """Whether it is a stroke that lies, wider than the `widest` of the training images (0: not known), or
        stands on a rule that it touches."""
        height, width = self.density.shape
        lies = 0 < widest * height < width and is_straight(self.density)
        return lies or is_on_rule(self.density > 0.5)

    @cached_property
    def is_sheet(self) -> bool:
        """Whether it is a filled rectangle, straight or turned, but for small holes."""
        if not self.is_broad:
            return False
        return self.filled > 0.55 and is_rectangle(without_holes(self.density > 0.5))


def find_drawing(ink: Ink, gap: float, least: float = 0.0) -> Drawing | None:
    """The drawing that `ink` holds, of parts that are at most about `gap` of their length apart; None where
    no part is as long as `least` pixels.
    """
    labels, all_parts = label_parts(ink.density > 0.5)
    parts = without_rules(labels, _inside(labels, without_specks(all_parts)))
    if not parts or parts[0].side < least:
        return None
    if len(parts) > MOST_PARTS:
        return _cut_out(ink.density, np.ones_like(labels, bool), several=True)
    first, *others = groups(parts, max(_FAR, 2 * gap))
    also = [group for group in others if _side(group) >= _ALSO_A_DRAWING * _side(first)]
    shown = [part for group in (first, *also) for part in group]
    kept = np.isin(labels, [part.label for part in shown])
    found = _cut_out(ink.density, kept, several=bool(also) or _are_side_by_side(labels, first))
    return replace(found, leaves_out=any(_is_no_speck(group, first) for group in others if group not in also))


def is_rectangle(mask: Array) -> bool:
    """Whether what is True in `mask` `[height, width]` fills a rectangle, straight or turned."""
    down, across = np.nonzero(mask)
    turned = (
        np.ptp(across * np.cos(turn) + down * np.sin(turn))
        * np.ptp(down * np.cos(turn) - across * np.sin(turn))
        for turn in _TURNS
    )
    return bool(len(down) > _RECTANGLE * min(turned))


def without_holes(mask: Array) -> Array:
    """Bool `mask` `[height, width]` with what it encloses."""
    labels, _ = label_parts(np.pad(~mask, 1, constant_values=True))
    return np.asarray(labels[1:-1, 1:-1] != labels[0, 0])


def _inside(labels: Array, parts: list[Part]) -> list[Part]:
    """The parts that the outline around them encloses, where there is one: a circle, or the box of a form."""
    while len(parts) > 1:
        outline = parts[0]
        enclosed = without_holes(labels == outline.label)
        within = [
            part
            for part in parts[1:]
            if part.side >= _ENCLOSED * outline.side and enclosed[labels == part.label].all()
        ]
        if not within or outline.area > _OUTLINE * enclosed.sum():
            break
        parts = [part for part in parts[1:] if enclosed[labels == part.label].all()]
    return parts


def _are_side_by_side(labels: Array, group: list[Part]) -> bool:
    height = max(part.bottom for part in group) - min(part.top for part in group)
    tall = [part for part in group if part.bottom - part.top >= _FULL_HEIGHT * height]
    large = [part for part in group if part.side >= _ALSO_A_DRAWING * group[0].side]
    # What a single part encloses need not be known.
    whole = [part for part in large if len(large) > 1 and _encloses(labels == part.label)]
    pairs = chain(permutations(tall, 2), permutations(whole, 2))
    return any(_is_left_of(labels, one, other) for one, other in pairs)


def _encloses(part: Array) -> bool:
    return bool(without_holes(part).sum() >= (1 + _WHOLE) * part.sum())


def _is_left_of(labels: Array, one: Part, other: Part) -> bool:
    """Whether `one` ends before `other` begins in nearly every row of `labels` that both have.

    Their boxes may overlap, as those of slanted strokes do.
    """
    rows = labels[max(one.top, other.top) : min(one.bottom, other.bottom)]
    ends = rows.shape[1] - (rows[:, ::-1] == one.label).argmax(axis=1)
    begins = (rows == other.label).argmax(axis=1)
    return bool(len(rows)) and bool((ends <= begins).mean() >= _IN_ROWS)


def _is_no_speck(group: list[Part], first: list[Part]) -> bool:
    """Whether a group beside the `first` one is long and has ink enough for a drawing."""
    area, most = (sum(part.area for part in one) for one in (group, first))
    return _side(group) >= _MORE_THAN_A_SPECK * _side(first) and area >= _MORE_INK * most


def _side(group: list[Part]) -> int:
    return max(
        max(part.bottom for part in group) - min(part.top for part in group),
        max(part.right for part in group) - min(part.left for part in group),
    )


def _cut_out(density: Array, kept: Array, *, several: bool) -> Drawing:
    # The soft edge of a stroke is beyond the half that its part consists of.
    near = grown(kept.astype(np.float32), 2)[2:-2, 2:-2] > 0
    ink = np.where(near, density, 0)
    share = float(ink.sum() / max(density.sum(), 1e-6))
    return Drawing(ink, box_of(ink > SOFT), several, share)


def are_alike(one: Drawing, other: Drawing) -> bool:
    """Whether two drawings of one picture are mostly the same ink."""
    first, second = one.ink > 0.5, other.ink > 0.5
    return bool((first & second).sum() >= 0.5 * (first | second).sum())


def lies_in(one: Drawing, other: Drawing) -> bool:
    """Whether most of the ink of `one` is ink of `other`."""
    first = one.ink > 0.5
    return bool((other.ink > 0.5)[first].mean() > 0.5)
