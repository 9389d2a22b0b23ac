import numpy as np
import pytest

from mlpcli.data.preprocessing.drawings.components import (
    Part,
    groups,
    label_parts,
    widest_gap,
    without_specks,
)


def mask_of(text: str) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    return np.array([[cell == "#" for cell in row] for row in text.split()])


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("... ...", 0),
        ("#.# ### ...", 1),
        ("#.# .#. #.#", 1),
        ("#.# #.# #.#", 2),
        ("#...# .#.#. ..#..", 1),
        ("##.## .#.#. .###.", 1),
        ("#####.# ....#.# ###.#.# #.###.# #.....# #######", 1),
        ("#.#.# ..... #.#.#", 6),
    ],
)
def test_parts_are_what_touches_diagonals_included(text: str, count: int) -> None:
    mask = mask_of(text)
    labels, parts = label_parts(mask)
    assert len(parts) == count
    assert sum(part.area for part in parts) == mask.sum() == np.count_nonzero(labels)
    for part in parts:
        rows, columns = np.nonzero(labels == part.label)
        assert (part.top, part.bottom) == (rows.min(), rows.max() + 1)
        assert (part.left, part.right) == (columns.min(), columns.max() + 1)


def box(label: int, top: int, left: int, side: int, area: int = 100) -> Part:
    return Part(label, top, top + side, left, left + side, area)


def test_dust_is_dropped_and_short_strokes_are_not() -> None:
    stroke, dot, crumb = box(1, 0, 0, 100, 900), box(2, 0, 120, 15, 100), box(3, 0, 140, 15, 10)
    dust = box(4, 0, 160, 5, 25)
    assert without_specks([stroke, dot, crumb, dust]) == [stroke, dot]
    assert without_specks([]) == []


def test_parts_near_one_another_are_one_group() -> None:
    left, near, far = box(1, 0, 0, 100), box(2, 0, 110, 100), box(3, 0, 300, 90)
    assert groups([left, near, far], 0.2) == [[left, near], [far]]
    assert widest_gap([left, near, far]) == pytest.approx(0.9)
    assert widest_gap([left]) == 0
