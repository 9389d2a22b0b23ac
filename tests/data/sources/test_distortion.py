import numpy as np
import pytest

from mlpcli.data.sources.distortion import distorted_copies

BARS = np.zeros((6, 20, 20, 1), np.uint8)
BARS[:, 4:16, 8:12] = 255


def test_the_images_come_first_and_every_copy_is_another() -> None:
    found = distorted_copies(BARS, 3, [0, 2])
    assert (found.shape, found.dtype) == ((24, 20, 20, 1), np.uint8)
    np.testing.assert_array_equal(found[:6], BARS)
    assert len(np.unique(found[6:], axis=0)) == 18


def test_copies_keep_most_of_their_ink() -> None:
    found = distorted_copies(BARS, 20, [1, 2])[6:].astype(float)
    # Scaled across by a third and more, and bent, but neither lost nor flooded.
    shares = found.sum(axis=(1, 2, 3)) / BARS[0].sum()
    assert 0.2 < shares.min() < shares.max() < 5
    assert np.median(shares) == pytest.approx(1, abs=0.15)


def test_every_row_is_distorted_however_many_there_are() -> None:
    # Each with a brightness of its own.
    images = np.broadcast_to(np.arange(1, 201, dtype=np.uint8)[:, None, None, None], (200, 9, 9, 1))
    found = distorted_copies(images, 2, [0, 2])
    np.testing.assert_array_equal(found.max(axis=(1, 2, 3)), np.tile(np.arange(1, 201), 3))


def test_the_seed_decides() -> None:
    one, same, other = (distorted_copies(BARS, 1, [seed, 2]) for seed in (5, 5, 6))
    np.testing.assert_array_equal(one, same)
    assert (one != other).any()


def test_no_copies_are_the_images() -> None:
    np.testing.assert_array_equal(distorted_copies(BARS, 0, [0, 2]), BARS)
