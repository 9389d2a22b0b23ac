import numpy as np
import pytest

from mlpcli.data.dataset import Original, Split
from mlpcli.data.fingerprint import fingerprint

INPUTS, TARGETS = np.zeros((4, 6), np.float32), np.zeros(4, np.int32)
TRAIN = Split(INPUTS, TARGETS)


def test_same_data_same_fingerprint():
    first, again = (fingerprint(Original(Split(INPUTS.copy(), TARGETS), None)) for _ in range(2))
    assert first == again
    assert first.startswith("sha256:") and len(first) == 71


@pytest.mark.parametrize(
    "other",
    [
        Original(Split(INPUTS + 1, TARGETS), None),
        Original(Split(INPUTS, TARGETS + 1), None),
        Original(Split(INPUTS.reshape(4, 2, 3), TARGETS), None),
        Original(Split(INPUTS.astype(np.int32), TARGETS), None),
        Original(TRAIN, TRAIN),
    ],
    ids=["inputs", "targets", "shape", "type", "test rows"],
)
def test_other_data_other_fingerprint(other):
    assert fingerprint(other) != fingerprint(Original(TRAIN, None))
