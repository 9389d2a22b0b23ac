import numpy as np
import pytest

from mlpcli.cli.display.ramp_pictures import bars, picture, side_by_side


def test_a_small_picture_has_square_pixels() -> None:
    assert picture(np.array([[0.0, 1.0], [0.5, 0.0]])) == ["  @@", "==  "]


def test_a_wide_picture_is_averaged() -> None:
    values = np.zeros((64, 64))
    values[:, 32:] = 1
    assert picture(values) == [" " * 16 + "@" * 16] * 16


def test_a_picture_of_equal_values_is_blank() -> None:
    assert picture(np.ones((1, 2))) == ["    "]


def test_what_is_not_finite_does_no_harm() -> None:
    assert picture(np.array([[np.nan, 1.0], [np.inf, 0.0]])) == ["  @@", "    "]


def test_a_signal_is_a_line_of_bars() -> None:
    assert bars(np.array([0.0, 0.5, 1.0])) == "\u2581\u2585\u2588"
    assert len(bars(np.arange(1000.0))) == 64


def test_a_signal_is_ink_where_there_are_no_bars(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mlpcli.cli.display.ramp_pictures._can_be_written", lambda text: False)
    assert bars(np.array([0.0, 1.0])) == " @"


def test_pictures_without_titles_have_no_line_for_them() -> None:
    assert [*side_by_side([("", ["1111"])], 11)] == ["1111"]


def test_pictures_stand_beside_each_other_as_far_as_there_is_room() -> None:
    blocks = [("a", ["1111"]), ("b", ["2222"]), ("c", ["3333"])]
    assert [*side_by_side(blocks, 11)] == ["a     b", "1111  2222", "", "c", "3333"]
