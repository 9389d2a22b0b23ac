"""A digest of the data, by which two runs can be compared."""

import hashlib

import numpy as np

from mlpcli.data.dataset import SourceRows
from mlpcli.data.stores.disk_rows import AnyRows, blocks_of


def fingerprint(original: SourceRows) -> str:
    """`sha256:` and the digest of type, shape and values of all arrays: of the training rows, then of the
    source's own test rows and validation rows."""
    digest = hashlib.sha256()
    for split in (original.train, original.test, original.validation):
        for rows in (split.inputs, split.targets) if split is not None else ():
            add_header(digest, rows)
            add_rows(digest, rows)
    return written(digest)


def add_header(digest: "hashlib._Hash", rows: AnyRows) -> None:
    """Add what comes before the values of an array."""
    digest.update(f"{rows.dtype.name}{rows.shape}".encode())


def add_rows(digest: "hashlib._Hash", rows: AnyRows) -> None:
    """Add the values."""
    for block in blocks_of(rows):
        digest.update(np.ascontiguousarray(block).reshape(-1).view(np.uint8).data)


def written(digest: "hashlib._Hash") -> str:
    """The finished digest as text."""
    return f"sha256:{digest.hexdigest()}"
