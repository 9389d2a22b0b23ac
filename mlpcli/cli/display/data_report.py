"""What the data doctor found, on standard output."""

import sys
from collections.abc import Mapping

from mlpcli.cli.display.tables import Cell, Table
from mlpcli.cli.display.terminal import Style, echo, say, styled, terminal_width
from mlpcli.cli.display.text import literal, wrapped
from mlpcli.data.doctor.report import DataReport, Severity

_MOST_CLASSES = 30
_MOST_COLUMNS = 60
_BAR = 20
_STYLES: Mapping[Severity, Style] = {"error": "red", "warning": "yellow", "note": "cyan"}


def class_table(report: DataReport) -> Table:
    """The training rows of each class, the commonest first."""
    table = Table("class", "training rows", "share", "", numbers={"training rows", "share"})
    total, most = sum(report.classes.values()), max(report.classes.values())
    ordered = sorted(report.classes.items(), key=lambda item: -item[1])
    for name, count in ordered[:_MOST_CLASSES]:
        table.add(name, f"{count:,}", f"{count / total:.1%}", "▇" * round(_BAR * count / most))
    if len(ordered) > _MOST_CLASSES:
        table.add(f"and {len(ordered) - _MOST_CLASSES} more classes", "", "", "")
    return table


def column_table(report: DataReport) -> Table:
    """The columns of a table in their order."""
    table = Table("column", "", "holds", "missing", "different", "values", numbers={"missing", "different"})
    for one in report.columns[:_MOST_COLUMNS]:
        style: Style = {"target": "bold", "unused": "dim"}.get(one.role, "")  # type: ignore[assignment]
        role = "" if one.role == "feature" else one.role
        cells = (one.name, role, one.kind, f"{one.missing:,}", f"{one.different:,}", one.values)
        table.add(*(Cell(cell, style) for cell in cells))
    if len(report.columns) > _MOST_COLUMNS:
        table.add(f"and {len(report.columns) - _MOST_COLUMNS} more columns", "", "", "", "", "")
    return table


def finding_lines(report: DataReport) -> None:
    """Say each finding, with what to do about it below it."""
    width = terminal_width(sys.stdout)
    for one in report.findings:
        label = f"{one.severity}:"
        first, *more = wrapped(f"{label} {literal(one.what)}", width)
        for line in (styled(label, _STYLES[one.severity]) + first[len(label) :], *more):
            echo(line, sys.stdout)
        if one.fix:
            for line in wrapped(f"    fix: {literal(one.fix)}", width, " " * 8):
                echo(line, sys.stdout)
    if not report.findings:
        say("nothing found that does harm", "green")
