"""Pictures, brought to the network's size in JavaScript as `Resize` does."""

import numpy as np
import pytest
from PIL import Image

from mlpcli.data.preprocessing.resize import Keep, Resize
from tests.browser.in_node import in_node

_FILES = ("panels/words.js", "panels/sums.js", "panels/fitting/resampling.js", "panels/picture.js")
_ROWS = """
return given.pictures.map(({ height, width, pixels }) => {
  const channels = [0, 1, 2].map((channel) => (
    { height, width, values: Uint8Array.from(pixels.filter((_, at) => at % 3 === channel)) }
  ));
  return Array.from(rowOfPicture({ height, width, channels }, given.input));
});"""
_SIZES = ((3, 5), (16, 12), (40, 33), (7, 90), (121, 50), (1, 1), (200, 3), (19, 12), (130, 132), (48, 87))


@pytest.mark.parametrize(("height", "width"), [(16, 12), (28, 30), (25, 32)])
@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("keep", ["fill", "fit", "stretch"])
def test_pictures_of_all_proportions_become_the_same_pixels(
    keep: Keep, channels: int, height: int, width: int
) -> None:
    random = np.random.default_rng(0)
    pictures = [random.integers(0, 256, (*size, 3), np.uint8) for size in _SIZES]
    given = [
        {"height": one.shape[0], "width": one.shape[1], "pixels": one.ravel().tolist()} for one in pictures
    ]
    input_ = {"height": height, "width": width, "channels": channels, "keep": keep, "low": 0, "high": 255}
    found = in_node(_FILES, _ROWS, {"pictures": given, "input": input_})
    read = (
        pictures
        if channels == 3
        else [np.asarray(Image.fromarray(one).convert("L"))[..., None] for one in pictures]
    )
    wanted = Resize(height, width, channels, keep=keep).apply(read)
    np.testing.assert_array_equal(np.array(found).reshape(wanted.shape), wanted)
