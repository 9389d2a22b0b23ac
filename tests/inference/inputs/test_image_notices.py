from mlpcli.inference.inputs.image_notices import (
    ImageCounts,
    image_notices,
    inverted_arrays_notice,
    unanswered_notice,
)


def test_nothing_is_said_of_images_as_they_are() -> None:
    assert list(image_notices(ImageCounts(), 5)) == []


def test_every_treatment_is_said_once_with_how_many() -> None:
    counts = ImageCounts(fitted=2, inverted=1, leaving_out=1, leaving_out_names=("a.png",))
    counts += ImageCounts(
        fitted=1, more=1, reframed=4, leaving_out=11, leaving_out_names=tuple(map(str, range(11)))
    )
    assert list(image_notices(counts, 1000, "fill")) == [
        "the drawings of 3 of 1,000 images were fitted to the frame of the training images; "
        "--save-inputs DIR shows how, --fit never only resizes them",
        "something smaller beside the drawing on a.png, 0, 1, 2, 3, 4, 5, 6, 7, 8 and 2 more images was left "
        "out; cut out one for each file, or --fit never takes all as one",
        "black and white were swapped in 1 of 1,000 images; --invert never keeps them as they are",
        "the edges were cut off 4 of 1,000 images, which have other proportions than the training images",
        "1 of 1,000 images have more than one frame or page; only the first was read",
    ]
    assert "margins were added to 4 of" in list(image_notices(counts, 1000, "fit"))[3]


def test_images_without_an_answer_are_named_with_a_way_out() -> None:
    assert unanswered_notice("empty", ["a.png"], 1) == (
        "nothing stands out from the background of a.png, so there is no answer; --fit never answers anyway"
    )
    names = [f"{number}.png" for number in range(10)]
    assert "8.png, 9.png and 2 more images, so" in unanswered_notice("several", names, 12)
    assert "was made out on b.png" in unanswered_notice("unclear", ["b.png"], 1)


def test_arrays_that_look_inverted_are_said_with_both_ways_out() -> None:
    assert list(inverted_arrays_notice(ImageCounts(), 5)) == []
    (notice,) = inverted_arrays_notice(ImageCounts(looking_inverted=2), 5)
    assert "2 of 5 inputs are rows of arrays that look inverted" in notice
    assert "--invert always swaps" in notice
