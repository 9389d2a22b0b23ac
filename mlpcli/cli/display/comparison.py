"""Runs beside each other on the terminal, and as JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from mlpcli.cli.display.curves import MOST_LINES, Line, Panel, show_panels
from mlpcli.cli.display.tables import Cell, Table
from mlpcli.cli.display.terminal import say
from mlpcli.comparison.comparison import Comparison
from mlpcli.comparison.config_differences import Difference
from mlpcli.comparison.curves import ComparedCurve, RunCurve
from mlpcli.comparison.in_words import (
    ASSUMPTION,
    BEST,
    MARK,
    NOTHING,
    best_groups,
    cells_of_figure,
    cells_of_group,
    course_rows,
    seed_sentences,
    value_text,
)


def show_comparison(found: Comparison) -> None:
    """Show all that was found, in as many columns as the terminal has room for."""
    _show_runs(found)
    letters = [run.letter for run in found.runs]
    if found.config:
        _show_columns("config", letters, _rows(found.config, letters))
    else:
        say()
        say("the configs are the same")
    if found.data:
        _show_columns("data and machine", letters, _rows(found.data, letters))
    figures = [[one.title, *cells_of_figure(one, letters)] for one in found.figures]
    _show_columns("figure", letters, [*figures, *course_rows(found)], is_of_numbers=True)
    if any(one.best for one in found.figures):
        say(BEST, "dim")
    _show_curves(found)
    _show_seeds(found)
    for text in found.notices:
        say(f"notice: {text}")


def json_of(found: Comparison) -> dict[str, object]:
    """The comparison as plain values, with runs called by their letters."""
    names = ("id", "status", "seed", "epochs", "epochs_done", "best_epoch", "seconds", "parameters")
    runs = [
        {"letter": run.letter}
        | {name: getattr(run.record, name) for name in (*names, "dataset", "task")}
        | {"epochs_lost": run.lost or None}
        for run in found.runs
    ]
    return {
        "runs": runs,
        "config": [asdict(one) for one in found.config],
        "data": [asdict(one) for one in found.data],
        "figures": [asdict(one) | {"problem": one.problem or None} for one in found.figures],
        "curves": [asdict(one) for one in found.curves],
        "groups": [asdict(one) for one in found.groups],
        "headline": found.headline.title if found.headline else None,
        "tests": [
            asdict(one) | {"is_larger": one.is_larger, "problem": one.problem or None} for one in found.tests
        ],
        "to_run": found.to_run,
        "notices": found.notices,
    }


def _show_runs(found: Comparison) -> None:
    table = Table("", "run", "status", "epochs", "seed", numbers=("epochs", "seed"))
    for run in found.runs:
        record = run.record
        epochs = f"{record.epochs_done}/{record.epochs}"
        table.add(run.letter, record.id, record.status, epochs, str(run.config.seed))
    table.show()


def _rows(differences: Sequence[Difference], letters: Sequence[str]) -> list[list[str]]:
    return [
        [one.key, *(value_text(one.values[name]) if name in one.values else NOTHING for name in letters)]
        for one in differences
    ]


def _show_columns(
    head: str, letters: Sequence[str], rows: Sequence[Sequence[str]], *, is_of_numbers: bool = False
) -> None:
    """A table with a column per run; of more runs than there is room for, the next ones below."""
    start = 0
    while start < len(letters):
        for stop in range(len(letters), start, -1):
            table = Table(head, *letters[start:stop], numbers=letters if is_of_numbers else ())
            for name, *cells in rows:
                table.add(name, *map(_cell, cells[start:stop]))
            if table.fits():
                break
        say()
        table.show()
        start = stop


def _cell(text: str) -> Cell:
    return Cell(text, "green" if text.startswith(f"{MARK} ") else "")


def _show_curves(found: Comparison) -> None:
    order = best_groups(found)[:MOST_LINES]
    groups = {run.letter: found.group_of(run.letter) for run in found.runs}
    panels = []
    for curve in found.curves[:2]:
        lines = [
            _line(run, order.index(groups[run.letter])) for run in curve.runs if groups[run.letter] in order
        ]
        # The best ones last, over the others.
        finite = [line for line in reversed(lines) if _has_values(curve, line)]
        if finite:
            panels.append(Panel(curve.title, finite))
    names = {place: found.groups[number].title for place, number in enumerate(order)}
    if show_panels(panels, _used(names, panels)) and len(found.groups) > len(order):
        say("the curves of the others are on the page that --html FILE writes", "dim")


def _used(names: Mapping[int, str], panels: Sequence[Panel]) -> dict[int, str]:
    numbers = {line.number for panel in panels for line in panel.lines}
    return {number: name for number, name in names.items() if number in numbers}


def _line(run: RunCurve, number: int) -> Line:
    return Line(number, run.epochs[0], run.values)


def _has_values(curve: ComparedCurve, line: Line) -> bool:
    return any(abs(value) < float("inf") for value in line.values)


def _show_seeds(found: Comparison) -> None:
    groups = [group for group in found.groups if len(group.seeds) > 1]
    titles = {title: None for group in groups for title in group.spreads}
    if groups:
        say()
        names = [group.title for group in groups]
        table = Table("seeds", *names, numbers=names)
        table.add("seed", *(", ".join(map(str, group.seeds)) for group in groups))
        for title in titles:
            table.add(title, *(cells_of_group(group, title) for group in groups))
        table.show()
    sentences = list(seed_sentences(found))
    if sentences:
        say()
    for text in sentences:
        say(text)
    if any(test.p is not None for test in found.tests):
        say(ASSUMPTION, "dim")
    if found.to_run:
        say("to tell it, train with more seeds:")
        for line in found.to_run:
            say(f"  {line}")
