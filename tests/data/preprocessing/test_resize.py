from typing import Literal

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from mlpcli.data.preprocessing import Resize

RAMP = np.arange(24, dtype=np.uint8).reshape(4, 6, 1) * 10


def test_pictures_of_any_size_become_one_array() -> None:
    pictures = [RAMP, np.full((9, 9, 1), 7, np.uint8), np.full((1, 1, 1), 8, np.uint8)]
    rows = Resize(4, 6, 1).apply(pictures)
    assert (rows.shape, rows.dtype) == ((3, 4, 6, 1), np.uint8)
    np.testing.assert_array_equal(rows[0], RAMP)
    assert [np.unique(row).tolist() for row in rows[1:]] == [[7], [8]]


def test_rows_of_the_size_are_not_copied() -> None:
    rows = np.stack([RAMP, RAMP])
    assert Resize.fit(rows) == Resize(4, 6, 1, keep="fill")
    assert Resize.fit(rows).apply(rows) is rows


def standing_free() -> NDArray[np.uint8]:
    """A square of 10 in the middle of each of three images, on plain ground."""
    images = np.full((3, 20, 20, 1), 30, np.uint8)
    images[:, 5:15, 5:15] = 200
    return images


@pytest.mark.parametrize("shape", [(80, 40), (40, 80), (40, 160)])
def test_pictures_of_things_that_stand_free_get_margins(shape: tuple[int, int]) -> None:
    step = Resize.fit(standing_free())
    height, width = shape
    picture = np.full((*shape, 1), 90, np.uint8)
    picture[height // 4 : -(height // 4), width // 4 : -(width // 4)] = 200
    (row,) = step.apply([picture])
    assert (step.keep, step.changes_frame(picture)) == ("fit", True)
    assert row[0, 0] == row[-1, -1] == 90
    down, across = ((row > 145).any(axis=axis).sum() for axis in (1, 0))
    assert max(down, across) == pytest.approx(10, abs=1)
    assert down / across == pytest.approx(height / width, rel=0.5)


def test_photos_fill_theirs_and_lose_what_is_beside_the_middle() -> None:
    photos = np.random.default_rng(0).integers(0, 256, (5, 20, 20, 3), np.uint8)
    step = Resize.fit(photos)
    picture = np.zeros((10, 30, 3), np.uint8)
    picture[:, 10:20] = 200
    (row,) = step.apply([picture])
    assert (step.keep, step.changes_frame(picture)) == ("fill", True)
    assert (row[:, 1:-1] == 200).all()


@pytest.mark.parametrize("keep", ["fit", "fill", "stretch"])
def test_the_same_proportions_lose_and_gain_nothing(keep: Literal["fit", "fill", "stretch"]) -> None:
    picture = np.random.default_rng(0).integers(0, 256, (40, 60, 1), np.uint8)
    step = Resize(4, 6, 1, keep=keep)
    assert not step.changes_frame(picture)
    np.testing.assert_array_equal(step.apply([picture]), Resize(4, 6, 1).apply([picture]))


def test_another_size_is_averaged_down_without_keeping_proportions() -> None:
    stripes = np.tile(np.array([0, 200], dtype=np.uint8), (64, 32))[..., None]
    np.testing.assert_allclose(Resize(4, 6, 1).apply([stripes]), 100, atol=6)


@pytest.mark.parametrize("channels", [1, 3])
def test_pixels_are_those_of_pillow(channels: int) -> None:
    values = np.random.default_rng(0).integers(0, 256, (50, 31, channels), np.uint8)
    image = Image.fromarray(values.squeeze()).resize((6, 4), Image.Resampling.BILINEAR)
    (row,) = Resize(4, 6, channels).apply([values])
    np.testing.assert_array_equal(row, np.asarray(image).reshape(4, 6, channels))


def test_grey_becomes_three_equal_channels_and_colour_grey() -> None:
    (row,) = Resize(4, 6, 3).apply([RAMP])
    np.testing.assert_array_equal(row, np.repeat(RAMP, 3, axis=-1))
    (grey,) = Resize(4, 6, 1).apply([row])
    np.testing.assert_array_equal(grey, RAMP)


@pytest.mark.parametrize(
    ("size", "message"), [((4, 6, 2), "channels: expected 1 or 3"), ((0, 6, 1), "expected 1 or more")]
)
def test_a_size_that_no_picture_has_is_refused(size: tuple[int, int, int], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Resize(*size)


@pytest.mark.parametrize("channels", [1, 3])
def test_it_gives_what_it_says(channels: int) -> None:
    step = Resize(4, 6, channels)
    assert step.apply([RAMP]).shape == (1, *step.gives)


@pytest.mark.parametrize("white", [0, -1, 2**31])
def test_white_is_a_value_of_images(white: int) -> None:
    with pytest.raises(ValueError, match="white: expected 1 to 2147483647"):
        Resize(4, 6, 1, white=white)
