import pytest

from mlpcli.inference.facts import InputFacts


@pytest.mark.parametrize(
    ("facts", "count", "wanted"),
    [
        (InputFacts("vector", (1,)), 1, "1 number"),
        (InputFacts("vector", (2,)), 2, "2 numbers"),
        (InputFacts("signal", (128, 1)), 128, "signals of 128 x 1 (steps x channels)"),
        (InputFacts("image", (28, 28, 1)), 784, "images of 28 x 28 x 1 (height x width x channels)"),
    ],
)
def test_says_what_a_row_is(facts: InputFacts, count: int, wanted: str) -> None:
    assert (facts.count, facts.wanted) == (count, wanted)
