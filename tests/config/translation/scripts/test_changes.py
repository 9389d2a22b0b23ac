"""What a script makes of its targets is named, whatever it is called."""

import pytest

from tests.config.translation.scripts.translated import translated

FITTED = "m = MLPClassifier((5,)).fit(x, y)\n"


@pytest.mark.parametrize(
    ("text", "left_out"),
    [
        (f"y = (iris.target == 2).astype(int)\n{FITTED}", "(iris.target == 2).astype(int)"),
        (f"x, y = iris.data, iris['target'] > 0\n{FITTED}", "iris['target'] > 0"),
        (
            f"y = [1 if t == 2 else 0 for t in iris.target]\n{FITTED}",
            "[1 if t == 2 else 0 for t in iris.target...",
        ),
        (f"y[y == 2] = 1\n{FITTED}", "y[y == 2] = 1"),
        (f"t = (y == 2).astype(int)\n{FITTED.replace('y)', 't)')}", "(y == 2).astype(int)"),
        (FITTED.replace("y)", "y == 2)"), "y == 2"),
        (f"x, v, y, w = train_test_split(x, iris.target == 2)\n{FITTED}", "iris.target == 2"),
    ],
)
def test_targets_that_are_computed_are_named(text: str, left_out: str) -> None:
    assert translated(f"iris = load_iris()\n{text}").message == f"left out: {left_out} in line 2"


@pytest.mark.parametrize(
    "made", ["iris.target + 1", "to_categorical(iris['target'], 3)", "iris.target.reshape(-1, 1)"]
)
def test_targets_that_are_the_same_classes_are_not_named(made: str) -> None:
    # What is computed and not trained on is for something else.
    text = f"iris = load_iris()\ny = {made}\nshown = iris.target == 2\n{FITTED}"
    assert translated(text).message == ""
