from dataclasses import replace

import pytest

from mlpcli.baselines.baseline import Baseline
from mlpcli.baselines.comparison import Comparison
from mlpcli.cli.display.baseline_lines import show_baselines
from mlpcli.workflows.run.evaluation import Evaluation

EVALUATION = Evaluation("run", "test", None, 10, {"accuracy": 0.7, "rmse": 2.0}, {}, (), {})
BASELINES = {
    "most_frequent": Baseline({"accuracy": 0.5}, 54_000, 10, 0.0),
    "logistic_regression": Baseline({"accuracy": 0.6}, 54_000, 10, 0.12),
    "gradient_boosting": Baseline({"accuracy": 0.8}, 6_377, 10, 2.345),
}


def test_what_was_fitted_on_how_many_rows_in_what_time_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    show_baselines(replace(EVALUATION, baselines=BASELINES))
    assert capsys.readouterr().out == (
        "baselines: logistic regression of 54,000 rows in 0.1 s, gradient boosting of 6,377 rows in 2.3 s\n"
    )


def test_of_the_guess_alone_there_is_nothing_to_tell(capsys: pytest.CaptureFixture[str]) -> None:
    show_baselines(replace(EVALUATION, baselines={"most_frequent": BASELINES["most_frequent"]}))
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("figure", "best", "value", "told"),
    [
        (
            "accuracy",
            "most_frequent",
            0.7,
            "No better than always giving the commonest class (accuracy 0.7000): try another learning rate, "
            "or more epochs\n",
        ),
        (
            "accuracy",
            "logistic_regression",
            0.75,
            "No better than logistic regression (accuracy 0.7500): try more epochs, or another learning "
            "rate; or use that model\n",
        ),
        (
            "rmse",
            "gradient_boosting",
            1.5,
            "No better than gradient boosting (rmse 1.5000): try more epochs, or wider layers with Dropout; "
            "or use that model\n",
        ),
    ],
)
def test_a_network_that_is_no_better_is_told_with_what_to_try(
    figure: str, best: str, value: float, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    show_baselines(replace(EVALUATION, comparison=Comparison(figure, best, value, better=False)))
    assert capsys.readouterr().out == told


def test_a_network_below_the_guess_is_advised_as_one_that_learned_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    best = Comparison("accuracy", "gradient_boosting", 0.8, better=False)
    show_baselines(replace(EVALUATION, metrics={"accuracy": 0.4}, baselines=BASELINES, comparison=best))
    assert capsys.readouterr().out.splitlines()[-1] == (
        "No better than gradient boosting (accuracy 0.8000): try another learning rate, or more epochs"
    )


def test_a_network_that_is_better_needs_no_words(capsys: pytest.CaptureFixture[str]) -> None:
    show_baselines(replace(EVALUATION, comparison=Comparison("accuracy", "most_frequent", 0.5, better=True)))
    assert capsys.readouterr().out == ""


def test_where_neither_makes_a_mistake_nothing_is_to_be_tried(capsys: pytest.CaptureFixture[str]) -> None:
    perfect = Comparison("accuracy", "logistic_regression", 1.0, better=False)
    show_baselines(replace(EVALUATION, metrics={"accuracy": 1.0}, comparison=perfect))
    assert capsys.readouterr().out == (
        "No better than logistic regression (accuracy 1.0000): neither makes a mistake, so the simpler one "
        "is enough\n"
    )
