"""The plan, and the config with every `auto` decided."""

from typing import get_args

import pytest

from mlpcli.config.dataset_facts import DataFacts
from mlpcli.config.load import loads
from mlpcli.config.metrics import FalsePositives, MetricName
from mlpcli.config.resolved_yaml import to_yaml
from mlpcli.network.class_weights import by_class
from mlpcli.network.config_checks import reported
from mlpcli.network.loss_and_metrics import Objective
from mlpcli.network.plan import better, make_plan, resolve
from mlpcli.network.stack import BrokenStack
from tests.facts import HOUSING, IRIS
from tests.network.layers import config, dense

SOFTMAX = dense(3, "softmax")


def test_plan_holds_all_that_is_known_before_training() -> None:
    plan = make_plan(config(IRIS, SOFTMAX), IRIS)
    assert plan.facts == IRIS
    assert plan.stack.parameters == 15
    assert plan.objective == Objective("categorical_crossentropy", ("accuracy",), "index")
    assert plan.notices == ()


def test_plan_carries_notices() -> None:
    plan = make_plan(config(IRIS, dense(3, "step"), SOFTMAX), IRIS)
    assert [notice.path for notice in plan.notices] == [("layers", 0, "Dense", "activation")]


def test_mistakes_of_several_sections_are_raised_together() -> None:
    broken = config(
        IRIS, SOFTMAX, loss="huber", metrics=["auc"], checkpoint={"monitor": "x"}, class_weight={"y": 1}
    )
    with pytest.raises(BrokenStack) as caught:
        make_plan(broken, IRIS)
    assert [finding.path[1] for finding in caught.value.findings] == [
        "loss",
        "metrics",
        "checkpoint",
        "class_weight",
    ]


@pytest.mark.parametrize(
    ("validation", "names"),
    [(0.1, ["loss", "accuracy", "val_loss", "val_accuracy"]), (0.0, ["loss", "accuracy"])],
)
def test_figures_of_an_epoch(validation: float, names: list[str]) -> None:
    drawn = config(IRIS, SOFTMAX, data={"validation": validation})
    assert reported(drawn, make_plan(drawn, IRIS).objective.metrics) == names


@pytest.mark.parametrize(("validation", "monitor"), [(0.1, "val_loss"), (0.0, "loss")])
def test_automatic_choices_are_written_down(validation: float, monitor: str) -> None:
    drawn = config(IRIS, SOFTMAX, data={"validation": validation}, early_stopping={})
    training = resolve(drawn, make_plan(drawn, IRIS)).training
    assert (training.loss, training.metrics) == ("categorical_crossentropy", ("accuracy",))
    assert (training.checkpoint.monitor, training.checkpoint.mode) == (monitor, "min")
    assert training.early_stopping is not None
    assert (training.early_stopping.monitor, training.early_stopping.mode) == (monitor, "min")
    assert training.reduce_lr_on_plateau is None


@pytest.mark.parametrize(
    ("monitor", "mode", "resolved"),
    [
        ("val_accuracy", "auto", "max"),
        ("val_accuracy", "min", "min"),
        ("loss", "auto", "min"),
        ("loss", "max", "max"),
    ],
)
def test_given_monitor_and_mode_are_kept(monitor: str, mode: str, resolved: str) -> None:
    drawn = config(IRIS, SOFTMAX, checkpoint={"monitor": monitor, "mode": mode})
    checkpoint = resolve(drawn, make_plan(drawn, IRIS)).training.checkpoint
    assert (checkpoint.monitor, checkpoint.mode) == (monitor, resolved)


def test_resolving_twice_changes_nothing() -> None:
    drawn = config(HOUSING, dense(1), reduce_lr_on_plateau={})
    once = resolve(drawn, make_plan(drawn, HOUSING))
    assert resolve(once, make_plan(once, HOUSING)) == once
    assert loads(to_yaml(once), "/resolved.yaml").config == once


@pytest.mark.parametrize(
    ("figure", "mode"),
    [
        ("loss", "min"),
        ("val_loss", "min"),
        ("accuracy", "max"),
        ("val_auc", "max"),
        ("val_r2_score", "max"),
        ("val_mean_absolute_error", "min"),
        ("categorical_crossentropy", "min"),
        ("val_cosine_similarity", "max"),
        ("val_f1_score", "max"),
        ("kl_divergence", "min"),
        ("val_false_alarms", "min"),
    ],
)
def test_whether_less_or_more_is_better(figure: str, mode: str) -> None:
    alarms = FalsePositives(name="false_alarms")
    assert better(figure, Objective("huber", (*get_args(MetricName), alarms), "numbers")) == mode


def test_class_weights_by_number_become_weights_by_name() -> None:
    assert by_class({"0": 1.0, "2": 3.0}, ["b", "a", "c"]) == {"b": 1.0, "c": 3.0}
    assert by_class({"1": 2.0}, ["1", "0"]) == {"1": 2.0}


COUNTS = DataFacts("counts.csv", "vector", (4,), "classification", ("0", "1", "2", "10"))


@pytest.mark.parametrize(
    ("facts", "data", "loss", "taken"),
    [
        (COUNTS, "path: counts.csv, target: y", "poisson", True),
        (COUNTS, "path: counts.csv, target: y, task: classification", "poisson", False),
        (COUNTS, "path: counts.csv, target: y", "mean_squared_error", False),
        (IRIS, "path: iris.csv, target: y", "poisson", False),
    ],
    ids=["counts", "classes on purpose", "a loss of both", "names"],
)
def test_a_loss_of_numbers_shows_that_whole_numbers_are_no_classes(
    facts: DataFacts, data: str, loss: str, taken: bool
) -> None:
    layers = "[{Dense: {units: 1, activation: exponential}}]"
    text = f"data: {{source: table, {data}}}\nlayers: {layers}\ntraining: {{loss: {loss}}}\n"
    with pytest.raises(BrokenStack) as caught:
        make_plan(loads(text, "made.yaml").config, facts)
    found = [(one.message, one.remedy.text) for one in caught.value.findings]
    expected = (
        "the 4 whole numbers to predict are taken as classes, but poisson needs numbers",
        "write task: regression below data:",
    )
    assert (found == [expected]) is taken
