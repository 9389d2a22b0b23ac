import re

import pytest

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
