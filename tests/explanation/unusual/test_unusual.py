"""Each thing that is unusual is named; configs that are usual are left alone."""

from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest

import mlpcli
from mlpcli.arguments import Template
from mlpcli.config import optimizers
from mlpcli.config.config import Config
from mlpcli.config.dataset_facts import DataFacts
from mlpcli.config.messages.finding import Finding
from mlpcli.config.resolved_yaml import to_document
from mlpcli.config.yaml.edits import edited, to_node
from mlpcli.config.yaml.nodes import Position, to_plain
from mlpcli.explanation.unusual import unusual
from mlpcli.explanation.unusual.learning_rate import USUAL
from mlpcli.explanation.unusual.seen import Unusual
from mlpcli.network.plan import Plan, make_plan, resolve
from tests.facts import CANCER, CIFAR, HOUSING, IRIS, MNIST, WAVES
from tests.network.layers import dense

CONFIGS = Path(__file__).parents[3] / "configs"
SOFTMAX = dense(10, "softmax")
ONE_NUMBER = dense(1)
SIGMOIDS = [dense(16, "sigmoid")] * 3


def conv(filters: int = 8, size: int = 3, **more: Any) -> dict[str, Any]:
    return {"Conv2D": {"filters": filters, "kernel_size": size, "activation": "relu", **more}}


def lstm(**more: Any) -> dict[str, Any]:
    return {"LSTM": {"units": 8, **more}}


def decaying(kind: str, steps: int | str, rate: float) -> dict[str, Any]:
    schedule = {"initial_learning_rate": 0.003, "decay_steps": steps, "decay_rate": rate}
    return {"optimizer": {"Adam": {"learning_rate": {kind: schedule}}}}


def found(
    facts: DataFacts,
    layers: list[Any],
    rows: int | None = 5_000,
    largest: float | None = None,
    targets: tuple[float, float] | None = None,
    optimizer: Any = "Adam",
    data: dict[str, Any] | None = None,
    **training: Any,
) -> tuple[Finding, ...]:
    config, plan = resolved(facts, layers, optimizer, data, **training)
    return unusual(config, plan, rows, largest, targets)


def resolved(
    facts: DataFacts,
    layers: list[Any],
    optimizer: Any = "Adam",
    data: dict[str, Any] | None = None,
    rows: int | None = None,
    largest: float | None = None,
    targets: tuple[float, float] | None = None,
    **training: Any,
) -> tuple[Config, Plan]:
    document = {
        "name": "n",
        "data": {"source": facts.name, **(data or {})},
        "layers": layers,
        "optimizer": optimizer,
        "training": {"epochs": 10, **training},
    }
    config = Config.model_validate(document)
    plan = make_plan(config, facts)
    return resolve(config, plan), plan


Case = tuple[str, DataFacts, list[Any], dict[str, Any], str]
CASES: list[Case] = [
    (
        "layers[2]",
        MNIST,
        ["Flatten", dense(64), SOFTMAX],
        {},
        "no activation between Dense in layers[1] and this Dense",
    ),
    (
        "layers[1]",
        MNIST,
        ["Flatten", dense(64, "relu", trainable=False), SOFTMAX],
        {},
        "it keeps the weights that it begins with",
    ),
    (
        "layers[1]",
        MNIST,
        [conv(activation="linear"), conv(), "Flatten", SOFTMAX],
        {},
        "no activation between Conv2D in layers[0] and this Conv2D",
    ),
    (
        "layers[2]",
        IRIS,
        [dense(8), "BatchNormalization", dense(3, "softmax")],
        {},
        "no activation between Dense in layers[0] and this Dense",
    ),
    ("layers[0]", IRIS, [*SIGMOIDS, dense(3, "softmax")], {}, "at most 0.25^3 = 0.016 of a gradient"),
    ("layers[0]", IRIS, [*[dense(16, "tanh")] * 8, dense(3, "softmax")], {}, "8 hidden layers with tanh"),
    ("layers[0]", IRIS, [dense(16, "softmax"), dense(3, "softmax")], {}, "softmax inside the network"),
    (
        "layers[1]",
        IRIS,
        [dense(16, "relu"), dense(3, "relu"), {"Activation": {"activation": "softmax"}}],
        {},
        "relu before softmax",
    ),
    (
        "layers[0]",
        CANCER,
        [dense(1, "relu"), {"Activation": {"activation": "sigmoid"}}],
        {},
        "no answer is below 0.5",
    ),
    (
        "layers[0]",
        IRIS,
        [dense(3, "tanh"), "Softmax"],
        {},
        "no probability of 3 classes can be above 0.79",
    ),
    ("layers[0]", HOUSING, [dense(1, "relu")], {}, "no prediction is below 0, even if a target is"),
    ("layers[0]", HOUSING, [dense(1, "sigmoid")], {}, "every prediction is between 0 and 1"),
    ("layers[0]", HOUSING, [dense(1, "relu")], {"targets": (-1.0, 5.0)}, "no prediction is below 0"),
    ("layers[0]", HOUSING, [dense(1, "relu6")], {"targets": (0.0, 7.0)}, "no prediction is below 0"),
    ("layers[0]", HOUSING, [dense(1, "sigmoid")], {"targets": (0.0, 1.5)}, "every prediction is between"),
    (
        "layers[0]",
        HOUSING,
        [dense(1, "sigmoid")],
        {"targets": (0.0, 1.0), "data": {"standardize_targets": True}},
        "and standardized targets are not",
    ),
    (
        "layers[0]",
        WAVES,
        [lstm(activation="relu"), dense(4, "softmax")],
        {},
        "relu in LSTM: what it keeps can grow at each of 128 steps",
    ),
    (
        "layers[0]",
        WAVES,
        [{"SimpleRNN": {"units": 8}}, dense(4, "softmax")],
        {},
        "SimpleRNN over 128 steps: gradients fade",
    ),
    (
        "layers[1]",
        IRIS,
        [dense(3, "softmax"), {"Dropout": {"rate": 0.2}}],
        {},
        "drops 20 % of the answers themselves",
    ),
    (
        "layers[1]",
        IRIS,
        [dense(64, "relu"), {"Dropout": {"rate": 0.2}}, "BatchNormalization", dense(3, "softmax")],
        {},
        "Dropout before BatchNormalization",
    ),
    (
        "layers[1]",
        IRIS,
        [dense(64, "relu"), {"Dropout": {"rate": 0.9}}, dense(3, "softmax")],
        {},
        "drops 90 % in every step",
    ),
    (
        "layers[1]",
        IRIS,
        [dense(4, "relu"), {"Dropout": {"rate": 0.5}}, dense(3, "softmax")],
        {},
        "drops 50 % of 4: for 6.25 % of the rows in a step nothing is left",
    ),
    (
        "layers[0]",
        CANCER,
        [{"Dropout": {"rate": 0.6}}, dense(1, "sigmoid")],
        {},
        "drops 60 % of every row before anything has seen it",
    ),
    (
        "layers[1]",
        HOUSING,
        [dense(64, "relu"), {"Dropout": {"rate": 0.5}}, ONE_NUMBER],
        {},
        "what the predicted numbers are sums of",
    ),
    (
        "layers[0]",
        IRIS,
        [dense(8, "relu", kernel_initializer="Zeros"), dense(3, "softmax")],
        {},
        "all units begin alike",
    ),
    ("layers[0]", IRIS, [*[dense(32, "relu")] * 10, dense(3, "softmax")], {}, "each halves the variance"),
    (
        "layers[1]",
        IRIS,
        [dense(512, "relu"), dense(512, "relu"), dense(3, "softmax")],
        {"rows": 100},
        "266,755 parameters for 100 training rows, 2,667 for each",
    ),
    ("layers[1]", MNIST, ["Flatten", dense(2, "relu"), SOFTMAX], {}, "passes through 2 numbers here"),
    (
        "layers[0]",
        MNIST,
        [conv(size=25), "Flatten", SOFTMAX],
        {},
        "a kernel of 25x25 sees nearly all of 28x28",
    ),
    (
        "training.loss",
        MNIST,
        ["Flatten", SOFTMAX],
        {"loss": "mse"},
        "mean_squared_error of probabilities",
    ),
    (
        "layers[0]",
        IRIS,
        [dense(8, "relu", kernel_regularizer={"L2": {"l2": 0.5}}), dense(3, "softmax")],
        {},
        "kernel_regularizer L2 of 0.5",
    ),
    (
        "optimizer.AdamW.weight_decay",
        IRIS,
        [dense(3, "softmax")],
        {"optimizer": {"AdamW": {"weight_decay": 1.0}}},
        "a weight decay of 1",
    ),
    (
        "optimizer.SGD.nesterov",
        IRIS,
        [dense(3, "softmax")],
        {"optimizer": {"SGD": {"nesterov": True}}},
        "nesterov does nothing without momentum",
    ),
    (
        "optimizer.SGD.momentum",
        IRIS,
        [dense(3, "softmax")],
        {"optimizer": {"SGD": {"momentum": 0.999}}},
        "about 1,000 steps",
    ),
    (
        "optimizer.Adam.learning_rate",
        MNIST,
        ["Flatten", dense(64, "relu"), SOFTMAX],
        {"optimizer": {"Adam": {"learning_rate": 0.5}}},
        "0.5 is 500 times the usual 0.001 of Adam",
    ),
    (
        "optimizer.Adam.learning_rate",
        IRIS,
        [dense(3, "softmax")],
        {"optimizer": {"Adam": {"learning_rate": 1e-6}}},
        "1e-06 is 1,000 times less than the usual 0.001 of Adam",
    ),
    (
        "optimizer.Adam.learning_rate",
        IRIS,
        [dense(3, "softmax")],
        {"optimizer": {"Adam": {"learning_rate": 1e-5}}, "rows": 1_020, "epochs": 15},
        "1e-05 is 100 times less than the usual 0.001 of Adam; it may learn next to nothing",
    ),
    (
        "optimizer.Adam.learning_rate",
        HOUSING,
        [ONE_NUMBER],
        {"optimizer": {"Adam": {"learning_rate": 0.5}}, "targets": (0.0, 1.0)},
        "0.5 is 500 times the usual 0.001 of Adam",
    ),
    (
        "optimizer.Adam.learning_rate",
        HOUSING,
        [dense(16, "relu"), ONE_NUMBER],
        {"optimizer": {"Adam": {"learning_rate": 0.5}}, "targets": (25.0, 346.0)},
        "0.5 is 500 times the usual 0.001 of Adam",
    ),
    (
        "optimizer.Adadelta.learning_rate",
        IRIS,
        [dense(3, "softmax")],
        {"optimizer": "Adadelta"},
        "0.001 is 1,000 times less than the usual 1.0 of Adadelta: its paper has no learning rate",
    ),
    (
        "optimizer.SGD.learning_rate",
        MNIST,
        ["Flatten", dense(64, "relu"), SOFTMAX],
        {"optimizer": {"SGD": {"learning_rate": 0.5, "momentum": 0.9}}},
        "0.5 is 50 times the usual 0.01 of SGD",
    ),
    (
        "optimizer.SGD.learning_rate",
        MNIST,
        ["Flatten", dense(64, "relu"), SOFTMAX],
        {"optimizer": {"SGD": {"learning_rate": 0.6}}},
        "0.6 is 60 times the usual 0.01 of SGD",
    ),
    (
        "optimizer.SGD.learning_rate",
        HOUSING,
        [dense(8, "relu"), ONE_NUMBER],
        {"optimizer": {"SGD": {"learning_rate": 0.6}}},
        "0.6 is 60 times the usual 0.01 of SGD",
    ),
    (
        "optimizer.SGD.learning_rate",
        IRIS,
        [dense(3, "softmax")],
        {"optimizer": {"SGD": {"learning_rate": 0.0}}},
        "with a learning rate of 0 no weight changes",
    ),
    (
        "layers[1]",
        IRIS,
        [dense(8), "BatchNormalization", "ReLU", dense(3, "softmax")],
        {"batch_size": 2},
        "BatchNormalization in batches of 2",
    ),
    (
        "layers[1]",
        IRIS,
        [dense(8), "BatchNormalization", "ReLU", dense(3, "softmax")],
        {"rows": 120},
        "after 40 steps, 66.9 % of its averages are still what they began as",
    ),
    (
        "training.shuffle",
        IRIS,
        [dense(3, "softmax")],
        {"shuffle": False},
        "the same batches in the same order",
    ),
    (
        "training.batch_size",
        IRIS,
        [dense(3, "softmax")],
        {"rows": 120, "batch_size": 120},
        "10 steps in all, 10 epochs of 120 rows in batches of 120",
    ),
    (
        "training.early_stopping.patience",
        IRIS,
        [dense(3, "softmax")],
        {"early_stopping": {"patience": 10}},
        "waits 10 epochs and there are 10: it never stops",
    ),
    (
        "training.reduce_lr_on_plateau.patience",
        IRIS,
        [dense(3, "softmax")],
        {"reduce_lr_on_plateau": {"patience": 6}, "early_stopping": {"patience": 5}},
        "before the rate is lowered",
    ),
    (
        "training.early_stopping",
        IRIS,
        [dense(3, "softmax")],
        {"early_stopping": {}, "data": {"validation": 0}},
        "follows the loss of the training rows",
    ),
    (
        "optimizer.Adam.learning_rate.CosineDecay.decay_steps",
        IRIS,
        [dense(3, "softmax")],
        {
            "optimizer": {
                "Adam": {
                    "learning_rate": {"CosineDecay": {"initial_learning_rate": 0.01, "decay_steps": 100}}
                }
            }
        },
        "CosineDecay ends after 100 of 1,570 steps",
    ),
    (
        "optimizer.Adam.learning_rate.CosineDecay.decay_steps",
        IRIS,
        [dense(3, "softmax")],
        {
            "optimizer": {
                "Adam": {
                    "learning_rate": {
                        "CosineDecay": {"initial_learning_rate": 0.01, "decay_steps": "99 epochs"}
                    }
                }
            }
        },
        "the rate hardly falls",
    ),
    (
        "optimizer.Adam.learning_rate.ExponentialDecay.decay_steps",
        IRIS,
        [dense(3, "softmax")],
        decaying("ExponentialDecay", 20, 0.5) | {"epochs": 40},
        "ExponentialDecay has lowered the rate to a thousandth after 199 of 6,280 steps",
    ),
    (
        "optimizer.Adam.learning_rate.InverseTimeDecay.decay_steps",
        IRIS,
        [dense(3, "softmax")],
        decaying("InverseTimeDecay", 2, 5.0),
        "InverseTimeDecay has lowered the rate to a thousandth after 400 of 1,570 steps",
    ),
    ("data.rescale", MNIST, ["Flatten", SOFTMAX], {"data": {"rescale": False}}, "pixels from 0 to 255 reach"),
    (
        "data.standardize",
        HOUSING,
        [ONE_NUMBER],
        {"data": {"standardize": False}, "largest": 35_682.0},
        "numbers of up to 35,682 reach the weights",
    ),
    (
        "data",
        replace(CIFAR, pixels=False),
        ["Flatten", SOFTMAX],
        {"largest": 255.0},
        "numbers of up to 255 reach the weights as they are: the learning rate suits",
    ),
    (
        "layers[0]",
        MNIST,
        [{"RandomFlip": {"mode": "horizontal"}}, "Flatten", SOFTMAX],
        {},
        "a mirrored digit is none",
    ),
]


@pytest.mark.parametrize(("where", "facts", "layers", "more", "words"), CASES)
def test_what_is_unusual_is_named_alone(
    where: str, facts: DataFacts, layers: list[Any], more: dict[str, Any], words: str
) -> None:
    one, *others = found(facts, layers, **more)
    assert others == []
    assert _place(one).startswith(where)
    assert words in one.message
    assert one.remedy.text


@pytest.mark.parametrize(("facts", "layers", "more"), [case[1:4] for case in CASES])
def test_what_changes_it_leaves_nothing_unusual_of_it(
    facts: DataFacts, layers: list[Any], more: dict[str, Any]
) -> None:
    (one,) = found(facts, layers, **more)
    if not isinstance(one, Unusual) or not one.changes:
        return
    document = to_document(resolved(facts, layers, **more)[0])
    changed = to_plain(edited(to_node(document, Position("c.yaml", 1, 1)), one.changes))
    assert isinstance(changed, dict)
    config = Config.model_validate(changed)
    known = more.get("rows", 5_000), more.get("largest"), more.get("targets")
    left = unusual(config, make_plan(config, facts), *known)
    assert one.message not in [other.message for other in left]


def test_every_layer_that_keeps_random_weights_is_named() -> None:
    frozen = [conv(trainable=False), "MaxPooling2D", conv(trainable=False), "Flatten", SOFTMAX]
    assert [_place(one) for one in found(MNIST, frozen)] == ["layers[0]", "layers[2]"]


def _place(finding: Finding) -> str:
    first, *rest = finding.path
    return f"layers[{rest[0]}]" if first == "layers" else ".".join(map(str, finding.path))


@pytest.mark.parametrize(
    ("facts", "layers", "more"),
    [
        (MNIST, ["Flatten", dense(64, "relu"), {"Dropout": {"rate": 0.5}}, SOFTMAX], {}),
        (MNIST, ["Flatten", dense(64), "BatchNormalization", "ReLU", SOFTMAX], {}),
        (MNIST, ["Flatten", dense(32, "sigmoid"), dense(32, "sigmoid"), SOFTMAX], {}),
        # Each half of a separable convolution, and a network that ends in pooling.
        (
            CIFAR,
            [
                {"DepthwiseConv2D": {"kernel_size": 3}},
                conv(size=1),
                conv(10),
                "GlobalAveragePooling2D",
                "Softmax",
            ],
            {},
        ),
        (HOUSING, [dense(64, "relu"), {"Dropout": {"rate": 0.2}}, ONE_NUMBER], {"largest": 35_682.0}),
        (HOUSING, ["BatchNormalization", ONE_NUMBER], {"data": {"standardize": False}, "largest": 1e4}),
        (
            IRIS,
            [dense(512, "relu"), {"Dropout": {"rate": 0.5}}, dense(512, "relu"), dense(3, "softmax")],
            {"rows": 100},
        ),
        (IRIS, [dense(8, "sigmoid"), dense(3, "softmax")], {"optimizer": {"SGD": {"learning_rate": 1.0}}}),
        (
            MNIST,
            ["Flatten", dense(64, "relu"), SOFTMAX],
            {"optimizer": {"SGD": {"learning_rate": 0.1, "momentum": 0.9}}},
        ),
        (WAVES, [lstm(), dense(4, "softmax")], {"rows": None}),
        (WAVES, [{"Conv1D": {"filters": 4, "kernel_size": 5}}, lstm(), dense(4, "softmax")], {}),
        # What the first layer gets the other rate, and the others learn as usual.
        (
            MNIST,
            ["Flatten", dense(64, "relu", learning_rate_factor=0.01), SOFTMAX],
            {"optimizer": {"Adam": {"learning_rate": 0.1}}},
        ),
        # Each step of Adam is as long as its rate, and the numbers may be far away.
        (HOUSING, [ONE_NUMBER], {"optimizer": {"Adam": {"learning_rate": 0.5}}, "targets": (25.0, 346.0)}),
        (HOUSING, [ONE_NUMBER], {"optimizer": {"Adam": {"learning_rate": 0.5}}}),
        (
            HOUSING,
            [ONE_NUMBER],
            {"optimizer": {"Adam": {"learning_rate": 0.3}}, "data": {"standardize_targets": True}},
        ),
        (HOUSING, [dense(8, "relu"), ONE_NUMBER], {"optimizer": {"Adam": {"learning_rate": 0.1}}}),
        (IRIS, [dense(3, "softmax")], {"optimizer": {"Adam": {"learning_rate": 1e-5}}, "epochs": 30}),
        (IRIS, [dense(3, "softmax")], decaying("ExponentialDecay", 100, 0.96)),
        (IRIS, [dense(3, "softmax")], decaying("ExponentialDecay", "20 epochs", 0.5) | {"epochs": 40}),
        # What the last activation gives is all that is asked for.
        (HOUSING, [dense(1, "relu")], {"targets": (0.0, 9.0)}),
        (HOUSING, [dense(1, "sigmoid")], {"targets": (0.0, 1.0)}),
        (HOUSING, [dense(1, "tanh")], {"targets": (-0.5, 0.5)}),
        # Weights that are given, or measured.
        (
            CANCER,
            ["BatchNormalization", dense(1, "sigmoid", trainable=False, kernel_initializer=[[1.0]] * 30)],
            {},
        ),
        (HOUSING, [{"Normalization": {"trainable": False}}, ONE_NUMBER], {}),
        # Nothing is trained.
        (IRIS, [dense(3, "softmax")], {"epochs": 0, "optimizer": "Adadelta", "shuffle": False}),
    ],
)
def test_what_is_usual_is_left_alone(facts: DataFacts, layers: list[Any], more: dict[str, Any]) -> None:
    assert found(facts, layers, **more) == ()


@pytest.mark.parametrize(
    ("targets", "data", "fix"),
    [
        ((25.0, 346.0), {}, "write learning_rate: 0.001, and standardize_targets: true in data"),
        ((0.0, 1.0), {}, "write learning_rate: 0.001"),
        ((25.0, 346.0), {"standardize_targets": True}, "write learning_rate: 0.001"),
    ],
)
def test_a_lower_rate_that_does_not_reach_the_targets_needs_standardized_ones(
    targets: tuple[float, float], data: dict[str, Any], fix: str
) -> None:
    optimizer = {"Adam": {"learning_rate": 0.5}}
    (one,) = found(HOUSING, [dense(16, "relu"), ONE_NUMBER], 5_000, None, targets, optimizer, data)
    assert one.remedy.text == fix


@pytest.mark.parametrize(
    ("steps", "rate", "fix"), [(20, 0.5, "20 epochs"), (2, 0.1, "40 epochs"), ("1 epochs", 0.5, "40 epochs")]
)
def test_steps_of_a_decay_are_as_many_epochs_if_the_rate_lasts_then(
    steps: int | str, rate: float, fix: str
) -> None:
    (one,) = found(IRIS, [dense(3, "softmax")], epochs=40, **decaying("ExponentialDecay", steps, rate))
    assert one.remedy.text == f"write decay_steps: {fix}"


def test_every_optimizer_has_its_usual_rate() -> None:
    assert set(USUAL) == set(optimizers.OPTIMIZERS.values())
    assert all(rates.lowest < rates.usual < rates.highest for rates in USUAL.values())


@pytest.mark.parametrize("path", sorted(CONFIGS.glob("*.yaml")), ids=lambda path: path.stem)
def test_nothing_is_unusual_about_a_config_of_the_project(path: Path) -> None:
    assert mlpcli.explain(path).unusual == ()


@pytest.mark.parametrize(
    "template", [name for name in get_args(Template) if not (CONFIGS / f"{name}.yaml").exists()]
)
def test_nothing_is_unusual_about_a_template(template: Template, tmp_path: Path) -> None:
    assert mlpcli.explain(mlpcli.init(template, tmp_path / "t.yaml")).unusual == ()


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("flats.csv", {"target": "rent"}),
        ("mushrooms.csv", {"target": "kind"}),
        ("tides.csv", {"target": "level", "window": 24}),
        ("shapes", {}),
    ],
)
def test_nothing_is_unusual_about_a_config_for_data(name: str, options: Any, tmp_path: Path) -> None:
    path = mlpcli.init(data=CONFIGS / "data" / name, output=tmp_path / "c.yaml", **options)
    assert mlpcli.explain(path).unusual == ()


@pytest.mark.parametrize("shape", [(40, 12, 12, 3), (40, 30, 2), (40, 5)])
def test_nothing_is_unusual_about_a_config_for_few_arrays(shape: tuple[int, ...], tmp_path: Path) -> None:
    x = np.zeros(shape, np.uint8 if len(shape) == 4 else np.float32)
    np.savez(tmp_path / "few.npz", x=x, y=np.arange(40) % 3)
    path = mlpcli.init(data=tmp_path / "few.npz", output=tmp_path / "few.yaml")
    assert mlpcli.explain(path).unusual == ()


@pytest.mark.parametrize(("lowest", "found"), [(0, 0), (-1, 1)])
def test_a_last_relu_is_usual_where_no_target_of_a_table_is_below_0(
    lowest: int, found: int, tmp_path: Path
) -> None:
    rows = "".join(f"{number % 7},{number % 9 + lowest}\n" for number in range(60))
    (tmp_path / "visits.csv").write_text(f"x,visits\n{rows}", encoding="utf-8")
    config = tmp_path / "c.yaml"
    config.write_text(
        "data: {source: table, path: visits.csv, target: visits, task: regression}\n"
        "layers: [{Dense: {units: 8, activation: relu}}, {Dense: {units: 1, activation: relu}}]\n"
        "training: {epochs: 30}\n",
        encoding="utf-8",
    )
    assert len(mlpcli.explain(config).unusual) == found
