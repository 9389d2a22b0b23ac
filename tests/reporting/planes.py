"""Networks of two inputs with weights by hand, and what a page knows of them."""

from dataclasses import replace

import numpy as np

from mlpcli.config.dataset_facts import DataFacts
from mlpcli.config.load import loads
from mlpcli.data.dataset import Split
from mlpcli.inference.arithmetic.arithmetic_network import ArithmeticNetwork
from mlpcli.network.plan import make_plan
from mlpcli.reporting.evidence import Evidence
from mlpcli.reporting.facts.regions import rows_of
from mlpcli.reporting.plane_evidence import PlaneEvidence
from tests.reporting.examples import HOSTILE, evidence

XOR = """\
name: xor
data: {source: gates, gate: xor}
layers:
  - Dense: {units: 3, activation: step}
  - Dropout: 0.5
  - Dense: {units: 1, activation: sigmoid}
"""

WEIGHTS = {
    # At least one input, both inputs, and a neuron that never does anything.
    "dense/kernel": np.array([[1, 1, 0], [1, 1, 0]], np.float32),
    "dense/bias": np.array([-0.5, -1.5, -1], np.float32),
    "dense_1/kernel": np.array([[8], [-16], [1]], np.float32),
    "dense_1/bias": np.array([-4], np.float32),
}
"""XOR from an OR and an AND."""

CORNERS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], np.float32)


def network() -> ArithmeticNetwork:
    return ArithmeticNetwork(loads(XOR, "xor.yaml").config.layers, WEIGHTS)


def split(targets: tuple[int, ...] = (0, 1, 1, 0), times: int = 1) -> Split:
    return Split(np.tile(CORNERS, (times, 1)), np.tile(np.array(targets, np.int32), times))


def xor(**changes: object) -> Evidence:
    """A run of XOR whose classes and inputs have names that a page must show literally."""
    facts = DataFacts("gates", "vector", (2,), "binary", HOSTILE[:2])
    config = loads(XOR, "xor.yaml").config
    rows = {"train": rows_of(split(times=3)), "test": rows_of(split((0, 1, 1, 1)))}
    found = PlaneEvidence((HOSTILE[0], HOSTILE[2]), network(), rows)
    return replace(
        evidence(facts), config=config, plan=make_plan(config, facts), plane=replace(found, **changes)
    )
