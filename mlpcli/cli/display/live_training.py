"""Live progress of training and evaluation: aligned lines and a bar on a terminal, plain lines elsewhere."""

import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from types import TracebackType
from typing import TYPE_CHECKING

from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from mlpcli.cli.display.epoch_lines import BEST, EpochFigures, EpochLayout, epoch_layout
from mlpcli.cli.display.progress_bar import Bar, bar_console
from mlpcli.cli.display.terminal import echo, note, notice, styled
from mlpcli.cli.display.text import figure, literal
from mlpcli.config.losses import in_words
from mlpcli.data.files.http import Unit
from mlpcli.errors import Terminated
from mlpcli.inference.scoring.repeated_figures import shown_once
from mlpcli.processes.termination import before_the_end, may_end_at_once
from mlpcli.runs.folder import RunFolder
from mlpcli.workflows.progress_watcher import TrainingStart
from mlpcli.workflows.run.run_reference import run_words

if TYPE_CHECKING:
    from mlpcli.training import ChunkResult, EpochNews

# A thousand epochs would bury everything else; metrics.csv has them all.
_MOST_LINES = 40
_SECONDS_PER_LINE = 5.0
_VERBS: Mapping[Unit, str] = {"bytes": "downloading", "images": "decoding"}
# Leaves room for what is said beside it on a terminal of 60 columns.
_BAR_WIDTH = 20


class LiveTraining:
    """Shows training progress on standard error; a context manager."""

    def __init__(self) -> None:
        self._console = bar_console()
        self._progress = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(_BAR_WIDTH),
            TextColumn("{task.fields[figures]}", markup=False),
            TimeRemainingColumn(),
            console=self._console,
            transient=True,
            disable=not self._console.is_terminal,
        )
        self._stage: Progress | None = None
        self._reading: Progress | None = None
        self._reading_said = 0.0
        self._scoring = Bar("scoring", 0, rows_are_seen=False)
        self._epochs = 0
        self._names: Sequence[str] = ()
        self._layout: EpochLayout | None = None
        self._folder: RunFolder | None = None
        self._entered = ExitStack()

    def __enter__(self) -> "LiveTraining":
        self._entered.enter_context(before_the_end(lambda: self._end(is_interrupted=True)))
        # Code that could lose something protects itself with ends_in_order.
        self._entered.enter_context(may_end_at_once())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._entered.close()
        self._end(isinstance(error, KeyboardInterrupt | Terminated))

    def _end(self, is_interrupted: bool) -> None:
        self._end_stage()
        self._end_reading()
        self._scoring.stop()
        self._progress.stop()
        if self._folder and is_interrupted:
            note("interrupted; no training progress is lost. Resume with:", "yellow")
            note(f"  mlpcli resume {run_words(self._folder)}")

    def notice(self, text: str) -> None:
        self._end_reading()
        notice(text)

    def stage(self, what: str) -> None:
        if not self._console.is_terminal:
            return
        if self._progress.task_ids:
            self._progress.update(self._progress.task_ids[0], description=what, figures="")
            return
        if self._stage is None:
            columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
            self._stage = Progress(*columns, console=self._console, transient=True)
            self._stage.add_task(what, total=None)
            self._stage.start()
        self._stage.update(self._stage.task_ids[0], description=what)

    def reading(self, name: str, done: int, total: int | None, unit: Unit = "bytes") -> None:
        self._end_stage()
        if not self._console.is_terminal:
            self._say_reading(name, done, total, unit)
            return
        if self._reading is None:
            self._reading = Progress(
                TextColumn("{task.description}", markup=False),
                BarColumn(),
                DownloadColumn() if unit == "bytes" else MofNCompleteColumn(),
                TimeRemainingColumn(),
                console=self._console,
                transient=True,
            )
            self._reading.add_task(f"{_VERBS[unit]} {literal(name)}", total=total)
            self._reading.start()
        self._reading.update(self._reading.task_ids[0], completed=done, total=total)

    def begin(self, beginning: TrainingStart) -> None:
        self._end_stage()
        self._end_reading()
        dataset, checked = beginning.dataset, beginning.checked
        self._epochs = checked.config.training.epochs
        self._folder = beginning.folder
        rows = [f"{len(dataset.train):,} training rows"]
        for name in ("validation", "test"):
            if split := dataset.split(name):
                rows.append(f"{len(split):,} {name}")
        note(f"data      {dataset.facts.name}: {', '.join(rows)}")
        loss = in_words(checked.plan.objective.loss)
        note(f"network   {checked.plan.stack.parameters:,} parameters, loss {loss}")
        after = f", after epoch {beginning.epochs_done}" if beginning.epochs_done else ""
        note(f"run       {beginning.folder.path}{after}")
        if self._epochs:
            done = beginning.epochs_done
            self._progress.add_task("starting", total=self._epochs, completed=done, figures="")
            self._progress.start()

    def chunk(self, result: "ChunkResult") -> None:
        self._progress.update(
            self._progress.task_ids[0],
            completed=result.epoch - 1 + result.step / result.steps,
            description=f"epoch {result.epoch}/{self._epochs}",
            figures=f"loss {figure(result.figures['loss'])}",
        )

    def epoch(self, news: "EpochNews") -> None:
        result = news.result
        if not self._is_shown(result.epoch):
            return
        self._names = self._names or shown_once(result.figures)
        if self._console.is_terminal:
            self._show_aligned(news)
            return
        width = len(str(self._epochs))
        end = f"{result.seconds:.2f} s{'  best' if news.best else ''}"
        note(f"epoch {result.epoch:{width}}/{self._epochs}  {_shown(result.figures, self._names)}  {end}")

    def _show_aligned(self, news: "EpochNews") -> None:
        result = news.result
        if self._layout is None:
            self._layout = epoch_layout(self._names, self._epochs, self._console.options.max_width)
            for line in self._layout.header():
                note(line, "bold")
        number = f"{result.epoch}/{self._epochs}"
        shown = EpochFigures(number, result.figures, result.seconds, news.best)
        for line in self._layout.lines(shown):
            # The word alone: where every epoch is the best so far, all would be green.
            text = line.removesuffix(BEST)
            echo(text + styled(line[len(text) :], "green"), sys.stderr)

    def scored(self, rows: int, total: int) -> None:
        self._end_stage()
        self._scoring.show(rows, total)

    def _is_shown(self, epoch: int) -> bool:
        every = max(1, -(-self._epochs // _MOST_LINES))
        return epoch % every == 0 or epoch in (1, self._epochs)

    def _say_reading(self, name: str, done: int, total: int | None, unit: Unit) -> None:
        now = time.monotonic()
        if now - self._reading_said > _SECONDS_PER_LINE or done == total:
            self._reading_said = now
            scale, shown = (1e6, "{:.1f}") if unit == "bytes" else (1, "{:,.0f}")
            of = f" of {shown.format(total / scale)}" if total else ""
            amount = f"{shown.format(done / scale)}{of} {'MB' if unit == 'bytes' else unit}"
            note(f"{_VERBS[unit]} {name}: {amount}")

    def _end_stage(self) -> None:
        if self._stage:
            self._stage.stop()
            self._stage = None

    def _end_reading(self) -> None:
        if self._reading:
            self._reading.stop()
            self._reading = None


def _shown(figures: Mapping[str, float], names: Sequence[str]) -> str:
    return "  ".join(f"{name} {figure(figures[name])}" for name in names)
