"""An animation of a training without a script: frames below each other in one picture, which styles move.

A reader who wants no motion, and paper, get the last frame.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from mlpcli.reporting.facts.answers_by_epoch import Film
from mlpcli.reporting.facts.regions import Regions
from mlpcli.reporting.figures.contours import path_of
from mlpcli.reporting.figures.curves import TRAINING, VALIDATION
from mlpcli.reporting.figures.indexed_pictures import class_picture, surface_picture
from mlpcli.reporting.figures.inline_svg import DASHES, Drawing
from mlpcli.reporting.figures.plane import WIDTH, Frame, Scale, element, frame_of, text
from mlpcli.reporting.figures.plane_rows import Key, class_rows, placed_keys, surface_rows
from mlpcli.reporting.figures.regions import (
    boundary_pieces,
    color_bar,
    frame_in,
    range_of,
)

_SECONDS_A_FRAME = 0.25
# Of the time, before the last frame is held; as in the style sheet.
_MOVING = 0.88
_LINE = "fill: none; stroke: var(--ink); stroke-width: 1.4"
_LABEL = 18
_STILL = "Point at it or tap it to stop it. On paper, or if you want no motion, it shows the last epoch."


def film_drawings(found: Film, seen: Regions, classes: Sequence[str]) -> list[Drawing]:
    """The area over the epochs, and beside it the loss, at the same pace."""
    first, last = found.epochs[0], found.epochs[-1]
    which = f"{len(found.epochs)} of the epochs from {first:,} to {last:,}"
    return [
        Drawing(f"How the network came to this: {which}", _area(found, seen, classes), (), _STILL),
        *([_loss(found)] if np.isfinite(found.curve[:, 1]).any() else []),
    ]


def _area(found: Film, seen: Regions, classes: Sequence[str]) -> str:
    frame = frame_in(seen, right=12 if classes else 52)
    frames, train = found.frames, [one for one in seen.points if one.split == "train"]
    strip = frames.reshape(-1, *frames.shape[2:])
    if classes:
        picture, lines = class_picture(strip), _lines(frames, frame)
        over = list(class_rows(train, frame))
    else:
        low, high = range_of(strip[..., 0].astype(np.float64), [one.targets[:, 0] for one in train])
        picture, lines = surface_picture(strip[..., 0], low, high), ""
        scale = Scale(low, high, frame.up.start, frame.up.end)
        over = [*surface_rows(train, 0, frame, low, high), *color_bar(scale)]
    count = len(frames)
    moving = (
        f'<image width="{frame.width:g}" height="{frame.height * count:g}" preserveAspectRatio="none" '
        f'href="{picture}"/>{lines}'
    )
    labels = [f"epoch {epoch:,}" for epoch in found.epochs]
    parts = [
        _window(frame.left, frame.top, frame.width, frame.height, moving, count),
        frame.axes(seen.across.name, seen.up.name),
        *over,
        _labels(labels),
    ]
    return element(parts)


def _loss(found: Film) -> Drawing:
    epochs, loss, held_back = found.curve.T
    known = found.curve[:, 1:][np.isfinite(found.curve[:, 1:])]
    low, high = min(0.0, float(known.min())), float(known.max())
    frame = frame_of(
        (0, low), (max(float(epochs[-1]), found.epochs[-1], 1), high + 0.04 * (high - low or 1)), (0, 0)
    )
    parts, keys = [frame.axes("epoch", "", whole=True)], []
    if np.isfinite(held_back).any():
        parts.append(_curve(epochs, held_back, frame, VALIDATION))
        keys.append(_key("loss of validation", VALIDATION))
    # The dashed line over the solid one, which would hide it where both are the same.
    parts.append(_curve(epochs, loss, frame, TRAINING))
    keys.append(_key("loss of training", TRAINING))
    labels = [_label(epoch, *found.losses_at(epoch)) for epoch in found.epochs]
    places = [frame.across.at(epoch) for epoch in found.epochs]
    placed, height = placed_keys(keys)
    parts += [_marker(places, frame), _labels(labels), *placed]
    finite = loss[np.isfinite(loss)]
    title = f"The loss on the way: from {finite[0]:.3g} to {finite[-1]:.3g}"
    return Drawing(title, element(parts, height))


def _label(epoch: int, loss: float, held_back: float) -> str:
    words = f"epoch {epoch:,}"
    if np.isfinite(loss):
        words += f": loss {loss:.3g}"
    if np.isfinite(held_back):
        words += f", validation {held_back:.3g}"
    return words


def _curve(epochs: NDArray[np.float64], values: NDArray[np.float64], frame: Frame, place: int) -> str:
    points = " ".join(
        f"{frame.across.at(x):.1f},{frame.up.at(y):.1f}"
        for x, y in zip(epochs.tolist(), values.tolist(), strict=True)
        if np.isfinite(y)
    )
    return f'<polyline points="{points}" {_stroke(place)}/>'


def _key(words: str, place: int) -> Key:
    return f'<path d="M-9 0h15" {_stroke(place)}/>', words


def _stroke(place: int) -> str:
    dashes = f'stroke-dasharray="{DASHES[place]}" ' if DASHES[place] else ""
    return f'{dashes}style="fill: none; stroke: var(--c{place}); stroke-width: 2"'


def _lines(frames: NDArray[np.float32], frame: Frame) -> str:
    """The lines between the regions of all frames, below each other as these are."""
    side = frames.shape[1]
    pieces = [boundary_pieces(one) + (0, at * side) for at, one in enumerate(frames)]
    line = path_of(np.concatenate(pieces), frame.width, frame.height, side, side)
    return f'<path style="{_LINE}" d="{line}"/>'


def _labels(words: Sequence[str]) -> str:
    """A text for every frame, at the upper right of a drawing."""
    texts = "".join(text(WIDTH - 100, _LABEL * at + 12, one, "end") for at, one in enumerate(words))
    return _window(88, 0, WIDTH - 100, _LABEL, texts, len(words))


def _window(x: float, y: float, width: float, height: float, content: str, frames: int) -> str:
    """A window of this size on `content`, which has so many frames below each other."""
    style = f"--end: {-height * (frames - 1):g}px; --frames: {frames}; --seconds: {_seconds(frames):.1f}s"
    return (
        f'<svg x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}" '
        f'overflow="hidden"><g class="film" style="{style}">{content}</g></svg>'
    )


def _marker(places: Sequence[float], frame: Frame) -> str:
    """A line at the epoch that is shown, which jumps from one of the `places` to the next."""
    count = len(places)
    steps = " ".join(f"{share:.3f}% {{ transform: translateX({x:.1f}px) }}" for share, x in _times(places))
    rule = f"@keyframes epochs {{ {steps} 100% {{ transform: translateX({places[-1]:.1f}px) }} }}"
    style = f"transform: translateX({places[-1]:.1f}px); --seconds: {_seconds(count):.1f}s"
    return (
        f'<style>{rule}</style><g class="marker" style="{style}">'
        f'<path d="M0 {frame.top:g}v{frame.height:g}" style="stroke: var(--ink)" stroke-dasharray="2 2"/></g>'
    )


def _times(places: Sequence[float]) -> Iterator[tuple[float, float]]:
    for at, x in enumerate(places):
        yield 100 * _MOVING * at / len(places), x


def _seconds(frames: int) -> float:
    return frames * _SECONDS_A_FRAME / _MOVING
