"""Replacements of Keras's layers of random masks, noise and flips, which draw in a better way.

For masks and noise Keras leaves the algorithm to TensorFlow (`auto_select`), whose choice under XLA on a CPU
makes an epoch of a small network six times longer. Philox costs almost nothing there. Masks are scaled by
1 / (1 - rate), as in Keras.
"""

import math
from collections.abc import Mapping
from typing import Any

from mlpcli.training.tensorflow import keras, tf

_PHILOX = "philox"
# What selu approaches far below 0: -alpha * scale.
_SATURATION = -1.6732632423543772 * 1.0507009873554805


def _seed(layer: Any) -> Any:
    return _seed_of(layer.seed_generator)


def _seed_of(generator: Any) -> Any:
    """The generator's next seed, as the pair of int32 that TensorFlow's stateless functions take."""
    return tf.cast(tf.math.floormod(generator.next(), tf.int32.max - 1), tf.int32)


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


class GaussianDropout(keras.layers.GaussianDropout):  # type: ignore[misc]
    def call(self, inputs: Any, training: bool = False) -> Any:
        if not training or self.rate == 0:
            return inputs
        deviation = math.sqrt(self.rate / (1 - self.rate))
        factors = tf.random.stateless_normal(
            tf.shape(inputs), seed=_seed(self), mean=1.0, stddev=deviation, dtype=inputs.dtype, alg=_PHILOX
        )
        return inputs * factors


class AlphaDropout(keras.layers.AlphaDropout):  # type: ignore[misc]
    """As Keras's: Klambauer et al. 2017, https://arxiv.org/abs/1706.02515, section 2."""

    def call(self, inputs: Any, training: bool = False) -> Any:
        if not training or self.rate == 0:
            return inputs
        drawn = tf.random.stateless_uniform(tf.shape(inputs), seed=_seed(self), alg=_PHILOX)
        kept = tf.cast(drawn >= self.rate, inputs.dtype)
        factor = ((1 - self.rate) * (1 + self.rate * _SATURATION**2)) ** -0.5
        return factor * (inputs * kept + _SATURATION * (1 - kept) - _SATURATION * self.rate)


class RandomCrop(keras.layers.RandomCrop):  # type: ignore[misc]
    """Cuts out the middle outside of training, where Keras 3.15 gives the images back as they are.

    While training it draws a place along each axis; Keras takes the middle where one of the two is not cut.
    """

    def get_random_transformation(self, data: Any, training: bool = True, seed: Any = None) -> Any:
        return None

    def transform_images(self, images: Any, transformation: Any, training: bool = True) -> Any:
        rows, height, width, channels = images.shape
        down, right = height - self.height, width - self.width
        if training:
            drawn = tf.random.stateless_uniform([2], seed=_seed_of(self.generator), alg=_PHILOX)
            top, left = tf.unstack(tf.cast(drawn * [down + 1.0, right + 1.0], tf.int32))
        else:
            top, left = down // 2, right // 2
        rows = tf.shape(images)[0] if rows is None else rows
        cut = tf.slice(images, [0, top, left, 0], [rows, self.height, self.width, channels])
        return tf.ensure_shape(cut, [None, self.height, self.width, channels])


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


def idle_outside_of_training(layer: Any) -> Any:
    """The Keras layer, which from now on draws nothing outside of training.

    Some of Keras's draw there too, without effect: their seeds would go on with every validation, and LiteRT
    has no random generator.
    """
    while_training = layer.call

    def call(inputs: Any, **mode: Any) -> Any:
        return while_training(inputs, **mode) if mode.get("training", True) else inputs

    layer.call = call
    return layer


LAYERS: Mapping[str, Any] = {
    layer.__name__: layer
    for layer in (
        Dropout,
        SpatialDropout1D,
        SpatialDropout2D,
        GaussianNoise,
        GaussianDropout,
        AlphaDropout,
        RandomCrop,
        RandomFlip,
    )
}
"""Replacements of Keras's layers of the same names."""
