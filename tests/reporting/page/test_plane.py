"""The section about the area of two inputs."""

from dataclasses import replace

import numpy as np
import pytest

from mlpcli.config.dataset_facts import DataFacts
from mlpcli.data.dataset import Split
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


def test_a_regression_is_a_surface() -> None:
    facts = DataFacts("two", "vector", (2,), "regression", targets=1)
    rows = {"train": rows_of(Split(CORNERS, np.array([[0], [1], [1], [0]], np.float32)))}
    plane = PlaneEvidence(("a", "b"), network(), rows, EPOCHS)
    found = read(evidence(facts, plane=plane))
    assert found.open == []
    assert "Predicted target, from 0.018 to 0.982" in found.text
    assert "train row" in found.text
