"""Shares of the rows for training, validation and test in one: `split: [0.7, 0.1, 0.2]`."""

import math
from collections.abc import Mapping
from typing import Any

from mlpcli.config.messages.finding import Fix
from mlpcli.config.messages.known_keys import keys_of
from mlpcli.config.messages.number_fixes import meant_number
from mlpcli.config.sources import SOURCES
from mlpcli.config.translation.classes import argument_named, snake_case
from mlpcli.config.translation.misplaced import OF_ALL, take_out
from mlpcli.config.yaml.edits import Put
from mlpcli.config.yaml.nodes import KeyPath, Plain, plain_at
from mlpcli.config.yaml.notation import one_line

SPLITS = (
    *("split", "splits", "split_ratio", "split_ratios", "ratios", "train_val_test_split", "train_val_split"),
    "train_test_split",
)
_ONLY_TEST = "train_test_split"
_DIGITS = 6


def split(path: KeyPath, key: str, value: Any, document: Plain) -> Fix | None:
    """The shares for validation and test that several shares, or numbers of rows, are."""
    source = plain_at(document, ("data", "source"))
    if key not in SPLITS or path[:-1] not in OF_ALL or not isinstance(source, str) or source not in SOURCES:
        return None
    shares = shares_meant(value, source, has_validation=key != _ONLY_TEST)
    if not shares:
        return None
    _, _, tested = _parts(value, has_validation=key != _ONLY_TEST)
    own = f"; {source} has test rows of its own" if tested and "test" not in shares else ""
    text = f"write below data: {one_line(dict(shares))[1:-1]}{own}"
    edits = (Put(("data", name), share) for name, share in shares.items())
    return Fix(text, (take_out(path, document), *edits))


def shares_meant(value: Any, source: str, *, has_validation: bool = True) -> dict[str, Plain]:
    """The shares of a source's rows, of those for training, validation and test; empty if that is unclear.

    Of two, the second one is for validation, unless it `has_validation` no such.
    """
    rows, held_back, tested = _parts(value, has_validation=has_validation)
    known = keys_of((source,))
    if rows <= 0 or min(held_back, tested) < 0:
        return {}
    found: dict[str, Plain] = {}
    if has_validation and "validation" in known:
        found["validation"] = round(held_back / (rows + held_back), _DIGITS)
    if tested and "test" in known:
        found["test"] = round(tested / (rows + held_back + tested), _DIGITS)
    return found


def _parts(value: Any, *, has_validation: bool) -> tuple[float, float, float]:
    """How many parts are for training, validation and test; none for training if that is unclear."""
    if isinstance(value, dict):
        value = _named_parts(value)
    numbers = [_number(one) for one in value] if isinstance(value, list) else []
    if isinstance(value, list) and len(numbers) == 3:
        return numbers[0], numbers[1], numbers[2]
    if len(numbers) == 2:
        return (numbers[0], numbers[1], 0) if has_validation else (numbers[0], 0, numbers[1])
    share = _number(value)
    if not 0 < share < 1:
        return 0, 0, 0
    # The larger part is trained on.
    share = round(min(share, 1 - share), _DIGITS)
    return (1 - share, share, 0) if has_validation else (1 - share, 0, share)


def _named_parts(value: Mapping[str, Any]) -> list[Any]:
    """The parts below their names; empty if there are others, or none for training."""
    names = {"train": "training", "training": "training"}
    known = ("validation", "test")
    found = {names.get(snake_case(key), argument_named(key, known)): item for key, item in value.items()}
    if "training" not in found or not found.keys() <= {"training", *known}:
        return []
    return [found["training"], found.get("validation", 0), found.get("test", 0)]


def _number(value: Any) -> float:
    """A number, also with underscores, which YAML reads as a text; -1 for anything else."""
    meant = meant_number(value, whole=False) if isinstance(value, str) else None
    found = meant.value if meant else value
    if isinstance(found, bool) or not isinstance(found, int | float) or not math.isfinite(found):
        return -1
    return found
