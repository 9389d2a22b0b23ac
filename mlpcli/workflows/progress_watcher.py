"""Progress reports to the caller of a command."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from mlpcli.data.dataset import Dataset
from mlpcli.data.files.http import Unit
from mlpcli.runs.folder import RunFolder
from mlpcli.workflows.validate import Checked

if TYPE_CHECKING:
    from mlpcli.training import ChunkResult, EpochNews


@dataclass(frozen=True)
class TrainingStart:
    """A training that is about to start, or to resume after `epochs_done` epochs."""

    checked: Checked
    dataset: Dataset
    folder: RunFolder
    epochs_done: int = 0


class Watcher(Protocol):
    """Called for each event as it happens; return values are ignored."""

    def notice(self, text: str) -> None: ...

    def stage(self, what: str) -> None: ...

    def reading(self, name: str, done: int, total: int | None, unit: Unit = "bytes") -> None: ...

    def begin(self, beginning: TrainingStart) -> None: ...

    def chunk(self, result: "ChunkResult") -> None: ...

    def epoch(self, news: "EpochNews") -> None: ...

    def scored(self, rows: int, total: int) -> None: ...


class SilentWatcher:
    """The watcher of callers that only need the result."""

    def notice(self, text: str) -> None:
        pass

    def stage(self, what: str) -> None:
        pass

    def reading(self, name: str, done: int, total: int | None, unit: Unit = "bytes") -> None:
        pass

    def begin(self, beginning: TrainingStart) -> None:
        pass

    def chunk(self, result: "ChunkResult") -> None:
        pass

    def epoch(self, news: "EpochNews") -> None:
        pass

    def scored(self, rows: int, total: int) -> None:
        pass
