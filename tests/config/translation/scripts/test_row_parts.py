"""Parts of the rows are for what a script does with them, whatever they are called."""

import pytest

from tests.config.translation.scripts.translated import HEAD, translated

TWICE = """\
p, q, r, s = train_test_split(x, y, test_size=0.2)
a, c, b, d = train_test_split(p, r, test_size=0.1)
model.fit(a, b, epochs=3)
"""


def shares(text: str) -> str:
    found = translated(f"x, y = load_iris(return_X_y=True)\n{HEAD}{text}")
    assert not found.message
    return " ".join(found.text.partition("layers:")[0].partition("iris")[2].split())


@pytest.mark.parametrize(
    "names",
    [("x_trainval", "x_test", "x_train", "x_val"), ("x_dev", "x_te", "x_tr", "x_va"), ("p", "q", "a", "c")],
)
def test_of_two_splits_in_a_row_the_second_one_is_for_validation(names: tuple[str, ...]) -> None:
    whole, test, train, validation = names
    first = f"{whole}, {test} = train_test_split(x, test_size=0.2)\n"
    for trained in (train, whole):
        second = f"{trained}, {validation} = train_test_split({whole}, test_size=0.1)\n"
        assert shares(first + second) == "test: 0.2 validation: 0.1"


@pytest.mark.parametrize(
    ("used", "expected"),
    [
        ("model.evaluate(q, s)\n", "test: 0.2 validation: 0.1"),
        ("model.evaluate(c, d)\n", "test: 0.08 validation: 0.217391"),
        ("rows = batches(c, d)\nmodel.evaluate(rows)\n", "test: 0.08 validation: 0.217391"),
        ("c = (c - a.mean()) / a.std()\nmodel.evaluate(c, d)\n", "test: 0.08 validation: 0.217391"),
    ],
)
def test_parts_are_for_what_is_done_with_them(used: str, expected: str) -> None:
    assert shares(TWICE + used) == expected


def test_rows_that_a_training_is_validated_with_are_for_validation() -> None:
    assert shares(TWICE.replace("=3", "=3, validation_data=(q, s)")) == "test: 0.08 validation: 0.217391"
    once = TWICE.splitlines(keepends=True)[1] + "model.fit(a, b, epochs=3, validation_data=(c, d))\n"
    assert shares(once.replace("p, r", "x, y")) == "validation: 0.1"


def test_parts_of_a_part_that_is_held_back_share_it() -> None:
    parts = "a, x_valid = train_test_split(x, test_size=0.2)\nx_valid, x_test = train_test_split(x_valid)\n"
    assert shares(parts) == "test: 0.05 validation: 0.157895"
    parts = "whole, c = random_split(x, [0.8, 0.2])\na, b = random_split(whole, [0.75, 0.25])\n"
    assert shares(parts) == "test: 0.2 validation: 0.25"


def test_labels_that_are_split_like_their_rows_take_no_other_share() -> None:
    rows = "x, x_test = train_test_split(x, test_size=0.2)\n"
    assert shares(rows + rows.replace("x", "y")) == "test: 0.2"
