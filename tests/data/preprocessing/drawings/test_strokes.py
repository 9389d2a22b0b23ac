import numpy as np
import pytest
from PIL import Image, ImageDraw

from mlpcli.data.preprocessing.drawings.strokes import grown, is_straight, stroke_width

BAR = np.zeros((60, 40), np.float32)
BAR[5:55, 15:21] = 1


def test_the_width_of_a_bar_is_measured() -> None:
    assert stroke_width(BAR) == pytest.approx(6, rel=0.15)
    assert stroke_width(BAR * 0) == 0


@pytest.mark.parametrize("radius", [0.5, 1, 2.25, -0.5, -1, -2])
def test_strokes_grow_and_shrink_by_the_radius_on_both_sides(radius: float) -> None:
    row = grown(BAR, radius)
    middle = row[row.shape[0] // 2]
    assert middle.sum() == pytest.approx(6 + 2 * radius)
    assert 0 <= row.min() and row.max() <= 1


def test_what_grows_has_room() -> None:
    full = np.ones((3, 3), np.float32)
    assert grown(full, 1.5).shape == (7, 7)
    assert grown(full, -0.5).shape == (3, 3)


@pytest.mark.parametrize("end", [(190, 104), (190, 130), (96, 190), (60, 10)])
@pytest.mark.parametrize("pen", [3, 12])
def test_one_straight_stroke_is_told_from_others_at_any_angle(end: tuple[int, int], pen: int) -> None:
    picture = Image.new("L", (200, 200))
    draw = ImageDraw.Draw(picture)
    draw.line([(100, 100), end], fill=1, width=pen)
    assert is_straight(np.asarray(picture, np.float32))
    draw.line([(100, 100), (40, 150)], fill=1, width=pen)
    assert not is_straight(np.asarray(picture, np.float32))
