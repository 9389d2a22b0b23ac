import re
from dataclasses import replace

import pytest

from mlpcli.baselines.baseline import Baseline
from mlpcli.cli.display.evaluation_tables import class_table, confusion_table, figures_table
from mlpcli.inference.scoring.class_scores import ClassScores
from mlpcli.workflows.run.evaluation import Evaluation

EVALUATION = Evaluation(
    run="xor-20260102-030405",
    split="test",
    data=None,
    rows=10,
    metrics={"loss": 0.25, "accuracy": 0.7},
    per_class={"cat": ClassScores(0.125, 0.25, 0.375, 4), "dog": ClassScores(0.5, 0.625, 0.75, 6)},
    confusion_matrix=((4, 0), (3, 3)),
    baseline={"accuracy": 0.6},
)


def _cells(line: str) -> list[str]:
    return re.split(r"  +", line.strip())


def test_every_figure_stands_in_its_column(capsys: pytest.CaptureFixture[str]) -> None:
    figures_table(EVALUATION).show()
    class_table(EVALUATION).show()
    confusion_table(EVALUATION).show()
    assert [_cells(line) for line in capsys.readouterr().out.splitlines()] == [
        ["metric", "value", "baseline"],
        ["loss", "0.2500"],
        ["accuracy", "0.7000", "0.6000"],
        ["class", "precision", "recall", "f1", "rows"],
        ["cat", "0.125", "0.250", "0.375", "4"],
        ["dog", "0.500", "0.625", "0.750", "6"],
        ["true \\ predicted", "cat", "dog"],
        ["cat", "4", "0"],
        ["dog", "3", "3"],
    ]


def test_the_figures_of_fitted_baselines_stand_beside_the_network_s(
    capsys: pytest.CaptureFixture[str],
) -> None:
    baselines = {
        "most_frequent": Baseline({"accuracy": 0.6, "macro_f1": 0.375}, 90, 10, 0.0),
        "logistic_regression": Baseline({"accuracy": 0.65, "macro_f1": None}, 90, 10, 0.1),
        "gradient_boosting": Baseline({"accuracy": 0.68, "macro_f1": 0.67}, 90, 10, 0.2),
    }
    metrics = {**EVALUATION.metrics, "macro_f1": 0.69}
    figures_table(replace(EVALUATION, metrics=metrics, baselines=baselines)).show()
    assert capsys.readouterr().out.splitlines() == [
        "metric     value  baseline  logistic  boosting",
        "loss      0.2500",
        "accuracy  0.7000    0.6000    0.6500    0.6800",
        "macro_f1  0.6900    0.3750              0.6700",
    ]


def test_a_terminal_tells_right_counts_from_wrong_ones_and_from_none(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[tuple[str, str]] = []

    def styled(text: str, style: str) -> str:
        shown.append((text, style))
        return text

    monkeypatch.setattr("mlpcli.cli.display.tables.styled", styled)
    confusion_table(EVALUATION).show()
    assert [cell for cell in shown if cell[0].isdigit()] == [
        ("4", "green"),
        ("0", "dim"),
        ("3", "yellow"),
        ("3", "green"),
    ]
