"""What must agree between the sections, and what a user should know."""

from typing import Any

import pytest

from mlpcli.config.training import Mode
from mlpcli.network.config_checks import _target_units, contradicted_modes, disagreements, notices
from mlpcli.network.stack import walk_through
from tests.facts import HOUSING, IRIS, MNIST
from tests.network.layers import config, dense

SOFTMAX = dense(3, "softmax")
FIGURES = ["loss", "accuracy", "val_loss", "val_accuracy"]


def notice_paths(*stack: Any, **training: Any) -> list[tuple[str | int, ...]]:
    drawn = config(IRIS, *stack, **training)
    return [finding.path for finding in notices(drawn, walk_through(drawn.layers, IRIS.shape))]


@pytest.mark.parametrize("section", ["checkpoint", "early_stopping", "reduce_lr_on_plateau"])
@pytest.mark.parametrize(
    ("monitor", "fix"),
    [
        ("val_acc", "did you mean val_accuracy?"),
        ("f1", "known: loss, accuracy, val_loss, val_accuracy; write one, such as val_loss"),
    ],
)
def test_monitor_is_a_figure(section: str, monitor: str, fix: str) -> None:
    drawn = config(IRIS, SOFTMAX, **{section: {"monitor": monitor}})
    (finding,) = disagreements(drawn, IRIS, FIGURES)
    assert finding.path == ("training", section, "monitor")
    assert finding.remedy.text == fix


def test_monitor_of_validation_needs_validation() -> None:
    drawn = config(IRIS, SOFTMAX, data={"validation": 0.0}, early_stopping={"monitor": "val_loss"})
    (finding,) = disagreements(drawn, IRIS, ["loss", "accuracy"])
    assert finding.remedy.text == "hold out rows with data.validation, or write monitor: loss"


@pytest.mark.parametrize("monitor", ["auto", *FIGURES])
def test_known_monitor_is_fine(monitor: str) -> None:
    assert list(disagreements(config(IRIS, SOFTMAX, checkpoint={"monitor": monitor}), IRIS, FIGURES)) == []


_KNOWN: dict[str, Mode] = {"loss": "min", "val_loss": "min", "val_accuracy": "max"}


@pytest.mark.parametrize("section", ["checkpoint", "early_stopping", "reduce_lr_on_plateau"])
@pytest.mark.parametrize(
    ("monitor", "mode", "told"),
    [
        (
            "val_loss",
            "max",
            ["a lower val_loss is better, but max takes the highest for the best", "write mode: min"],
        ),
        (
            "auto",
            "max",
            ["a lower val_loss is better, but max takes the highest for the best", "write mode: min"],
        ),
        (
            "val_accuracy",
            "min",
            ["a higher val_accuracy is better, but min takes the lowest for the best", "write mode: max"],
        ),
        ("val_accuracy", "max", []),
        ("val_accuracy", "auto", []),
        ("auto", "min", []),
    ],
)
def test_a_mode_that_takes_the_worst_epoch_for_the_best_is_noticed(
    section: str, monitor: str, mode: str, told: list[str]
) -> None:
    drawn = config(IRIS, SOFTMAX, **{section: {"monitor": monitor, "mode": mode}})
    found = list(contradicted_modes(drawn.training, _KNOWN))
    assert [text for one in found for text in (one.message, one.remedy.text)] == told
    assert {one.path for one in found} <= {("training", section, "mode")}


def test_every_unknown_class_weight_is_named() -> None:
    drawn = config(IRIS, SOFTMAX, class_weight={"setosa": 1, "versicolour": 2, "x": 3})
    found = [(finding.path[-1], finding.remedy.text) for finding in disagreements(drawn, IRIS, FIGURES)]
    assert found == [
        ("versicolour", "did you mean versicolor?"),
        ("x", "remove it; known: setosa, versicolor, virginica"),
    ]


@pytest.mark.parametrize("weights", ["balanced", {"setosa": 2}, {}, None])
def test_fitting_class_weights_are_fine(weights: object) -> None:
    assert list(disagreements(config(IRIS, SOFTMAX, class_weight=weights), IRIS, FIGURES)) == []


def test_numbers_have_no_class_weights() -> None:
    drawn = config(HOUSING, dense(1), class_weight="balanced")
    assert [finding.remedy.text for finding in disagreements(drawn, HOUSING, FIGURES)] == ["remove it"]


@pytest.mark.parametrize(("scale", "found"), [(1 / 255, 1), (-1 / 127.5, 1), (2.0, 0), (-2.0, 0), (0.5, 0)])
@pytest.mark.parametrize("rescale", [True, False])
def test_pixels_are_scaled_once(scale: float, found: int, rescale: bool) -> None:
    drawn = config(MNIST, {"Rescaling": {"scale": scale}}, "Flatten", data={"rescale": rescale})
    assert len(list(disagreements(drawn, MNIST, FIGURES))) == (found if rescale else 0)


@pytest.mark.parametrize(
    "name", ["RandomContrast", "RandomBrightness", "RandomErasing", "RandomElasticTransform", "RandomInvert"]
)
@pytest.mark.parametrize(("value_range", "found"), [([0.0, 255.0], 1), ([0.0, 1.0], 0)])
def test_augmentation_knows_the_range_of_pixels(name: str, value_range: list[float], found: int) -> None:
    drawn = config(MNIST, {name: {"factor": 0.1, "value_range": value_range}}, "Flatten")
    assert len(list(disagreements(drawn, MNIST, FIGURES))) == found


@pytest.mark.parametrize(("jit", "found"), [(True, 1), ("auto", 0), (False, 0)])
def test_only_who_asks_for_xla_hears_what_it_cannot_compile(jit: object, found: int) -> None:
    drawn = config(MNIST, {"RandomRotation": {"factor": 0.1}}, "Flatten", jit=jit)
    assert len(list(disagreements(drawn, MNIST, FIGURES))) == found


def test_step_is_noticed_where_it_would_be_trained() -> None:
    stack = (dense(4, "step"), SOFTMAX)
    assert notice_paths(*stack) == [("layers", 0, "Dense", "activation")]
    assert notice_paths(*stack, epochs=0) == []


def test_training_of_no_weights_is_noticed() -> None:
    frozen = dense(3, "softmax", trainable=False)
    assert notice_paths(frozen) == [("training", "epochs")]
    assert notice_paths(frozen, epochs=0) == []


@pytest.mark.parametrize(
    "between", [[], ["Flatten"], [{"Dropout": {"rate": 0.1}}], [{"Activation": {"activation": "linear"}}]]
)
def test_two_linear_layers_are_noticed(between: list[Any]) -> None:
    assert notice_paths(dense(4), *between, SOFTMAX) == [("layers", 1 + len(between), "Dense")]


@pytest.mark.parametrize(
    "stack",
    [
        [dense(4, "relu"), SOFTMAX],
        [dense(4), {"Activation": {"activation": "relu"}}, SOFTMAX],
        [dense(4), "LayerNormalization", SOFTMAX],
    ],
)
def test_what_stands_between_linear_layers_may_bend(stack: list[Any]) -> None:
    assert notice_paths(*stack) == []


def test_only_numbers_to_predict_have_units() -> None:
    data = {"standardize_targets": True, "clamp_predictions": True}
    given = config(HOUSING, {"Dense": {"units": 1}}, data=data)
    assert not list(_target_units(given, HOUSING))
    found = list(_target_units(given, IRIS))
    assert [one.path for one in found] == [("data", "standardize_targets"), ("data", "clamp_predictions")]
    assert found[0].message == "iris has classes, not numbers to predict"
    of_sizes = config(HOUSING, {"Dense": {"units": 1}}, data=data, loss="poisson")
    (finding,) = _target_units(of_sizes, HOUSING)
    assert finding.message == "poisson compares the sizes of numbers, and standardized ones are around 0"
