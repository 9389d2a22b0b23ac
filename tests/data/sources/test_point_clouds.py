import numpy as np
import pytest
from numpy.random import MT19937, RandomState
from sklearn import datasets

from mlpcli.data.sources import point_clouds


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        ("make_moons", {"noise": 0.1}),
        ("make_moons", {"noise": 0.0}),
        ("make_circles", {"noise": 0.2, "factor": 0.3}),
        ("make_blobs", {"centers": [[0, 0], [4.5, 0], [0, 4]], "cluster_std": 0.7}),
    ],
)
@pytest.mark.parametrize(("rows", "seed"), [(4, 0), (7, 3), (1000, 5)])
def test_points_are_those_of_scikit_learn(
    function: str, arguments: dict[str, object], rows: int, seed: int
) -> None:
    ours, theirs = (
        getattr(module, function)(rows, **arguments, random_state=RandomState(MT19937(seed)))
        for module in (point_clouds, datasets)
    )
    for found, expected in zip(ours, theirs, strict=True):
        assert found.dtype == expected.dtype
        np.testing.assert_array_equal(found, expected)
