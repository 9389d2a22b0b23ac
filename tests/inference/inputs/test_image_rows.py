from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mlpcli.arguments import FitMode, InvertMode
from mlpcli.config.dataset_facts import DataFacts
from mlpcli.data.fit_preprocessing import as_images_were
from mlpcli.data.preprocessing import Preprocessing, Resize
from mlpcli.data.preprocessing.drawings.convention import measure
from mlpcli.data.preprocessing.drawings.fit import fit_drawing
from mlpcli.data.preprocessing.resize import White
from mlpcli.errors import DataError
from mlpcli.inference.inputs.image_rows import Row, RowMaker
from mlpcli.inference.inputs.predict_inputs import open_inputs
from tests.data.preprocessing.drawings.shapes import Picture, seven, training_images
from tests.facts import CIFAR, MNIST

FRAME = measure(training_images())
assert FRAME is not None
DRAWN = Preprocessing((Resize(28, 28, 1, keep="fit"),), 0.0, FRAME)
AS_TRAINED = training_images()[1]
DRAWING = seven()


def maker(
    fit: FitMode = "auto",
    invert: InvertMode = "auto",
    preprocessing: Preprocessing = DRAWN,
    facts: DataFacts = MNIST,
) -> RowMaker:
    return RowMaker(facts, preprocessing, invert, fit)


def how(row: Row) -> tuple[str, bool]:
    return row.reading, row.inverted


def test_what_is_in_the_frame_is_taken_as_it_is() -> None:
    row = maker().picture(AS_TRAINED)
    assert how(row) == ("as_is", False)
    np.testing.assert_array_equal(row.values, AS_TRAINED)


def test_what_is_in_it_but_inverted_is_only_turned_over() -> None:
    row = maker().picture(255 - AS_TRAINED)
    assert how(row) == ("inverted", True)
    np.testing.assert_array_equal(row.values, AS_TRAINED)


def test_grey_saved_as_colours_is_in_the_frame_too() -> None:
    row = maker().picture(AS_TRAINED.repeat(3, axis=-1))
    assert how(row) == ("as_is", False)
    np.testing.assert_array_equal(row.values, AS_TRAINED)


@pytest.mark.parametrize("picture", [DRAWING, np.roll(AS_TRAINED, 3, 1), AS_TRAINED[3:25, 8:20]])
def test_other_drawings_are_fitted(picture: Picture) -> None:
    row = maker().picture(picture)
    assert how(row) == ("fitted", False)
    np.testing.assert_array_equal(row.values, fit_drawing(picture, FRAME).row)


def test_always_fits_what_is_in_the_frame_as_well() -> None:
    assert maker("always").picture(AS_TRAINED).reading == "fitted"


def test_never_resizes_and_squeezes_as_if_there_were_no_frame() -> None:
    plain = Preprocessing((Resize(28, 28, 1),), 0.0)
    row = maker("never").picture(DRAWING)
    assert how(row) == ("resized", True)
    np.testing.assert_array_equal(row.values, maker(preprocessing=plain).picture(DRAWING).values)


@pytest.mark.parametrize(("invert", "picture"), [("never", 255 - DRAWING), ("always", DRAWING)])
def test_who_says_what_is_ink_is_believed(invert: InvertMode, picture: Picture) -> None:
    row = maker(invert=invert).picture(picture)
    np.testing.assert_array_equal(row.values, maker().picture(picture).values)


def test_what_was_said_not_to_be_ink_is_none() -> None:
    row = maker(invert="never").picture(DRAWING)
    assert (row.values != maker().picture(DRAWING).values).any()


@pytest.mark.parametrize(("fit", "reading"), [("auto", "as_is"), ("never", "as_is"), ("always", "fitted")])
def test_arrays_are_fitted_only_on_demand(fit: FitMode, reading: str) -> None:
    rows = list(maker(fit).rows(np.stack([AS_TRAINED, np.roll(AS_TRAINED, 3, 1)])))
    assert [row.reading for row in rows] == [reading] * 2


def test_an_array_of_floats_is_fitted_too() -> None:
    (row,) = maker("always").rows(AS_TRAINED[np.newaxis].astype(np.float32))
    assert (row.reading, row.values.dtype) == ("fitted", np.uint8)


def test_photos_keep_their_proportions_and_it_is_told() -> None:
    photos = Preprocessing((Resize(32, 32, 3, keep="fill"),), 0.4)
    wide = np.tile(np.arange(80, dtype=np.uint8)[:, None] * 3, (40, 1, 3))
    row = maker(preprocessing=photos, facts=CIFAR).picture(wide)
    assert (row.reading, row.reframed) == ("resized", True)
    middle = maker(preprocessing=photos, facts=CIFAR).picture(wide[:, 20:60]).values
    np.testing.assert_allclose(row.values.astype(int), middle, atol=3)
    never = maker("never", preprocessing=photos, facts=CIFAR).picture(wide)
    assert not never.reframed and (never.values != row.values).any()
    # Those of training have other proportions too.
    alike = Preprocessing((Resize(32, 32, 3, keep="fill", reframed=True),), 0.4)
    assert not maker(preprocessing=alike, facts=CIFAR).picture(wide).reframed


def test_files_are_read_in_colours_where_ink_may_have_one() -> None:
    assert maker().channels is None
    assert maker("never").channels == 1
    assert maker(preprocessing=replace(DRAWN, drawing=None)).channels == 1


def test_16_bit_pictures_have_the_white_of_training(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    Image.fromarray(np.full((28, 28), 2040, np.uint16)).save(path)
    for preprocessing in (DRAWN, Preprocessing((Resize(28, 28, 1),))):
        (batch,) = open_inputs(
            [str(path)], MNIST, as_images_were(preprocessing, White(4095)), fit="never"
        ).batches
        assert np.unique(batch.values).tolist() == [127]
        inputs = open_inputs([str(path)], MNIST, as_images_were(preprocessing, White(2000)))
        with pytest.raises(DataError, match="a.png has values up to 2,040; expected 2,000 at most"):
            list(inputs.batches)
