import numpy as np
import pytest

from mlpcli.data.dataset import SourceRows, Split
from mlpcli.data.fingerprint import fingerprint

INPUTS, TARGETS = np.zeros((4, 6), np.float32), np.zeros(4, np.int32)
TRAIN = Split(INPUTS, TARGETS)


def test_same_data_same_fingerprint():
    first, again = (fingerprint(SourceRows(Split(INPUTS.copy(), TARGETS), None)) for _ in range(2))
    assert first == again
    assert first.startswith("sha256:") and len(first) == 71


@pytest.mark.parametrize(
    "other",
    [
        SourceRows(Split(INPUTS + 1, TARGETS), None),
        SourceRows(Split(INPUTS, TARGETS + 1), None),
        SourceRows(Split(INPUTS.reshape(4, 2, 3), TARGETS), None),
        SourceRows(Split(INPUTS.astype(np.int32), TARGETS), None),
        SourceRows(TRAIN, TRAIN),
    ],
    ids=["inputs", "targets", "shape", "type", "test rows"],
)
def test_other_data_other_fingerprint(other):
    assert fingerprint(other) != fingerprint(SourceRows(TRAIN, None))
