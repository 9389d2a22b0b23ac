"""What is drawn on a pad, fitted in JavaScript as `predict` fits it."""

from base64 import b64decode
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
import pytest

from mlpcli.data.dataset import Array
from mlpcli.data.preprocessing.drawings.convention import DrawingConvention
from mlpcli.data.preprocessing.drawings.fit import fit_drawing
from tests.browser.digit_strokes import STYLES, Stroke, drawings
from tests.browser.in_node import in_node

_FITTING = ("resampling", "ink", "parts", "strokes", "rules", "drawing", "fit")
_FILES = [
    f"{name}.js"
    for name in (
        "runtime/network",
        "panels/sums",
        "panels/raster",
        *(
            f"panels/fitting/{name}"
            for name in ("resampling", "ink", "parts", "strokes", "rules", "drawing", "fit")
        ),
    )
]
# As MNIST's training images have it.
MNIST = DrawingConvention(
    28, 28, "bright", 20, "mass", (13.99, 14.01), (1.33, 1.66, 3.09, 4.26), (-0.3, 0.3), 0.0, 1.43
)
_DARK = DrawingConvention(32, 24, "dark", 18, "box", (15.5, 11.5), (1.2, 1.6, 2.8, 4.0), (-0.1, 0.1), 0.3)
_SIDE = 240
_FIT = """
return given.drawings.map(({ strokes, radius }) => {
  const plane = { height: given.side, width: given.side, values: new Uint8Array(given.side ** 2) };
  for (const { points, erases } of strokes) drawStroke(plane, points, radius, erases);
  // As a picture of the pad is: black ink on white paper.
  const values = plane.values.map((ink) => 255 - ink);
  const { row, finding } = fitDrawing({ ...plane, values }, given.frame);
  return { pixels: Buffer.from(values).toString("base64"), row: Array.from(row), finding };
});"""


def _on_pad(strokes: Sequence[Stroke], radius: float, erases: bool = False) -> list[dict[str, Any]]:
    room = radius + 1
    return [
        {
            "points": [[room + side * (_SIDE - 2 * room) for side in point] for point in points],
            "erases": erases,
        }
        for points in strokes
    ]


def _fitted(
    frame: DrawingConvention, drawn: Sequence[tuple[list[dict[str, Any]], float]]
) -> list[dict[str, Any]]:
    pads = [{"strokes": strokes, "radius": radius} for strokes, radius in drawn]
    return in_node(_FILES, _FIT, {"side": _SIDE, "frame": asdict(frame), "drawings": pads})  # type: ignore[no-any-return]


def _pixels(answer: dict[str, Any]) -> Array:
    return np.frombuffer(b64decode(answer["pixels"]), np.uint8).reshape(_SIDE, _SIDE, 1)


@pytest.mark.parametrize("frame", [MNIST, _DARK])
def test_drawings_become_the_rows_that_predict_makes_of_the_same_pixels(frame: DrawingConvention) -> None:
    widths = [5.0, 10.0, 14.0]
    drawn = [
        (_on_pad(strokes, widths[number % 3]), widths[number % 3])
        for number, (_, strokes) in enumerate(drawings()[::6])
    ]
    for answer in _fitted(frame, drawn):
        wanted = fit_drawing(_pixels(answer), frame)
        assert answer["finding"] == wanted.finding == "fitted"
        np.testing.assert_array_equal(answer["row"], wanted.row.ravel())


def test_predict_reads_a_picture_of_a_pad_whose_ink_goes_to_the_edge_as_the_page_does() -> None:
    moved = [
        [[(x, min(1, y + 0.3)) for x, y in stroke] for stroke in drawn] for _, drawn in drawings()[3::12]
    ]
    found = _fitted(MNIST, [(_on_pad(strokes, 10), 10) for strokes in moved])
    for answer in found:
        wanted = fit_drawing(_pixels(answer), MNIST)
        assert answer["finding"] == wanted.finding == "fitted"
        np.testing.assert_array_equal(answer["row"], wanted.row.ravel())


def test_predict_has_no_answer_for_a_drawing_of_a_pad_that_is_all_pen_as_the_page_has_none() -> None:
    small = [
        [[(0.3 + 0.2 * x, 0.3 + 0.2 * y) for x, y in stroke] for stroke in drawn]
        for _, drawn in drawings()[::4]
    ]
    for answer in _fitted(MNIST, [(_on_pad(strokes, 10.6), 10.6) for strokes in small]):
        assert answer["finding"] == fit_drawing(_pixels(answer), MNIST).finding


def test_what_is_no_one_drawing_is_called_what_predict_calls_it() -> None:
    two = [*_halved(STYLES[1][1], 0.0), *_halved(STYLES[7][0], 0.6)]
    eights = [*_halved(STYLES[8][0], 0.0), *_halved(STYLES[8][0], 0.5, down=0.5)]
    ring_with_digit = [*STYLES[0][0], *_halved(STYLES[1][0], 0.25, 0.3)]
    dotted = [*STYLES[1][0], [(0.98, 0.02), (0.98, 0.03)]]
    speck: list[Stroke] = [[(0.5, 0.5), (0.5, 0.5)]]
    blot: list[Stroke] = [[(0.1, y / 12), (0.9, y / 12)] for y in range(13)]
    erased = [*_on_pad(STYLES[0][0], 10), *_on_pad([[(0.5, 0.0), (0.5, 1.0)]], 10, erases=True)]
    ruled = [*_halved(STYLES[5][0], 0.3), [(0.1, 0.85), (0.9, 0.86)]]
    touching = [*_halved(STYLES[3][0], 0.3, down=0.45), [(0.1, 0.86), (0.9, 0.86)]]
    dash: list[Stroke] = [[(0.2, 0.6), (0.8, 0.5)]]
    pads = [_on_pad(one, 10) for one in ([], two, eights, ring_with_digit, dotted, blot)]
    pads += [_on_pad(one, 5) for one in (ruled, touching, dash)]
    drawn = [*((pad, 10.0) for pad in pads), (_on_pad(speck, 1), 1.0), (erased, 10.0)]
    found = _fitted(MNIST, drawn)
    assert [one["finding"] for one in found] == [
        "empty",
        "several",
        "several",
        "fitted",
        "fitted",
        "unclear",
        "fitted",
        "unclear",
        "unclear",
        "empty",
        "several",
    ]
    for answer in found:
        wanted = fit_drawing(_pixels(answer), MNIST)
        assert answer["finding"] == wanted.finding
        # A number that is half way between two is rounded in float32 there, and in float64 here.
        np.testing.assert_allclose(answer["row"], wanted.row.ravel(), rtol=0, atol=1)


def _halved(strokes: Sequence[Stroke], left: float, wide: float = 0.4, down: float = 0.3) -> list[Stroke]:
    return [[(left + wide * x, down + wide * y) for x, y in points] for points in strokes]
