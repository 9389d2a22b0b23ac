"""The points that scikit-learn draws for a script, as the data section of a config."""

import ast
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mlpcli.config.translation.classes import Unreadable
from mlpcli.config.translation.keras_calls import value_of
from mlpcli.config.translation.pasted_code import arguments_by_name
from mlpcli.config.translation.scripts.values import Unread, unread
from mlpcli.config.yaml.nodes import Plain

# The arguments that a section has too, with their names there and scikit-learn's defaults.
_KEYS: Mapping[str, Mapping[str, tuple[str, Plain]]] = {
    "moons": {"n_samples": ("rows", 100), "noise": ("noise", None)},
    "circles": {"n_samples": ("rows", 100), "noise": ("noise", None), "factor": ("factor", 0.8)},
    "blobs": {"n_samples": ("rows", 100), "cluster_std": ("spread", 1.0)},
}
DRAWN = frozenset(_KEYS)
"""The sources of which scikit-learn draws the same points."""
# What is read elsewhere: seeds with those of other calls, and here what says where blobs are.
_ALSO_READ = frozenset({"random_state", "centers", "n_features", "center_box"})
_CENTERS = 3
# Rows that a source of this kind may have.
_FEWEST, _MOST = 10, 1_000_000
_BOX: Plain = [-10.0, 10.0]
_MOST_NUMBERS = 1000
_LARGEST_SEED = 2**32 - 1


@dataclass(frozen=True)
class Made:
    """`section` is the data section, and `unread` what it does not say."""

    section: Mapping[str, Plain]
    unread: tuple[Unread, ...] = ()


def made_data(source: str, call: ast.Call, names: Mapping[str, Plain]) -> Made | None:
    """What a call draws of the source; None for one that no section describes."""
    order = ("n_samples", "n_features") if source == "blobs" else ("n_samples",)
    missing: list[Unread] = []
    given = {
        name: value
        for name, node in arguments_by_name(call, order).items()
        if (value := _read(name, node, names, missing)) is not None
    }
    section: dict[str, Plain] = {"source": source}
    for name, (key, usual) in _KEYS[source].items():
        value = given.pop(name, usual)
        if isinstance(value, list):
            missing.append(Unread(f"{name}={value}", call.lineno))
            value = sum(one for one in value if type(one) is int) if key == "rows" else usual
        section[key] = 0 if value is None else value
    rows = section["rows"]
    if type(rows) is not int or not _FEWEST <= rows <= _MOST:
        missing.append(Unread(f"n_samples={rows}", call.lineno))
        section["rows"] = _FEWEST if isinstance(rows, int | float) and rows < _FEWEST else _MOST
    missing += (
        Unread(f"{name}={value}", call.lineno)
        for name, value in given.items()
        if name not in _ALSO_READ and (name, value) not in (("shuffle", True), ("return_centers", False))
    )
    if source == "blobs":
        centers = _centers(given, call.lineno, missing)
        if not centers:
            return None
        section["centers"] = centers
    return Made(section, tuple(missing))


def _read(name: str, node: ast.expr, names: Mapping[str, Plain], missing: list[Unread]) -> Plain:
    try:
        return value_of(node, names)
    except Unreadable:
        if name != "random_state":
            missing.append(unread(node, is_layer=False))
        return None


def _centers(given: Mapping[str, Plain], line: int, missing: list[Unread]) -> list[Plain]:
    """Where blobs are: as given, or as they are drawn; empty for too many numbers, and for other values."""
    centers = given.get("centers", _CENTERS)
    if isinstance(centers, list):
        return centers if all(isinstance(one, list) for one in centers) else []
    features, box, seed = given.get("n_features", 2), given.get("center_box", _BOX), given.get("random_state")
    if type(centers) is not int or type(features) is not int or not 0 < centers * features <= _MOST_NUMBERS:
        return []
    if not isinstance(box, list) or len(box) != 2 or not all(isinstance(one, int | float) for one in box):
        return []
    if type(seed) is not int or not 0 <= seed <= _LARGEST_SEED:
        missing.append(Unread(f"where its {centers} centers are", line, is_layer=False))
        seed = 0
    low, high = (float(one) for one in box if isinstance(one, int | float))
    drawn = _as_numpy(seed)
    return [[round(drawn.uniform(low, high), 3) for _ in range(features)] for _ in range(centers)]


def _as_numpy(seed: int) -> random.Random:
    """Python's generator in the state that numpy's RandomState has for a seed: they are the same twister."""
    words = [seed]
    for place in range(1, 624):
        words.append((1812433253 * (words[-1] ^ words[-1] >> 30) + place) & _LARGEST_SEED)
    generator = random.Random()
    generator.setstate((3, (*words, len(words)), None))
    return generator


def classes_drawn(section: Mapping[str, Plain]) -> int:
    """How many classes drawn points have; 0 for other data."""
    centers = section.get("centers")
    if section["source"] == "blobs":
        return len(centers) if isinstance(centers, Sequence) else 2
    return 2 if section["source"] in ("moons", "circles") else 0
