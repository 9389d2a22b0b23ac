"""The registry of sources. Each says what its data is, how its rows are read, and how a script reads them.

Importing a source imports neither NumPy nor scikit-learn: checking a config takes less time than those
imports.
"""

from collections.abc import Callable, Mapping
from typing import Any

from mlpcli.config.dataset_facts import DataFacts
from mlpcli.config.sources.base import DataSection
from mlpcli.data.sources import bundled, downloaded, generated, logic_gates
from mlpcli.data.sources.open_source import OpenSource


def _arrays(section: Any) -> OpenSource:
    # Imported here because it needs NumPy: nothing is known of the data before its files are read.
    from mlpcli.data.sources.arrays import open_arrays

    return open_arrays(section)


def _table(section: Any, seed: int, memory: int | None) -> OpenSource:
    from mlpcli.data.sources.table import open_within

    return open_within(section, seed, memory)


def _images(section: Any) -> OpenSource:
    # Imported here for the same reason.
    from mlpcli.data.sources.images import open_images

    return open_images(section)


def _series(section: Any) -> OpenSource:
    from mlpcli.data.sources.series import open_series

    return open_series(section)


HOMES: Mapping[str, Callable[..., OpenSource]] = {
    "mnist": downloaded.Mnist,
    "fashion_mnist": downloaded.Pictures,
    "cifar10": downloaded.Pictures,
    "cifar100": downloaded.Pictures,
    "california_housing": downloaded.CaliforniaHousing,
    "digits": bundled.Digits,
    "iris": bundled.Table,
    "wine": bundled.Table,
    "breast_cancer": bundled.Table,
    "diabetes": bundled.Table,
    "gates": logic_gates.Gates,
    "blobs": generated.Blobs,
    "moons": generated.Moons,
    "circles": generated.Circles,
    "spirals": generated.Spirals,
    "waves": generated.Waves,
    "arrays": _arrays,
    "table": _table,
    "images": _images,
    "series": _series,
}
# What is known of their data depends on the rows that are drawn for training.
_SEEDED = frozenset({"table"})


def open_source(section: DataSection, seed: int = 0, memory: int | None = None) -> OpenSource:
    """The source of a `data` section. For `arrays`, this reads the headers and the targets; for `images`, the
    names of the files; for a table, all rows, which are split with the `seed`, in parts if `memory` bytes are
    too few for them; for `series`, all rows.

    Raises DataError if those are missing, broken, or do not fit together, and StorageError if there is no
    room on the disk for what does not fit into memory.
    """
    name = section.source_name()
    return HOMES[name](section, seed, memory) if name in _SEEDED else HOMES[name](section)


def describe(section: DataSection, seed: int = 0, memory: int | None = None) -> DataFacts:
    """The facts of the source of a `data` section. Raises DataError as `open_source` does."""
    return open_source(section, seed, memory).facts
