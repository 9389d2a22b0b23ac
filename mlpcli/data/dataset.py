"""Datasets in memory: what every source is read into."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from mlpcli.config.dataset_facts import DataFacts
from mlpcli.data.preprocessing import Preprocessing
from mlpcli.data.preprocessing.resize import White
from mlpcli.data.stores.disk_rows import AnyRows, require_stored
from mlpcli.data.stores.split_members import Members

if TYPE_CHECKING:
    from mlpcli.data.stores.inspection import Findings

Array = NDArray[Any]


@dataclass(frozen=True)
class Split:
    """Rows and their targets, both in memory or both on disk.

    `inputs`: `[rows, *facts.shape]`, uint8 for pixels and float32 otherwise, as the network takes them.
    `targets`: `[rows]` int32 class numbers, or `[rows, targets]` float32 for a regression.
    """

    inputs: AnyRows
    targets: AnyRows

    def __len__(self) -> int:
        return len(self.inputs)

    @property
    def bytes(self) -> int:
        """The memory that the rows take, or would take."""
        return self.inputs.nbytes + self.targets.nbytes

    def part(self, members: Members | None) -> "Split":
        """The rows of `members` alone, all for None. Raises TypeError for rows that are not on disk."""
        if members is None:
            return self
        return Split(require_stored(self.inputs).of(members), require_stored(self.targets).of(members))


@dataclass(frozen=True)
class SourceRows:
    """The rows of a source as read, before any are held back.

    `test` is None if the test rows are still to be drawn from `train`, and `validation` if the validation
    rows are. `groups` `[rows]` is for each row of `train` the first row of its group, all of which stay on
    the same side of a split; a group is of one class. None if every row is a group of its own.
    If the source has drawn all rows itself, and fitted and applied the steps on the host, `prepared` holds
    these, and the splits are final. `fingerprint` is as in `Dataset`, where the source has a quicker one than
    the digest of all arrays. `white` are the values of images of more than 8 bits that were read as white;
    `reframed` says whether any image was cut or got a margin.
    """

    train: Split
    test: Split | None
    notices: tuple[str, ...] = ()
    validation: Split | None = None
    prepared: Preprocessing | None = None
    fingerprint: str = ""
    groups: NDArray[np.intp] | None = None
    white: White = White()
    reframed: bool = False

    @property
    def own_splits(self) -> tuple[str, ...]:
        """As in `Dataset`."""
        return _names_of(self.validation, self.test)


@dataclass(frozen=True)
class StoredRows:
    """The rows of a source on disk, before they were looked at, and before any are held back.

    The inputs are float32 or pixels, whatever the file has. `notices` says what the user must be shown, given
    what was found in the inputs of the training rows, and of the test rows if there are any. `validation`,
    `prepared`, `fingerprint`, `groups`, `white` and `reframed` are as in `SourceRows`: with `prepared` the
    splits are final, and nothing is found in them any more.
    """

    train: Split
    test: Split | None
    notices: "Callable[[Sequence[Findings]], tuple[str, ...]]"
    validation: Split | None = None
    prepared: Preprocessing | None = None
    fingerprint: str = ""
    groups: NDArray[np.intp] | None = None
    white: White = White()
    reframed: bool = False

    @property
    def splits(self) -> tuple[Split, ...]:
        """Those that the source has, in the order of the fingerprint."""
        return tuple(split for split in (self.train, self.test, self.validation) if split is not None)

    @property
    def own_splits(self) -> tuple[str, ...]:
        """As in `Dataset`."""
        return _names_of(self.validation, self.test)


def _names_of(validation: Split | None, test: Split | None) -> tuple[str, ...]:
    return tuple(name for name, split in (("validation", validation), ("test", test)) if split is not None)


@dataclass(frozen=True)
class Dataset:
    """What training, evaluation and prediction see of the data.

    `fingerprint` is `sha256:` and the digest of all arrays as read, types and shapes included, or of the
    files of a table, so that the same data has the same fingerprint however it is split. `preprocessing` is
    fitted on the training rows; its host steps have already been applied to the splits. `notices` are
    sentences the user must be shown. `pool` is the number of training rows that are shuffled together if the
    rows are on disk; None if they are in memory, where an epoch shuffles all of them. `prepared` has the host
    steps by which a source made its rows itself, which must be those of `preprocessing`; None if it did not.
    `own_splits` are the held-back splits that the source brought along, so that no seed drew them; None if
    the source drew its rows itself.
    """

    facts: DataFacts
    train: Split
    validation: Split | None
    test: Split | None
    preprocessing: Preprocessing
    fingerprint: str
    notices: tuple[str, ...] = ()
    pool: int | None = None
    prepared: Preprocessing | None = None
    own_splits: tuple[str, ...] | None = None

    def split(self, name: str) -> Split | None:
        """The split called `train`, `validation` or `test`."""
        return {"train": self.train, "validation": self.validation, "test": self.test}[name]
