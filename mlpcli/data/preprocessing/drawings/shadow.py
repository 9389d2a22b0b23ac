"""The picture as it is in one light, whatever shadows fall on it.

What is wider than strokes is light: a grey closing (Serra 1982) with a square that no stroke has room for
leaves paper as bright as it is, in shadows and out of them, with every edge where it is, sharp or soft. How
wide strokes are is not known, so that squares are tried, the widest first.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from mlpcli.data.preprocessing.base import Array
from mlpcli.data.preprocessing.drawings.components import label_parts
from mlpcli.data.preprocessing.drawings.ink import COARSE, shrunk, smoothed
from mlpcli.data.preprocessing.drawings.local_paper import closed
from mlpcli.data.preprocessing.drawings.paper_surface import nearest_surface, on_surface, surface_terms
from mlpcli.data.preprocessing.drawings.strokes import is_straight

# The longer side on which squares are tried, and the one of what is lit evenly: a small drawing is looked at
# closer. A picture of a smaller side has no room for a shadow.
_TRIED, _FINE, _LEAST_SIDE = 160, 640, 48
# Sides of squares, as shares of the longer side. No stroke has room for the first.
_WIDEST, *_NARROWER = (0.25 * 0.8**number for number in range(9))
# Brightness is in logarithms, because a shadow leaves a share of the light, and black is as dark as this.
_BLACK = 4.0
# Paper that is darker by the first is in a shadow, what is darker by the second may be ink, and nothing that
# is darker by the third is in a shadow.
_SHADED, _INK, _DEEPEST = 0.08, 0.2, 1.6
# Less of a picture is no shadow; less of it, and of what is shaded, is no drawing.
_LEAST_SHADED, _LEAST_INK, _LEAST_OF_SHADED = 0.003, 0.001, 0.01
# So much of the brightest paper is brighter than what is taken for it.
_BRIGHTER = 0.1
# Ink is darker than what is shaded: this has such a share of the depth of that.
_LIGHTER = 0.7
# Of two trials that are alike, areas differ by less. What is cast into the picture is as compact, at least:
# its shorter side, and what it fills of its box. Narrower squares leave so much of the ink.
_ALIKE, _COMPACT, _FILLED, _LEFT = 0.1, 0.4, 0.6, 0.85
# This share of a picture is evenly lit paper, to so much, or ink. A sheet on a desk has less than the
# first, as have half of the photos of things; 19 of 20 of these have less than the second. The ink are
# strokes: with their edges they are so many times their area.
_EXPLAINED, _CERTAIN, _EVEN, _STROKES = 0.91, 0.965, 0.07, 2.0
# Light that a polynomial explains is none of a shadow: this share of it may be farther away.
_SMOOTH, _ROUGH = 0.06, 0.03
# Most strokes are narrower than so many coarse pixels.
_DARK_STROKES, _BRIGHT_STROKES = 4, 6
# Bright ink leaves much rougher paper than dark ink if it is taken for dark.
_MUCH_ROUGHER = 0.6


@dataclass(frozen=True)
class InOneLight:
    """A picture, uint8, as if no shadow were on it. If that is not certain, it may be a photo of a thing."""

    picture: Array
    is_certain: bool


def in_one_light(picture: Array) -> InOneLight | None:
    """`picture`, uint8 `[height, width, 1 or 3]`, of 640 pixels at most, without its shadows; None where
    there are none, or where they cannot be told from ink.
    """
    if min(picture.shape[:2]) < _LEAST_SIDE or not _may_be_shaded(picture):
        return None
    small, _ = shrunk(picture, _TRIED)
    grey = np.log(smoothed(small.mean(axis=-1)) + _BLACK)
    sign = -1 if _is_ink_bright(grey) else 1
    found = _share_of_strokes(sign * grey, is_bright=sign < 0)
    if found is None:
        return None
    share, is_certain = found
    work, _ = shrunk(picture, _FINE)
    lit = np.stack([_lit(channel, share, sign) for channel in np.moveaxis(work, -1, 0)], axis=-1)
    return InOneLight(np.asarray(np.rint(np.clip(lit, 0, 255)), np.uint8), is_certain)


def _may_be_shaded(picture: Array) -> bool:
    # Most pictures are not, which this tells in a tenth of the time.
    coarse, _ = shrunk(picture, COARSE)
    paper = -closed(-closed(coarse.mean(axis=-1), _DARK_STROKES), _BRIGHT_STROKES)
    light = paper / max(float(np.quantile(paper, 1 - _BRIGHTER)), 1.0)
    return not _is_smooth(light, light > np.exp(-_DEEPEST))


def _is_smooth(light: Array, known: Array) -> bool:
    """Whether light is a polynomial where it is `known`, both `[height, width]`."""
    height, width = light.shape
    values, terms = light[known, np.newaxis], surface_terms(height, width, 6)[known.ravel()]
    away = np.abs(values - on_surface(terms, nearest_surface(terms, values)))
    return int((away > _SMOOTH).sum()) <= _ROUGH * light.size


def _is_ink_bright(grey: Array) -> bool:
    dark, bright = (_roughness(_closed_by(values, _WIDEST)) for values in (grey, -grey))
    return bright < _MUCH_ROUGHER * dark


def _roughness(values: Array) -> float:
    return float(np.abs(np.diff(values, axis=0)).sum() + np.abs(np.diff(values, axis=1)).sum())


def _closed_by(grey: Array, share: float) -> Array:
    return closed(grey, max(3, round(share * max(grey.shape))))


def _wide_light(grey: Array) -> tuple[Array, float]:
    """The light if nothing narrower than the widest square is a shadow, and that of the brightest paper."""
    light = _closed_by(grey, _WIDEST)
    top = float(np.quantile(light, 1 - _BRIGHTER))
    return np.minimum(light, top), top


@dataclass(frozen=True)
class _Trial:
    """How far grey `[height, width]` is below the light so far (`before`) and below the paper that a square
    of this `share` leaves (`depth`), and where that paper is in a shadow.
    """

    share: float
    paper: Array
    before: Array
    depth: Array
    shaded: Array

    @classmethod
    def of(cls, grey: Array, light: Array, share: float) -> "_Trial":
        paper = np.minimum(_closed_by(grey, share), light)
        return cls(share, paper, light - grey, paper - grey, light - paper > _SHADED)

    @cached_property
    def ink(self) -> Array:
        return self.depth > _INK

    @property
    def mass(self) -> float:
        return float(self.depth[self.ink].sum())

    @cached_property
    def areas(self) -> tuple[float, float]:
        return float(self.shaded.mean()), float(self.ink.mean())

    @property
    def is_drawn(self) -> bool:
        """Whether there is ink enough for a drawing."""
        return self.areas[1] >= max(_LEAST_INK, _LEAST_OF_SHADED * self.areas[0])

    @property
    def level(self) -> float:
        """How dark what is shaded was."""
        return float(np.quantile(self.before[self.shaded], 0.7))

    @property
    def is_lighter(self) -> bool:
        """Whether what is shaded is lighter than ink."""
        if not self.is_drawn:
            return False
        ink = float(np.quantile(self.before[self.ink], 0.75))
        return self.level <= min(_LIGHTER * ink, ink - _INK)

    def is_much_wider(self, tried: list["_Trial"]) -> bool:
        """Whether it, and ink, were the same with much wider squares: strokes have about one width. Ink may
        be as light as the shadow.
        """
        is_alike = len(tried) > 1 and np.allclose(self.areas, tried[-2].areas, rtol=_ALIKE)
        return is_alike and self.is_drawn and _is_cast(self.shaded)

    @property
    def is_band(self) -> bool:
        """Whether it is a straight band from edge to edge, with nothing drawn. A stroke hardly is."""
        is_across = _edges(self.shaded) > 1 and is_straight(self.shaded.astype(np.float32))
        return is_across and not self.is_drawn and self.level <= _DEEPEST


def _share_of_strokes(grey: Array, *, is_bright: bool) -> tuple[float, bool] | None:
    """The side of the square that leaves shadows as they are, and no ink, and whether they are certainly
    shadows; None where there are none."""
    light, top = _wide_light(grey)
    shaded = top - light > _SHADED
    is_shaded = bool(shaded.mean() > _LEAST_SHADED) and not _is_smooth(light, light <= top)
    if is_shaded and np.quantile((top - light)[shaded], 0.7) > _DEEPEST:
        return None
    if is_bright:
        # A small sheet on a desk, and what is bright on it, are as wide as a shadow.
        return (_WIDEST, True) if is_shaded and _edges(shaded) > 1 else None
    share = _narrowest(grey, light) or (_WIDEST if is_shaded else None)
    explained = _explained(share, grey, light, top) if share else 0.0
    return (share, explained >= _CERTAIN) if share and explained >= _EXPLAINED else None


def _narrowest(grey: Array, light: Array) -> float | None:
    """The side of the narrowest square that finds more shadows than the widest did, and no strokes."""
    share, mass = None, np.inf
    tried: list[_Trial] = []
    for number in _NARROWER:
        trial = _Trial.of(grey, light, number)
        if trial.areas[0] > _LEAST_SHADED:
            if trial.is_lighter or trial.is_much_wider(tried):
                light, mass, tried = _without_ink(trial.paper, light), trial.mass, []
            else:
                tried.append(trial)
        # A narrow square follows soft shadows more closely.
        if trial.mass >= _LEFT * mass:
            share = number
    return tried[-1].share if share is None and tried and tried[-1].is_band else share


def _paper(grey: Array, light: Array, share: float) -> Array:
    """The paper that a square leaves, no brighter than the light so far."""
    return _without_ink(np.minimum(_closed_by(grey, share), light), light)


def _without_ink(paper: Array, light: Array) -> Array:
    """The paper, but for what is too dark for a shadow."""
    return np.asarray(np.where(light - paper > _DEEPEST, light, paper))


def _is_cast(shaded: Array) -> bool:
    """Whether the largest part of bool `shaded` `[height, width]` comes from an edge, or is compact."""
    _, parts = label_parts(shaded)
    part = max(parts, key=lambda part: part.area)
    height, width = part.bottom - part.top, part.right - part.left
    if min(part.top, part.left, len(shaded) - part.bottom, shaded.shape[1] - part.right) == 0:
        return True
    return min(height, width) > _COMPACT * part.side and part.area > _FILLED * height * width


def _edges(shaded: Array) -> int:
    """To how many edges of the picture it goes."""
    return sum(bool(edge.any()) for edge in (shaded[0], shaded[-1], shaded[:, 0], shaded[:, -1]))


def _explained(share: float, grey: Array, light: Array, top: float) -> float:
    """The share of a picture that is paper of one brightness, or ink; 0 where ink is of every width, and
    where there is none, unless the shadow goes across an empty sheet."""
    paper = _paper(grey, light, share)
    trial = _Trial(share, paper, light - grey, paper - grey, top - paper > _SHADED)
    # In photos of things there is something of every width.
    wider, _ = _Trial.of(grey, paper, _NARROWER[-1]).areas
    has_strokes = wider <= max(_LEAST_SHADED, _STROKES * trial.areas[1])
    if trial.ink.all() or not (has_strokes and (trial.is_drawn or _edges(trial.shaded) > 1)):
        return 0.0
    # The paper of a square is the brightest of its grain.
    grain = np.median(trial.depth[~trial.ink])
    return float(((np.abs(trial.depth - grain) <= _EVEN) | trial.ink).mean())


def _lit(channel: Array, share: float, sign: int) -> Array:
    grey = sign * np.log(channel + _BLACK)
    wide, top = _wide_light(grey)
    light = _paper(grey, wide, share)
    paper, brightest = (np.exp(sign * one) - _BLACK for one in (light, np.float32(top)))
    return np.asarray(channel * (brightest / np.maximum(paper, 1.0)))
