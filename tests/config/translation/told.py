"""What is said of a file that is no config."""

from pathlib import Path

import pytest

from mlpcli.config.load import load
from mlpcli.errors import ConfigError, Problem


def problem_of(path: Path) -> Problem:
    with pytest.raises(ConfigError) as caught:
        load([path])
    return caught.value.problems[0]
