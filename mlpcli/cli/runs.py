"""`mlpcli runs list`, `show`, `compare`, `verify` and `remove`"""

import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import mlpcli
from mlpcli.cli.completion import run_references
from mlpcli.cli.display.tables import Cell, Table
from mlpcli.cli.display.terminal import Style, ask, no_result, note, say, write_json
from mlpcli.cli.display.text import figure
from mlpcli.cli.options import RUN_HELP, RUNS, Json, RunArgument, Runs
from mlpcli.cli.process.help_texts import Command
from mlpcli.errors import RunError, UsageError
from mlpcli.processes.memory_limit import require_memory_for_numpy

if TYPE_CHECKING:
    from mlpcli.runs.listing import BrokenRun
    from mlpcli.runs.record import RunRecord, Status
    from mlpcli.workflows.remove_runs import RunToRemove
    from mlpcli.workflows.show_run import ShownRun
    from mlpcli.workflows.verify_runs import Verified

app = typer.Typer(help="List, show, compare, verify and remove runs.", no_args_is_help=True)

RunsArgument = Annotated[
    list[str], typer.Argument(metavar="RUN...", help=RUN_HELP, autocompletion=run_references)
]
SomeRuns = Annotated[
    list[str] | None,
    typer.Argument(metavar="[RUN...]", help=f"{RUN_HELP} Default: all runs.", autocompletion=run_references),
]
Limit = Annotated[
    int | None,
    typer.Option(
        "--limit", metavar="N", min=0, help="At most N runs; 0 lists all.  [default: 50, with --json all]"
    ),
]
Sort = Annotated[str | None, typer.Option("--sort", metavar="KEY", help="Sort by a fact or a figure.")]
Where = Annotated[
    list[str] | None,
    typer.Option("--where", metavar="KEY=VALUE", help="Only runs with this value; repeatable."),
]
Html = Annotated[
    Path | None,
    typer.Option("--html", "--output", "-o", metavar="FILE", help="Write the comparison as a page, too."),
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Remove without confirmation.")]

_USUAL_LIMIT = 50
_LAST_EPOCHS = 10
_LOOKS: "dict[Status, Style]" = {
    "running": "cyan",
    "completed": "green",
    "interrupted": "yellow",
    "diverged": "red",
    "failed": "red",
}


@app.command("list", cls=Command)
def list_runs(
    limit: Limit = None, sort: Sort = None, where: Where = None, as_json: Json = False, runs: Runs = RUNS
) -> None:
    """List runs, newest first.

    \b
    Examples:
      mlpcli runs list
      mlpcli runs list --sort accuracy --where name=mnist_mlp
      mlpcli runs list --where status=completed --limit 10
      mlpcli runs list --json

    KEY is a fact, such as name, status, dataset, seed, parameters, seconds or epochs_done, or a figure:
    accuracy, validation.loss. Figures are sorted best first, other numbers highest first.
    """
    from mlpcli.workflows.list_runs import select_runs

    most = (None if as_json else _USUAL_LIMIT) if limit is None else limit or None
    found = select_runs(runs, limit=most, sort=sort, where=where or ())
    if as_json:
        write_json([asdict(run) for run in found.runs])
        return
    if not found.runs:
        note("no run meets all conditions of --where" if where else _no_runs(runs))
        return
    _show_list(found.runs, runs)
    if more := found.total - len(found.runs):
        note(f"... and {more:,} more; --limit 0 lists all")


def _show_list(listed: "Sequence[RunRecord | BrokenRun]", runs: Path) -> None:
    """Show the table of runs, on a terminal that is wide enough with the curves of their losses."""
    from mlpcli.cli.display.small_curve import can_be_shown, small_curve
    from mlpcli.runs.folder import RunFolder
    from mlpcli.runs.metrics_csv import glimpse

    rows = [_row(run) for run in listed]
    columns = ["run", "status", "data", "epochs", "result"]
    if can_be_shown(sys.stdout):
        curves = [small_curve(glimpse(RunFolder(runs / run.id).metrics)) for run in listed]
        with_curves = [[*row[:-1], curve, row[-1]] for row, curve in zip(rows, curves, strict=True)]
        table = _table([*columns[:-1], "loss", columns[-1]], with_curves)
        if table.fits():
            table.show()
            return
    _table(columns, rows).show()


def _table(columns: "Sequence[str]", rows: "Sequence[Sequence[str | Cell]]") -> Table:
    table = Table(*columns, numbers=("epochs",))
    for row in rows:
        table.add(*row)
    return table


def _no_runs(runs: Path) -> str:
    return f"there are no runs in {runs}; train one, or name another folder: --runs DIR"


@app.command("show", cls=Command)
def show_run(run: RunArgument = "latest", as_json: Json = False, runs: Runs = RUNS) -> None:
    """Show one run: its network, its epochs and its metrics.

    \b
    Examples:
      mlpcli runs show
      mlpcli runs show mnist_mlp --json
    """
    shown = mlpcli.show_run(run, runs=runs)
    if as_json:
        write_json(asdict(shown.record) | {"metrics": shown.epochs})
    else:
        _show(shown)


@app.command("compare", cls=Command)
def compare_runs(
    references: RunsArgument, html: Html = None, as_json: Json = False, runs: Runs = RUNS
) -> None:
    """Compare 2 to 50 runs: what differs in them, which is the best, and if that is more than the seed.

    \b
    Examples:
      mlpcli runs compare wide narrow
      mlpcli runs compare wide narrow latest --html compared.html
      mlpcli runs compare runs/wide-* runs/narrow-* --json

    Runs that differ in nothing but the seed are one group, with mean and standard deviation. Nothing is
    written but the page.
    """
    from mlpcli.cli.display.comparison import json_of, show_comparison

    found = mlpcli.compare_runs(references, runs=runs, html=html)
    if as_json:
        write_json(json_of(found))
        return
    show_comparison(found)
    if html:
        say(f"page {html}")


@app.command("verify", cls=Command)
def verify_runs(references: SomeRuns = None, as_json: Json = False, runs: Runs = RUNS) -> None:
    """Read all files of runs, compare every digest, and report files that are damaged, missing or swapped.

    \b
    Examples:
      mlpcli runs verify
      mlpcli runs verify mnist_mlp --json

    Exits with 0 if all runs are intact, and with 4 if one is broken. Nothing is written.
    """
    require_memory_for_numpy()
    from mlpcli.cli.display.progress_bar import Bar

    shown = 0
    rows_are_seen = sys.stdout.isatty() and not as_json
    with Bar("verifying", 0, rows_are_seen) as bar:

        def told(one: "Verified", total: int) -> None:
            nonlocal shown
            shown += 1
            bar.show(shown, total)
            if not as_json:
                _show_verified(one)

        verified = mlpcli.verify_runs(references or (), runs=runs, told=told)
    if as_json:
        write_json([asdict(one) for one in verified])
    elif not verified:
        note(_no_runs(runs))
    if any(one.state == "broken" for one in verified):
        raise typer.Exit(RunError.exit_code)


def _show_verified(one: "Verified") -> None:
    say(f"{one.run}  {one.state}")
    for text in one.findings:
        say(f"    {text}")
    for text in one.notes:
        say(f"    note: {text}")


@app.command("remove", cls=Command)
def remove_runs(references: RunsArgument, yes: Yes = False, runs: Runs = RUNS) -> None:
    """Remove runs, including everything in their folders.

    \b
    Examples:
      mlpcli runs remove mnist_mlp-20261121-014102
      mlpcli runs remove xor_mlp latest --yes

    Asks for confirmation. If one of the runs is in use by a process, none is removed.
    """
    if not mlpcli.remove_runs(references, runs=runs, agree=None if yes else _agree, told=_removed):
        note("nothing was removed")


def _removed(run: "RunToRemove") -> None:
    with no_result():
        say(f"removed {_with_added(run)}")


def _agree(doomed: "Sequence[RunToRemove]") -> bool:
    if not sys.stdin.isatty():
        raise UsageError(
            "cannot ask for confirmation without a terminal", "add --yes to remove without confirmation"
        )
    runs = "1 run" if len(doomed) == 1 else f"{len(doomed)} runs"
    names = ", ".join(map(_with_added, doomed))
    return ask(f"remove {runs}: {names}? [y/N] ").lower() in ("y", "yes")


def _with_added(run: "RunToRemove") -> str:
    return run.folder.id + (f" (with {', '.join(run.added)}, not written by mlpcli)" if run.added else "")


def _row(run: "RunRecord | BrokenRun") -> list[str | Cell]:
    from mlpcli.runs.listing import BrokenRun

    if isinstance(run, BrokenRun):
        return [run.id, Cell("broken", "red"), "", "", run.reason]
    epochs = f"{run.epochs_done}/{run.epochs}"
    return [run.id, Cell(run.status, _LOOKS[run.status]), run.dataset, epochs, _result(run)]


def _result(run: "RunRecord") -> str:
    if run.error:
        return run.error
    split = "test" if "test" in run.figures else "validation"
    figures = run.figures.get(split, {})
    wanted = "r2" if run.task == "regression" else "accuracy"
    value = figure(figures.get(wanted))
    return value and f"{split} {wanted} {value}"


def _show(shown: "ShownRun") -> None:
    from mlpcli.cli.display.curves import show_curves
    from mlpcli.cli.display.layer_table import layer_table, objective_line

    record = shown.record
    say(f"{record.id}  {record.status}, {record.epochs_done}/{record.epochs} epochs")
    say(f"started {record.started}, {record.seconds:.1f} s, seed {record.seed}, {record.device}")
    rows = ", ".join(f"{count:,} {name}" for name, count in record.rows.items())
    say(f"data {record.dataset}: {rows}")
    say(f"command {' '.join(record.command)}")
    for text in (*record.notices, *([record.error] if record.error else [])):
        say(f"notice: {text}")
    say()
    layer_table(shown.plan).show()
    say(objective_line(shown.plan))
    if shown.epochs:
        say()
        show_curves(shown.epochs, record.best_epoch)
        columns = tuple(name for name in shown.epochs[0] if name != "seconds")
        table = Table(*columns, numbers=columns)
        for row in shown.epochs[-_LAST_EPOCHS:]:
            table.add(str(int(row["epoch"])), *(figure(row[name]) for name in columns[1:]))
        table.show()
    for split, figures in record.figures.items():
        text = "  ".join(f"{name} {figure(value)}" for name, value in figures.items() if value is not None)
        say(f"{split}: {text}")
