import pytest

from mlpcli.comparison.comparison import compare
from mlpcli.comparison.held_back_rows import Sameness, sameness
from mlpcli.config.dataset_facts import DataFacts
from tests.comparison.runs import MOONS, NUMBERS, compared

TABLE = DataFacts("plants.csv", "vector", (4,), "binary", ("a", "b"))
_TABLE = "source: table, path: plants.csv, target: kind"


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("source: diabetes", "source: diabetes", "seed"),
        ("source: diabetes, test: 0.0", "source: diabetes, test: 0.0", "same"),
        ("source: diabetes", "source: diabetes, test: 0.3", "other"),
        (_TABLE, _TABLE, "seed"),
        (_TABLE, f"{_TABLE}, split: {{group: site}}", "other"),
        (f"{_TABLE}, split: {{time: day}}", f"{_TABLE}, split: {{time: day}}", "same"),
        (f"{_TABLE}, test_path: other.csv", f"{_TABLE}, test_path: other.csv", "same"),
        (_TABLE, f"{_TABLE}, exclude: [site]", "seed"),
        ("source: moons", "source: moons", "seed"),
        ("source: moons", "source: circles", "other"),
        ("source: gates, gate: or", "source: gates, gate: or", "same"),
    ],
    ids=str,
)
def test_the_test_rows_of_two_seeds(first: str, second: str, expected: Sameness) -> None:
    facts = NUMBERS if "diabetes" in first else TABLE if "table" in first else MOONS
    runs = [compared("A", data=first, facts=facts), compared("B", data=second, facts=facts, seed=1)]
    assert sameness(runs, "test") == expected


@pytest.mark.parametrize(
    ("validation", "shares", "expected"),
    [(20, (0.1, 0.1), "same"), (20, (0.1, 0.3), "same"), (7, (0.1, 0.1), "seed")],
    ids=["named by the column", "whose share does not count", "drawn, as the column names none"],
)
def test_the_validation_rows_of_two_seeds_where_a_column_splits(
    validation: int, shares: tuple[float, float], expected: Sameness
) -> None:
    runs = [
        compared(
            "AB"[seed],
            data=f"{_TABLE}, split: {{column: part}}, validation: {share}",
            facts=TABLE,
            seed=seed,
            rows={"train": 63, "validation": validation, "test": 20},
        )
        for seed, share in enumerate(shares)
    ]
    assert sameness(runs, "validation") == expected
    assert sameness(runs, "test") == "same"


_IMAGES = "source: images, path: cats"


@pytest.mark.parametrize(
    ("first", "own", "expected"),
    [
        (_IMAGES, ((), ()), "seed"),
        (_IMAGES, (("test",), ("test",)), "same"),
        (f"{_IMAGES}, test: 0.3", (("test",), ("test",)), "same"),
        (_IMAGES, (("validation",), ("validation",)), "seed"),
        (_IMAGES, (None, None), "seed"),
        (_IMAGES, (("test",), None), "seed"),
        ("source: arrays, path: a.npz", (("test",), ("test",)), "same"),
    ],
    ids=["drawn", "own", "whose share does not count", "other own ones", "older", "one older", "arrays"],
)
def test_the_test_rows_of_two_seeds_that_the_data_may_have_of_their_own(
    first: str, own: tuple[tuple[str, ...] | None, ...], expected: Sameness
) -> None:
    datas = first, first.partition(", test")[0]
    facts = DataFacts("cats", "image", (8, 8, 1), "binary", ("a", "b"), pixels=True)
    runs = [
        compared("AB"[at], layers=["Flatten"], data=datas[at], facts=facts, seed=at, own_splits=own[at])
        for at in (0, 1)
    ]
    assert sameness(runs, "test") == expected
    (*_, notice) = compare(runs).notices or ("",)
    assert ("unless the data bring their own" in notice) == (None in own)
    assert ("the seed draws the test rows" in notice) == (expected == "seed")


def test_other_data_are_other_rows() -> None:
    runs = [
        compared(letter, data="source: diabetes", facts=NUMBERS, data_fingerprint=f"sha256:{letter}")
        for letter in "AB"
    ]
    assert sameness(runs, "test") == "other"


def test_rows_drawn_with_the_same_seed_are_the_same() -> None:
    assert sameness([compared("A"), compared("B", layers=[])], "test") == "same"
