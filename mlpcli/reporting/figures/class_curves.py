"""Curves of classes and the calibration, drawn."""

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes

from mlpcli.reporting.facts.calibration import Calibration
from mlpcli.reporting.facts.class_curves import ClassCurves
from mlpcli.reporting.figures.inline_svg import DASHES, FAINT, INK, SERIES, Drawing, Key, drawn, line_style

# Curves of better classes are all in one corner, which is then drawn larger.
_NEAR, _CORNER = 0.97, 0.2

# Hardly anyone acts otherwise on 90 than on 92 %.
_SMALL = 0.02

MOST_NAMED = min(len(SERIES), len(DASHES))
"""So many curves have a colour and an entry in the legend; the others are faint."""


def roc_drawing(curves: Sequence[ClassCurves]) -> Drawing:
    """The receiver operating characteristic of every class, the worst ones with names."""
    ordered = sorted(curves, key=lambda one: one.auc)

    def draw(axes: Axes) -> None:
        axes.plot([0, 1], [0, 1], color=INK, linewidth=1, linestyle=(0, (2, 2)))
        for number, one in reversed(list(enumerate(ordered))):
            axes.plot(one.false_positives, one.true_positives, **_look(number))
        axes.set_xlim(-0.02 * part, (1 + 0.02) * part)
        axes.set_ylim(1 - (1 + 0.02) * part, 1 + 0.02 * part)

    worst = ordered[0]
    part = _CORNER if worst.auc > _NEAR else 1.0
    title = f"ROC: the area under the curve of {worst.name} is {worst.auc:.4f} (guessing: 0.5)"
    if worst.auc == 1:
        title = "ROC: at some threshold every class is told from all others"
    elif len(ordered) > 1:
        title = f"ROC: the area under the curve is least for {worst.name}, {worst.auc:.4f} (guessing: 0.5)"
    keys = [(one.name, one.auc) for one in ordered]
    svg = drawn("roc", draw, "false positive rate", "true positive rate", percent="xy")
    return Drawing(title, svg, _keys(keys), f"{_rest(len(ordered))} {_corner(part)}".strip())


def precision_drawing(curves: Sequence[ClassCurves], rows: int) -> Drawing:
    """Precision and recall of every class at every threshold, the worst ones with names."""
    ordered = sorted(curves, key=lambda one: one.average_precision)

    def draw(axes: Axes) -> None:
        for number, one in reversed(list(enumerate(ordered))):
            axes.plot(one.recall, one.precision, drawstyle="steps-post", **_look(number))
        axes.set_xlim(1 - (1 + 0.02) * part, 1 + 0.02 * part)
        axes.set_ylim(1 - (1 + 0.02) * part, 1 + 0.04 * part)

    worst = ordered[0]
    part = _CORNER if worst.average_precision > _NEAR else 1.0
    guess = worst.rows / rows
    which = f"of {worst.name}" if len(ordered) == 1 else f"is least for {worst.name}:"
    verb = " is" if len(ordered) == 1 else ""
    title = (
        f"Precision and recall: the average precision {which}{verb} "
        f"{worst.average_precision:.4f} (guessing: {guess:.4f})"
    )
    keys = [(one.name, one.average_precision) for one in ordered]
    svg = drawn("precision-recall", draw, "recall", "precision", percent="xy")
    return Drawing(title, svg, _keys(keys), f"{_rest(len(ordered))} {_corner(part)}".strip())


def calibration_drawing(found: Calibration) -> Drawing:
    """The share of right answers over their confidence; the larger a point, the more rows it stands for."""

    def draw(axes: Axes) -> None:
        axes.plot([0, 1], [0, 1], color=INK, linewidth=1, linestyle=(0, (2, 2)))
        axes.plot(found.confidence, found.right, color=SERIES[0])
        sizes = 20 + 120 * found.rows / found.rows.max()
        axes.scatter(found.confidence, found.right, s=sizes, color=SERIES[0], zorder=3)
        axes.set_xlim(-0.02, 1.02)
        axes.set_ylim(-0.02, 1.05)

    return Drawing(
        _calibration_title(found),
        drawn("calibration", draw, "confidence of the answers", "share that is right", percent="xy"),
        (),
        "On the dotted line, answers are right as often as their confidence says; below it the network is "
        "too sure. Larger points stand for more rows. On as many rows, confidence that is exactly right has "
        f"a calibration error of {_percent(found.chance)} in the mean, and above "
        f"{_percent(found.most_by_chance)} in one of 20 cases.",
    )


def _calibration_title(found: Calibration) -> str:
    share = _percent(found.error)
    error = f"calibration error {share}"
    if found.error < _SMALL and found.error > found.most_by_chance:
        how = "sure" if found.gap > 0 else "unsure"
        return f"The network is hardly too {how}: {error}"
    if found.error < _SMALL:
        return f"The confidence can be relied on: {error}"
    if found.error <= found.most_by_chance:
        rows = int(found.rows.sum())
        which = f"{rows:,} rows" if rows > 1 else "1 row"
        return f"The calibration error of {share} may be chance: {which} cannot tell more"
    if abs(found.gap) < found.error / 2:
        return f"Too sure here, too unsure there: {error}"
    return f"The network is too {'sure' if found.gap > 0 else 'unsure'}: {error}"


def _percent(share: float) -> str:
    return f"{100 * share:.1f}\u202f%"


def _look(number: int) -> Any:
    if number >= MOST_NAMED:
        return {"color": FAINT, "linewidth": 1}
    return {"color": SERIES[number], "linestyle": line_style(number)}


def _keys(found: Sequence[tuple[str, float]]) -> list[Key]:
    named = enumerate(found[:MOST_NAMED])
    return (
        [Key(f"{name} {value:.4f}", number, number) for number, (name, value) in named]
        if len(found) > 1
        else []
    )


def _corner(part: float) -> str:
    return "" if part == 1 else f"Only the corner of the last {100 * part:.0f}\u202f% is drawn."


def _rest(count: int) -> str:
    rest = count - MOST_NAMED
    if rest < 1:
        return ""
    lines = "line is that of 1 better class" if rest == 1 else f"lines are those of {rest} better classes"
    return f"The faint {lines}."
