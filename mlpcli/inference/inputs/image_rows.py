"""Pictures and arrays as rows for the network, by what the training images have in common."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np

from mlpcli.arguments import FitMode, InvertMode
from mlpcli.config.dataset_facts import DataFacts
from mlpcli.data.dataset import Array
from mlpcli.data.pictures.read_image import MOST_PIXELS, WHITE
from mlpcli.data.preprocessing import DrawingConvention, Preprocessing, Resize
from mlpcli.data.preprocessing.resize import White
from mlpcli.inference.inputs.inversion import look_inverted, must_invert

Reading = Literal["as_is", "inverted", "resized", "fitted", "empty", "several", "unclear"]
"""What became of an image: it was taken as it is, or with black and white swapped; resized, and perhaps
swapped; its drawing was fitted to the frame of the training images; or it has no one drawing, because it is
empty, holds several, or it is unclear what is ink."""

UNANSWERED: tuple[Reading, ...] = ("empty", "several", "unclear")


@dataclass(frozen=True)
class Row:
    """One row for the network, and how it was made: `reframed` where something was cut off or a margin added
    to keep the proportions, as for none of the training images. `looks_inverted` where its border is as
    bright as the training images' is dark, or the other way round, and nothing was done about it.
    `leaves_out` where a much smaller drawing lies beside the one that was fitted."""

    values: Array
    reading: Reading = "as_is"
    inverted: bool = False
    reframed: bool = False
    looks_inverted: bool = False
    leaves_out: bool = False


@dataclass(frozen=True)
class RowMaker:
    """What the network takes, and how a row becomes that.

    `auto` fits images that are not in the frame of the training images already, `always` arrays too; `never`
    resizes all of them, without regard to their proportions. Pictures of more than `most_pixels` are refused.
    """

    facts: DataFacts
    preprocessing: Preprocessing
    invert: InvertMode
    fit: FitMode
    most_pixels: int = MOST_PIXELS

    @property
    def frame(self) -> DrawingConvention | None:
        """What drawings are fitted to, None where none are."""
        return self.preprocessing.drawing if self.fit != "never" else None

    @property
    def channels(self) -> int | None:
        """How to read picture files: 1 for grey, 3 for RGB, None for either, as they are."""
        return self.facts.shape[-1] if self.frame is None else None

    @property
    def white(self) -> White:
        """The values of picture files of more than 8 bits that are white, as in training."""
        resize = self.preprocessing.resize
        return resize.whites if resize else WHITE

    @property
    def resize(self) -> Resize | None:
        """What a picture file is brought to as it is in training; None where a drawing in it is looked for
        first, of which a part of the picture may be all."""
        return self._used.resize if self.frame is None else None

    def rows(self, read: Array) -> Iterator[Row]:
        """Rows as the training data has them. Unless told, neither fitted nor inverted: some of that data has
        a bright border too."""
        if self.frame and self.fit == "always":
            pixels = np.rint(read).astype(np.uint8)
            yield from (self._fitted(row, self.frame) for row in pixels)
            return
        is_inverted = self._is_image and self.invert == "always"
        should_be = self.invert == "auto" and look_inverted(read, self.facts, self.preprocessing)
        for row in self._used.on_host(read):
            yield (
                Row(_swapped(row), "inverted", True) if is_inverted else Row(row, looks_inverted=should_be)
            )

    def picture(self, pixels: Array) -> Row:
        """The row of a picture file, uint8 `[height, width, channels]`."""
        return self.pictures([pixels])[0]

    def may_be_in_frame(self, pixels: Array) -> bool:
        """Whether a picture has the size of the training images, so that it is worth a look if it has their
        frame: such a look takes a tenth of the time if there are many at once."""
        frame = self.frame
        return frame is not None and self.fit == "auto" and pixels.shape[:2] == (frame.height, frame.width)

    def pictures(self, many: Sequence[Array]) -> list[Row]:
        """As `picture`, for several."""
        frame = self.frame
        if not frame:
            return [self._resized(pixels) for pixels in many]
        framed = [number for number, pixels in enumerate(many) if self.may_be_in_frame(pixels)]
        found = dict(zip(framed, self._in_frame([many[number] for number in framed], frame), strict=True))
        return [found.get(number) or self._fitted(pixels, frame) for number, pixels in enumerate(many)]

    @property
    def _is_image(self) -> bool:
        return self.facts.kind == "image" and self.facts.pixels

    def _resized(self, pixels: Array) -> Row:
        (row,) = self._used.on_host([pixels])
        reading: Reading = "as_is" if pixels.shape == row.shape else "resized"
        resize = self._used.resize
        reframed = resize is not None and not resize.reframed and resize.changes_frame(pixels)
        if self._is_image and must_invert(row, self.preprocessing.border, self.invert):
            return Row(_swapped(row), "inverted" if reading == "as_is" else reading, True, reframed)
        return Row(row, reading, False, reframed)

    @cached_property
    def _used(self) -> Preprocessing:
        if self.fit != "never":
            return self.preprocessing
        steps = (
            replace(step, keep="stretch") if isinstance(step, Resize) else step
            for step in self.preprocessing.steps
        )
        return replace(self.preprocessing, steps=tuple(steps))

    def _in_frame(self, many: list[Array], frame: DrawingConvention) -> list[Row | None]:
        if not many:
            return []
        grey = np.stack([_grey(pixels) for pixels in many])
        nothing = np.zeros(len(grey), bool)
        as_is = frame.is_met_by(grey) if self.invert != "always" else nothing
        swapped = _swapped(grey)
        inverted = nothing.copy()
        if self.invert != "never" and not as_is.all():
            inverted[~as_is] = frame.is_met_by(swapped[~as_is])
        return [
            Row(grey[number])
            if as_is[number]
            else Row(swapped[number], "inverted", True)
            if inverted[number]
            else None
            for number in range(len(grey))
        ]

    def _fitted(self, pixels: Array, frame: DrawingConvention) -> Row:
        # Imported here because most predictions need none of it.
        from mlpcli.data.preprocessing.drawings.fit import fit_drawing

        polarity = None if self.invert == "auto" else frame.ink
        if self.invert == "always":
            polarity = "dark" if frame.ink == "bright" else "bright"
        fitted = fit_drawing(pixels, frame, polarity)
        return Row(fitted.row, fitted.finding, leaves_out=fitted.leaves_out)


def _grey(pixels: Array) -> Array:
    if pixels.shape[-1] == 1:
        return pixels
    from PIL import Image

    return np.asarray(Image.fromarray(pixels).convert("L"))[..., np.newaxis]


def _swapped(row: Array) -> Array:
    return np.subtract(255, row, dtype=row.dtype)
