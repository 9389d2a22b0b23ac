import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from mlpcli.config import sources
from mlpcli.data.preprocessing import FitToBox
from tests.data.loading import load

MNIST = FitToBox(28, 28, 20, "bright")
Picture = NDArray[np.uint8]


def drawing(
    size: tuple[int, int] = (200, 300), ink: int = 0, paper: int = 255, at: tuple[int, int] = (40, 30)
) -> Picture:
    """A 7, 60 wide and 100 high, drawn with a pen of 10."""
    image = Image.new("L", size, paper)
    x, y = at
    ImageDraw.Draw(image).line([(x, y), (x + 60, y), (x + 10, y + 100)], fill=ink, width=10)
    return np.asarray(image)[..., None]


def centre(row: Picture) -> tuple[float, float]:
    """The pixel on which the centre of mass of bright ink is."""
    mass = row[..., 0].astype(float)
    places = np.arange(len(mass))
    return (mass.sum(axis=1) @ places) / mass.sum(), (mass.sum(axis=0) @ places) / mass.sum()


def extent(row: Picture) -> tuple[int, int]:
    rows, columns = row[..., 0].any(axis=1), row[..., 0].any(axis=0)
    return int(np.ptp(np.flatnonzero(rows))) + 1, int(np.ptp(np.flatnonzero(columns))) + 1


def fitted(picture: Picture, step: FitToBox = MNIST) -> Picture:
    (row,) = step.apply([picture])
    assert (row.shape, row.dtype) == ((step.height, step.width, 1), np.uint8)
    return row  # type: ignore[no-any-return]


@pytest.mark.parametrize("at", [(40, 30), (120, 180), (10, 190)])
@pytest.mark.parametrize(("ink", "paper"), [(0, 255), (255, 0), (60, 180)])
def test_ink_fills_the_box_and_its_mass_is_in_the_middle(ink: int, paper: int, at: tuple[int, int]) -> None:
    row = fitted(drawing(ink=ink, paper=paper, at=at))
    assert max(extent(row)) == 20
    assert centre(row) == pytest.approx((14, 14), abs=0.5)
    assert (row.min(), row.max()) == (0, 255)


def test_proportions_are_kept() -> None:
    stroke = np.zeros((90, 90, 1), np.uint8)
    stroke[10:70, 40:46] = 255
    assert extent(fitted(stroke)) == (20, 2)


def test_where_it_was_drawn_does_not_matter() -> None:
    np.testing.assert_array_equal(fitted(drawing(at=(100, 150))), fitted(drawing()))


def test_how_large_it_was_drawn_does_not_matter() -> None:
    stroke = np.zeros((90, 90), np.uint8)
    stroke[10:70, 40:55] = 255
    larger = np.repeat(np.repeat(stroke, 7, axis=0), 7, axis=1)
    row = fitted(stroke[..., None])
    np.testing.assert_array_equal(fitted(larger[..., None]), row)
    assert extent(row) == (20, 5)


def test_grain_of_the_paper_is_no_ink() -> None:
    noise = np.random.default_rng(0).normal(0, 8, (300, 200, 1))
    photo = np.clip(drawing(ink=40, paper=190) + noise, 0, 255).astype(np.uint8)
    assert np.abs(fitted(photo).astype(int) - fitted(drawing())).mean() < 8


def test_training_images_of_dark_ink_get_dark_ink() -> None:
    step = FitToBox(28, 28, 20, "dark")
    np.testing.assert_array_equal(fitted(drawing(), step), 255 - fitted(drawing()))


def test_colours_are_ink_too() -> None:
    picture = np.repeat(drawing(), 3, axis=-1)
    picture[..., 0] = 255  # Red ink on white.
    assert max(extent(fitted(picture))) == 20


@pytest.mark.parametrize("level", [0, 128, 255])
def test_a_picture_without_ink_is_all_background(level: int) -> None:
    assert not fitted(np.full((40, 40, 1), level, np.uint8)).any()


def test_ink_stays_inside_however_its_mass_lies() -> None:
    picture = np.zeros((100, 100, 1), np.uint8)
    picture[10:30, 10:90] = 255
    picture[30:90, 10:12] = 255
    row = fitted(picture, FitToBox(22, 22, 20, "bright"))
    assert max(extent(row)) == 20


def test_the_box_is_measured_on_the_training_images() -> None:
    images = np.zeros((5, 28, 28, 1), np.uint8)
    images[:, 4:24, 10:16] = 255
    assert FitToBox.fit(images) == MNIST
    assert FitToBox.fit(255 - images) == FitToBox(28, 28, 20, "dark")


def test_images_as_the_training_images_are_stay_so() -> None:
    images = np.zeros((5, 28, 28, 1), np.uint8)
    images[:, 4:24, 12:17] = 255
    images[:, 4:24, 11] = images[:, 4:24, 17] = 130
    np.testing.assert_array_equal(FitToBox.fit(images).apply(images), images)


def test_real_digits_are_found() -> None:
    images = load(sources.Digits(source="digits", size=28), 0).train.inputs[:100]
    step = FitToBox.fit(images)
    assert (step.ink, 18 <= step.box <= 22) == ("bright", True)
    centres = np.array([centre(row) for row in step.apply(images)])
    np.testing.assert_allclose(centres, 14, atol=0.51)


@pytest.mark.parametrize("box", [0, 29])
def test_the_box_is_no_larger_than_the_result(box: int) -> None:
    with pytest.raises(ValueError, match=f"box: expected 1 to 28, found {box}"):
        FitToBox(28, 28, box, "bright")


def test_it_gives_what_it_says() -> None:
    assert MNIST.apply(np.zeros((2, 9, 7, 3), np.uint8)).shape == (2, *MNIST.gives)
