"""What stands where in an ensemble."""

from typing import Any

import pytest

from mlpcli.network.plan import make_plan
from mlpcli.network.stack import BrokenStack
from tests.facts import CANCER, HOUSING, IRIS
from tests.network.layers import config, dense

HEAD: dict[str, Any] = {"EnsembleHead": {"units": 3, "activation": "softmax"}}


def refused(*stack: Any, facts: Any = IRIS, **training: Any) -> tuple[str, str]:
    """The message and the fix of the only mistake."""
    with pytest.raises(BrokenStack) as caught:
        make_plan(config(facts, *stack, **training), facts)
    (finding,) = caught.value.findings
    return finding.message, finding.remedy.text


def test_an_ensemble_outputs_one_answer() -> None:
    stack = ["Scale", {"Ensemble": {"members": 5}}, dense(8, "relu"), {"Dropout": {"rate": 0.1}}, "Scale"]
    plan = make_plan(config(IRIS, *stack, "LayerNormalization", HEAD), IRIS)
    assert [layer.shape for layer in plan.stack.layers][1:] == [(5, 4), (5, 8), (5, 8), (5, 8), (5, 8), (3,)]
    assert plan.stack.layers[-1].parameters == 5 * (8 * 3 + 3)


def test_an_ensemble_needs_its_head() -> None:
    message, fix = refused("Ensemble", dense(3, "softmax"))
    assert message == "has no EnsembleHead after it"
    assert fix == "write EnsembleHead: {units: 3, activation: softmax} in place of the last Dense"
    assert refused("Ensemble", "ReLU", facts=HOUSING)[1] == "add EnsembleHead: {units: 1} at the end"


def test_a_head_needs_its_ensemble() -> None:
    assert refused(HEAD)[0].startswith("expects the members of an Ensemble (members, features), but gets a ")
    stack = {"Reshape": {"target_shape": [2, 2]}}, HEAD
    assert refused(*stack)[0] == "gets a sequence, whose steps are no members: there is no Ensemble before it"


def test_the_head_is_the_last_layer() -> None:
    message, fix = refused("Ensemble", HEAD, {"Dropout": {"rate": 0.1}})
    assert message.startswith("comes after EnsembleHead, which must be the last layer")
    assert fix == "remove it, or put it before EnsembleHead"


@pytest.mark.parametrize(
    ("layer", "message"),
    [
        ({"Conv1D": {"filters": 3, "kernel_size": 1}}, "takes no members"),
        ({"LayerNormalization": {"axis": [1, 2]}}, "mixes the members of the Ensemble"),
    ],
)
def test_no_layer_mixes_the_members(layer: Any, message: str) -> None:
    found, fix = refused("Ensemble", layer, HEAD)
    assert found == f"{message}: each must be computed by itself"
    assert fix == "remove it, or put it before Ensemble"


def test_scores_of_members_are_no_probabilities() -> None:
    head = {"EnsembleHead": {"units": 1}}
    message, fix = refused("Ensemble", head, facts=CANCER, loss="hinge")
    assert message.startswith("hinge of scores is no loss for members")
    assert fix == "leave the loss out, and write activation: sigmoid"
