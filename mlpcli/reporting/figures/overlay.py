"""The curves of several runs over each other."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from mlpcli.comparison.curves import ComparedCurve
from mlpcli.readable import figure
from mlpcli.reporting.figures.curves import thinned
from mlpcli.reporting.figures.inline_svg import FAINT, SERIES, Drawing, Key, drawn, line_style

# The last colour and the last dashes are those of what is in the background.
_COLORS = 5
MOST_APART = 2 * _COLORS
"""How many groups of lines can be told apart in one drawing."""


def overlay_drawing(curve: ComparedCurve, groups: Mapping[str, int], names: Sequence[str]) -> Drawing:
    """One figure of several runs over the epochs, and each run's best epoch marked.

    `groups` are the numbers of the runs' groups, by letter: runs of a group look alike. `names` are those of
    the groups by number; groups without a name are drawn in the background.
    """

    def draw(axes: Axes) -> None:
        # The named ones last, over the others.
        for run in sorted(curve.runs, key=lambda run: -groups[run.letter]):
            number = groups[run.letter]
            values = np.array(run.values, np.float64)
            values[~np.isfinite(values)] = np.nan
            places, heights = thinned(np.array(run.epochs), values)
            if number >= len(names):
                axes.plot(places, heights, color=FAINT, linewidth=1.2, zorder=1)
                continue
            color, dashes = _look(number)
            style: Any = {"color": SERIES[color], "zorder": 3}
            axes.plot(places, heights, linestyle=line_style(dashes), linewidth=1.7, **style)
            if best := run.best(curve.better):
                axes.plot(*best, marker="D", markersize=5.5, markeredgecolor=FAINT, **style)

    there = sorted({groups[run.letter] for run in curve.runs})
    keys = [Key(names[number], *_look(number)) for number in there if number < len(names)]
    notes = ["A diamond marks the best epoch of each run."]
    if len(there) > len(keys):
        notes.append("Runs that are not named are drawn thin in the background.")
    if any(not np.isfinite(run.values).all() for run in curve.runs):
        notes.append("Values that are not finite (NaN or infinite) leave gaps.")
    svg = drawn(f"overlay-{curve.name}", draw, "epoch", curve.title, whole="x")
    return Drawing(_title(curve), svg, keys, " ".join(notes))


def _look(number: int) -> tuple[int, int]:
    """The colour and the dashes of a group."""
    rounds, color = divmod(number, _COLORS)
    return color, (color + 2 * rounds) % _COLORS


def _title(curve: ComparedCurve) -> str:
    found = [(best, run) for run in curve.runs if (best := run.best(curve.better))]
    what = curve.title[0].upper() + curve.title[1:]
    if not found:
        return f"{what} was never finite"
    if not curve.is_comparable:
        return f"{what}, on rows that are not the same"
    sign = 1 if curve.better == "min" else -1
    (epoch, value), run = min(found, key=lambda one: sign * one[0][1])
    extreme = "lowest" if curve.better == "min" else "highest"
    return f"{what} is {extreme} in {run.letter}: {figure(value)} at epoch {epoch}"
