"""Drawings of networks: well-formed, escaped, within their bounds, and with the numbers they should have."""

import re
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest

from mlpcli.config.config import Config
from mlpcli.config.dataset_facts import DataFacts
from mlpcli.explanation.diagram import draw_network
from mlpcli.network.plan import make_plan, resolve
from mlpcli.network.weight_names import named_weights
from tests.facts import CANCER, CIFAR, HOUSING, IRIS, MNIST, WAVES
from tests.network.layers import dense

CONV = {"Conv2D": {"filters": 8, "kernel_size": 3, "activation": "relu"}}
LSTM = {"LSTM": {"units": 20, "return_sequences": True}}
DEEP = [dense(12, "relu")] * 60
ODD = ("東京都千代田区霞が関", '<b>"&amp;', "\x1b[31m\u202e", "emoji 😀", "a" * 300)
NAMED = DataFacts("odd", "vector", (4,), "classification", ODD)
MANY = DataFacts(
    "many", "vector", (300,), "classification", tuple(f"class {number}" for number in range(1_000))
)

SOFTMAX = dense(10, "softmax")
ENDS_IN_RELU = {"Activation": {"activation": "relu"}}
STACKS: dict[str, tuple[DataFacts, list[Any]]] = {
    "perceptron": (CANCER, [dense(1, "sigmoid")]),
    "two outputs for two classes": (CANCER, [dense(2, "softmax")]),
    "regression": (HOUSING, [dense(16, "selu"), {"Dropout": {"rate": 0.1}}, dense(1)]),
    "digits": (MNIST, ["Flatten", dense(128, "relu"), dense(64), ENDS_IN_RELU, SOFTMAX]),
    "photos": (
        CIFAR,
        [CONV, "BatchNormalization", "MaxPooling2D", CONV, "GlobalAveragePooling2D", SOFTMAX],
    ),
    "signals": (
        WAVES,
        [
            {"Conv1D": {"filters": 4, "kernel_size": 9}},
            "PReLU",
            LSTM,
            {"GRU": {"units": 8}},
            dense(4, "softmax"),
        ],
    ),
    "ensemble": (
        IRIS,
        [
            "PeriodicEmbedding",
            {"Ensemble": 8},
            dense(64, "relu"),
            {"EnsembleHead": {"units": 3, "activation": "softmax"}},
        ],
    ),
    "deep": (HOUSING, [*DEEP, dense(1)]),
    "odd names": (NAMED, [dense(5, "softmax")]),
    "many classes": (MANY, [dense(64, "relu"), dense(1_000, "softmax")]),
}


def drawn(facts: DataFacts, layers: list[Any], has_weights: bool = False, **names: Any) -> str:
    config = Config.model_validate({"name": "n", "data": {"source": "iris"}, "layers": layers})
    plan = make_plan(config, facts)
    weights = None
    if has_weights:
        numbers = np.random.default_rng(0)
        weights = {
            name: numbers.normal(size=weight.shape).astype(np.float32)
            for name, weight in named_weights(plan.stack).items()
        }
    return draw_network(plan, resolve(config, plan), weights, **names)


def texts(drawing: str) -> list[str]:
    """What the drawing says, without its tooltips."""
    svg = ElementTree.fromstring(drawing)  # noqa: S314 - of our own
    return [one.text or "" for one in svg.iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize("name", STACKS)
@pytest.mark.parametrize("has_weights", [False, True])
def test_a_drawing_is_well_formed_and_keeps_its_bounds(name: str, has_weights: bool) -> None:
    drawing = drawn(*STACKS[name], has_weights=has_weights)
    svg = ElementTree.fromstring(drawing)  # noqa: S314
    _, _, width, height = map(float, svg.attrib["viewBox"].split())
    for one in svg.iter():
        for key, most in (("x", width), ("x1", width), ("x2", width), ("cx", width)):
            assert 0 <= float(one.attrib.get(key, 0)) <= most
        for key in ("y", "y1", "y2", "cy"):
            assert 0 <= float(one.attrib.get(key, 0)) <= height
        assert not {"nan", "inf"} & set(one.attrib.values())


@pytest.mark.parametrize("name", STACKS)
def test_nothing_in_a_drawing_runs_or_is_loaded(name: str) -> None:
    drawing = drawn(*STACKS[name], has_weights=True)
    assert not re.search(r"<script|<foreignObject|<image|<use|href|url\(|@import|\bon[a-z]+=", drawing)


def test_names_are_shown_literally() -> None:
    drawing = drawn(NAMED, [dense(5, "softmax")], inputs=["<script>x</script>", "b", "c", "d"])
    assert "<b>" not in drawing and "<script" not in drawing
    assert "\x1b" not in drawing and "\u202e" not in drawing
    assert '<b>"&amp;' in texts(drawing)
    assert "\\x1b[31m\\u202e" in "".join(ElementTree.fromstring(drawing).itertext())  # noqa: S314
    assert "東京都千…が関" in "".join(texts(drawing))


def test_every_stage_says_what_it_is_how_large_and_with_how_many_parameters() -> None:
    said = texts(drawn(*STACKS["digits"]))
    for line in ("Input", "28x28x1", "784 values", "128 units", "100,480", "relu", "softmax"):
        assert line in said
    assert said.count("8 drawn") == 3
    assert said[-10:] == list("0123456789")


def test_columns_are_linked_by_every_weight_of_the_drawn_units() -> None:
    drawing = drawn(IRIS, [dense(3, "softmax")], has_weights=True)
    svg = ElementTree.fromstring(drawing)  # noqa: S314
    links = [one for one in svg.iter() if one.attrib.get("class") in ("nn-plus", "nn-minus")]
    told = [one[0].text for one in links if len(one)]
    assert len(told) == 12
    assert all(
        re.fullmatch(r"weight \S+ from value [0-3] to (setosa|versicolor|virginica)", one or "")
        for one in told
    )
    widths = [float(one.attrib["stroke-width"]) for one in links if len(one)]
    assert widths == sorted(widths) and widths[0] < widths[-1]


def test_without_weights_nothing_is_coloured() -> None:
    body = drawn(*STACKS["digits"]).partition("</style>")[2]
    assert "nn-plus" not in body and "weight above 0" not in body
    assert "weight above 0" in texts(drawn(*STACKS["digits"], has_weights=True))


def test_a_perceptron_has_its_weights_beside_its_links() -> None:
    config = Config.model_validate(
        {"name": "n", "data": {"source": "gates"}, "layers": [dense(1, "sigmoid")]}
    )
    plan = make_plan(config, DataFacts("gates", "vector", (2,), "binary", ("0", "1")))
    weights = {
        "dense/kernel": np.array([[0.5], [-1.25]], np.float32),
        "dense/bias": np.array([-0.7], np.float32),
    }
    drawing = draw_network(plan, config, weights)
    assert {"0.5", "-1.2", "bias -0.7", "p(1)"} <= set(texts(drawing))


def test_columns_of_a_table_and_targets_have_their_names() -> None:
    layers = [dense(3, "relu"), dense(1)]
    said = texts(drawn(HOUSING, layers, inputs=[f"column {one}" for one in range(8)], targets=["price"]))
    assert "column 0" in said and "column 7" in said and "price" in said


def test_of_many_classes_the_first_and_the_last_are_drawn() -> None:
    said = texts(drawn(*STACKS["many classes"]))
    assert [one for one in said if one.startswith("class")] == [
        f"class {n}" for n in (*range(5), 997, 998, 999)
    ]


def test_of_a_deep_network_the_layers_in_the_middle_are_counted() -> None:
    assert "47 layers" in texts(drawn(*STACKS["deep"]))


def test_the_same_network_gives_the_same_drawing() -> None:
    assert drawn(*STACKS["photos"], has_weights=True) == drawn(*STACKS["photos"], has_weights=True)
