"""What every source offers, once a config has chosen it."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from mlpcli.config.dataset_facts import DataFacts
from mlpcli.config.sources.base import DataSection, Standardize

if TYPE_CHECKING:
    # They bring NumPy and urllib, and a config is checked in less time than importing them takes.
    from mlpcli.data.dataset import SourceRows
    from mlpcli.data.files.dataset_downloads import DownloadError
    from mlpcli.data.files.http import Opener, Progress

# The lines of a script that give `x` and `y` the shapes and types that they have in training.
CLASSES = 'x, y = x.astype("float32"), y.astype("int32")\n'
QUANTITIES = 'x, y = x.astype("float32"), y.astype("float32").reshape(-1, 1)\n'


@dataclass(frozen=True)
class Reading:
    """Lines of a script that read rows, with the imports and the functions that they need.

    One piece is left in `x` and `y`; rows that come `apart` in `x_train`, `y_train`, `x_test` and `y_test`.
    Inputs have the shape and the type that the model takes, targets are class numbers `[rows]` or numbers
    `[rows, targets]`.
    """

    code: str
    imports: frozenset[str]
    functions: tuple[str, ...] = ()
    apart: bool = False


@dataclass(frozen=True)
class Treatment:
    """What is done with rows as they were read, by the keys of the same names in the `data` section.

    A key that a source does not have is as if it said no.
    """

    validation: float = 0.0
    test: float = 0.0
    rescale: bool = False
    standardize: Standardize = False


@dataclass(frozen=True)
class Fallback:
    """What is trained on instead of a source that cannot be had, and the notice that says so."""

    section: DataSection
    notice: str


@dataclass(frozen=True, eq=False)
class OpenSource(ABC):
    """A source that a config chose: its facts are known, and its rows still to be read."""

    section: DataSection

    @property
    @abstractmethod
    def facts(self) -> DataFacts:
        """What its rows will be."""

    @abstractmethod
    def read(self, seed: int, progress: "Progress | None", opener: "Opener") -> "SourceRows":
        """Reads or draws all rows; `progress` and `opener` are for what has to be downloaded.

        Raises DataError, or DownloadError if that is the reason.
        """

    @abstractmethod
    def script(self) -> Reading:
        """How a script reads the same rows, where `SEED` is the run's seed."""

    @property
    def treatment(self) -> Treatment:
        """What the config wants done with the rows."""
        named = {field.name for field in fields(Treatment)}
        return Treatment(**{key: value for key, value in self.section if key in named})

    def fallback(self, error: "DownloadError") -> Fallback | None:
        """What to train on after `read` has raised `error`, if the config names something."""
        return None
