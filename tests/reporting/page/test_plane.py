"""The section about the area of two inputs."""

import re
from dataclasses import replace
from importlib.resources import files

import numpy as np
import pytest

from mlpcli.config.dataset_facts import DataFacts
from mlpcli.config.load import loads
from mlpcli.data.dataset import Split
from mlpcli.inference.arithmetic.arithmetic_network import ArithmeticNetwork
from mlpcli.reporting.evidence import Evidence
from mlpcli.reporting.facts.absent import Absent
from mlpcli.reporting.facts.regions import rows_of
from mlpcli.reporting.page.write import page_of
from mlpcli.reporting.plane_evidence import PlaneEvidence
from tests.reporting.examples import HOSTILE, evidence
from tests.reporting.page.test_write import Reading
from tests.reporting.planes import CORNERS, WEIGHTS, network, xor

EPOCHS = {
    epoch: {name: value * share for name, value in WEIGHTS.items()} for epoch, share in ((0, 0.1), (2, 1))
}


def read(found: Evidence) -> Reading:
    return Reading(page_of(found, "today"))


def test_regions_neurons_and_an_animation_are_shown() -> None:
    found = read(xor(epochs=EPOCHS))
    assert found.open == []
    assert len(set(found.ids)) == len(found.ids)
    assert all(one.startswith(("#", "data:")) for one in found.addresses)
    assert not found.names & {"script", "input", "animate", "foreignObject"}
    for said in (
        "What each of the 3 neurons of dense does",
        "1 neuron is the same everywhere here, and so adds nothing.",
        "How the network came to this: 2 of the epochs from 0 to 2",
        "epoch 2: loss 0.5, validation 0.6",
        "answered wrongly",
    ):
        assert said in found.text


def test_training_and_validation_look_the_same_wherever_both_are_drawn() -> None:
    page = page_of(xor(epochs=EPOCHS), "today")
    legend = r'<line [^>]*style="stroke: var\(--(c\d)\)"([^>]*)/></svg>(\w+)</li>'
    keys = r'<path d="[^"]*"([^>]*)style="[^"]*var\(--(c\d)\)[^"]*"/></g><text[^>]*>loss of (\w+)<'
    in_curves = {name: (color, "dasharray" in dashes) for color, dashes, name in re.findall(legend, page)}
    on_the_way = {name: (color, "dasharray" in dashes) for dashes, color, name in re.findall(keys, page)}
    assert in_curves == on_the_way == {"validation": ("c0", False), "training": ("c1", True)}
    style = (files("mlpcli.browser") / "playground" / "playground.css").read_text(encoding="utf-8")
    assert ".curve-held { stroke: var(--c0); }" in style
    assert ".curve-train { stroke: var(--c1); stroke-dasharray: 6 3; }" in style


def test_names_of_inputs_and_classes_are_shown_literally() -> None:
    found = read(xor(epochs=EPOCHS))
    for label in (HOSTILE[0], HOSTILE[2], "\\x1b[31m\\u202ered"):
        assert label in found.text


def test_the_last_frame_is_what_a_reader_without_motion_sees() -> None:
    page = page_of(xor(epochs=EPOCHS), "today")
    assert ".film { transform: translateY(var(--end));" in page
    assert "@media (prefers-reduced-motion: reduce) { .film, .marker { animation: none; } }" in page


@pytest.mark.parametrize(
    ("epochs", "said"),
    [
        (Absent("epochs.safetensors is missing"), "epochs.safetensors is missing."),
        ({1: WEIGHTS}, "An animation needs the weights of two epochs, and there are fewer."),
    ],
    ids=["missing", "one epoch"],
)
def test_without_an_animation_the_regions_are_shown_and_the_reason(epochs: object, said: str) -> None:
    found = read(xor(epochs=epochs))
    assert said in found.text
    assert "What each of the 3 neurons of dense does" in found.text


def test_a_network_without_finite_answers_is_said() -> None:
    broken = replace(network(), weights={**WEIGHTS, "dense_1/bias": np.array([np.nan], np.float32)})
    assert "in the area of the data are not all finite" in read(xor(network=broken)).text


def test_a_missing_network_is_said_and_other_data_has_no_section() -> None:
    assert (
        "best.safetensors is missing."
        in read(replace(xor(), plane=Absent("best.safetensors is missing"))).text
    )
    assert "regions" not in read(replace(xor(), plane=None)).ids


@pytest.mark.parametrize("factor", [0.0, 1e-30, 1e30, 3e38])
@pytest.mark.parametrize("targets", [1, 0])
def test_rows_and_answers_of_any_size_are_drawn(factor: float, targets: int) -> None:
    facts = DataFacts(
        "two", "vector", (2,), "regression" if targets else "binary", ("a", "b")[: 2 - 2 * targets]
    )
    facts = replace(facts, targets=targets)
    numbers = np.array([[0], [1], [-1], [1]], np.float32) * factor if targets else np.array([0, 1, 0, 1])
    rows = {"train": rows_of(Split(CORNERS * np.float32(factor), numbers))}
    found = read(evidence(facts, plane=PlaneEvidence(("a", "b"), network(), rows, EPOCHS)))
    assert found.open == []
    assert "train row" in found.text


def test_hundreds_of_classes_are_drawn_in_a_moment() -> None:
    classes = tuple(f"class {at}" for at in range(300))
    facts = DataFacts("many", "vector", (2,), "classification", classes)
    layers = loads(
        "name: x\ndata: {source: blobs}\nlayers: [{Dense: {units: 300, activation: softmax}}]", "x"
    )
    angles = np.linspace(0, 2 * np.pi, 300, endpoint=False)
    kernel = 9 * np.stack([np.cos(angles), np.sin(angles)]).astype(np.float32)
    weights = {"dense/kernel": kernel, "dense/bias": np.zeros(300, np.float32)}
    rows = {"train": rows_of(Split(CORNERS, np.array([0, 1, 2, 299], np.int32)))}
    plane = PlaneEvidence(
        ("a", "b"), ArithmeticNetwork(layers.config.layers, weights), rows, {0: weights, 1: weights}
    )
    page = page_of(evidence(facts, plane=plane), "today")
    assert Reading(page).open == []
    assert len(page) < 2**20


def test_a_regression_is_a_surface() -> None:
    facts = DataFacts("two", "vector", (2,), "regression", targets=1)
    rows = {"train": rows_of(Split(CORNERS, np.array([[0], [1], [1], [0]], np.float32)))}
    plane = PlaneEvidence(("a", "b"), network(), rows, EPOCHS)
    found = read(evidence(facts, plane=plane))
    assert found.open == []
    assert "Predicted target, from 6.14e\u221206 to 0.982" in found.text
    assert "train row" in found.text
