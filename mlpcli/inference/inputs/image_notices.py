"""What users should know about how their images were read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import compress, islice
from typing import Literal

from mlpcli.data.bad_values import MOST_NAMED, listed
from mlpcli.inference.inputs.predict_inputs import Rows

_WHY = {
    "empty": (
        "nothing stands out from the background of {which}, so there is no answer",
        "--fit never answers anyway",
    ),
    "several": (
        "several drawings lie apart on {which}, so there is no answer",
        "cut out one for each file, or --fit never takes them as one",
    ),
    "unclear": (
        "no drawing with strokes as the training images have was made out on {which}, so there is no answer",
        "draw with clear strokes on plain paper, or --fit never answers anyway",
    ),
}


@dataclass(frozen=True)
class ImageCounts:
    """How many of some images were treated in which way, and the first that something was left out of."""

    fitted: int = 0
    inverted: int = 0
    reframed: int = 0
    more: int = 0
    looking_inverted: int = 0
    leaving_out: int = 0
    leaving_out_names: tuple[str, ...] = ()

    @classmethod
    def of(cls, rows: Rows) -> "ImageCounts":
        return cls(
            rows.readings.count("fitted"),
            sum(rows.inverted),
            sum(rows.reframed),
            sum(rows.more),
            sum(rows.look_inverted),
            sum(rows.leave_out),
            # There are no flags for the rows of arrays and tables.
            tuple(islice(compress(rows.names, rows.leave_out), MOST_NAMED)),
        )

    def __add__(self, other: "ImageCounts") -> "ImageCounts":
        return ImageCounts(
            self.fitted + other.fitted,
            self.inverted + other.inverted,
            self.reframed + other.reframed,
            self.more + other.more,
            self.looking_inverted + other.looking_inverted,
            self.leaving_out + other.leaving_out,
            (*self.leaving_out_names, *other.leaving_out_names)[:MOST_NAMED],
        )


def image_notices(
    counts: ImageCounts, total: int, keep: Literal["fill", "fit", "stretch"] = "stretch"
) -> Iterator[str]:
    """One notice for each way in which images were treated; `keep` is the rule of the run's `Resize`."""
    if counts.fitted:
        yield (
            f"the drawings of {counts.fitted:,} of {total:,} images were fitted to the frame of the training "
            "images; --save-inputs DIR shows how, --fit never only resizes them"
        )
    if counts.leaving_out:
        which = listed(counts.leaving_out_names, counts.leaving_out, "image")
        yield (
            f"something smaller beside the drawing on {which} "
            "was left out; cut out one for each file, or --fit never takes all as one"
        )
    if counts.inverted:
        yield (
            f"black and white were swapped in {counts.inverted:,} of {total:,} images; "
            "--invert never keeps them as they are"
        )
    if counts.reframed:
        how = "margins were added to" if keep == "fit" else "the edges were cut off"
        yield (
            f"{how} {counts.reframed:,} of {total:,} images, which have other proportions than the training "
            "images"
        )
    if counts.more:
        yield (
            f"{counts.more:,} of {total:,} images have more than one frame or page; only the first was read"
        )


def inverted_arrays_notice(counts: ImageCounts, total: int) -> Iterator[str]:
    """What to say of arrays that look inverted; pictures are inverted of themselves."""
    if counts.looking_inverted:
        yield (
            f"{counts.looking_inverted:,} of {total:,} inputs are rows of arrays that look inverted compared "
            "with the training images; --invert always swaps their black and white, --invert never says that "
            "they are right"
        )


def unanswered_notice(reason: str, names: Sequence[str], count: int) -> str:
    """Why `count` images, of which the first are called `names`, got no answer."""
    why, fix = _WHY[reason]
    return f"{why.format(which=listed(names, count, 'image'))}; {fix}"
