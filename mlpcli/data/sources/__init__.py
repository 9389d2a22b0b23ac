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


def _images(section: Any) -> OpenSource:
    # Imported here for the same reason.
    from mlpcli.data.sources.images import open_images

    return open_images(section)


HOMES: Mapping[str, Callable[[Any], OpenSource]] = {
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
    "images": _images,
}


def open_source(section: DataSection) -> OpenSource:
    """The source of a `data` section. For `arrays`, this reads the headers and the targets, for
    `images` the names of the files.

    Raises DataError if those are missing, broken, or do not fit together.
    """
    return HOMES[section.source_name()](section)


def describe(section: DataSection) -> DataFacts:
    """The facts of the source of a `data` section. Raises DataError as `open_source` does."""
    return open_source(section).facts
