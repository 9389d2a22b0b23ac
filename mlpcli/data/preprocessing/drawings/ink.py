"""Ink told from what it is drawn on."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from mlpcli.data.preprocessing.base import Array
from mlpcli.data.preprocessing.drawings.lines import without_lines
from mlpcli.data.preprocessing.drawings.paper_surface import nearest_surface, on_surface, surface_terms
from mlpcli.data.preprocessing.image_border import border_mask

Polarity = Literal["bright", "dark"]

# The longer side on which ink is looked for, and the one on which light and paper are.
WORKING = 320
COARSE = 64
# Ink of less contrast than this, of 255, or than so many deviations of the paper's grain, is none.
_FAINTEST = 12.0
_CLEAREST = 5.0
# Drawings have 12 and more, be they photographed; of photos of things, nine of ten have less than this.
_DRAWN = 8.5
# If the likeliest paper has no ink on it, the next one's has to stand out by so many.
_LESS_LIKELY = 20.0
# Grain is smoothed until ink stands out by so many deviations of it, so many times at most.
_WANTED = 10.0
_MOST_SMOOTHED = 3
# Between these shares of the ink's level a pixel is half paper.
_PAPER, _INK = 0.25, 0.85
_ROUNDS = 3
# Of the picture less than this is a frame, not paper.
_LEAST_PAPER = 0.1
# With this share of the variance between ink and paper there is no uneven light to look for.
_CLEARLY_FLAT = 0.9
_LEVELS = 128


@dataclass(frozen=True)
class Ink:
    """How much of every pixel is ink, 0 to 1, `[height, width]`; one is `scale` pixels of the picture.

    `contrast` is how many deviations of the paper's grain it stands out by.
    """

    density: Array
    scale: float
    contrast: float

    @property
    def is_clear(self) -> bool:
        """Whether ink stands out as in a drawing; in photos of things everything differs a little."""
        return self.contrast >= _DRAWN


def find_ink(picture: Array, polarity: Polarity | None = None) -> Ink | None:
    """The ink of uint8 `[height, width, 1 or 3]`, or None where nothing stands out.

    Light that changes smoothly over the picture is taken out, and so is the colour of the paper. Ink is what
    is on the other side of Otsu's threshold (1979) than most of the border is; `polarity` keeps to what is
    brighter, or darker, than the paper.
    """
    work, scale = shrunk(picture, WORKING)
    for number, paper in enumerate(_papers(work)):
        signed = _flattened(work, paper, polarity)
        signed = without_lines(signed, _least(_grain(signed)))
        found = separated(signed, scale)
        if found and (not number or found.contrast >= _LESS_LIKELY):
            return found
    return None


def shrunk(picture: Array, side: int) -> tuple[Array, float]:
    """The picture in float32, its longer side at most `side` by area averaging, and its scale."""
    scale = max(1.0, max(picture.shape[:2]) / side)
    if scale == 1.0:
        return picture.astype(np.float32), scale
    # Imported here because tables and signals do not need it.
    from PIL import Image

    size = (max(1, round(picture.shape[1] / scale)), max(1, round(picture.shape[0] / scale)))
    plain = picture[..., 0] if picture.shape[-1] == 1 else picture
    smaller = np.asarray(Image.fromarray(plain).resize(size, Image.Resampling.BOX), np.float32)
    return smaller.reshape(size[1], size[0], picture.shape[-1]), scale


def _papers(picture: Array) -> list["_Paper"]:
    """What the paper of float32 `[height, width, channels]` may be like, the likeliest first."""
    coarse, _ = shrunk(np.rint(picture).astype(np.uint8), COARSE)
    flat = _fit_paper(coarse, 1)
    if flat.separation >= _CLEARLY_FLAT:
        return [flat]
    # A curved paper explains a tightly cropped stroke away, and a flat one no uneven light, whose dark half
    # it may take for ink.
    return sorted([flat, _fit_paper(coarse, 6)], key=lambda one: -one.separation)


def _flattened(picture: Array, paper: "_Paper", polarity: Polarity | None) -> Array:
    """How far each pixel of float32 `[height, width, channels]` is from the paper, ink above 0."""
    direction = -paper.direction if _is_negative(paper, polarity) else paper.direction
    height, width = picture.shape[:2]
    terms = surface_terms(height, width, len(paper.surface))
    light = on_surface(terms, (paper.surface @ direction)[:, np.newaxis]).reshape(height, width)
    return np.asarray(np.einsum("hwc,c->hw", picture, direction) - light, np.float32)


@dataclass(frozen=True)
class _Paper:
    """Coefficients `[terms, channels]` of the paper's colour over the picture; the unit vector `[channels]`
    along which ink differs from it; how far each coarse pixel does, and which are paper; and the share of the
    variance that is between the two.
    """

    surface: Array
    direction: Array
    signed: Array
    is_paper: Array
    separation: float


def _fit_paper(coarse: Array, count: int) -> _Paper:
    """The paper of `coarse` `[height, width, channels]`, as a polynomial of so many terms.

    It is fitted to what is on the border's side of Otsu's threshold, unless that is but a frame.
    """
    height, width, channels = coarse.shape
    terms = surface_terms(height, width, count)
    values = coarse.reshape(-1, channels)
    on_border = border_mask(coarse).ravel()
    is_paper = np.ones(len(values), bool)
    for _ in range(_ROUNDS):
        surface = nearest_surface(terms[is_paper], values[is_paper])
        rest = values - on_surface(terms, surface)
        direction = _direction(rest)
        signed = np.einsum("pc,c->p", rest, direction)
        is_high = signed > otsu(signed)
        is_paper = is_high if is_high[on_border].mean() > 0.5 else ~is_high
        if is_paper.mean() < _LEAST_PAPER:
            is_paper = ~is_paper
        if is_paper.sum() < 2 * count:
            break
    return _Paper(surface, direction, signed, is_paper, _separation(signed, is_paper))


def _separation(values: Array, first: Array) -> float:
    share = float(first.mean())
    total = float(values.var())
    if not 0 < share < 1 or not total:
        return 0.0
    return share * (1 - share) * float(values[first].mean() - values[~first].mean()) ** 2 / total


def _is_negative(paper: _Paper, polarity: Polarity | None) -> bool:
    """Whether ink is below 0."""
    if polarity is not None:
        return bool((paper.direction.sum() > 0) == (polarity == "dark"))
    return bool(paper.signed[~paper.is_paper].sum() < 0)


def _direction(rest: Array) -> Array:
    """The unit vector `[channels]` along which `rest` `[pixels, channels]` differs most."""
    if rest.shape[1] == 1:
        return np.ones(1, np.float32)
    _, vectors = np.linalg.eigh(rest.T @ rest)
    return np.asarray(vectors[:, -1], np.float32)


def otsu(values: Array) -> float:
    """Otsu's threshold of `values`, on so many levels."""
    low, high = float(values.min()), float(values.max())
    if high - low < 1e-3:
        return high
    levels = ((values - low) * ((_LEVELS - 0.01) / (high - low))).astype(np.intp)
    counts = np.bincount(levels.ravel(), minlength=_LEVELS)
    edges = np.linspace(low, high, _LEVELS + 1)
    below = counts.cumsum()[:-1].astype(np.float64)
    sums = (counts * (edges[:-1] + edges[1:]) / 2).cumsum()
    above = below[-1] + counts[-1] - below
    with np.errstate(invalid="ignore", divide="ignore"):
        between = np.nan_to_num(below * above * (sums[:-1] / below - (sums[-1] - sums[:-1]) / above) ** 2)
    return float(edges[1:-1][np.flatnonzero(between == between.max())].mean())


def separated(signed: Array, scale: float) -> Ink | None:
    """The ink, by the level that most of it has; None where none stands out of the grain."""
    found = _level_and_grain(signed)
    for _ in range(_MOST_SMOOTHED):
        if found is None or found[0] >= _WANTED * found[1]:
            break
        signed = smoothed(signed)
        found = _level_and_grain(signed)
    if found is None or found[0] < max(_FAINTEST, _CLEAREST * found[1]):
        return None
    level, grain = found
    low = max(_PAPER * level, min(2.5 * grain, 0.45 * level))
    high = _INK * level
    density = np.asarray(np.clip((signed - low) / (high - low), 0, 1), np.float32)
    return Ink(density, scale, level / max(grain, 1e-3))


def _level_and_grain(signed: Array) -> tuple[float, float] | None:
    """How far most of the ink is from the paper, and the deviation of the paper."""
    grain = _grain(signed)
    candidates = signed[signed > _least(grain)]
    if not candidates.size:
        return None
    return float(np.quantile(candidates, 0.75)), grain


def _grain(signed: Array) -> float:
    # Where ink is a hundredth of a grainy picture, Otsu's threshold lies within the grain.
    paper = signed[signed <= otsu(signed)]
    return 1.4826 * float(np.median(np.abs(paper))) if paper.size else 0.0


def _least(grain: float) -> float:
    """What is above this may be ink."""
    return max(3.5 * grain, _FAINTEST / 2)


def smoothed(values: Array) -> Array:
    """The mean of 3 x 3, the middle counted more."""
    padded = np.pad(values, 1, mode="edge")
    down = (padded[:-2] + 2 * padded[1:-1] + padded[2:]) / 4
    return np.asarray((down[:, :-2] + 2 * down[:, 1:-1] + down[:, 2:]) / 4)
