from pathlib import Path

import numpy as np
import pytest
from sklearn import datasets

from mlpcli.data.sources import bundled_files
from mlpcli.data.sources.bundled_files import read_bundled

NAMES = ("iris", "wine", "breast_cancer", "digits", "diabetes")


@pytest.mark.parametrize("name", NAMES)
def test_rows_are_those_of_scikit_learn(name: str) -> None:
    theirs = getattr(datasets, f"load_{name}")(return_X_y=True)
    for found, expected in zip(read_bundled(name), theirs, strict=True):
        assert found.dtype == expected.dtype
        np.testing.assert_array_equal(found, expected)


def test_files_that_are_elsewhere_are_read_by_scikit_learn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundled_files, "_folder", lambda: tmp_path)
    inputs, targets = read_bundled("iris")
    assert (inputs.shape, targets.shape) == ((150, 4), (150,))
