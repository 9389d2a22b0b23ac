"""`mlpcli report`"""

from pathlib import Path
from typing import Annotated

import typer

import mlpcli
from mlpcli.cli.display.terminal import no_result, notice, say
from mlpcli.cli.options import RUNS, RunArgument, Runs
from mlpcli.processes.memory_limit import require_memory_for_numpy

Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Default: report.html in the run's folder."),
]
Open = Annotated[bool, typer.Option("--open", help="Open the page in a browser.")]


def report(
    run: RunArgument = "latest", output: Output = None, open_it: Open = False, runs: Runs = RUNS
) -> None:
    """Write the page of a run: curves, figures beside baselines, mistakes, what made the difference.

    \b
    Examples:
      mlpcli report
      mlpcli report mnist_mlp --open
      mlpcli report mnist_mlp -o digits.html

    One HTML file, which loads nothing from anywhere. `mlpcli train` writes it too, unless the config says
    `report: false`.
    """
    require_memory_for_numpy()
    from mlpcli.cli.display.live_training import LiveTraining

    with LiveTraining() as watcher:
        written = mlpcli.report(run, output, runs=runs, watcher=watcher)
    with no_result():
        say(str(written.path))
    if open_it and not _opened(written.path):
        notice(f"no browser was found; open {written.path} in one")


def _opened(path: Path) -> bool:
    # Imported here because it looks for browsers when it is first used.
    import webbrowser

    return webbrowser.open(path.absolute().as_uri())
