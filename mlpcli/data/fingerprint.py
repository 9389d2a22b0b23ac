"""A digest of the data, by which two runs can be compared."""

import hashlib

import numpy as np

from mlpcli.data.dataset import Array, SourceRows


def fingerprint(original: SourceRows) -> str:
    """`sha256:` and the digest of type, shape and values of all arrays: of the training rows, then of the
    source's own test rows and validation rows."""
    digest = hashlib.sha256()
    for split in (original.train, original.test, original.validation):
        for array in (split.inputs, split.targets) if split is not None else ():
            _add(digest, array)
    return f"sha256:{digest.hexdigest()}"


def _add(digest: "hashlib._Hash", array: Array) -> None:
    digest.update(f"{array.dtype.name}{array.shape}".encode())
    digest.update(np.ascontiguousarray(array).reshape(-1).view(np.uint8).data)
