import pytest

from mlpcli.config.dataset_facts import DataFacts, InputKind, rows_at_once


@pytest.mark.parametrize(
    ("kind", "shape", "count", "wanted"),
    [
        ("vector", (1,), 1, "1 number"),
        ("vector", (2,), 2, "2 numbers"),
        ("signal", (128, 1), 128, "signals of 128 x 1 (steps x channels)"),
        ("image", (28, 28, 1), 784, "images of 28 x 28 x 1 (height x width x channels)"),
    ],
)
def test_says_what_a_row_is(kind: InputKind, shape: tuple[int, ...], count: int, wanted: str) -> None:
    facts = DataFacts("rows", kind, shape, "regression", targets=1)
    assert (facts.count, facts.wanted) == (count, wanted)


@pytest.mark.parametrize(("shape", "rows"), [((2,), 256), ((300_000,), 3), ((10_000_000,), 1)])
def test_large_rows_go_through_a_few_at_a_time(shape: tuple[int, ...], rows: int) -> None:
    assert rows_at_once(shape) == rows
