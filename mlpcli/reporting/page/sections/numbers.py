"""How far off a network of numbers is, and on which rows."""

from collections.abc import Iterator, Sequence

from mlpcli.data.series.naive import last_values
from mlpcli.readable import shortened
from mlpcli.reporting.evidence import Evidence
from mlpcli.reporting.facts.absent import Absent
from mlpcli.reporting.facts.answered_rows import AnsweredRows
from mlpcli.reporting.facts.mistakes import NumberMistake, number_mistakes
from mlpcli.reporting.facts.residuals import MOST_TARGETS, Residuals, residuals, step_errors
from mlpcli.reporting.figures.numbers import error_drawing, scatter_drawing, steps_drawing
from mlpcli.reporting.figures.signals import forecast
from mlpcli.reporting.page.blocks import Block, Card, Drawings, Gallery, Grid, Missing, Section, Text
from mlpcli.reporting.page.sections.row_cards import note_of, which_rows, with_row

_LONGEST_NAME = 28
_MOST_ROWS = 40


def numbers(evidence: Evidence) -> list[Section]:
    """The sections about predicted numbers."""
    rows = evidence.rows
    if isinstance(rows, Absent):
        missing = [Missing(rows.reason)]
        return [Section("errors", "Errors", missing), Section("mistakes", "Largest errors", missing)]
    return [
        Section("errors", "Errors", list(_errors(evidence, rows))),
        Section("mistakes", "Largest errors", list(_mistakes(evidence, rows))),
    ]


def _errors(evidence: Evidence, rows: AnsweredRows) -> Iterator[Block]:
    yield Text(which_rows(rows))
    names = [shortened(name, _LONGEST_NAME) for name in evidence.target_names]
    found = residuals(rows, names)
    series = evidence.preprocessing.series
    if series and series.steps > 1:
        last = last_values(series, rows.inputs)
        targets = [shortened(name, _LONGEST_NAME) for name in series.targets]
        steps = step_errors(rows, series.steps, targets, last)[:MOST_TARGETS]
        yield Drawings([steps_drawing(one, number) for number, one in enumerate(steps)])
    if len(found) > 1:
        yield _table(found)
    worst = sorted(sorted(range(len(found)), key=lambda at: found[at].r2)[:MOST_TARGETS])
    if len(worst) < len(found):
        yield Text(f"Drawn are the {len(worst)} of {len(found):,} that are predicted worst, by r2.")
    yield Drawings(
        [one for at in worst for one in (scatter_drawing(found[at], at), error_drawing(found[at], at))]
    )


def _table(found: Sequence[Residuals]) -> Grid:
    shown = sorted(found, key=lambda one: one.r2)[:_MOST_ROWS] if len(found) > _MOST_ROWS else found
    rows = [
        [
            one.name,
            f"{one.mae:.4g}",
            f"{one.rmse:.4g}",
            f"{one.r2:.4f}",
            f"{one.bias:+.3g}",
            f"{one.within:.4g}",
        ]
        for one in shown
    ]
    caption = (
        f"The {len(shown)} of the lowest r2, of {len(found):,} targets." if len(shown) < len(found) else ""
    )
    return Grid(["target", "mae", "rmse", "r2", "mean error", "90 % are within ±"], rows, caption=caption)


def _mistakes(evidence: Evidence, rows: AnsweredRows) -> Iterator[Block]:
    found = number_mistakes(rows)
    names = evidence.target_names
    cards = [_card(evidence, rows, one, names) for one in found]
    note = f"Errors are compared with the spread of the target. Rows are counted from 0. {note_of(evidence)}"
    if _is_forecast(evidence):
        note += " Then: what came, solid, and what was predicted, dashed."
    yield Gallery(f"The largest errors in {len(rows):,} rows", cards, note.strip())


def _card(evidence: Evidence, rows: AnsweredRows, one: NumberMistake, names: Sequence[str]) -> Card:
    name = f"{shortened(names[one.target], _LONGEST_NAME)}: " if len(names) > 1 else ""
    facts = [
        f"predicted {one.predicted:.6g}",
        f"off by {one.predicted - one.true:+.4g}",
        f"row {one.number:,} of {rows.split}",
    ]
    card = Card(f"{name}true {one.true:.6g}", facts)
    row = rows.inputs[one.place]
    series = evidence.preprocessing.series
    if series and _is_forecast(evidence):
        target = series.targets[one.target % len(series.targets)]
        at = one.target % len(series.targets)
        every = slice(at, None, len(series.targets))
        window = row[:, series.features.index(target)]
        drawn = forecast(window, rows.targets[one.place, every], rows.outputs[one.place, every])
        return Card(card.title, facts, svg=drawn)
    return with_row(card, evidence, row)


def _is_forecast(evidence: Evidence) -> bool:
    """Whether rows after the window are predicted, of columns that the window has."""
    series = evidence.preprocessing.series
    return series is not None and series.horizon > 0 and set(series.targets) <= set(series.features)
