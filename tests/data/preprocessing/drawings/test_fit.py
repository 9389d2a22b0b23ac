from dataclasses import replace
from io import BytesIO
from typing import Literal

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from mlpcli.config import sources
from mlpcli.data.preprocessing.drawings.convention import slant_of
from mlpcli.data.preprocessing.drawings.fit import Finding, fit_drawing
from mlpcli.data.preprocessing.drawings.strokes import stroke_width
from tests.data.loading import load
from tests.data.preprocessing.drawings.shapes import FRAME, Picture, centre, draw_seven, extent, seven

DOWN, ACROSS = np.mgrid[-1:1:300j, -1:1:200j]
LIGHT = (150 + 50 * ACROSS - 40 * DOWN - 25 * (DOWN**2 + ACROSS**2))[..., None]


def fitted(picture: Picture, finding: Finding = "fitted") -> Picture:
    found = fit_drawing(picture, FRAME)
    assert (found.row.shape, found.row.dtype, found.finding) == ((28, 28, 1), np.uint8, finding)
    return found.row


def alike(one: Picture, other: Picture) -> float:
    """The correlation of two rows, of which one may be a pixel beside the other: centres are rounded."""
    steps = [(down, across) for down in (-1, 0, 1) for across in (-1, 0, 1)]
    return max(float(np.corrcoef(np.roll(one, by, (0, 1)).ravel(), other.ravel())[0, 1]) for by in steps)


def shone_on(picture: Picture, light: NDArray[np.float64], noise: float = 0.0) -> Picture:
    grain = np.random.default_rng(0).normal(0, noise, picture.shape)
    return np.clip(picture / 255 * light + grain, 0, 255).astype(np.uint8)


SEVEN = fitted(seven())


@pytest.mark.parametrize("at", [(40, 30), (120, 180), (10, 190)])
@pytest.mark.parametrize(("ink", "paper"), [(0, 255), (255, 0), (60, 180), (150, 200)])
def test_ink_fills_the_box_and_its_mass_is_in_the_middle(ink: int, paper: int, at: tuple[int, int]) -> None:
    row = fitted(seven(ink=ink, paper=paper, at=at))
    assert max(extent(row)) == 20
    assert centre(row) == pytest.approx((14, 14), abs=0.51)
    assert (row.min(), row.max()) == (0, 255)
    assert alike(row, SEVEN) > 0.98


def test_proportions_are_kept() -> None:
    stroke = np.zeros((90, 90, 1), np.uint8)
    stroke[10:70, 40:48] = 255
    assert extent(fitted(stroke)) == (20, 3)


@pytest.mark.parametrize("scale", [0.3, 1.7])
def test_how_large_it_was_drawn_does_not_matter(scale: float) -> None:
    assert alike(fitted(seven(scale=scale, pen=round(10 * scale))), SEVEN) > 0.9


def test_a_small_drawing_in_a_large_photo_is_looked_at_closely() -> None:
    large = np.full((2400, 3200, 1), 220, np.uint8)
    large[1500:1800, 2000:2200] = np.where(seven() < 128, 40, 220)
    assert alike(fitted(large), SEVEN) > 0.97


@pytest.mark.parametrize("noise", [0.0, 12.0])
@pytest.mark.parametrize("ink", [30, 110])
def test_uneven_light_and_grain_are_no_ink(ink: int, noise: float) -> None:
    assert alike(fitted(shone_on(seven(ink=ink), LIGHT, noise)), SEVEN) > 0.9


def test_chalk_on_an_uneven_board_is_ink() -> None:
    board = np.where(seven() < 128, 235, LIGHT / 3 + 20)
    assert alike(fitted(board.astype(np.uint8)), SEVEN) > 0.97


@pytest.mark.parametrize("paper", [(250, 230, 90), (120, 160, 200), (200, 90, 90)])
def test_colours_are_told_apart_even_of_one_brightness(paper: tuple[int, int, int]) -> None:
    grey = round(0.299 * paper[0] + 0.587 * paper[1] + 0.114 * paper[2])
    picture = np.where(seven() < 128, grey, np.array(paper)).astype(np.uint8)
    assert alike(fitted(picture), SEVEN) > 0.97


def test_a_tight_crop_gets_its_margin() -> None:
    whole = seven()
    assert alike(fitted(whole[26:135, 36:106]), SEVEN) > 0.97


def test_a_stroke_along_the_edge_of_a_pad_is_a_drawing() -> None:
    pad = np.full((240, 240, 1), 255, np.uint8)
    pad[30:200, 219:239] = 0
    in_the_middle = np.pad(pad, ((20, 20), (20, 20), (0, 0)), constant_values=255)
    np.testing.assert_array_equal(fitted(pad), fitted(in_the_middle))


def test_a_straight_line_from_edge_to_edge_of_a_pad_is_a_drawing_but_along_an_edge() -> None:
    pad = np.full((240, 240, 1), 255, np.uint8)
    pad[:, 110:126] = 0
    in_the_middle = np.pad(pad, ((20, 20), (20, 20), (0, 0)), constant_values=255)
    np.testing.assert_array_equal(fitted(pad), fitted(in_the_middle))
    fitted(np.roll(pad, -110, axis=1), "unclear")


@pytest.mark.parametrize("is_jpeg", [False, True])
def test_thick_strokes_that_go_to_the_edge_of_a_pad_are_a_drawing(is_jpeg: bool) -> None:
    image = Image.new("L", (240, 240), 255)
    five = [(244, 0), (115, 0), (105, 80), (185, 70), (240, 110), (225, 170), (155, 198), (85, 170)]
    ImageDraw.Draw(image).line(five, fill=0, width=32, joint="curve")
    if is_jpeg:
        image.save(file := BytesIO(), "JPEG", quality=75)
        image = Image.open(file)
    pad = np.asarray(image)[..., None]
    in_the_middle = np.pad(pad, ((20, 20), (20, 20), (0, 0)), constant_values=255)
    assert alike(fitted(pad), fitted(in_the_middle)) > 0.98


def test_specks_are_dropped() -> None:
    dusty = seven()
    dusty[250:254, 180:184] = dusty[5:9, 10:13] = 0
    assert alike(fitted(dusty), SEVEN) > 0.99


@pytest.mark.parametrize(("pen", "least", "most"), [(3, 1.5, 2.4), (10, 1.5, 2.5), (30, 2.7, 3.8)])
def test_strokes_get_a_width_that_the_training_images_have(pen: int, least: float, most: float) -> None:
    assert least <= stroke_width(fitted(seven(pen=pen))[..., 0] / 255) <= most


def test_what_leans_more_than_the_training_images_is_straightened() -> None:
    image = Image.new("L", (200, 200), 255)
    ImageDraw.Draw(image).line([(160, 20), (60, 180)], fill=0, width=12)
    frame = replace(FRAME, slant=(-0.1, 0.1))
    assert slant_of(fit_drawing(np.array(image)[..., None], frame).row[..., 0]) == pytest.approx(
        -0.1, abs=0.06
    )
    upright = np.full((200, 200, 1), 255, np.uint8)
    upright[20:180, 90:102] = 0
    assert extent(fit_drawing(upright, frame).row) == extent(fit_drawing(upright, FRAME).row)


def test_training_images_of_dark_ink_get_dark_ink() -> None:
    dark = fit_drawing(seven(), replace(FRAME, ink="dark"))
    np.testing.assert_array_equal(dark.row, 255 - SEVEN)


def test_where_boxes_are_centred_the_box_is_in_the_middle() -> None:
    row = fit_drawing(seven(), replace(FRAME, centred_by="box", centre=(13.5, 13.5))).row
    rows, columns = np.flatnonzero(row.any(axis=(1, 2))), np.flatnonzero(row.any(axis=(0, 2)))
    assert (rows[0] + rows[-1]) / 2 == 13.5
    assert abs((columns[0] + columns[-1]) / 2 - 13.5) <= 0.5


@pytest.mark.parametrize("noise", [0.0, 3.0, 15.0])
@pytest.mark.parametrize("light", [np.full_like(LIGHT, 30.0), np.full_like(LIGHT, 255.0), LIGHT])
def test_an_empty_sheet_is_empty_whatever_its_light_and_grain(
    light: NDArray[np.float64], noise: float
) -> None:
    assert not fitted(shone_on(np.full((300, 200, 1), 255, np.uint8), light, noise), "empty").any()


@pytest.mark.parametrize("at", [(120, 30), (110, 170), (20, 180)])
def test_several_drawings_far_apart_are_several(at: tuple[int, int]) -> None:
    image = Image.fromarray(seven(at=(20, 20))[..., 0])
    draw_seven(image, 0, at)
    fitted(np.asarray(image)[..., None], "several")


def test_a_page_of_drawings_is_several() -> None:
    image = Image.new("L", (1000, 1000), 255)
    for number in range(100):
        draw_seven(image, 0, (number % 10 * 100 + 20, number // 10 * 100 + 20), 0.5, 5)
    fitted(np.asarray(image)[..., None], "several")


def test_strokes_of_one_drawing_may_be_apart() -> None:
    broken = seven()
    broken[60:70] = 255
    assert alike(fitted(broken), SEVEN) > 0.9


def test_a_filled_shape_is_no_drawing() -> None:
    blob = np.full((200, 200, 1), 255, np.uint8)
    blob[DOWN[:200, :] ** 2 + ACROSS[:200, :] ** 2 < 0.3] = 60
    fitted(blob, "unclear")


@pytest.mark.parametrize("end", [(170, 100), (165, 70), (160, 140)])
def test_a_straight_stroke_that_lies_is_no_drawing_where_no_training_image_does(end: tuple[int, int]) -> None:
    dash = Image.new("L", (200, 200), 255)
    ImageDraw.Draw(dash).line([(40, 102), end], fill=0, width=9)
    picture = np.array(dash)[..., None]
    frame = replace(FRAME, widest=1.4)
    assert fit_drawing(picture, frame).finding == "unclear"
    assert fit_drawing(picture.swapaxes(0, 1), frame).finding == "fitted"
    # Of older runs it is not known how wide the training images are.
    assert fit_drawing(picture, FRAME).finding == "fitted"
    wide = np.asarray(Image.fromarray(seven()[..., 0]).resize((400, 120)))[..., None]
    assert fit_drawing(wide, frame).finding == "fitted"


def test_a_photo_of_things_is_no_drawing() -> None:
    random = np.random.default_rng(0)
    # Shades of all sizes, as landscapes have.
    shades = sum(
        np.asarray(Image.fromarray(random.uniform(0, 255 / side, (side, side))).resize((200, 200))) * 2
        for side in (2, 4, 8, 16)
    )
    scene = np.clip(np.asarray(shades)[..., None], 0, 255).astype(np.uint8)
    assert fit_drawing(scene, FRAME).finding in ("empty", "unclear")


@pytest.mark.parametrize("patches", [6, 9, 14])
def test_soft_patches_of_colours_are_no_drawing_in_shadows(patches: int) -> None:
    for seed in range(6, 18):
        random = np.random.default_rng(seed)
        colours = random.normal(size=(patches, patches, 3)) + random.normal(size=(patches, patches, 1))
        pixels = np.clip(128 + 45 * colours, 0, 255).astype(np.uint8)
        picture = Image.fromarray(pixels).resize((240, 240), Image.Resampling.BICUBIC)
        assert fit_drawing(np.asarray(picture), FRAME).finding != "fitted", seed


@pytest.mark.parametrize(("ink", "polarity"), [(0, "dark"), (255, "bright")])
def test_where_the_ink_is_known_it_is_found(ink: int, polarity: Literal["dark", "bright"]) -> None:
    found = fit_drawing(seven(ink=ink, paper=255 - ink), FRAME, polarity)
    np.testing.assert_array_equal(found.row, SEVEN)


@pytest.mark.parametrize("shape", [(1, 1, 1), (1, 300, 3), (2, 2, 1), (3, 5000, 1), (28, 28, 3)])
def test_pictures_of_any_shape_have_a_row(shape: tuple[int, int, int]) -> None:
    for picture in (
        np.random.default_rng(0).integers(0, 256, shape, np.uint8),
        np.zeros(shape, np.uint8),
        np.eye(shape[0], shape[1], dtype=np.uint8)[..., None].repeat(shape[2], axis=2) * 255,
    ):
        assert fit_drawing(picture, FRAME).row.shape == (28, 28, 1)


def test_real_digits_keep_their_look() -> None:
    dataset = load(sources.Digits(source="digits", size=28), 0)
    assert dataset.preprocessing.drawing is not None
    rows = [fit_drawing(image, dataset.preprocessing.drawing) for image in dataset.train.inputs[:50]]
    assert {row.finding for row in rows} == {"fitted"}
    assert (
        np.mean([alike(row.row, image) for row, image in zip(rows, dataset.train.inputs, strict=False)]) > 0.9
    )


@pytest.mark.parametrize(("scale", "is_left_out"), [(0.0, False), (0.08, False), (0.3, True)])
def test_a_much_smaller_drawing_beside_another_is_said_to_be_left_out(
    scale: float, is_left_out: bool
) -> None:
    image = Image.new("L", (400, 300), 255)
    draw_seven(image, 0, (60, 60), 1.5, 14)
    if scale:
        draw_seven(image, 0, (300, 80), 1.5 * scale, 6)
    found = fit_drawing(np.array(image)[..., None], FRAME)
    assert (found.finding, found.leaves_out) == ("fitted", is_left_out)
    assert alike(found.row, SEVEN) > 0.9
