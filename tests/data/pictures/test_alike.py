import io

import numpy as np
import pytest
from PIL import Image
from sklearn.datasets import load_digits

from mlpcli.data.pictures.alike import groups_of, pairs_alike, thumbnails
from tests.data.pictures.picture_folders import noise

PHOTOS = np.stack([noise(seed, (32, 32)) for seed in range(40)])


def again(photo: np.ndarray, how: str) -> np.ndarray:
    image = Image.fromarray(photo)
    if how == "saved":
        file = io.BytesIO()
        image.save(file, "JPEG", quality=92)
        image = Image.open(file)
    elif how == "scaled":
        image = image.resize((48, 48), Image.Resampling.BICUBIC).resize((32, 32))
    elif how == "brighter":
        image = Image.eval(image, lambda value: value * 1.05)
    return np.asarray(image)


def test_thumbnails_are_averages_of_areas() -> None:
    x = np.arange(2 * 32 * 48).reshape(2, 32, 48, 1).astype(np.uint8)
    expected = x.reshape(2, 16, 2, 16, 3, 1).mean(axis=(2, 4))
    np.testing.assert_allclose(thumbnails(x), expected, atol=0.5)


@pytest.mark.parametrize("side", [1, 5, 17, 40])
def test_pictures_of_every_size_keep_their_brightness(side: int) -> None:
    assert (thumbnails(np.full((3, side, side, 1), 77, np.uint8)) == 77).all()


@pytest.mark.parametrize("how", ["copied", "saved", "scaled", "brighter"])
def test_a_photo_is_found_again(how: str) -> None:
    both = np.concatenate([PHOTOS, [again(photo, how) for photo in PHOTOS]])
    found = pairs_alike(both).tolist()
    assert {one for one, other in found if other == one + 40} == set(range(40))
    assert all(other == one + 40 for one, other in found)


@pytest.mark.parametrize("deviation", [0, 1, 3])
def test_a_thing_on_a_plain_ground_is_found_again(deviation: float) -> None:
    random = np.random.default_rng(0)
    ground = np.clip(random.normal(235, deviation, (40, 96, 96, 3)), 0, 255).round().astype(np.uint8)
    ground[:, 24:72, 24:72] = [noise(seed, (48, 48)) for seed in range(40)]
    for how in ("saved", "brighter"):
        both = np.concatenate([ground, [again(picture, how) for picture in ground]])
        assert pairs_alike(both).tolist() == [[row, row + 40] for row in range(40)]


def test_different_pictures_are_not_alike() -> None:
    digits = np.rint(load_digits().data.reshape(-1, 8, 8, 1) * (255 / 16)).astype(np.uint8)
    assert pairs_alike(digits).tolist() == []
    assert pairs_alike(PHOTOS).tolist() == []


def test_blank_pictures_are_alike_if_they_are_as_bright() -> None:
    blank = np.stack([np.full((8, 8, 1), level, np.uint8) for level in (10, 10, 200)])
    assert pairs_alike(blank).tolist() == [[0, 1]]


@pytest.mark.parametrize("rows", [0, 1])
def test_few_rows_have_no_pairs(rows: int) -> None:
    assert pairs_alike(PHOTOS[:rows]).shape == (0, 2)


def test_groups_are_connected_rows_of_one_class() -> None:
    pairs = np.array([[0, 3], [3, 5], [1, 2], [4, 6]])
    labels = np.array([0, 1, 0, 0, 1, 0, 1])
    assert groups_of(pairs, labels).tolist() == [0, 1, 2, 0, 4, 0, 4]


def test_a_long_chain_is_one_group() -> None:
    pairs = np.stack([np.arange(49), np.arange(1, 50)], axis=1)
    assert groups_of(pairs[::-1], np.zeros(50, int)).tolist() == [0] * 50
