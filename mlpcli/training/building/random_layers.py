"""Replacements of Keras's layers of random masks, noise and flips, which draw in a better way.

For masks and noise Keras leaves the algorithm to TensorFlow (`auto_select`), whose choice under XLA on a CPU
makes an epoch of a small network six times longer. Philox costs almost nothing there. Masks are scaled by
1 / (1 - rate), as in Keras.
"""

from collections.abc import Mapping
from typing import Any

from mlpcli.training.tensorflow import keras, tf

_PHILOX = "philox"


def _seed(layer: Any) -> Any:
    """The layer's next seed, as the pair of int32 that TensorFlow's stateless generators take."""
    return tf.cast(tf.math.floormod(layer.seed_generator.next(), tf.int32.max - 1), tf.int32)


class _PhiloxMask:
    """Draws the mask of a dropout layer. `noise_shape` has 1 for each axis that shares a mask."""

    rate: float

    def call(self, inputs: Any, training: bool = False) -> Any:
        if not training or self.rate == 0:
            return inputs
        noise_shape = self._get_noise_shape(inputs)  # type: ignore[attr-defined]
        return tf.nn.experimental.stateless_dropout(
            inputs,
            rate=self.rate,
            seed=_seed(self),
            rng_alg=_PHILOX,
            noise_shape=tf.shape(inputs) if noise_shape is None else noise_shape,
        )


class Dropout(_PhiloxMask, keras.layers.Dropout):  # type: ignore[misc]
    def _get_noise_shape(self, inputs: Any) -> None:
        return None


class SpatialDropout1D(_PhiloxMask, keras.layers.SpatialDropout1D):  # type: ignore[misc]
    pass


class SpatialDropout2D(_PhiloxMask, keras.layers.SpatialDropout2D):  # type: ignore[misc]
    pass


class GaussianNoise(keras.layers.GaussianNoise):  # type: ignore[misc]
    def call(self, inputs: Any, training: bool = False) -> Any:
        if not training or self.stddev == 0:
            return inputs
        noise = tf.random.stateless_normal(
            tf.shape(inputs), seed=_seed(self), stddev=self.stddev, dtype=inputs.dtype, alg=_PHILOX
        )
        return inputs + noise


class RandomFlip(keras.layers.RandomFlip):  # type: ignore[misc]
    """Flips along each axis independently: Keras draws once, and flips along both axes or none."""

    def get_random_transformation(self, data: Any, training: bool = True, seed: Any = None) -> Any:
        drawn = super().get_random_transformation(data, training, seed)
        if drawn is None or self.mode != "horizontal_and_vertical":
            return drawn
        again = super().get_random_transformation(data, training, seed)
        return drawn | {"flips": (drawn["flips"], again["flips"])}

    def _flip_inputs(self, inputs: Any, transformation: Any) -> Any:
        if transformation is None or self.mode != "horizontal_and_vertical":
            return super()._flip_inputs(inputs, transformation)
        horizontal, vertical = transformation["flips"]
        flipped = tf.where(horizontal, tf.reverse(inputs, [-2]), inputs)
        return tf.where(vertical, tf.reverse(flipped, [-3]), flipped)


LAYERS: Mapping[str, Any] = {
    layer.__name__: layer
    for layer in (Dropout, SpatialDropout1D, SpatialDropout2D, GaussianNoise, RandomFlip)
}
"""Replacements of Keras's layers of the same names."""
