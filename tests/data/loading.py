"""The dataset of a `data` section."""

from typing import Any

from mlpcli.config.sources.base import DataSection
from mlpcli.data.dataset import Dataset
from mlpcli.data.load import load as load_source
from mlpcli.data.sources import open_source


def load(section: DataSection, seed: int, *arguments: Any, **more: Any) -> Dataset:
    """As `mlpcli.data.load.load`, of the source that a section chooses."""
    return load_source(open_source(section, seed), seed, *arguments, **more)
