from dataclasses import replace

import numpy as np
import pytest

from mlpcli.diagnosis.diagnose import ILLNESSES, diagnose
from tests.diagnosis.ill import ILL
from tests.diagnosis.made import MOONS, classified, evidence

_SIGMOID = MOONS.replace("units: 2, activation: softmax", "units: 1, activation: sigmoid")
_STOPPED = "{epochs: 20, class_weight: balanced, early_stopping: {patience: 3}}"


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        (
            _SIGMOID.replace("{epochs: 20}", _STOPPED),
            (
                "training.metrics=[accuracy, auc]",
                "training.checkpoint.monitor=val_auc",
                "training.checkpoint.mode=max",
                "training.early_stopping.monitor=val_auc",
                "training.early_stopping.mode=max",
            ),
        ),
        (
            MOONS.replace("{epochs: 20}", _STOPPED),
            ("training.checkpoint.monitor=loss", "training.early_stopping.monitor=loss"),
        ),
    ],
    ids=["one output", "several"],
)
def test_an_epoch_is_chosen_by_what_class_weights_do_not_make_worse(
    text: str, changes: tuple[str, ...]
) -> None:
    ill = replace(ILL["weights_unlike_monitor"](), config=evidence(text).config, plan=evidence(text).plan)
    (found,) = [one for one in diagnose(ill) if one.severity != "answer"]
    assert (found.name, found.changes) == ("weights_unlike_monitor", changes)


def test_class_weights_and_the_monitor_agree_where_rows_are_learned_by_heart() -> None:
    ill = ILL["weights_unlike_monitor"]()
    assert ill.curves is not None
    by_heart = replace(ill.curves, accuracy=np.full(20, 0.99), val_accuracy=np.full(20, 0.8))
    assert ILLNESSES["weights_unlike_monitor"](replace(ill, curves=by_heart)) is None


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([[120, 0], [80, 0]], "so the commonest class is the best answer."),
        ([[80, 0], [120, 0]], "so all rows get one answer, and not even that of the commonest class."),
    ],
)
def test_one_class_for_all_rows_is_called_the_commonest_where_it_is(rows: list[list[int]], told: str) -> None:
    found = ILLNESSES["always_one_class"](replace(ILL["always_one_class"](), **classified(rows)))
    assert found is not None
    assert told in found.why


def test_weights_that_are_too_far_are_the_cause_of_one_class_for_all_rows() -> None:
    ill = replace(ILL["class_weights_too_far"](), **classified([[0, 170], [0, 30]]))
    assert ILLNESSES["always_one_class"](ill) is not None
    assert [one.name for one in diagnose(ill) if one.severity != "answer"] == ["class_weights_too_far"]
