"""A trained network in NumPy."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from mlpcli.config.dataset_facts import rows_at_once
from mlpcli.config.layers.base import Layer
from mlpcli.data.dataset import Array
from mlpcli.data.preprocessing import Preprocessing, TargetUnits
from mlpcli.data.preprocessing.base import FirstLayer
from mlpcli.inference.arithmetic.activations import activate
from mlpcli.inference.arithmetic.core import rescaled
from mlpcli.inference.arithmetic.forward import LayerValues, forward
from mlpcli.inference.arithmetic.layer_function import rounded
from mlpcli.network.added_layers import PREPROCESSING, PROBABILITIES, UNITS


@dataclass(frozen=True)
class ArithmeticNetwork:
    """All that a run's network computes, of rows as they were read.

    `layers` are those of its resolved config, with the `weights` by the names of
    `mlpcli.network.weight_names`. The network steps of `preprocessing` come before them; after them
    `activation`, which makes scores probabilities (`Objective.activation`), and the units of the targets.
    """

    layers: tuple[Layer, ...]
    weights: Mapping[str, NDArray[np.float32]]
    preprocessing: Preprocessing = Preprocessing()
    activation: Literal["softmax", "sigmoid"] | None = None

    def forward(self, rows: Array) -> tuple[LayerValues, ...]:
        """What each layer computes for `rows` `[n, *shape]`, uint8 or float32, as `predict` takes them.

        The layers before and after those of the config have the names that they have in training. All
        values are in memory at once.
        """
        found: list[LayerValues] = []
        values = rows.astype(np.float32)
        for first in self.preprocessing.first_layers:
            found.append(_first(first, values))
            values = found[-1].after
        found += forward(self.layers, self.weights, values)
        if self.activation:
            z = found[-1].after
            found.append(LayerValues(PROBABILITIES, "Activation", z, activate(self.activation, z)))
        if units := self.preprocessing.targets:
            found.append(LayerValues(UNITS, "InUnits", None, _in_units(units, found[-1].after)))
        return tuple(found)

    def predict(self, values: Array) -> NDArray[np.float32]:
        """The outputs `[n, outputs]` for `[n, *shape]` rows, a few of them in memory at a time."""
        size = rows_at_once(values.shape[1:])
        starts = range(0, max(len(values), 1), size)
        return np.concatenate([self.forward(values[start : start + size])[-1].after for start in starts])


def _first(layer: FirstLayer, values: NDArray[np.float32]) -> LayerValues:
    name = f"{PREPROCESSING}{layer.name}"
    if layer.keras == "Activation":
        return LayerValues(name, layer.keras, values, activate(str(layer.arguments[0]), values))
    return LayerValues(name, layer.keras, None, rescaled(values, *layer.arguments))


def _in_units(units: TargetUnits, values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Standardized numbers in their own units, within their bounds: `InUnits` of
    mlpcli/training/building/table_layers.py."""
    found = values * np.array(units.deviation, np.float32) + np.array(units.mean, np.float32)
    return rounded(np.clip(found, units.lowest, units.highest)) if units.lowest else found
