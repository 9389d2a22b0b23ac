"""How many rows a script has, where its data say so."""

import math
import re
from collections.abc import Mapping

from mlpcli.config.sources.downloaded import TRAINING_ROWS
from mlpcli.config.translation.scripts.calls import TEST
from mlpcli.config.translation.scripts.values import Reading
from mlpcli.config.yaml.nodes import Plain

_ALL_ROWS = {"iris": 150, "wine": 178, "breast_cancer": 569, "diabetes": 442, "digits": 1797}
OF_OTHERS = re.compile(r"test|val|dev|(?:^|_)te|^.t$")
"""In the names of rows that are not trained on."""


def rows_of(reading: Reading, name: str) -> int:
    """The rows of what a script calls `name`; 0 if they are not known."""
    section = reading.data.section if reading.data else {}
    is_of_training = "train" in name.lower()
    if (rows := TRAINING_ROWS.get(str(section.get("source")))) is not None:
        return 0 if OF_OTHERS.search(name.lower()) else rows
    if TEST in reading.others and not is_of_training:
        return 0
    return _without(_all_rows(section), _share(reading))


def training_rows(reading: Reading, section: Mapping[str, Plain], validation: Plain) -> int:
    """The rows that a script trains on, without a share for validation; 0 if they are not known."""
    rows = TRAINING_ROWS.get(str(section["source"])) or _without(_all_rows(section), _share(reading))
    return _without(rows, validation)


def _all_rows(section: Mapping[str, Plain]) -> int:
    rows = section.get("rows", _ALL_ROWS.get(str(section.get("source")), 0))
    return rows if type(rows) is int else 0


def _share(reading: Reading) -> Plain:
    return reading.others[TEST].value if TEST in reading.others else 0


def _without(rows: int, share: Plain) -> int:
    """The rows that scikit-learn leaves of some, which rounds the share that it takes up."""
    if isinstance(share, int | float) and 0 <= share < 1:
        return rows - math.ceil(rows * share)
    return rows
