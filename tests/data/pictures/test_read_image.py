import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from mlpcli.data.pictures.conversion import in_mode, scaled_size
from mlpcli.data.pictures.read_image import read_image as read_picture
from mlpcli.data.pictures.read_image import white_of
from mlpcli.data.preprocessing import Resize
from mlpcli.data.preprocessing.resize import White
from mlpcli.errors import DataError

GREY = (4, 6, 1)
COLOUR = (4, 6, 3)
RAMP = np.arange(24, dtype=np.uint8).reshape(4, 6) * 10


def read_image(path: Path, shape: tuple[int, int, int]) -> Any:
    return read_picture(path, shape[-1]).pixels


def _save(path: Path, values: Any, **options: Any) -> Path:
    Image.fromarray(np.asarray(values)).save(path, **options)
    return path


@pytest.mark.parametrize("suffix", ["png", "bmp", "gif", "tif"])
def test_grey_pixels_come_back_as_they_are(tmp_path: Path, suffix: str) -> None:
    image = read_image(_save(tmp_path / f"a.{suffix}", RAMP), GREY)
    assert image.dtype == np.uint8
    np.testing.assert_array_equal(image, RAMP[:, :, None])


@pytest.mark.parametrize("suffix", ["png", "jpg", "bmp", "gif", "webp", "tif"])
def test_six_formats_are_read(tmp_path: Path, suffix: str) -> None:
    red = np.zeros((4, 6, 3), dtype=np.uint8) + np.array([250, 0, 0], dtype=np.uint8)
    image = read_image(_save(tmp_path / f"a.{suffix}", red), COLOUR)
    np.testing.assert_allclose(image, red, atol=6)


def test_content_decides_not_the_extension(tmp_path: Path) -> None:
    path = _save(tmp_path / "a.png", RAMP).rename(tmp_path / "a.jpg")
    np.testing.assert_array_equal(read_image(path, GREY)[..., 0], RAMP)


def test_another_format_is_not_let_near_a_decoder(tmp_path: Path) -> None:
    path = _save(tmp_path / "a.ppm", RAMP).rename(tmp_path / "a.png")
    with pytest.raises(DataError, match="is not an image"):
        read_image(path, GREY)


def test_one_grey_channel_becomes_three_equal_ones(tmp_path: Path) -> None:
    image = read_image(_save(tmp_path / "a.png", RAMP), COLOUR)
    np.testing.assert_array_equal(image, np.repeat(RAMP[:, :, None], 3, axis=2))


def test_16_bit_grey_is_scaled_and_not_clipped(tmp_path: Path) -> None:
    wide = RAMP.astype(np.uint16) * 257
    np.testing.assert_array_equal(read_image(_save(tmp_path / "a.png", wide), GREY)[..., 0], RAMP)


@pytest.mark.parametrize("suffix", ["png", "tif"])
def test_the_white_of_16_bit_grey_can_be_less(tmp_path: Path, suffix: str) -> None:
    path = _save(tmp_path / f"a.{suffix}", RAMP.astype(np.uint16) * 16)
    dark, bright = read_picture(path, 1), read_picture(path, 1, white=White(4095))
    assert (int(dark.pixels.max()), dark.largest) == (14, (3680, 0))
    np.testing.assert_allclose(bright.pixels[..., 0], RAMP, atol=1)
    with pytest.raises(DataError, match="values up to 3,680; expected 3,000 at most, as in the training"):
        read_picture(path, 1, white=White(3000))


def test_other_images_have_no_white_of_their_own(tmp_path: Path) -> None:
    path = _save(tmp_path / "a.tif", RAMP)
    dark = read_picture(path, 1, white=White(1, 1.0))
    assert dark.largest == (0, 0)
    np.testing.assert_array_equal(dark.pixels, read_picture(path, 1).pixels)


@pytest.mark.parametrize(
    ("largest", "white"),
    [
        ((0, 0.0), (65535, 0.0)),
        ((70_000, 0.0), (131_071, 0.0)),
        ((2**31 - 1, 0.0), (2**31 - 1, 0.0)),
        ((0, 0.4), (65535, 1.0)),
        ((0, 1.01), (65535, 1.0)),
        ((0, 2.0), (65535, 3.0)),
        ((0, 100.0), (65535, 127.0)),
        ((0, 270.5), (65535, 255.0)),
        ((4000, 1000.0), (4095, 1023.0)),
    ],
)
def test_white_is_that_of_all_images(largest: tuple[int, float], white: tuple[int, float]) -> None:
    assert white_of(White(*largest)) == white


def test_floats_are_as_bright_as_the_white_says(tmp_path: Path) -> None:
    path = _save(tmp_path / "a.tif", RAMP.astype(np.float32) * np.float32(1.01 / 230))
    assert read_picture(path, 1).pixels.max() == 1
    assert read_picture(path, 1, white=White(floats=1.0)).pixels.max() == 255
    path = _save(tmp_path / "b.tif", RAMP.astype(np.float32))
    with pytest.raises(DataError, match="has floats up to 230; expected 1 at most, as in the training"):
        read_picture(path, 1, white=White(floats=1.0))


@pytest.mark.parametrize(
    "values",
    [
        RAMP.astype(np.int32) * 257,
        RAMP.astype(np.float32) / np.float32(255),
        RAMP.astype(np.float32),
        np.round(RAMP * ((2.0**31 - 1) / 255)).astype(np.int32),
    ],
    ids=["16 bits in 32", "floats to 1", "floats to 255", "32 bits"],
)
def test_wide_modes_are_scaled_to_8_bits(tmp_path: Path, values: Any) -> None:
    np.testing.assert_array_equal(read_image(_save(tmp_path / "a.tif", values), GREY)[..., 0], RAMP)


def test_a_pixel_that_is_not_a_number_is_refused(tmp_path: Path) -> None:
    path = _save(tmp_path / "a.tif", np.full((4, 6), np.nan, dtype=np.float32))
    with pytest.raises(DataError, match="nan or infinite"):
        read_image(path, GREY)


def test_black_and_white_pixels_are_0_and_255(tmp_path: Path) -> None:
    values = read_image(_save(tmp_path / "a.png", RAMP > 100), GREY)[..., 0]
    np.testing.assert_array_equal(values, np.where(RAMP > 100, 255, 0))


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_what_is_transparent_is_white(tmp_path: Path, mode: str) -> None:
    Image.new(mode, (6, 4)).save(tmp_path / "a.png")
    assert (read_image(tmp_path / "a.png", COLOUR) == 255).all()


@pytest.mark.parametrize("mode", ["P", "L", "1", "RGB"])
def test_a_transparent_colour_is_white(tmp_path: Path, mode: str) -> None:
    colour = (0, 0, 0) if mode == "RGB" else 0
    Image.new(mode, (6, 4)).save(tmp_path / "a.png", transparency=colour)
    assert (read_image(tmp_path / "a.png", GREY) == 255).all()


@pytest.mark.parametrize("suffix", ["tif", "jpg"])
def test_cmyk_becomes_rgb(tmp_path: Path, suffix: str) -> None:
    Image.new("CMYK", (6, 4), (255, 0, 0, 0)).save(tmp_path / f"a.{suffix}")
    np.testing.assert_allclose(read_image(tmp_path / f"a.{suffix}", COLOUR)[0, 0], [0, 255, 255], atol=3)


def test_a_palette_s_half_transparent_colours_are_laid_over_white(tmp_path: Path) -> None:
    image = Image.new("P", (6, 4), 1)
    image.putpalette([255, 0, 0, 0, 0, 0])
    image.save(tmp_path / "a.png", transparency=bytes([255, 51]))
    assert (read_image(tmp_path / "a.png", GREY) == 204).all()


def test_16_bit_grey_may_have_a_transparent_value(tmp_path: Path) -> None:
    wide = RAMP.astype(np.uint16) * 257
    path = _save(tmp_path / "a.png", wide, transparency=int(wide[0, 1]))
    expected = RAMP.copy()
    expected[0, 1] = 255
    np.testing.assert_array_equal(read_image(path, GREY)[..., 0], expected)


def test_premultiplied_transparency_is_understood() -> None:
    image = in_mode(Image.new("La", (6, 4)), "L")
    assert image.getpixel((0, 0)) == 255


@pytest.mark.parametrize("suffix", ["png", "jpg", "webp", "tif"])
def test_the_camera_s_rotation_is_applied(tmp_path: Path, suffix: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # The camera was turned: the image must be turned 90 degrees clockwise.
    halves = np.repeat(np.uint8([[0], [250]]), [32, 16], axis=0) + np.zeros((48, 64), np.uint8)
    path = _save(tmp_path / f"a.{suffix}", halves, exif=exif)
    np.testing.assert_allclose(read_image(path, (64, 48, 1))[..., 0], np.rot90(halves, -1), atol=6)


@pytest.mark.parametrize("suffix", ["gif", "png", "webp", "tif"])
def test_the_first_frame_of_an_animation_counts(tmp_path: Path, suffix: str) -> None:
    frames = [Image.new("L", (6, 4), level) for level in (10, 200)]
    frames[0].save(tmp_path / f"a.{suffix}", save_all=True, append_images=frames[1:])
    picture = read_picture(tmp_path / f"a.{suffix}", 1)
    np.testing.assert_allclose(picture.pixels, 10, atol=3)
    assert picture.more


@pytest.mark.parametrize("suffix", ["gif", "png", "webp", "tif", "jpg", "bmp"])
def test_a_file_of_one_picture_holds_no_more(tmp_path: Path, suffix: str) -> None:
    assert not read_picture(_save(tmp_path / f"a.{suffix}", RAMP), 1).more


def test_a_photo_s_preview_is_not_another_frame(tmp_path: Path) -> None:
    photo = Image.fromarray(RAMP)
    photo.save(tmp_path / "a.jpg", "MPO", save_all=True, append_images=[photo])
    assert not read_picture(tmp_path / "a.jpg", 1).more


def _truncated(path: Path) -> None:
    _save(path, np.random.default_rng(0).integers(0, 256, (64, 64), dtype=np.uint8), format="PNG")
    path.write_bytes(path.read_bytes()[:-1000])


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda path: None, "could not be read: No such file"),
        (lambda path: path.mkdir(), "is a folder"),
        (lambda path: path.touch(), "is empty"),
        (lambda path: path.write_text("hello"), "is not an image"),
        (_truncated, "is a broken image"),
    ],
    ids=["missing", "folder", "empty", "text", "truncated"],
)
def test_a_file_that_is_no_image_is_named(
    tmp_path: Path, make: Callable[[Path], object], reason: str
) -> None:
    path = tmp_path / "a.png"
    make(path)
    with pytest.raises(DataError) as caught:
        read_image(path, GREY)
    assert caught.value.exit_code == 3
    assert caught.value.message.startswith(str(path))
    assert reason in caught.value.message
    assert caught.value.fix


@pytest.mark.parametrize("side", [9_500, 14_000])
def test_a_decompression_bomb_is_an_error_without_a_warning(tmp_path: Path, side: int) -> None:
    Image.new("1", (side, side)).save(tmp_path / "a.png")
    with warnings.catch_warnings(record=True) as leaked, pytest.raises(DataError) as caught:
        warnings.simplefilter("always")
        read_image(tmp_path / "a.png", GREY)
    assert "has more than 89,478,485 pixels" in caught.value.message
    assert leaked == []


def test_four_channels_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="takes 4 channels, but image files have 1") as caught:
        read_image(_save(tmp_path / "a.png", RAMP), (4, 6, 4))
    assert ".npy" in caught.value.fix


def photo(height: int, width: int) -> Image.Image:
    """Smooth shapes, some of them thin."""
    down, across = np.mgrid[:height, :width] / 40
    waves = [np.sin(down * across / 9), np.cos(down + 3 * across), np.sin(down) * np.sin(across * 2)]
    return Image.fromarray(np.rint(127 + 120 * np.stack(waves, axis=-1)).astype(np.uint8))


@pytest.mark.parametrize("keep", ["fill", "fit", "stretch"])
@pytest.mark.parametrize("orientation", [1, 6])
def test_a_large_jpeg_is_decoded_at_a_smaller_size_and_looks_the_same(
    tmp_path: Path, keep: Any, orientation: int
) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    photo(640, 800).save(tmp_path / "a.jpg", quality=95, exif=exif)
    resize = Resize(40, 64, 3, keep=keep)
    whole, smaller = (read_picture(tmp_path / "a.jpg", 3, one).pixels for one in (None, resize))
    upright = (640, 800) if orientation == 1 else (800, 640)
    assert whole.shape[:2] == upright
    assert smaller.shape[0] < upright[0] / 1.9 and smaller.shape[1] < upright[1] / 1.9
    shown = scaled_size(upright, 40, 64, keep)
    assert smaller.shape[0] >= 2 * shown[0] and smaller.shape[1] >= 2 * shown[1]
    one, other = (resize.apply([pixels])[0].astype(int) for pixels in (whole, smaller))
    assert np.abs(one - other).mean() < 2 and np.abs(one - other).max() < 24


@pytest.mark.parametrize(("suffix", "side"), [("jpg", 99), ("png", 400)])
def test_smaller_pictures_and_other_formats_are_decoded_as_they_are(
    tmp_path: Path, suffix: str, side: int
) -> None:
    photo(side, side).save(tmp_path / f"a.{suffix}")
    read = read_picture(tmp_path / f"a.{suffix}", 3, Resize(25, 25, 3)).pixels
    assert read.shape == (side, side, 3)


@pytest.mark.parametrize("format_", ["PNG", "JPEG", "BMP", "GIF", "WEBP", "TIFF"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_damaged_bytes_are_an_image_or_a_data_error(
    tmp_path: Path, format_: str, data: st.DataObject
) -> None:
    path = tmp_path / "a"
    _save(path, RAMP, format=format_)
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(content)
    try:
        # Its size may be what was damaged.
        for resize in (None, Resize(1, 2, 1)):
            pixels = read_picture(path, 1, resize).pixels
            assert (pixels.dtype, pixels.shape[-1]) == (np.uint8, 1)
    except DataError as error:
        assert str(path) in error.message
