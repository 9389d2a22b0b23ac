from dataclasses import replace

import numpy as np
import pytest

from mlpcli.diagnosis.diagnose import diagnose
from mlpcli.diagnosis.evidence import Evidence
from mlpcli.diagnosis.held_back import HeldBack
from mlpcli.diagnosis.illnesses.labels import labels_look_shuffled
from tests.diagnosis.made import MOONS, evidence, straight


def half_right(**rows: int) -> Evidence:
    """A network that knows its own rows, and of so many others in each split half."""
    splits = {
        name: HeldBack(name, count, {}, np.array([[count // 2, count - count // 2], [0, 0]]))
        for name, count in rows.items()
    }
    made = evidence(
        MOONS,
        straight(0.7, 0.01),
        straight(0.7, 2.0),
        0.99,
        splits=splits,
        rows=rows | {"train": 60},
        class_rows=np.array([30, 30]),
    )
    assert made.curves is not None
    last = np.full(20, rows["validation"] // 2 / rows["validation"])
    return replace(made, curves=replace(made.curves, val_accuracy=last))


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ({"validation": 13}, False),
        ({"validation": 13, "test": 26}, False),
        ({"validation": 80, "test": 200}, True),
    ],
    ids=["13 rows", "39 rows", "280 rows"],
)
def test_bad_luck_with_few_rows_is_no_shuffled_label(rows: dict[str, int], found: bool) -> None:
    assert (labels_look_shuffled(half_right(**rows)) is not None) is found


def test_the_chance_of_so_few_right_rows_is_told() -> None:
    (found,) = diagnose(half_right(validation=80, test=200))
    assert found.evidence[0] == (
        "the kept network has 140 of 280 held-back rows right: if a quarter of what there is to learn held "
        "for them, so few would be in 1 of 97,000 trainings"
    )


def test_the_right_rows_are_those_of_one_network() -> None:
    made = half_right(validation=80, test=200)
    assert made.curves is not None
    last = replace(made, curves=replace(made.curves, val_accuracy=np.full(20, 0.55)))
    (found,) = diagnose(last)
    assert found.evidence[0].startswith("the kept network has 140 of 280 held-back rows right: ")
    assert "55% on the validation rows in the last epoch" in found.headline
