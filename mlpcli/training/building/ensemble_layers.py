"""Keras layers for networks that share most of their weights.

A script that needs one of them has its text (keras_script/classes.py), so that lines are as short as there.
"""

from collections.abc import Mapping
from typing import Any

from mlpcli.training.tensorflow import keras


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
    """Makes copies of a row, one for each member, each times learned factors.

    The first of them begin equal in groups: `widths` are their sizes.
    """

    def __init__(
        self,
        members: int = 16,
        widths: Any = (),
        scale_initializer: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.members, self.widths = members, tuple(widths)
        self.input_spec = keras.layers.InputSpec(ndim=2)
        self.scale_initializer = scale_initializer or RandomSigns()

    def build(self, input_shape: Any) -> None:
        shape = (self.members, input_shape[-1])
        self.scale = self.add_weight(shape, self.first_scale, name="scale")

    def first_scale(self, shape: Any, dtype: Any = None) -> Any:
        drawn, start, columns = self.scale_initializer(shape, dtype), 0, []
        for width in [*self.widths, *[1] * (shape[1] - sum(self.widths))]:
            columns += [start] * width
            start += width
        return keras.ops.take(drawn, columns, axis=1)

    def call(self, inputs: Any) -> Any:
        return inputs[:, None] * self.scale

    def compute_output_shape(self, input_shape: Any) -> Any:
        return (input_shape[0], self.members, input_shape[1])

    def get_config(self) -> Any:
        own = {"members": self.members, "widths": self.widths}
        return {**super().get_config(), **own}


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


LAYERS: Mapping[str, Any] = {layer.__name__: layer for layer in (Ensemble, EnsembleHead)}
"""By the names that configs have for them. Keras has none of them."""
