"""The `data` section: one model per source. The key `source` decides which one applies."""

from collections.abc import Mapping
from typing import Annotated

from mlpcli.config.sources.arrays import Arrays
from mlpcli.config.sources.base import DataSection
from mlpcli.config.sources.bundled import BreastCancer, Diabetes, Digits, Iris, Wine
from mlpcli.config.sources.downloaded import CaliforniaHousing, Cifar10, Cifar100, FashionMnist, Mnist
from mlpcli.config.sources.generated import Blobs, Circles, Gates, Moons, Spirals, Waves
from mlpcli.config.sources.images import ImageFolder
from mlpcli.config.sources.series import Series
from mlpcli.config.sources.table import Table
from mlpcli.config.types.key_choice import KeyChoice

# In the order in which they are listed for users.
_MODELS: tuple[type[DataSection], ...] = (
    Mnist,
    FashionMnist,
    Cifar10,
    Cifar100,
    CaliforniaHousing,
    Digits,
    Iris,
    Wine,
    BreastCancer,
    Diabetes,
    Gates,
    Blobs,
    Moons,
    Circles,
    Spirals,
    Waves,
    Arrays,
    Table,
    ImageFolder,
    Series,
)
SOURCES: Mapping[str, type[DataSection]] = {model.source_name(): model for model in _MODELS}
BY_SOURCE = KeyChoice("source", SOURCES)
AnySource = Annotated[DataSection, BY_SOURCE]
