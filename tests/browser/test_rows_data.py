import numpy as np

from mlpcli.browser.rows_data import rows_data, telling_rows
from mlpcli.config.dataset_facts import DataFacts
from mlpcli.data.preprocessing import Preprocessing
from mlpcli.reporting.facts.absent import Absent
from mlpcli.reporting.facts.answered_rows import AnsweredRows


def _classified(sure: list[float], predicted: list[int], targets: list[int]) -> AnsweredRows:
    outputs = np.full((len(sure), 3), 0.0, np.float32)
    for row, (probability, one) in enumerate(zip(sure, predicted, strict=True)):
        outputs[row] = (1 - probability) / 2
        outputs[row, one] = probability
    inputs = np.arange(len(sure), dtype=np.float32)[:, None]
    return AnsweredRows("test", np.arange(len(sure)), inputs, np.array(targets, np.int32), outputs, len(sure))


def test_sure_mistakes_come_first_then_close_calls_then_every_class_in_turn() -> None:
    rows = _classified(
        [0.99, 0.98, 0.97, 0.95, 0.4, 0.5, 0.6, 0.9],
        [0, 0, 0, 1, 2, 2, 1, 2],
        [0, 0, 0, 1, 2, 2, 0, 1],
    )
    assert telling_rows(rows, ("a", "b", "c")).tolist() == [7, 6, 4, 5, 0, 3, 1, 2]


def test_of_numbers_the_largest_errors_come_first() -> None:
    targets = np.arange(20, dtype=np.float32)[:, None]
    outputs = targets.copy()
    outputs[[3, 11]] += [[5], [9]]
    rows = AnsweredRows("test", np.arange(20), targets, targets, outputs, 20)
    assert telling_rows(rows, ()).tolist()[:2] == [11, 3]


def test_there_are_ten_rows_at_most_and_fewer_large_ones() -> None:
    facts = DataFacts("noise", "image", (100, 100, 1), "classification", ("a", "b", "c"))
    rows = _classified([0.9] * 30, [0] * 30, [0] * 30)
    large = AnsweredRows(
        "test", rows.numbers, np.zeros((30, 100, 100, 1), np.float32), rows.targets, rows.outputs, 30
    )
    small = DataFacts("one", "vector", (1,), "classification", ("a", "b", "c"))
    assert len(rows_data(small, Preprocessing(), rows)["chosen"]) == 10
    assert len(rows_data(facts, Preprocessing(), large)["chosen"]) == 2


def test_without_rows_there_is_the_reason() -> None:
    facts = DataFacts("one", "vector", (1,), "classification", ("a", "b", "c"))
    assert rows_data(facts, Preprocessing(), Absent("It is gone")) == {"chosen": [], "why": "It is gone."}
