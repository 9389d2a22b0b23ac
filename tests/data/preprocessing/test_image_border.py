import numpy as np
import pytest

from mlpcli.data.preprocessing.image_border import border_mean


@pytest.mark.parametrize("dtype", [np.uint8, np.float32])
def test_the_border_is_the_outermost_ring(dtype):
    image = np.full((5, 5, 1), 200, dtype)
    image[1:-1, 1:-1] = 7
    assert border_mean(image) == 200


@pytest.mark.parametrize("place", [(0, 2), (4, 2), (2, 0), (2, 4), (0, 0), (4, 4)])
def test_every_side_is_border(place):
    image = np.zeros((5, 5, 1), np.uint8)
    image[place] = 160
    assert border_mean(image) == 10


@pytest.mark.parametrize("shape", [(1, 1, 1), (1, 5, 3), (2, 2, 1)])
def test_an_image_without_an_inside_is_all_border(shape):
    assert border_mean(np.full(shape, 51, np.uint8)) == 51


def test_of_several_images_it_is_the_mean():
    images = np.random.default_rng(0).integers(0, 256, (3, 6, 4, 3), np.uint8)
    assert border_mean(images) == pytest.approx(np.mean([border_mean(image) for image in images]))
