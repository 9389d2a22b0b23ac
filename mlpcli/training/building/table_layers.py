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
class RandomSigns(keras.initializers.RandomUniform):  # type: ignore[misc]
    """-1 or 1, each as often."""

    def __init__(self, seed: Any = None) -> None:
        super().__init__(-1, 1, seed)

    def __call__(self, shape: Any, dtype: Any = None) -> Any:
        return keras.ops.where(super().__call__(shape, dtype) < 0, -1.0, 1.0)

    def get_config(self) -> Any:
        return {"seed": super().get_config()["seed"]}


@keras.saving.register_keras_serializable("mlpcli")
class Ensemble(keras.layers.Layer):  # type: ignore[misc]
    """Makes copies of a row, one for each member, each times learned factors."""

    def __init__(
        self,
        members: int = 16,
        scale_initializer: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.members = members
        self.input_spec = keras.layers.InputSpec(ndim=2)
        self.scale_initializer = scale_initializer or RandomSigns()

    def build(self, input_shape: Any) -> None:
        shape = (self.members, input_shape[-1])
        self.scale = self.add_weight(shape, self.scale_initializer, name="scale")

    def call(self, inputs: Any) -> Any:
        return inputs[:, None] * self.scale

    def compute_output_shape(self, input_shape: Any) -> Any:
        return (input_shape[0], self.members, input_shape[1])

    def get_config(self) -> Any:
        return {**super().get_config(), "members": self.members}


@keras.saving.register_keras_serializable("mlpcli")
class EnsembleHead(keras.layers.EinsumDense):  # type: ignore[misc]
    """A Dense layer for each member. It answers with the mean over the members.

    In training the answer has each member's own with it, as `of_members`.
    """

    def __init__(self, units: Any, use_bias: bool = True, **kwargs: Any) -> None:
        axes = "bd" if use_bias else None
        super().__init__("abc,bcd->abd", (None, units), bias_axes=axes, **kwargs)
        self.units, self.use_bias = units, use_bias
        self.input_spec = keras.layers.InputSpec(ndim=3)

    def build(self, input_shape: Any) -> None:
        self.partial_output_shape = (input_shape[1], self.units)
        super().build(input_shape)

    def call(self, inputs: Any, training: Any = None) -> Any:
        # Not by einsum, which LiteRT's converter does not convert for a single unit.
        by_member = keras.ops.transpose(inputs, [1, 0, 2])
        answers = keras.ops.matmul(by_member, self.kernel)
        answers = keras.ops.transpose(answers, [1, 0, 2])
        if self.use_bias:
            answers = answers + self.bias
        answers = self.activation(answers)
        mean = keras.ops.mean(answers, axis=1)
        if training:
            mean.of_members = answers
        return mean

    def compute_output_shape(self, input_shape: Any) -> Any:
        return (input_shape[0], self.units)

    def get_config(self) -> Any:
        own = {"units": self.units, "use_bias": self.use_bias}
        kept = {**super().get_config(), **own}
        for key in ("equation", "output_shape", "bias_axes"):
            del kept[key]
        return kept


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
    layer.__name__: layer for layer in (Scale, PeriodicEmbedding, CategoryEmbedding, Ensemble, EnsembleHead)
}
"""By the names that configs have for them. Keras has none of them."""

AFTER: Mapping[str, Any] = {InUnits.__name__: InUnits}
"""What may follow the layers of a config."""
