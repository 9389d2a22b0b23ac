"""Pictures in requests: many small ones at once, which costs a fraction of one after another."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mlpcli.arguments import FitMode, InvertMode
from mlpcli.data.dataset import Array
from mlpcli.data.pictures.read_image import read_open
from mlpcli.data.preprocessing import takes_pictures
from mlpcli.inference.inputs.image_rows import UNANSWERED, Row, RowMaker
from mlpcli.inference.inputs.predict_inputs import Rows, stacked
from mlpcli.inference.model_description import ModelDescription
from mlpcli.serving.bodies import Order
from mlpcli.serving.limits import Limits
from mlpcli.serving.replies import Refused

NAME = "image"
_PATH = Path(NAME)


@dataclass
class FoundPicture:
    """A picture, or the row that was made of it: only small ones wait as `pixels` for others."""

    maker: RowMaker
    more: bool
    pixels: Array | None = None
    row: Row | None = None


class Pictures:
    """Rows for the network that is `described`, as `predict` makes them of image files."""

    def __init__(self, described: ModelDescription, limits: Limits) -> None:
        self._described = described
        self._limits = limits
        self._makers: dict[tuple[InvertMode, FitMode], RowMaker] = {}

    def found(self, order: Order) -> FoundPicture:
        """The picture in an order. Raises Refused where the network takes none, and DataError for one that is
        broken or too large."""
        maker = self._maker(order)
        file = io.BytesIO(order.body)
        picture = read_open(file, _PATH, maker.channels, maker.resize, maker.most_pixels, maker.white)
        if maker.may_be_in_frame(picture.pixels):
            return FoundPicture(maker, picture.more, pixels=picture.pixels)
        return FoundPicture(maker, picture.more, row=maker.picture(picture.pixels))

    def rows(self, found: Sequence[FoundPicture]) -> Rows:
        """The rows of some pictures, in their order."""
        for maker in self._makers.values():
            waiting = [one for one in found if one.maker is maker and one.pixels is not None]
            pixels = [one.pixels for one in waiting if one.pixels is not None]
            for one, row in zip(waiting, maker.pictures(pixels), strict=True):
                one.row = row
        return stacked([(NAME, one.row, one.more) for one in found if one.row is not None])

    def _maker(self, order: Order) -> RowMaker:
        options = order.options
        maker = self._makers.get((options.invert, options.fit))
        if maker is None:
            maker = self._new_maker(options.invert, options.fit)
            self._makers[options.invert, options.fit] = maker
        return maker

    def _new_maker(self, invert: InvertMode, fit: FitMode) -> RowMaker:
        facts, preprocessing = self._described.facts, self._described.preprocessing
        if not takes_pictures(facts):
            of_table = preprocessing.table is not None
            wanted = "rows of a table" if of_table else facts.wanted
            raise Refused(
                415,
                f"the body is an image, but the network takes {wanted}"
                + ("" if facts.kind == "image" else ", not images"),
                f"send rows as JSON, or {'a csv' if of_table else 'the content of an .npy file'}",
            )
        if fit == "always" and preprocessing.drawing is None:
            raise Refused(
                400, "fit is always, but the training images have no frame to fit to", "leave fit out"
            )
        return RowMaker(facts, preprocessing, invert, fit, self._limits.pixels)


def notices_of(rows: Rows, number: int | None = None) -> Iterator[str]:
    """What to know of some rows, or of one of them."""
    here = slice(None) if number is None else slice(number, number + 1)
    for reading in set(rows.readings[here]).intersection(UNANSWERED):
        yield f"{_WHY[reading]}, so there is no answer; ?fit=never answers anyway"
    if any(rows.more[here]):
        yield "an image has more than one frame or page, of which only the first was read"
    if any(rows.look_inverted[here]):
        yield (
            "rows look inverted compared with the training images; ?invert=always swaps their black and "
            "white, ?invert=never says that they are right"
        )


_WHY = {
    "empty": "nothing stands out from the background of an image",
    "several": "several drawings lie apart on an image",
    "unclear": "no drawing with strokes as the training images have was made out on an image",
}
