import numpy as np

from mlpcli.data.pictures.duplicates import duplicate_notices, find_duplicates
from tests.data.pictures.picture_folders import noise

PICTURES = np.stack([noise(seed) for seed in (0, 1, 0, 1, 2, 3)])
DIGESTS = ["zero", "one", "zero again", "one", "two", "three"]


def notices(labels: list[int], splits: list[int], is_drawn: bool = False) -> tuple[str, ...]:
    numbers = np.array(labels, np.int32)
    found = find_duplicates(PICTURES, DIGESTS, numbers, np.array(splits, np.int32))
    return duplicate_notices(found, "{}.png".format, numbers, is_drawn)


def test_images_of_a_class_that_are_alike_are_told() -> None:
    assert notices([0, 0, 0, 0, 1, 1], [0] * 6, is_drawn=True) == (
        "2 images of a class are the same picture as another, or nearly so: 2.png is like 0.png, "
        "3.png is like 1.png; they stay on the side of a split where that is",
    )


def test_images_that_two_splits_have_are_told() -> None:
    (notice,) = notices([0, 0, 0, 0, 1, 1], [0, 0, 2, 2, 2, 2])
    assert notice == (
        "2 images of one split are in another too, 1 of them the same file, which makes the score better "
        "than it is: 2.png is like 0.png, 3.png is like 1.png. Remove them from one of the two"
    )


def test_images_of_which_there_are_many_copies_are_counted_once() -> None:
    numbers = np.zeros(6, np.int32)
    pictures = np.stack([noise(0)] * 6)
    (one_split,) = duplicate_notices(
        find_duplicates(pictures, "aaaaaa", numbers, numbers), "{}.png".format, numbers, False
    )
    assert one_split.startswith("5 images of a class")
    assert one_split.endswith("3.png is like 0.png and 2 more")
    found = find_duplicates(pictures, "aaaaaa", numbers, np.array([0, 0, 0, 2, 2, 2], np.int32))
    across, _ = duplicate_notices(found, "{}.png".format, numbers, False)
    assert across.startswith("3 images of one split are in another too, 3 of them the same file")
    assert "5.png is like 1.png. Remove" in across


def test_a_picture_in_several_classes_is_told() -> None:
    assert notices([0, 0, 1, 0, 1, 1], [0] * 6) == (
        "the same picture is in several classes: 2.png is like 0.png. Remove it from the wrong one",
        "1 image of a class is the same picture as another, or nearly so: 3.png is like 1.png",
    )


def test_different_images_have_no_notice() -> None:
    numbers = np.zeros(3, np.int32)
    found = find_duplicates(PICTURES[-3:], DIGESTS[-3:], numbers, numbers)
    assert duplicate_notices(found, str, numbers, True) == ()
