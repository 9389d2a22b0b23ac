"""TensorBoard's event files, in `tensorboard/` of the run's folder, by tensorboardX, without TensorFlow."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from os import PathLike
from pathlib import Path
from typing import Any

from mlpcli.loggers.logged_run import Ending, LoggedRun, Row
from mlpcli.runs.untrusted_files import refuse_link

_FILES = "events.out.tfevents.*"
# In metrics.csv, but not figures of a split.
_OTHERS = ("learning_rate", "seconds")


class TensorBoardLogger:
    """Writes one event file per training.

    A resumed training writes the epochs before it once more, from metrics.csv, and removes the older files:
    a killed training may have lost its last events, or logged epochs that are trained again.
    """

    def begin(self, run: LoggedRun) -> None:
        # tensorboardX.SummaryWriter is not used: it writes in a thread of its own, where a full disk
        # is a traceback on the terminal and a `flush` that never returns.
        from tensorboardX.event_file_writer import EventsWriter
        from tensorboardX.proto.event_pb2 import SessionLog
        from tensorboardX.summary import text

        refuse_link(run.folder.tensorboard)
        run.folder.tensorboard.mkdir(exist_ok=True)
        older = list(run.folder.tensorboard.glob(_FILES))
        self._run = run
        self._writer: Any = EventsWriter(str(run.folder.tensorboard / "events"), _suffix(older))
        # Tells a TensorBoard that is running to forget what it has read from the older files.
        self._write(session_log=SessionLog(status=SessionLog.START), step=0)
        self._write(summary=text("config", f"```yaml\n{run.config}```"), step=0)
        facts = "\n".join(f"| {key} | {value} |" for key, value in run.tags.items())
        self._write(summary=text("run", f"| fact | value |\n| --- | --- |\n{facts}"), step=0)
        self._write_rows(run.rows, _times(run))
        self._writer.flush()
        for path in older:
            with suppress(FileNotFoundError):
                path.unlink()

    def epochs(self, rows: Sequence[Row]) -> None:
        self._write_rows(rows, [None] * len(rows))
        self._writer.flush()

    def final(self, epoch: int, figures: Mapping[str, Mapping[str, float]]) -> None:
        from tensorboardX.summary import hparams, scalar

        found = {
            f"final/{name}/{split}": value for split, one in figures.items() for name, value in one.items()
        }
        for tag, value in found.items():
            self._write(summary=scalar(tag, value), step=epoch)
        for part in hparams(dict(self._run.parameters), found):
            self._write(summary=part, step=0)
        self._writer.flush()

    def end(self, ending: Ending) -> None:
        self._writer.close()

    def _write_rows(self, rows: Sequence[Row], times: Iterable[float | None]) -> None:
        from tensorboardX.summary import scalar

        for row, time in zip(rows, times, strict=True):
            for name, value in row.items():
                if name != "epoch":
                    self._write(summary=scalar(_tag(name), value), step=int(row["epoch"]), time=time)

    def _write(self, step: int, time: float | None = None, **content: Any) -> None:
        from tensorboardX.proto.event_pb2 import Event

        now = datetime.now().timestamp()
        self._writer.write_event(Event(wall_time=now if time is None else time, step=step, **content))


def _tag(name: str) -> str:
    """`loss/train`, `loss/validation`: TensorBoard groups charts by what is before the slash."""
    if name in _OTHERS:
        return name
    return f"{name.removeprefix('val_')}/validation" if name.startswith("val_") else f"{name}/train"


def _suffix(older: Sequence[PathLike[str]]) -> str:
    """The end of a file name that is new and sorts after the others, within the same second too."""
    numbers = [int(end) for path in older if (end := Path(path).suffix[1:]).isdecimal()]
    return f".{max(numbers, default=0) + 1}"


def _times(run: LoggedRun) -> Iterator[float]:
    """About when the epochs before this training ended: as if it had never been interrupted."""
    time = datetime.fromisoformat(run.started).timestamp()
    for row in run.rows:
        time += row["seconds"]
        yield time
