import pytest

from mlpcli.baselines.rows_to_fit import rows_to_fit, rows_to_score
from mlpcli.config.dataset_facts import DataFacts

CLASSES = tuple("0123456789")
MNIST = DataFacts("mnist", "image", (28, 28, 1), "classification", CLASSES)
DIGITS = DataFacts("digits", "image", (8, 8, 1), "classification", CLASSES)
ADULT = DataFacts("adult", "vector", (105,), "binary", ("no", "yes"))
HOUSES = DataFacts("houses", "vector", (8,), "regression", targets=1)
WIDE = DataFacts("wide", "vector", (5_000,), "regression", targets=1)


@pytest.mark.parametrize(
    ("facts", "rows", "fits"),
    [
        (MNIST, 54_000, {"logistic_regression": 6_377}),
        (DIGITS, 1_437, {"logistic_regression": 1_437, "gradient_boosting": 1_437}),
        (ADULT, 32_561, {"logistic_regression": 32_561, "gradient_boosting": 32_561}),
        (HOUSES, 16_000, {"linear_regression": 16_000, "gradient_boosting": 16_000}),
        (HOUSES, 10_000_000, {"linear_regression": 1_000_000, "gradient_boosting": 867_000}),
        (WIDE, 400, {"linear_regression": 400}),
        (WIDE, 100_000, {}),
    ],
    ids=["pixels", "few pixels", "table", "numbers", "many rows", "many features", "too many features"],
)
def test_the_size_of_the_data_decides_what_is_fitted(
    facts: DataFacts, rows: int, fits: dict[str, int]
) -> None:
    assert rows_to_fit(rows, facts) == fits


@pytest.mark.parametrize(("rows", "fitted"), [(39, False), (40, True)])
def test_no_trees_are_grown_of_rows_too_few_for_a_branch(rows: int, fitted: bool) -> None:
    assert ("gradient_boosting" in rows_to_fit(rows, HOUSES)) is fitted


@pytest.mark.parametrize(
    ("rows", "facts", "scored"),
    [
        (360, DIGITS, 360),
        (10_000, DIGITS, 5_000),
        (30_000, ADULT, 20_000),
        (10_000, MNIST, 10_000),
        (30_000, WIDE, 1_600),
    ],
)
def test_a_share_of_many_rows_is_scored(rows: int, facts: DataFacts, scored: int) -> None:
    assert rows_to_score(rows, facts, rows_to_fit(1_437, facts)) == scored
