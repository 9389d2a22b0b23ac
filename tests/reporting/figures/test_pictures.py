import base64
import io
from dataclasses import dataclass, replace

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from mlpcli.reporting.evidence import AnsweringNetwork, Evidence
from mlpcli.reporting.facts.absent import Absent
from mlpcli.reporting.figures.pictures import heat, picture
from mlpcli.reporting.page.blocks import Gallery
from mlpcli.reporting.page.sections.reasons import reasons
from tests.reporting.examples import every_kind


@dataclass(frozen=True)
class Constant:
    """Whatever is covered, the answers are `outputs` `[1, outputs]`."""

    outputs: NDArray[np.float32]

    def predict(self, values: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.repeat(self.outputs, len(values), axis=0)


def covered(evidence: Evidence) -> Gallery:
    (gallery,) = (block for block in reasons(evidence).blocks if isinstance(block, Gallery))
    return gallery


def opened(address: str) -> Image.Image:
    return Image.open(io.BytesIO(base64.b64decode(address.partition(",")[2])))


@pytest.mark.parametrize(("channels", "grey", "mode"), [(3, False, "RGB"), (3, True, "L"), (1, True, "L")])
def test_a_picture_can_be_of_brightness_alone(channels: int, grey: bool, mode: str) -> None:
    row = np.random.default_rng(0).integers(0, 256, (6, 5, channels), np.uint8)
    assert opened(picture(row, grey)).mode == mode


def test_what_is_laid_over_a_colour_image_has_the_only_colours() -> None:
    gallery = covered(every_kind()["colour"])
    assert {opened(card.picture).mode for card in gallery.cards} == {"L"}
    assert all(card.over for card in gallery.cards)
    assert "The images are grey below them." in gallery.note


@pytest.mark.parametrize(
    ("cost", "said"), [(0.0004, "less than 0.1"), (-0.004, "less than 0.1"), (0.004, "up to 0.4")]
)
def test_where_covering_changes_next_to_nothing_no_colour_is_strong(cost: float, said: str) -> None:
    evidence = every_kind()["grey"]
    rows = evidence.rows
    assert not isinstance(rows, Absent)
    # Of the first class, as sure of it as the page is told, and less sure by the cost if a part is covered.
    rows = replace(
        rows.first(1), targets=np.zeros(1, np.int32), outputs=np.array([[0.9, 0.05, 0.05]], np.float32)
    )
    network = AnsweringNetwork(Constant(np.array([[0.9 - cost, 0.05, 0.05 + cost]], np.float32)), 1)
    gallery = covered(replace(evidence, rows=rows, network=network))
    (card,) = gallery.cards
    assert gallery.title == "Covering a part changes next to nothing"
    assert f"covering costs {said} points" in card.facts
    assert 0 < np.asarray(opened(card.over))[..., 3].max() < 50


def test_the_colour_of_the_largest_effect_is_the_strongest() -> None:
    alpha = np.asarray(opened(heat(np.array([[1.0, -0.5], [0.1, 0.0]]), 2, 2)))[..., 3]
    assert alpha.tolist() == [[235, 144], [46, 0]]
