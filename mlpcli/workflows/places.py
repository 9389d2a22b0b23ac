"""Where runs are kept unless somebody says otherwise."""

from os import PathLike
from pathlib import Path

AnyPath = str | PathLike[str]

RUNS = Path("runs")
