"""Errors of predicted numbers, drawn."""

import numpy as np
from matplotlib.axes import Axes

from mlpcli.reporting.facts.residuals import Residuals, StepErrors
from mlpcli.reporting.figures.inline_svg import INK, SERIES, Drawing, Key, drawn, line_style


def scatter_drawing(found: Residuals, number: int) -> Drawing:
    """Predicted against true numbers of a target."""

    def draw(axes: Axes) -> None:
        low = min(found.true.min(), found.predicted.min())
        high = max(found.true.max(), found.predicted.max())
        axes.plot([low, high], [low, high], color=INK, linewidth=1, linestyle=(0, (2, 2)))
        many = len(found.true) > 300
        axes.plot(
            found.true,
            found.predicted,
            linestyle="",
            marker="o",
            markersize=3 if many else 4.5,
            markeredgewidth=0,
            alpha=0.4 if many else 0.7,
            color=SERIES[0],
        )

    title = f"Predicted {found.name} follows the true one with r2 {found.r2:.3f}"
    if found.r2 < 0.1:
        title = f"Predicted {found.name} hardly follows the true one: r2 {found.r2:.3f}"
    note = "On the dotted line a prediction is right."
    return Drawing(title, drawn(f"scatter-{number}", draw, "true value", "predicted value"), (), note)


def error_drawing(found: Residuals, number: int) -> Drawing:
    """The histogram of the errors of a target."""

    def draw(axes: Axes) -> None:
        widths = np.diff(found.edges)
        axes.bar(found.edges[:-1], found.counts, widths, align="edge", color=SERIES[0], linewidth=0)
        axes.axvline(0, color=INK, linewidth=1, linestyle=(0, (2, 2)))

    which = "9 of 10 errors" if found.within < found.largest else "All errors"
    title = f"{which} of {found.name} are within ±{found.within:.4g}; the mean error is {found.bias:+.3g}"
    note = "Predicted less true. The outermost bars hold what is beyond them too."
    return Drawing(title, drawn(f"errors-{number}", draw, "error", "rows", whole="y"), (), note)


def steps_drawing(found: StepErrors, number: int) -> Drawing:
    """The error of a forecast over the steps ahead."""
    steps = np.arange(1, len(found.mae) + 1)

    def draw(axes: Axes) -> None:
        axes.plot(steps, found.mae, color=SERIES[0], marker="o", markersize=4)
        if found.naive is not None:
            axes.plot(steps, found.naive, color=SERIES[1], linestyle=line_style(1))
        axes.set_ylim(bottom=0)

    first, last = found.mae[0], found.mae[-1]
    title = f"{found.name}: the error goes from {first:.4g} one step ahead to {last:.4g} after {len(steps)}"
    keys = [Key("network", 0)]
    if found.naive is not None:
        keys.append(Key("repeating the last value", 1, 1))
    return Drawing(
        title, drawn(f"steps-{number}", draw, "steps ahead", "mean absolute error", whole="x"), keys
    )
