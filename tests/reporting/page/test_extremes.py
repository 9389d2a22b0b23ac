"""Numbers that no healthy run has still make a page."""

from dataclasses import replace

import numpy as np
import pytest

from mlpcli.config.dataset_facts import DataFacts
from mlpcli.reporting.facts.absent import Absent
from mlpcli.reporting.page.write import page_of
from tests.reporting.examples import epochs, evidence

ONE = evidence(DataFacts("one", "vector", (2,), "regression", targets=1))


@pytest.mark.parametrize("true", [[0.0], [1e-45, 3e38], [-3e38, 3e38, 1.0], [7.0, 7.0, 7.0]], ids=str)
def test_extreme_targets_and_answers(true: list[float]) -> None:
    assert not isinstance(ONE.rows, Absent)
    few = ONE.rows.first(len(true))
    targets = np.array(true, np.float32)[:, None]
    found = replace(ONE, rows=replace(few, targets=targets, outputs=targets[::-1]))
    assert "Errors" in page_of(found, "today")


@pytest.mark.parametrize(
    "values", [[0.0, 1e308, -1e308], [5e-324, 0.0, 0.0], [float("inf"), float("nan"), 1.0]], ids=str
)
def test_extreme_figures(values: list[float]) -> None:
    rows = epochs(loss=values, val_loss=values[::-1])
    assert "Learning curves" in page_of(replace(ONE, epochs=rows), "today")


def test_a_hundred_thousand_epochs_are_drawn_in_a_small_page() -> None:
    rows = [{"epoch": at + 1.0, "seconds": 0.1, "loss": 1 / (at + 1)} for at in range(100_000)]
    assert len(page_of(replace(ONE, epochs=rows), "today")) < 300_000


@pytest.mark.parametrize("shade", [0, 255])
def test_images_of_one_colour(shade: int) -> None:
    found = evidence(DataFacts("flat", "image", (4, 4, 1), "classification", ("a", "b", "c"), pixels=True))
    assert not isinstance(found.rows, Absent)
    rows = replace(found.rows, inputs=np.full_like(found.rows.inputs, shade))
    assert "What made the difference" in page_of(replace(found, rows=rows), "today")
