"""JSON files with a digest of their own content, which reveals damage.

The digest guards against accidents and mix-ups. It is not a signature: anyone can write one.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from mlpcli.runs.atomic_files import write_json
from mlpcli.runs.strict_json import LIMIT, read_json
from mlpcli.runs.typed_json import build_from
from mlpcli.runs.untrusted_files import broken

T = TypeVar("T")

_DIGEST = "digest"


def digest(value: object) -> str:
    """`sha256:` and the digest of a JSON value, for any order of its keys. Raises ValueError for NaN."""
    text = json.dumps(value, sort_keys=True, allow_nan=False, separators=(",", ":"))
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def write_sealed(path: Path, value: Mapping[str, object], limit: int | None = None) -> None:
    """Write an object with its digest, whole or not at all.

    Raises StorageError, ValueError for NaN, and OverflowError for more than `limit` bytes.
    """
    write_json(path, {**value, _DIGEST: digest(value)}, limit)


def read_sealed(
    kind: type[T],
    path: Path,
    migrate: Callable[[object], object] = lambda value: value,
    limit: int = LIMIT,
) -> T:
    """The dataclass `kind` from a file that `write_sealed` wrote.

    `migrate` updates the JSON of an older version to this version, or raises ValueError. Raises RunError
    naming the file as `read_json` and `read_typed` do, and if the digest does not match.
    """
    value = read_json(path, limit)
    found = value.pop(_DIGEST, None) if isinstance(value, dict) else None
    built = build_from(kind, value, path, migrate)
    if found != digest(value):
        raise broken(path, "was changed after it was written: its digest does not match")
    return built
