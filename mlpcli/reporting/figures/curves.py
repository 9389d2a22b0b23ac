"""Learning curves, drawn."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, NullFormatter
from matplotlib.transforms import Transform
from numpy.typing import NDArray

from mlpcli.reporting.facts.learning_curves import LearningCurve
from mlpcli.reporting.figures.inline_svg import FAINT, INK, SERIES, Drawing, Key, drawn, line_style

Numbers = NDArray[np.float64]

# Two points, the lowest and the highest, for each of so many stretches of epochs.
_STRETCHES = 200
_EXPLODED = 1000.0
# Of the width and of the height of the axes: what a label takes, and how far from its line it begins.
_LABEL, _LINE, _BESIDE = 0.28, 0.12, 0.03

VALIDATION, TRAINING = 0, 1
"""The numbers of the colours and of the dashes of the two curves, wherever both are drawn."""


def curve_drawing(curve: LearningCurve) -> Drawing:
    """One figure over the epochs, with the best epoch marked."""

    def draw(axes: Axes) -> None:
        # The dashed line over the solid one, which would hide it where both are the same.
        both = ((VALIDATION, curve.validation), (TRAINING, curve.training))
        for number, values in both:
            if len(values):
                places, heights = thinned(curve.epochs, values)
                mark = "o" if np.isfinite(values).sum() < 2 else ""
                axes.plot(
                    places,
                    heights,
                    color=SERIES[number],
                    linestyle=line_style(number),
                    marker=mark,
                    markersize=5,
                )
        if _explodes(curve.training) or _explodes(curve.validation):
            _by_powers_of_ten(axes)
        if curve.best is not None:
            _mark(axes, curve, curve.best)
        if len(curve.epochs) == 1:
            axes.set_xlim(curve.epochs[0] - 1, curve.epochs[0] + 1)

    keys = [Key("training", TRAINING, TRAINING)]
    if len(curve.validation):
        keys = [Key("validation", VALIDATION, VALIDATION), *keys]
    note = ""
    if curve.broken:
        count = f"{curve.broken} values are" if curve.broken > 1 else "1 value is"
        note = f"{count} not finite (NaN or infinite), which leaves gaps."
    svg = drawn(f"curve-{curve.name}", draw, "epoch", curve.name, whole="x")
    return Drawing(_title(curve), svg, keys, note)


def rate_drawing(epochs: Sequence[int], rates: Numbers) -> Drawing:
    """The learning rate over the epochs."""

    def draw(axes: Axes) -> None:
        places, heights = thinned(np.asarray(epochs), rates)
        axes.plot(places, heights, color=SERIES[2], drawstyle="steps-post")
        if rates.min() > 0 and rates.max() / rates.min() > 20:
            _by_powers_of_ten(axes)

    # A line may be broken after a hyphen, and not after a minus.
    title = f"The learning rate goes from {rates[0]:.3g} to {rates[-1]:.3g}".replace("-", "\u2212")
    return Drawing(title, drawn("learning-rate", draw, "epoch", "learning rate", whole="x"))


def _explodes(values: Numbers) -> bool:
    """Whether a curve rises so far that of a linear scale only its last epochs would be seen."""
    finite = values[np.isfinite(values)]
    return len(finite) > 1 and bool(finite.min() > 0) and bool(finite.max() > _EXPLODED * finite[0])


def _by_powers_of_ten(axes: Axes) -> None:
    axes.set_yscale("log")
    # Its own labels are in TeX, which an SVG of texts does not set.
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axes.yaxis.set_minor_formatter(NullFormatter())


def _title(curve: LearningCurve) -> str:
    of = "Validation" if len(curve.validation) else "Training"
    turning, best = curve.turning_point, curve.best
    if turning is None:
        return f"{of} {curve.name} was never finite"
    if len(curve.epochs) == 1:
        return f"{of} {curve.name} after the only epoch: {curve.watched[0]:.4g}"
    extreme = "lowest" if curve.lower_is_better else "highest"
    title = f"{of} {curve.name} is {extreme} at epoch {turning}"
    if best is None:
        return title
    return (
        f"{title}, whose weights are used" if best == turning else f"{title}; the weights are of epoch {best}"
    )


def _mark(axes: Axes, curve: LearningCurve, best: int) -> None:
    axes.axvline(best, color=INK, linewidth=1, linestyle=(0, (2, 2)), zorder=1)
    at = np.flatnonzero(curve.epochs == best)
    if len(at) and np.isfinite(value := curve.watched[at[0]]):
        color = SERIES[VALIDATION if len(curve.validation) else TRAINING]
        axes.plot([best], [value], marker="D", markersize=7, color=color, markeredgecolor=FAINT)
    is_left, is_up = _free_place(axes, curve, best)
    axes.annotate(
        f"best: epoch {best}",
        (best, 1 if is_up else 0),
        xycoords=("data", "axes fraction"),
        xytext=(-5 if is_left else 5, -2 if is_up else 3),
        textcoords="offset points",
        ha="right" if is_left else "left",
        va="top" if is_up else "bottom",
    )


def _free_place(axes: Axes, curve: LearningCurve, best: int) -> tuple[bool, bool]:
    """Whether the label of the best epoch is left of it, and whether it is at the upper edge.

    That is where curves usually are not, unless one has a spike there.
    """
    top = axes.get_ylim()[1]
    within = axes.transScale + axes.transLimits
    line = float(within.transform((best, top))[0])
    usual = (len(curve.epochs) > 1 and best > (curve.epochs[0] + curve.epochs[-1]) / 2, curve.lower_is_better)
    places = [usual, (not usual[0], usual[1]), (usual[0], not usual[1]), (not usual[0], not usual[1])]
    for is_left, is_up in places:
        start, end = (line - _LABEL, line - _BESIDE) if is_left else (line + _BESIDE, line + _LABEL)
        up = _heights(within, curve, start, end)
        is_hidden = (up > 1 - _LINE if is_up else up < _LINE).any()
        if start >= 0 and end <= 1 and not is_hidden:
            return is_left, is_up
    return usual


def _heights(within: Transform, curve: LearningCurve, start: float, end: float) -> Numbers:
    """How high both curves are from `start` to `end`, shares of the width, as shares of the height."""
    found = [np.zeros(0)]
    for values in (curve.validation, curve.training):
        seen = np.flatnonzero(np.isfinite(values))
        if len(seen):
            across, up = within.transform(np.stack([curve.epochs[seen], values[seen]], axis=1)).T
            places = np.linspace(start, end, 30)
            own = across[(across >= start) & (across <= end)]
            found.append(np.interp(np.union1d(places, own), across, up))
    return np.concatenate(found)


def thinned(places: NDArray[np.int64], values: Numbers) -> tuple[Sequence[float], Sequence[float]]:
    """The curve, or of a long one the lowest and the highest value of every stretch."""
    if len(values) <= 2 * _STRETCHES:
        return places.tolist(), values.tolist()
    kept: list[int] = []
    for part in np.array_split(np.arange(len(values)), _STRETCHES):
        finite = part[np.isfinite(values[part])]
        if len(finite):
            kept += sorted({int(finite[values[finite].argmin()]), int(finite[values[finite].argmax()])})
    return places[kept].tolist(), values[kept].tolist()
