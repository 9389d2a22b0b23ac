"""Images and signals as characters: the brighter or the higher, the more ink."""

import sys
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from mlpcli.cli.display.text import text_width

_RAMP = " .:-=+*#%@"
_BARS = "\u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588"
# A character is about twice as high as wide.
_NARROW = 16
_WIDEST = 32
_GAP = 2
_LONGEST_LINE = 200

Numbers = NDArray[np.float32]


def picture(values: Numbers, width: int = _WIDEST) -> list[str]:
    """An image `[height, width]` from its lowest to its highest value, at most `width` columns wide."""
    if values.shape[1] <= min(_NARROW, width // 2):
        # Each pixel twice, so that it is square.
        return ["".join(character * 2 for character in line) for line in _inked(values)]
    columns = min(values.shape[1], width)
    rows = max(1, round(values.shape[0] * columns / values.shape[1] / 2))
    return _inked(_averaged(_averaged(values, rows, 0), columns, 1))


def bars(values: Numbers, width: int = 64) -> str:
    """A signal `[steps]` as a line of bars from its lowest to its highest value, or of ink where standard
    output has no such characters."""
    found = _averaged(values, min(len(values), width), 0)
    ramp = _BARS if _can_be_written(_BARS) else _RAMP
    return "".join(ramp[place] for place in _places(found, len(ramp)))


def side_by_side(blocks: Sequence[tuple[str, list[str]]], width: int) -> Iterator[str]:
    """The lines of pictures with their titles, as many beside each other as `width` columns hold."""
    each = max(max(text_width(line) for line in (title, *lines)) for title, lines in blocks) + _GAP
    fitting = max(1, (min(width, _LONGEST_LINE) + _GAP) // each)
    for first in range(0, len(blocks), fitting):
        some = blocks[first : first + fitting]
        if first:
            yield ""
        titled = [[title, *lines] if any(title for title, _ in some) else lines for title, lines in some]
        for line in zip(*titled, strict=True):
            yield "".join(text + " " * (each - text_width(text)) for text in line).rstrip()


def _averaged(values: Numbers, parts: int, axis: int) -> Numbers:
    """The means of so many parts along an axis."""
    if parts >= values.shape[axis]:
        return values
    pieces = np.array_split(values, parts, axis)
    return np.stack([piece.mean(axis) for piece in pieces], axis)


def _inked(values: Numbers) -> list[str]:
    return ["".join(_RAMP[place] for place in line) for line in _places(values, len(_RAMP))]


def _places(values: Numbers, count: int) -> NDArray[np.intp]:
    finite = np.nan_to_num(values.astype(np.float64), posinf=0.0, neginf=0.0)
    low, high = finite.min(), finite.max()
    shares = (finite - low) / ((high - low) or 1)
    found: NDArray[np.intp] = np.rint(shares * (count - 1)).astype(np.intp)
    return found


def _can_be_written(text: str) -> bool:
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True
