"""What a training has, on standard output."""

import sys
from collections.abc import Mapping

from mlpcli.cli.display.terminal import Style, echo, say, styled, terminal_width
from mlpcli.cli.display.text import wrapped
from mlpcli.diagnosis.diagnosis import Diagnosis, Severity
from mlpcli.readable import literal
from mlpcli.workflows.diagnose import DiagnosedRun
from mlpcli.workflows.run.run_findings import lines_to_try

_STYLES: Mapping[Severity, Style] = {"severe": "red", "moderate": "yellow", "answer": "cyan"}
_INDENT = "    "


def show_diagnoses(diagnosed: DiagnosedRun) -> None:
    """Show each finding with its evidence, its reason and the line to try, and what was not looked at."""
    say(diagnosed.folder.id, "bold")
    for one in diagnosed.found:
        _show(one, lines_to_try(diagnosed.folder, one))
    if all(one.severity == "answer" for one in diagnosed.found):
        say()
        say("nothing found that harms the training", "green")
    if diagnosed.not_looked_at:
        say()
    for missing in diagnosed.not_looked_at:
        _lines(f"not looked at: {literal(missing.what)}: {literal(missing.reason)}")


def _show(one: Diagnosis, lines: tuple[str, ...]) -> None:
    say()
    label = f"{one.severity}:"
    _lines(f"{label} {literal(one.headline)}", styled_part=(label, _STYLES[one.severity]))
    for seen in one.evidence:
        _lines(f"{_INDENT}seen: {literal(seen)}")
    _lines(f"{_INDENT}why: {literal(one.why)}")
    if one.severity != "answer":
        _lines(f"{_INDENT}try: {literal(one.advice)}")
    for line in lines:
        # Whole, to be copied.
        say(f"{_INDENT * 2}{line}")


def _lines(text: str, styled_part: tuple[str, Style] = ("", "")) -> None:
    part, style = styled_part
    for line in wrapped(text, terminal_width(sys.stdout), _INDENT * 2):
        echo(line.replace(part, styled(part, style), 1) if part else line, sys.stdout)
        part = ""
