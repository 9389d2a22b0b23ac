from typing import Any, get_args

import numpy as np
import pytest

from mlpcli.config.dataset_facts import Encoding
from mlpcli.config.losses import WITH_ARGUMENTS, LossName
from mlpcli.config.types.with_arguments import WithArguments
from mlpcli.data.preprocessing import TargetUnits
from mlpcli.explanation.one_input.loss_steps import STEPS, formula_steps, loss_steps
from mlpcli.inference.scoring.losses import loss_figure
from mlpcli.inference.scoring.scored_rows import ScoredRows


def rows(encoding: Encoding, outputs: list[float], target: Any, scores: list[float] | None) -> ScoredRows:
    targets = np.array([target], np.float32 if encoding == "numbers" else np.int32)
    logits = None if scores is None else np.array([scores], np.float32)
    return ScoredRows(np.array([outputs], np.float32), targets, encoding, logits)


def softmax(scores: list[float]) -> list[float]:
    powers = np.exp(scores)
    return [float(value) for value in powers / powers.sum()]


SCORES = [0.5, -1.0, 2.0]
CLASSES = rows("one_hot", softmax(SCORES), 2, SCORES)
INDEX = rows("index", softmax(SCORES), 0, SCORES)
YES = rows("column", [1 / (1 + np.exp(-0.7))], 1, [0.7])
NO = rows("column", [1 / (1 + np.exp(-0.7))], 0, [0.7])
NUMBER = rows("numbers", [2.5], [1.0], None)
NUMBERS = rows("numbers", [0.5, 3.0, 1.5], [1.0, 1.2, 4.0], None)
OF_NUMBERS = (
    "mean_squared_error",
    "mean_absolute_error",
    "mean_absolute_percentage_error",
    "mean_squared_logarithmic_error",
    "huber",
    "log_cosh",
    "poisson",
)
CASES: list[tuple[str, dict[str, Any], ScoredRows]] = [
    ("categorical_crossentropy", {}, CLASSES),
    ("categorical_crossentropy", {}, INDEX),
    ("categorical_crossentropy", {"label_smoothing": 0.2}, CLASSES),
    ("sparse_categorical_crossentropy", {}, INDEX),
    ("categorical_focal_crossentropy", {}, CLASSES),
    ("categorical_focal_crossentropy", {"alpha": 0.5, "gamma": 3.0, "label_smoothing": 0.1}, CLASSES),
    ("kl_divergence", {}, CLASSES),
    ("binary_crossentropy", {}, YES),
    ("binary_crossentropy", {"label_smoothing": 0.2}, NO),
    ("binary_focal_crossentropy", {}, NO),
    ("binary_focal_crossentropy", {"apply_class_balancing": True, "label_smoothing": 0.1}, YES),
    ("mean_squared_error", {}, CLASSES),
    ("huber", {"delta": 0.5}, NUMBERS),
    *((name, {}, case) for name in OF_NUMBERS for case in (NUMBER, NUMBERS)),
    ("hinge", {}, NO),
    ("squared_hinge", {}, YES),
    ("squared_hinge", {}, NO),
    ("categorical_hinge", {}, CLASSES),
    ("categorical_hinge", {}, rows("one_hot", softmax(SCORES), 1, SCORES)),
    ("cosine_similarity", {}, CLASSES),
    ("cosine_similarity", {}, NUMBERS),
    ("dice", {}, CLASSES),
    ("tversky", {"alpha": 0.3, "beta": 0.7}, CLASSES),
]


def chosen(name: str, arguments: dict[str, Any]) -> str | WithArguments:
    return WITH_ARGUMENTS[name].model_validate(arguments) if arguments else name


def test_every_loss_has_steps_and_is_compared() -> None:
    assert set(STEPS) == set(get_args(LossName)) == {name for name, _, _ in CASES}


@pytest.mark.parametrize(("name", "arguments", "case"), CASES, ids=str)
def test_the_steps_end_in_the_loss(name: str, arguments: dict[str, Any], case: ScoredRows) -> None:
    loss = chosen(name, arguments)
    found = formula_steps(loss, case)
    expected = loss_figure(loss, case.encoding)(case)
    assert found[-1].text.startswith("loss: ")
    assert len(found) > 1
    assert found[-1].values == (pytest.approx(expected, rel=1e-6, abs=1e-6),)
    assert loss_steps(loss, case)[-1].values == (expected,)


def test_a_probability_of_0_has_the_loss_that_training_has() -> None:
    sure = rows("index", [1.0, 0.0], 1, [200.0, 0.0])
    assert loss_steps("categorical_crossentropy", sure)[-1].values == (200.0,)


def test_standardized_numbers_are_steps_too() -> None:
    units = TargetUnits((10.0,), (4.0,))
    found = loss_steps("mean_squared_error", rows("numbers", [12.0], [20.0], None), units)
    assert [step.values for step in found] == [(0.5,), (2.5,), (-2.0,), (4.0,)]
    assert found[0].text == "output, in standard deviations from the mean of the training rows"
