from collections.abc import Sequence

import pytest

from mlpcli.cli.display.epoch_lines import EpochFigures, epoch_layout

METRICS = ("loss", "accuracy")
MANY = ("loss", "accuracy", "top_k_categorical_accuracy", "mean_squared_logarithmic_error")


def with_validation(names: Sequence[str]) -> list[str]:
    return [*names, *(f"val_{name}" for name in names)]


def shown(names: Sequence[str], width: int, value: float = 0.25, epochs: int = 10) -> list[str]:
    layout = epoch_layout(names, epochs, width)
    figures = dict.fromkeys(names, value)
    first = EpochFigures(f"1/{epochs}", figures, 0.5, is_best=False)
    best = EpochFigures(f"{epochs}/{epochs}", figures, 61.5, is_best=True)
    return [*layout.header(), *layout.lines(first), *layout.lines(best)]


def test_an_epoch_is_one_line_under_a_header_on_sixty_columns() -> None:
    # A progress bar leaves two of them free.
    assert shown(with_validation(METRICS), 58) == [
        "                training         validation",
        "epoch     loss  accuracy     loss  accuracy",
        " 1/10   0.2500    0.2500   0.2500    0.2500   0.50 s",
        "10/10   0.2500    0.2500   0.2500    0.2500  61.50 s  best",
    ]


def test_without_validation_there_are_no_groups() -> None:
    assert shown(("loss", "root_mean_squared_error"), 58)[:5] == [
        "                   root",
        "                   mean",
        "                squared",
        "epoch     loss    error",
        " 1/10   0.2500   0.2500   0.50 s",
    ]


def test_figures_too_wide_for_one_line_have_one_for_training_and_one_for_validation() -> None:
    lines = shown(with_validation(MANY), 78)
    assert lines[-4:] == [
        " 1/10  training     0.2500    0.2500       0.2500       0.2500",
        "       validation   0.2500    0.2500       0.2500       0.2500   0.50 s",
        "10/10  training     0.2500    0.2500       0.2500       0.2500",
        "       validation   0.2500    0.2500       0.2500       0.2500  61.50 s  best",
    ]


def test_the_narrowest_terminal_gets_pairs_that_are_not_broken() -> None:
    assert shown(with_validation(MANY), 58)[:7] == [
        "epoch 1/10  0.50 s",
        "  training    loss 0.2500  accuracy 0.2500",
        "              top_k_categorical_accuracy 0.2500",
        "              mean_squared_logarithmic_error 0.2500",
        "  validation  loss 0.2500  accuracy 0.2500",
        "              top_k_categorical_accuracy 0.2500",
        "              mean_squared_logarithmic_error 0.2500",
    ]


@pytest.mark.parametrize("names", [METRICS, with_validation(METRICS), MANY, with_validation(MANY)])
@pytest.mark.parametrize("width", [58, 60, 78, 80, 118, 200])
@pytest.mark.parametrize("value", [0.0, -1.5, 123.456, 1234567.0, 1.25e29, -1.25e-29, float("nan")])
def test_no_line_is_wider_than_the_terminal(names: Sequence[str], width: int, value: float) -> None:
    assert max(map(len, shown(names, width, value, epochs=100))) <= width


@pytest.mark.parametrize(
    ("seconds", "time"), [(0.1, " 0.10 s"), (98.5, "98.50 s"), (123.45, "123.5 s"), (98765.4, "98765 s")]
)
def test_a_time_is_as_wide_as_any(seconds: float, time: str) -> None:
    assert EpochFigures("1/2", {}, seconds, is_best=False).end == time
