import base64
import io

import numpy as np
import pytest
from PIL import Image

from mlpcli.reporting.figures.pictures import picture
from mlpcli.reporting.page.blocks import Gallery
from mlpcli.reporting.page.sections.reasons import reasons
from tests.reporting.examples import every_kind


def opened(address: str) -> Image.Image:
    return Image.open(io.BytesIO(base64.b64decode(address.partition(",")[2])))


@pytest.mark.parametrize(("channels", "grey", "mode"), [(3, False, "RGB"), (3, True, "L"), (1, True, "L")])
def test_a_picture_can_be_of_brightness_alone(channels: int, grey: bool, mode: str) -> None:
    row = np.random.default_rng(0).integers(0, 256, (6, 5, channels), np.uint8)
    assert opened(picture(row, grey)).mode == mode


def test_what_is_laid_over_a_colour_image_has_the_only_colours() -> None:
    (gallery,) = (block for block in reasons(every_kind()["colour"]).blocks if isinstance(block, Gallery))
    assert {opened(card.picture).mode for card in gallery.cards} == {"L"}
    assert all(card.over for card in gallery.cards)
    assert "The images are grey below them." in gallery.note
