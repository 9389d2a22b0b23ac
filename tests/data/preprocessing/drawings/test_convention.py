from typing import Any

import numpy as np
import pytest

from mlpcli.config import sources
from mlpcli.data.preprocessing import DrawingConvention
from mlpcli.data.preprocessing.drawings.convention import measure
from tests.data.loading import load
from tests.data.preprocessing.drawings.shapes import FRAME, training_images

PLACED = training_images()


def test_the_frame_is_measured_on_the_training_images() -> None:
    found = measure(PLACED)
    assert found is not None
    assert (found.height, found.width, found.ink, found.box, found.centred_by) == (
        28,
        28,
        "bright",
        20,
        "box",
    )
    assert found.centre == (13.5, 13.5)
    assert 1.5 < found.stroke[0] < found.stroke[-1] < 3
    assert (found.gap, found.widest) == (0, 0.4)


def test_of_dark_ink_it_is_the_same() -> None:
    found, dark = measure(PLACED), measure(255 - PLACED)
    assert found and dark
    assert (dark.ink, dark.box, dark.stroke) == ("dark", found.box, found.stroke)


def test_what_is_centred_by_its_mass_is_told_apart() -> None:
    images = np.zeros((20, 28, 28, 1), np.uint8)
    for number, image in enumerate(images):
        # The lower the bar, the higher the whole stands: the mass stays.
        image[4 : 4 + 20, 13:15] = 255
        image[20 - number % 2 * 14 : 22 - number % 2 * 14, 8:13] = 255
    shifted = np.stack(
        [np.roll(image, -1 if number % 2 == 0 else 1, 0) for number, image in enumerate(images)]
    )
    found = measure(shifted)
    assert found is not None and found.centred_by == "mass"


def test_a_few_images_without_a_clear_border_are_no_matter() -> None:
    images = np.concatenate([PLACED, PLACED, PLACED[:2]])
    images[-1, 0] = 255
    assert measure(images) is not None


@pytest.mark.parametrize(
    "images",
    [
        np.repeat(PLACED, 3, axis=-1),
        PLACED.astype(np.float32),
        PLACED[:, 10:18, 10:18],
        np.zeros_like(PLACED),
        np.random.default_rng(0).integers(0, 256, PLACED.shape, np.uint8),
        np.stack([np.roll(image, number % 8 - 4, 1) for number, image in enumerate(PLACED)]),
        np.concatenate([PLACED, np.pad(PLACED[:, ::2, ::2], ((0, 0), (7, 7), (7, 7), (0, 0)))]),
        np.full_like(PLACED, 128),
    ],
    ids=["colours", "floats", "no margin", "no ink", "noise", "places", "sizes", "grey"],
)
def test_images_of_all_kinds_have_no_frame(images: Any) -> None:
    assert measure(images) is None


def test_digits_as_they_come_have_none_and_enlarged_ones_do() -> None:
    assert load(sources.Digits(source="digits"), 0).preprocessing.drawing is None
    enlarged = load(sources.Digits(source="digits", size=28), 0).preprocessing.drawing
    assert enlarged is not None and (enlarged.ink, enlarged.box) == ("bright", 20)


def test_the_training_images_are_in_their_frame_and_turned_or_moved_ones_are_not() -> None:
    found = measure(PLACED)
    assert found is not None
    image = PLACED[1]
    assert found.is_met_by(PLACED).all()
    thick = np.maximum.reduce([np.roll(image, by, 1) for by in (-2, -1, 0, 1, 2)])
    small = np.pad(image[::2, ::2], ((7, 7), (7, 7), (0, 0)))
    for other in (
        255 - image,
        np.roll(image, 3, 1),
        image[:27],
        image * 0,
        small,
        thick,
        image.repeat(3, -1),
    ):
        assert found.is_met_by(other[np.newaxis]).tolist() == [False]
        if other.shape == image.shape:
            assert found.is_met_by(np.stack([image, other, image])).tolist() == [True, False, True]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"box": 0}, "box: expected 1 to 28, found 0"),
        ({"box": 29}, "box: expected 1 to 28, found 29"),
        ({"centre": (14.0,)}, "centre: expected the row and the column"),
        ({"centre": (14.0, 28.0)}, "centre: expected the row and the column"),
        ({"centre": (float("nan"), 14.0)}, "centre: expected the row and the column"),
        ({"stroke": (1.0, 2.0)}, "stroke: expected four widths"),
        ({"stroke": (0.0, 2.0, 3.0, 4.0)}, "stroke: expected four widths"),
        ({"stroke": (1.0, 3.0, 2.0, 4.0)}, "stroke: expected four widths"),
        ({"stroke": (1.0, 2.0, 3.0, 20.0)}, "stroke: expected four widths"),
        ({"stroke": (1.0, 2.0, 3.0, float("inf"))}, "stroke: expected four widths"),
        ({"stroke": (1.0, float("nan"), 3.0, 4.0)}, "stroke: expected four widths"),
        ({"slant": (0.5,)}, "slant: expected two figures"),
        ({"slant": (0.5, 0.1)}, "slant: expected two figures"),
        ({"slant": (-11.0, 0.1)}, "slant: expected two figures"),
        ({"slant": (0.0, float("nan"))}, "slant: expected two figures"),
        ({"gap": -0.1}, "gap: expected 0 to 1"),
        ({"gap": float("nan")}, "gap: expected 0 to 1"),
        ({"widest": -1.0}, "widest: expected 0 to the longer side"),
    ],
)
def test_numbers_that_no_images_have_are_refused(change: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        DrawingConvention(**{**vars(FRAME), **change})
