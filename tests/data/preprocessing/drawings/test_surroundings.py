"""Drawings on paper that has lines, lies on something, or is half in the shadow."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from mlpcli.data.preprocessing.drawings.fit import fit_drawing
from tests.data.preprocessing.drawings.shapes import FRAME, Picture, draw_seven, extent, seven
from tests.data.preprocessing.drawings.test_fit import SEVEN, alike, fitted, shone_on

BLUE = 170


def ruled(picture: Picture, every: int, thick: int = 2, squared: bool = False, climb: int = 0) -> Picture:
    """With lines from edge to edge below the ink, which climb so many pixels from left to right."""
    height, width = picture.shape[:2]
    paper = Image.new("L", (width, height), 255)
    draw = ImageDraw.Draw(paper)
    for place in range(every // 2, height, every):
        draw.line([(0, place), (width, place - climb)], fill=BLUE, width=thick)
    for place in range(every // 2, width if squared else 0, every):
        draw.line([(place, 0), (place, height)], fill=BLUE, width=thick)
    return np.minimum(picture, np.asarray(paper)[..., None])


def blank(brightness: int = 255) -> Picture:
    return np.full((300, 200, 1), brightness, np.uint8)


@pytest.mark.parametrize("squared", [False, True])
@pytest.mark.parametrize("every", [20, 40])
@pytest.mark.parametrize("climb", [0, 6])
def test_ruling_is_no_ink(every: int, squared: bool, climb: int) -> None:
    assert not fitted(ruled(blank(), every, squared=squared, climb=climb), "empty").any()


@pytest.mark.parametrize("squared", [False, True])
@pytest.mark.parametrize("scale", [0.5, 1.5])
def test_a_drawing_on_ruled_paper_is_found(scale: float, squared: bool) -> None:
    plain = seven(scale=scale, pen=round(8 * scale), ink=40)
    assert alike(fitted(ruled(plain, 30, squared=squared)), fitted(plain)) > 0.9


def test_a_fold_across_the_sheet_is_no_drawing() -> None:
    sheet = Image.new("L", (300, 300), 235)
    ImageDraw.Draw(sheet).line([(0, 150), (300, 154)], fill=200, width=4)
    fitted(np.asarray(sheet)[..., None], "empty")


def test_a_stroke_from_edge_to_edge_belongs_to_a_tightly_cropped_drawing() -> None:
    four = Image.new("L", (80, 120), 255)
    draw = ImageDraw.Draw(four)
    draw.line([(45, 0), (5, 75), (80, 75)], fill=0, width=5)
    draw.line([(55, 40), (55, 120)], fill=0, width=5)
    row = fitted(np.asarray(four)[..., None])
    assert row[:, :, 0].max(axis=1)[12:18].max() == 255
    assert (row[..., 0] > 128).sum(axis=1).max() >= 11


def test_a_single_speck_is_no_drawing() -> None:
    sheet = blank()
    sheet[100:104, 50:54] = 60
    fitted(sheet, "empty")


@pytest.mark.parametrize("turned", [0, 5])
@pytest.mark.parametrize("desk", [25, 90, 150])
def test_paper_on_a_desk_is_looked_at_inside(desk: int, turned: int) -> None:
    picture = Image.new("L", (400, 420), desk)
    paper = Image.fromarray(seven(ink=30, paper=240, at=(70, 100))[..., 0])
    mask = Image.new("L", paper.size, 255).rotate(turned, expand=True)
    picture.paste(paper.rotate(turned, Image.Resampling.BICUBIC, expand=True), (90, 50), mask)
    assert alike(fitted(np.asarray(picture)[..., None]), SEVEN) > 0.8


@pytest.mark.parametrize("desk", [25, 90, 150])
def test_empty_paper_on_a_desk_has_no_answer(desk: int) -> None:
    picture = np.full((420, 400, 1), desk, np.uint8)
    picture[60:360, 100:300] = 240
    assert fit_drawing(picture, FRAME).finding in ("empty", "unclear")


@pytest.mark.parametrize("at", [(50, 60), (100, 0)])
@pytest.mark.parametrize("desk", [60, 160])
def test_a_small_sheet_on_a_desk_is_looked_at_inside(desk: int, at: tuple[int, int]) -> None:
    picture = Image.new("L", (300, 400), desk)
    picture.paste(Image.fromarray(seven((90, 90), 40, 215, (25, 20), 0.5, 4)[..., 0]), at)
    assert alike(fitted(np.asarray(picture)[..., None]), SEVEN) > 0.9


def test_a_one_on_a_small_sheet_is_found() -> None:
    picture = np.full((400, 300, 1), 60, np.uint8)
    picture[120:200, 40:130] = 215
    picture[135:185, 82:86] = 40
    assert extent(fitted(picture)) == (20, 2)


def test_a_small_sheet_with_nothing_on_it_has_no_answer() -> None:
    picture = Image.new("L", (300, 400), 60)
    sheet = Image.new("L", (90, 90), 215)
    mask = Image.new("L", sheet.size, 255).rotate(20, expand=True)
    picture.paste(sheet.rotate(20, expand=True), (80, 120), mask)
    fitted(np.asarray(picture)[..., None], "unclear")


def test_thick_strokes_that_fill_a_rectangle_are_no_sheet() -> None:
    zero = np.full((300, 200, 1), 255, np.uint8)
    zero[60:200, 50:130] = 0
    zero[84:176, 74:106] = 255
    row = fitted(zero)
    assert extent(row) == (20, 12)
    assert not row[13:15, 13:15].any()


@pytest.mark.parametrize("turned", [-7, 4])
@pytest.mark.parametrize("beside", [70, 150])
def test_wedges_beside_a_sheet_that_is_askew_are_no_ink(beside: int, turned: int) -> None:
    sheet = Image.fromarray(seven((300, 400), 60, 235, (90, 120))[..., 0])
    askew = sheet.rotate(turned, Image.Resampling.BICUBIC, fillcolor=beside)
    assert alike(fitted(np.asarray(askew)[..., None]), SEVEN) > 0.8
    empty = Image.new("L", (300, 400), 235).rotate(turned, Image.Resampling.BICUBIC, fillcolor=beside)
    assert fit_drawing(np.asarray(empty)[..., None], FRAME).finding in ("empty", "unclear")


def test_wedges_and_uneven_light_together_are_no_ink() -> None:
    sheet = seven((300, 400), 80, 245, (90, 120))
    light = 255 - 150 * np.linspace(0, 1, 300)[None, :, None] ** 1.5
    lit = Image.fromarray((sheet / 255 * light).astype(np.uint8)[..., 0])
    askew = lit.rotate(5, Image.Resampling.BICUBIC, fillcolor=200)
    assert alike(fitted(np.asarray(askew)[..., None]), SEVEN) > 0.75


@pytest.mark.parametrize("at", [(60, 60), (230, 190)])
def test_the_bar_of_a_window_is_no_ink(at: tuple[int, int]) -> None:
    window = Image.fromarray(seven((320, 300), 0, 255, at)[..., 0])
    ImageDraw.Draw(window).rectangle([0, 0, 319, 22], fill=90)
    assert alike(fitted(np.asarray(window)[..., None]), SEVEN) > 0.9


def test_the_frame_of_a_window_below_its_bar_is_no_ink() -> None:
    window = Image.fromarray(seven((640, 500), 0, 255, (260, 200))[..., 0])
    draw = ImageDraw.Draw(window)
    draw.rectangle([0, 0, 639, 50], fill=240)
    draw.rectangle([0, 50, 639, 499], outline=60, width=3)
    assert alike(fitted(np.asarray(window)[..., None]), SEVEN) > 0.9


@pytest.mark.parametrize("wide", [6, 12])
def test_a_frame_around_the_picture_is_no_ink(wide: int) -> None:
    framed = np.pad(seven(), ((wide, wide), (wide, wide), (0, 0)))
    assert alike(fitted(framed), SEVEN) > 0.9


@pytest.mark.parametrize("outline", ["ellipse", "rectangle"])
def test_what_an_outline_encloses_is_looked_at(outline: str) -> None:
    picture = Image.fromarray(seven(size=(300, 300), at=(120, 90))[..., 0])
    getattr(ImageDraw.Draw(picture), outline)([50, 40, 250, 250], outline=0, width=5)
    assert alike(fitted(np.asarray(picture)[..., None]), SEVEN) > 0.9


@pytest.mark.parametrize(("outline", "room"), [("ellipse", 36), ("rectangle", 14)])
def test_no_piece_of_a_near_outline_is_in_a_closer_look(outline: str, room: int) -> None:
    pixels = seven(size=(420, 420), at=(180, 160))[..., 0]
    down, across = np.nonzero(pixels < 128)
    picture = Image.fromarray(pixels)
    around = [across.min() - room, down.min() - room, across.max() + room, down.max() + room]
    getattr(ImageDraw.Draw(picture), outline)(around, outline=0, width=4)
    assert alike(fitted(np.asarray(picture)[..., None]), SEVEN) > 0.9


def lined(y: tuple[int, int], x: tuple[int, int] = (20, 150), pen: int = 5) -> Picture:
    """A 7 from row 30 to 130 and from column 50 to 110, and a line."""
    picture = Image.fromarray(seven(size=(170, 220), at=(50, 30))[..., 0])
    ImageDraw.Draw(picture).line([(x[0], y[0]), (x[1], y[1])], fill=0, width=pen)
    return np.asarray(picture)[..., None]


@pytest.mark.parametrize("y", [(145, 145), (152, 148), (190, 190), (14, 14)])
@pytest.mark.parametrize("x", [(20, 150), (0, 169)])
def test_a_rule_that_a_drawing_does_not_touch_is_left_out(y: tuple[int, int], x: tuple[int, int]) -> None:
    picture = lined(y, x)
    assert alike(fitted(picture), SEVEN) > 0.98


def test_a_rule_is_left_out_of_a_closer_look() -> None:
    large = Image.new("L", (1000, 1200), 255)
    large.paste(Image.fromarray(lined((145, 145))[..., 0]).resize((340, 440)), (300, 300))
    plain = Image.new("L", (1000, 1200), 255)
    plain.paste(Image.fromarray(seven(size=(170, 220), at=(50, 30))[..., 0]).resize((340, 440)), (300, 300))
    assert alike(fitted(np.asarray(large)[..., None]), fitted(np.asarray(plain)[..., None])) > 0.95


def test_two_rules_are_left_out() -> None:
    assert alike(fitted(np.minimum(lined((145, 145)), lined((155, 155)))), SEVEN) > 0.98


@pytest.mark.parametrize("y", [(128, 128), (131, 127)])
def test_a_drawing_that_touches_its_rule_has_no_answer(y: tuple[int, int]) -> None:
    fitted(lined(y), "unclear")


def test_a_one_has_a_foot_and_a_seven_a_bar() -> None:
    one = blank()
    one[40:200, 96:104] = one[192:200, 70:130] = 0
    fitted(one)
    seven_of_two = blank()
    seven_of_two[40:50, 60:140] = 0
    draw = Image.fromarray(seven_of_two[..., 0])
    ImageDraw.Draw(draw).line([(135, 60), (100, 180)], fill=0, width=9)
    row = fitted(np.asarray(draw)[..., None])
    assert (row[..., 0] > 128).sum(axis=1).max() >= 9


def test_a_ring_is_a_drawing() -> None:
    picture = Image.new("L", (200, 200), 255)
    ImageDraw.Draw(picture).ellipse([50, 30, 150, 170], outline=0, width=12)
    row = fitted(np.asarray(picture)[..., None])
    assert not row[13:15, 13:15].any()


def shadow(depth: float) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    down, across = np.mgrid[0:300, 0:200]
    edge = (across + 0.6 * down - 200) / 3
    return (230 * (1 - depth / (1 + np.exp(-edge.clip(-50, 50)))))[..., None]


@pytest.mark.parametrize("light", [0.5, 0.6, 0.7])
@pytest.mark.parametrize("through", [100, 115, 130])
def test_a_drawing_across_the_sharp_edge_of_a_shadow_is_read_whole(light: float, through: int) -> None:
    plain = seven(ink=40, pen=8, at=(60, 60), scale=1.2)
    across = np.arange(200)[None, :, None] - 0.15 * (np.arange(300)[:, None, None] - 150)
    edge = 1 - (1 - light) * np.clip(across - through, 0, 1)
    assert alike(fitted(shone_on(plain, 215 * edge, 3.0)), fitted(plain)) > 0.9


@pytest.mark.parametrize("soft", [1, 25])
@pytest.mark.parametrize("turned", [0, 1, 2, 3])
@pytest.mark.parametrize(("light", "through"), [(0.55, 90), (0.25, 70), (0.8, 120), (0.4, 135)])
def test_a_straight_shadow_without_any_grain_is_no_ink(
    light: float, through: int, turned: int, soft: int
) -> None:
    plain = seven(ink=20, pen=8, at=(60, 60), scale=1.2)
    across = np.arange(200)[None, :, None] - 0.1 * turned * (np.arange(300)[:, None, None] - 150)
    edge = np.rot90(light + (1 - light) * np.clip((across - through) / soft, 0, 1), 2 * (turned % 2))
    assert alike(fitted(shone_on(plain, 240 * edge)), fitted(plain)) > 0.94
    fitted(shone_on(blank(), 240 * edge), "empty")


def fallen(shape: str) -> Image.Image:
    """A shadow of some shape, 255 on 0."""
    cast = Image.new("L", (200, 300), 0)
    draw = ImageDraw.Draw(cast)
    if shape == "disc":
        draw.ellipse([60, 90, 150, 190], fill=255)
    elif shape == "corner":
        draw.polygon([(100, 0), (200, 0), (200, 140), (106, 132)], fill=255)
    if shape in ("band", "bands"):
        draw.polygon([(80, 0), (120, 0), (140, 300), (100, 300)], fill=255)
    if shape in ("flat band", "bands"):
        draw.polygon([(0, 80), (200, 90), (200, 130), (0, 120)], fill=255)
    if shape == "band beside":
        draw.polygon([(5, 0), (40, 0), (35, 300), (0, 300)], fill=255)
    return cast


@pytest.mark.parametrize("soft", [0, 2, 6])
@pytest.mark.parametrize("light", [0.5, 0.7])
@pytest.mark.parametrize("shape", ["band", "flat band", "band beside", "bands", "disc", "corner"])
def test_a_shadow_of_any_shape_is_no_ink(shape: str, light: float, soft: int) -> None:
    plain = seven(ink=40, pen=8, at=(60, 60), scale=1.2)
    cast = np.asarray(fallen(shape).filter(ImageFilter.GaussianBlur(soft)))[..., None] / 255
    assert alike(fitted(shone_on(plain, 240 * (1 - (1 - light) * cast), 2.0)), fitted(plain)) > 0.94


def test_ink_as_light_as_a_shadow_beside_it_is_told_from_it_by_its_width() -> None:
    plain = seven(ink=128, pen=4, at=(60, 60), scale=1.2)
    cast = np.asarray(fallen("band beside"))[..., None] / 255
    assert alike(fitted(shone_on(plain, 240 * (1 - 0.5 * cast))), fitted(plain)) > 0.94


@pytest.mark.parametrize("shape", ["band", "flat band", "corner"])
def test_a_shadow_on_an_empty_sheet_has_no_answer(shape: str) -> None:
    cast = np.asarray(fallen(shape))[..., None] / 255
    assert fit_drawing(shone_on(blank(), 240 * (1 - 0.5 * cast)), FRAME).finding in ("empty", "unclear")


@pytest.mark.parametrize("ink", [60, 128])
@pytest.mark.parametrize("pen", [14, 24])
def test_thick_strokes_are_no_shadow(pen: int, ink: int) -> None:
    thick = seven(pen=pen, at=(60, 60), scale=1.2)
    grey = np.where(thick < 128, ink, 240).astype(np.uint8)
    assert alike(fitted(grey), fitted(thick)) > 0.98


def test_a_stroke_along_the_edge_of_a_shadow_stays() -> None:
    one = blank()
    one[40:260, 100:112] = 20
    edge = np.where(np.arange(200) < 96, 0.5, 1.0)[None, :, None]
    assert alike(fitted(shone_on(one, 240 * edge)), fitted(one)) > 0.95


@pytest.mark.parametrize("depth", [0.3, 0.45])
def test_the_edge_of_a_shadow_is_no_ink(depth: float) -> None:
    shone = shone_on(seven(ink=40, pen=8, at=(60, 90)), shadow(depth), 3.0)
    assert alike(fitted(shone), SEVEN) > 0.8
    assert fit_drawing(shone_on(blank(), shadow(depth), 3.0), FRAME).finding in ("empty", "unclear")


@pytest.mark.parametrize("gap", [8, 14, 20])
def test_two_drawings_of_one_height_close_together_are_several(gap: int) -> None:
    ten = Image.new("L", (300, 200), 255)
    draw = ImageDraw.Draw(ten)
    draw.line([(110, 40), (110, 160)], fill=0, width=10)
    draw.ellipse([116 + gap, 40, 176 + gap, 160], outline=0, width=10)
    fitted(np.asarray(ten)[..., None], "several")


def test_two_drawings_beside_each_other_are_several_where_their_columns_overlap() -> None:
    pair = Image.new("L", (300, 200), 255)
    draw = ImageDraw.Draw(pair)
    draw.line([(140, 40), (100, 160)], fill=0, width=8)
    draw.line([(160, 40), (120, 160)], fill=0, width=8)
    fitted(np.asarray(pair)[..., None], "several")


@pytest.mark.parametrize("lower", [0, 30, 70])
def test_two_drawings_that_both_enclose_paper_are_several_at_any_heights(lower: int) -> None:
    """A ring above a ring may be an 8."""
    sheet = Image.new("L", (400, 400), 255)
    draw = ImageDraw.Draw(sheet)
    for x, y in ((100, 100), (160, 100 + lower)):
        draw.ellipse((x + 5, y, x + 45, y + 50), outline=0, width=8)
        draw.ellipse((x, y + 42, x + 50, y + 100), outline=0, width=8)
    fitted(np.asarray(sheet)[..., None], "several")
    rings = Image.new("L", (400, 400), 255)
    for y in (100, 170):
        ImageDraw.Draw(rings).ellipse((100, y, 150, y + 60), outline=0, width=8)
    fitted(np.asarray(rings)[..., None])


def test_a_digit_of_two_strokes_is_one() -> None:
    five = Image.new("L", (200, 200), 255)
    draw = ImageDraw.Draw(five)
    draw.line([(70, 40), (66, 90), (110, 85), (125, 120), (100, 155), (65, 150)], fill=0, width=9)
    draw.line([(84, 36), (130, 36)], fill=0, width=9)
    fitted(np.asarray(five)[..., None])
    four = Image.new("L", (200, 200), 255)
    draw = ImageDraw.Draw(four)
    draw.line([(60, 40), (55, 100), (105, 100)], fill=0, width=9)
    draw.line([(120, 42), (117, 160)], fill=0, width=9)
    fitted(np.asarray(four)[..., None])


def test_drawings_far_apart_stay_several_among_whatever_lies_between_them() -> None:
    image = Image.fromarray(seven(at=(20, 20))[..., 0])
    draw_seven(image, 0, (110, 170))
    fitted(ruled(np.asarray(image)[..., None], 40), "several")


@pytest.mark.parametrize("ink", [0, 255])
def test_what_thick_strokes_enclose_in_a_tight_crop_is_no_drawing(ink: int) -> None:
    picture = Image.new("L", (90, 120), 255 - ink)
    ImageDraw.Draw(picture).ellipse([0, 0, 89, 119], outline=ink, width=28)
    row = fitted(np.asarray(picture)[..., None])
    assert extent(row) == (20, 15)
    assert row[13:15, 13:15].max() < 255
