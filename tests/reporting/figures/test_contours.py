"""Lines along which a number on a grid is 0."""

import numpy as np
import pytest

from mlpcli.reporting.figures.contours import contour, path_of


def _grid(side: int) -> tuple[np.ndarray, np.ndarray]:
    middles = np.arange(side) + 0.5
    return np.meshgrid(middles, middles)


def test_a_circle_is_found_where_it_is_and_is_closed() -> None:
    across, down = _grid(40)
    pieces = contour(10 - np.hypot(across - 20, down - 20))
    assert np.hypot(*(pieces - 20).reshape(-1, 2).T) == pytest.approx(10, abs=0.02)
    ends, counts = np.unique(pieces.reshape(-1, 2).round(6), axis=0, return_counts=True)
    assert set(counts.tolist()) == {2}
    assert len(ends) == len(pieces)


def test_a_straight_line_goes_from_edge_to_edge() -> None:
    across, _ = _grid(8)
    pieces = contour(across - 3.2)
    assert pieces[..., 0] == pytest.approx(3.2)
    assert (pieces[..., 1].min(), pieces[..., 1].max()) == (0, 8)


@pytest.mark.parametrize("value", [1.0, 0.0, -1.0])
def test_a_plain_has_no_line(value: float) -> None:
    assert contour(np.full((5, 5), value)).shape == (0, 2, 2)


def test_opposite_corners_are_joined_if_the_middle_is_like_them() -> None:
    near = contour(np.array([[2.0, -1.0], [-1.0, 2.0]]))
    apart = contour(np.array([[1.0, -2.0], [-2.0, 1.0]]))
    for pieces, cut in ((near, (1.5, 0.5)), (apart, (0.5, 0.5))):
        distances = np.abs(pieces.mean(axis=1) - cut).sum(axis=1)
        assert distances.min() < 0.5
    assert len(near) == len(apart)


def test_pieces_become_a_path_in_the_size_of_the_picture() -> None:
    assert path_of(np.array([[[1.0, 2.0], [3.0, 2.5]]]), 80, 40, rows=4, columns=8) == "M10.0 20.0l20.0 5.0"
