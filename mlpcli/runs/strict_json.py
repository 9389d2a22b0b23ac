"""Strict reading of untrusted JSON files: limited in size, and only what JSON allows.

Also the reverse: values converted to what JSON allows.
"""

import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from mlpcli.runs.untrusted_files import broken, read_bytes

LIMIT = 1024 * 1024
"""The largest size in bytes of a JSON file of a run."""


def read_json(path: Path, limit: int = LIMIT) -> object:
    """The value of a JSON file of at most `limit` bytes.

    Raises RunError naming the file if it is missing, unreadable, too large, not UTF-8 or not JSON, and for
    what Python's reader accepts in addition: NaN, infinities, duplicate keys in an object.
    """
    content = read_bytes(path, limit)
    try:
        return parse(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise broken(path, "is not UTF-8 text") from error
    except ValueError as error:
        raise broken(path, f"is not valid JSON: {error}") from error


def parse(text: str) -> object:
    """The value of a JSON text. Raises ValueError as `read_json` describes, and for deep nesting."""
    try:
        return json.loads(
            text, parse_constant=_refuse_constant, parse_float=_finite, object_pairs_hook=_unique
        )
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    except ValueError as error:
        # Python's own words are for those who can change its settings.
        if "set_int_max_str_digits" in str(error):
            raise ValueError("a whole number has too many digits") from error
        raise


def with_nulls(value: object) -> object:
    """`value`, of mappings, lists, tuples and plain values, with None for every non-finite float.

    JSON has no NaN and infinities.
    """
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {key: with_nulls(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [with_nulls(item) for item in value]
    return value


def _refuse_constant(name: str) -> object:
    raise ValueError(f"{name} is not a JSON number")


def _finite(text: str) -> float:
    value = float(text)
    if math.isinf(value):
        raise ValueError(f"{text} is too large a number")
    return value


def _unique(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    value = dict(pairs)
    if len(value) < len(pairs):
        (twice, _), *_ = Counter(key for key, _ in pairs).most_common(1)
        raise ValueError(f"the key {twice!r} appears twice in one object")
    return value
