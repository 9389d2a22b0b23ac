"""The folder for downloaded data."""

import os
from pathlib import Path

from platformdirs import user_cache_path

VARIABLE = "MLPCLI_DATA_HOME"


def data_home() -> Path:
    """The folder given by MLPCLI_DATA_HOME, else the user's cache folder; it may not exist yet."""
    named = os.environ.get(VARIABLE)
    folder = Path(named).expanduser() if named else user_cache_path("mlpcli", appauthor=False)
    return folder.absolute()
