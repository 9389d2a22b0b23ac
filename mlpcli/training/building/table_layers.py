"""Keras layers for the rows of a table.

A script that needs one of them has its text (keras_script/classes.py), so that lines are as short as there.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

from mlpcli.training.tensorflow import keras


@keras.saving.register_keras_serializable("mlpcli")
class Scale(keras.layers.Layer):  # type: ignore[misc]
    """Multiplies every feature by a learned factor, which begins at 1."""

    def build(self, input_shape: Any) -> None:
        self.scale = self.add_weight(input_shape[-1:], "ones", name="scale")

    def call(self, inputs: Any) -> Any:
        return inputs * self.scale


@keras.saving.register_keras_serializable("mlpcli")
class PeriodicEmbedding(keras.layers.Layer):  # type: ignore[misc]
    """Puts learned mixtures of cosines beside each of the first `features` of a row."""

    def __init__(
        self,
        features: Any = None,
        frequencies: int = 16,
        stddev: float = 0.1,
        units: int = 3,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.features, self.frequencies = features, frequencies
        self.stddev, self.units = stddev, units
        self.input_spec = keras.layers.InputSpec(ndim=2)
        # Created here, so that their seeds are drawn in the order of the layers.
        bound = frequencies**-0.5
        self.initializers = [
            keras.initializers.RandomNormal(stddev=stddev),
            keras.initializers.RandomUniform(-np.pi, np.pi),
            keras.initializers.RandomUniform(-bound, bound),
            keras.initializers.RandomUniform(-bound, bound),
        ]

    def build(self, input_shape: Any) -> None:
        self.count = input_shape[-1] if self.features is None else self.features
        waves = (self.count, self.frequencies)
        first, second, third, last = self.initializers
        self.rates = self.add_weight(waves, first, name="frequencies")
        self.phases = self.add_weight(waves, second, name="phases")
        self.kernel = self.add_weight((*waves, self.units), third, name="kernel")
        self.bias = self.add_weight((self.count, self.units), last, name="bias")

    def call(self, inputs: Any) -> Any:
        numbers = inputs[:, : self.count, None]
        waves = keras.ops.cos(2 * np.pi * numbers * self.rates + self.phases)
        # Not by einsum, which LiteRT's converter does not convert for a single unit.
        turned = keras.ops.transpose(waves, [1, 0, 2])
        mixed = keras.ops.transpose(keras.ops.matmul(turned, self.kernel), [1, 0, 2])
        both = keras.ops.concatenate([numbers, mixed + self.bias], axis=2)
        flat = keras.ops.reshape(both, [-1, self.count * (1 + self.units)])
        return keras.ops.concatenate([flat, inputs[:, self.count :]], axis=1)

    def compute_output_shape(self, input_shape: Any) -> Any:
        count = input_shape[-1] if self.features is None else self.features
        return (*input_shape[:-1], input_shape[-1] + count * self.units)

    def get_config(self) -> Any:
        names = ("features", "frequencies", "stddev", "units")
        own = {name: getattr(self, name) for name in names}
        return {**super().get_config(), **own}


@keras.saving.register_keras_serializable("mlpcli")
class PiecewiseLinearEncoding(keras.layers.Layer):  # type: ignore[misc]
    """Puts beside each of the first `features` of a row how far it is through each bin.

    Bins lie between quantiles of the rows that `adapt` gets, at most so many.
    """

    most = 100_000

    def __init__(self, features: Any = None, bins: int = 32, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.features, self.bins = features, bins
        self.input_spec = keras.layers.InputSpec(ndim=2)

    def build(self, input_shape: Any) -> None:
        self.count = input_shape[-1] if self.features is None else self.features
        shape = (self.count, self.bins)
        self.start = self.add_weight(shape, "zeros", name="start", trainable=False)
        self.slope = self.add_weight(shape, "zeros", name="slope", trainable=False)

    def adapt(self, rows: Any) -> None:
        rows = rows[:: (len(rows) - 1) // self.most + 1]
        start, slope = np.zeros((2, self.count, self.bins), "float32")
        for number in range(self.count):
            edges = self.edges(rows[:, number])
            start[number, : len(edges) - 1] = edges[:-1]
            slope[number, : len(edges) - 1] = 1 / np.diff(edges)
        self.start.assign(start)
        self.slope.assign(slope)

    def edges(self, values: Any) -> Any:
        edges = np.unique([values.min(), values.max()])
        # A value that fills bins of its own is one edge. The others share what is left.
        while len(edges) <= self.bins:
            rest = values[~np.isin(values, edges)]
            if not len(rest):
                break
            missing = self.bins + 1 - len(edges)
            shares = np.arange(1, missing + 1) / (missing + 1)
            found = np.quantile(rest, shares, method="inverted_cdf")
            edges = np.union1d(edges, found)
        # In narrower bins, rounding would be a large part of the way through them.
        narrowest = 3e-4 * np.abs(edges).max()
        wide = edges[:1]
        for edge in edges[1:]:
            if edge - wide[-1] >= narrowest:
                wide = np.append(wide, edge)
        return wide

    def call(self, inputs: Any) -> Any:
        numbers = inputs[:, : self.count, None]
        through = keras.ops.clip((numbers - self.start) * self.slope, 0, 1)
        both = keras.ops.concatenate([numbers, through], axis=2)
        flat = keras.ops.reshape(both, [-1, self.count * (1 + self.bins)])
        return keras.ops.concatenate([flat, inputs[:, self.count :]], axis=1)

    def compute_output_shape(self, input_shape: Any) -> Any:
        count = input_shape[-1] if self.features is None else self.features
        return (*input_shape[:-1], input_shape[-1] + count * self.bins)

    def get_config(self) -> Any:
        own = {"features": self.features, "bins": self.bins}
        return {**super().get_config(), **own}


@keras.saving.register_keras_serializable("mlpcli")
class CategoryEmbedding(keras.layers.Layer):  # type: ignore[misc]
    """Makes `units` learned numbers of each group of over `limit` one-hot columns.

    `widths` are the numbers of columns of the groups, which are the last ones of a row.
    """

    def __init__(self, widths: Any, units: int = 8, limit: int = 9, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widths, self.units, self.limit = tuple(widths), units, limit
        self.input_spec = keras.layers.InputSpec(ndim=2)
        self.embedded = [width for width in self.widths if width > limit]
        # Created here, so that their seeds are drawn in the order of the layers.
        drawn = keras.initializers.RandomNormal
        self.initializers = [drawn(stddev=1.0) for _ in self.embedded]

    def build(self, input_shape: Any) -> None:
        self.kernels = [
            self.add_weight((width, self.units), initializer, name="kernel")
            for width, initializer in zip(self.embedded, self.initializers, strict=True)
        ]

    def call(self, inputs: Any) -> Any:
        start = inputs.shape[1] - sum(self.widths)
        parts, kernels = [inputs[:, :start]], iter(self.kernels)
        for width in self.widths:
            group = inputs[:, start : start + width]
            if width > self.limit:
                group = keras.ops.matmul(group, next(kernels))
            parts.append(group)
            start += width
        return keras.ops.concatenate(parts, axis=1)

    def compute_output_shape(self, input_shape: Any) -> Any:
        size = input_shape[-1] - sum(self.embedded) + len(self.embedded) * self.units
        return (*input_shape[:-1], size)

    def get_config(self) -> Any:
        names = ("widths", "units", "limit")
        own = {name: getattr(self, name) for name in names}
        return {**super().get_config(), **own}


@keras.saving.register_keras_serializable("mlpcli")
class InUnits(keras.layers.Layer):  # type: ignore[misc]
    """Standardized numbers in their own units; unless in training, within a range."""

    def __init__(
        self,
        mean: Any,
        deviation: Any,
        lowest: Any = (),
        highest: Any = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.mean, self.deviation = list(mean), list(deviation)
        self.lowest, self.highest = list(lowest), list(highest)

    def call(self, inputs: Any, training: Any = None) -> Any:
        answer = inputs * self.deviation + self.mean
        if self.lowest and not training:
            # At its bounds the loss would have no gradient.
            answer = keras.ops.clip(answer, self.lowest, self.highest)
        if hasattr(inputs, "of_members"):
            answer.of_members = inputs.of_members * self.deviation + self.mean
        return answer

    def compute_output_shape(self, input_shape: Any) -> Any:
        return input_shape

    def get_config(self) -> Any:
        names = ("mean", "deviation", "lowest", "highest")
        own = {name: getattr(self, name) for name in names}
        return {**super().get_config(), **own}


LAYERS: Mapping[str, Any] = {
    layer.__name__: layer for layer in (Scale, PeriodicEmbedding, PiecewiseLinearEncoding, CategoryEmbedding)
}
"""By the names that configs have for them. Keras has none of them."""

AFTER: Mapping[str, Any] = {InUnits.__name__: InUnits}
"""What may follow the layers of a config."""
