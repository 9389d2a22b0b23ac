"""The interface of a source that a config has chosen."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Literal

from mlpcli.config.dataset_facts import DataFacts
from mlpcli.config.sources.base import DataSection, Standardize
from mlpcli.config.sources.images import Fit

if TYPE_CHECKING:
    # They import NumPy and urllib, which takes longer than checking a config.
    from mlpcli.data.dataset import SourceRows, Split, StoredRows
    from mlpcli.data.files.dataset_downloads import DownloadError
    from mlpcli.data.files.http import Opener, Progress
    from mlpcli.data.preprocessing import Preprocessing

# Lines of a script that give `x` and `y` the shapes and types they have in training.
CLASSES = 'x, y = x.astype("float32"), y.astype("int32")\n'
QUANTITIES = 'x, y = x.astype("float32"), y.astype("float32").reshape(-1, 1)\n'


@dataclass(frozen=True)
class Reading:
    """Lines of a script that read rows, with the imports and functions they need.

    They assign all rows to `x` and `y`; if other splits are `apart`, to `x_train`, `y_train`, and for example
    `x_test` and `y_test`. If they are `is_grouped`, they assign to `group` what `SourceRows.groups` is, and
    define `hold_back_groups`. `after_splits` changes `x_train` and `y_train` once the other rows are held
    back. Inputs have the shape and type that the model takes; targets are class numbers `[rows]` or numbers
    `[rows, targets]`.
    """

    code: str
    imports: frozenset[str]
    functions: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    after_splits: str = ""
    is_grouped: bool = False


@dataclass(frozen=True)
class Treatment:
    """How to split and scale the rows as read: the keys of the same names in the `data` section.

    A key that a source does not have is 0 or False.
    """

    validation: float = 0.0
    test: float = 0.0
    rescale: bool = False
    standardize: Standardize = False
    fit: Fit | Literal[False] = False
    standardize_targets: bool = False
    clamp_predictions: bool = False


@dataclass(frozen=True)
class Fallback:
    """The source to use if another cannot be downloaded, and the notice that says so."""

    section: DataSection
    notice: str


@dataclass(frozen=True, eq=False)
class OpenSource(ABC):
    """A source that a config chose: its facts are known, and its rows are not read yet.

    `section` is what the config says, with every `auto` of it resolved.
    """

    section: DataSection

    @property
    @abstractmethod
    def facts(self) -> DataFacts:
        """The facts of its rows."""

    @abstractmethod
    def read(self, seed: int, progress: "Progress | None", opener: "Opener") -> "SourceRows":
        """Reads or draws all rows; `progress` and `opener` are for downloads.

        Raises DataError, or its subclass DownloadError if a download fails.
        """

    @property
    def bytes(self) -> int:
        """The memory that all rows take, as training takes them; 0 if they are never many."""
        return 0

    @property
    def is_on_disk(self) -> bool:
        """Whether it was opened as one that never has all rows in memory."""
        return False

    @property
    def training_count(self) -> int | None:
        """How many rows it trains on, except for rows that are found to be alike; None if that is not known
        before they are read."""
        return None

    @property
    def largest_input(self) -> float | None:
        """The largest size of a number in its inputs before they are scaled; None if that is not known before
        they are read."""
        return None

    @property
    def target_range(self) -> tuple[float, float] | None:
        """The lowest and the highest number to predict before they are scaled; None for classes, and if that
        is not known before the rows are read."""
        return None

    @property
    def fitted(self) -> "Preprocessing | None":
        """What was fitted to its training rows when it was opened, if it was."""
        return None

    def left_of(self, rows: int, has_own_test: bool = False) -> int:
        """How many of so many rows are left for training once the shares for the other splits are drawn."""
        left = rows if has_own_test else rows - round(self.treatment.test * rows)
        return left - round(self.treatment.validation * left)

    def on_disk(self, progress: "Progress | None" = None) -> "StoredRows | None":
        """Its rows where they lie on disk, or were encoded in the cache folder; None for a source that only
        reads them into memory.

        Raises DataError, and StorageError if they cannot be encoded.
        """
        return None

    def training_rows(self, rows: "Split", seed: int) -> "Split":
        """What to train on, of the rows that are left once the others are held back."""
        return rows

    @abstractmethod
    def script(self) -> Reading:
        """How a script reads the same rows; in the script, `SEED` is the run's seed."""

    @property
    def treatment(self) -> Treatment:
        """How the config wants the rows split and scaled."""
        named = {field.name for field in fields(Treatment)}
        return Treatment(**{key: value for key, value in self.section if key in named})

    def fallback(self, error: "DownloadError") -> Fallback | None:
        """The source to use after `read` has raised `error`, if the config names one."""
        return None
