from typing import Any

import numpy as np
import pytest

from mlpcli.training.building import random_layers
from mlpcli.training.tensorflow import keras, tf

CASES = {
    "Dropout": ((1000, 8), {"rate": 0.25}),
    "SpatialDropout1D": ((200, 6, 40), {"rate": 0.25}),
    "SpatialDropout2D": ((200, 3, 3, 40), {"rate": 0.25}),
    "GaussianNoise": ((1000, 8), {"stddev": 0.5}),
    "GaussianDropout": ((1000, 8), {"rate": 0.2}),
    "AlphaDropout": ((1000, 8), {"rate": 0.2}),
}


def drawn(name: str, jit: bool = False, training: bool = True) -> Any:
    shape, arguments = CASES[name]
    layer = getattr(random_layers, name)(**arguments, seed=3)
    ones = tf.ones(shape)
    layer(ones)
    return tf.function(lambda x: layer(x, training=training), jit_compile=jit)(ones).numpy()


@pytest.mark.parametrize("name", CASES)
def test_nothing_is_drawn_outside_of_training(name: str) -> None:
    assert (drawn(name, training=False) == 1).all()


@pytest.mark.parametrize("jit", [False, True])
@pytest.mark.parametrize("name", ["Dropout", "SpatialDropout1D", "SpatialDropout2D"])
def test_a_mask_drops_its_share_and_scales_the_rest(name: str, jit: bool) -> None:
    found = drawn(name, jit)
    np.testing.assert_allclose(np.unique(found), [0, 1 / 0.75], rtol=1e-6)
    assert (found == 0).mean() == pytest.approx(0.25, abs=0.02)


@pytest.mark.parametrize(("name", "axes"), [("SpatialDropout1D", (1,)), ("SpatialDropout2D", (1, 2))])
def test_spatial_dropout_drops_whole_channels(name: str, axes: tuple[int, ...]) -> None:
    found = drawn(name)
    assert (found.min(axis=axes) == found.max(axis=axes)).all()


@pytest.mark.parametrize("jit", [False, True])
def test_noise_has_its_deviation(jit: bool) -> None:
    assert (drawn("GaussianNoise", jit) - 1).std() == pytest.approx(0.5, abs=0.02)


@pytest.mark.parametrize("jit", [False, True])
def test_multiplied_noise_has_the_deviation_of_a_dropout(jit: bool) -> None:
    found = drawn("GaussianDropout", jit)
    assert found.mean() == pytest.approx(1, abs=0.02)
    assert found.std() == pytest.approx((0.2 / 0.8) ** 0.5, abs=0.02)


@pytest.mark.parametrize("jit", [False, True])
def test_alpha_dropout_keeps_mean_and_variance(jit: bool) -> None:
    layer = random_layers.AlphaDropout(0.2, seed=3)
    values = np.random.default_rng(0).normal(size=(1000, 20)).astype(np.float32)
    found = tf.function(lambda x: layer(x, training=True), jit_compile=jit)(values).numpy()
    assert found.mean() == pytest.approx(0, abs=0.05)
    assert found.std() == pytest.approx(1, abs=0.05)
    dropped, counts = np.unique(found, return_counts=True)
    assert counts.max() / found.size == pytest.approx(0.2, abs=0.02)
    # Keras's own drops to the same value.
    keras_found = keras.layers.AlphaDropout(0.2, seed=4)(values, training=True).numpy()
    kept, keras_counts = np.unique(keras_found, return_counts=True)
    assert dropped[counts.argmax()] == pytest.approx(kept[keras_counts.argmax()], rel=1e-5)


NUMBERED = np.arange(5 * 4, dtype=np.float32).reshape(1, 5, 4, 1)


@pytest.mark.parametrize(
    ("height", "width", "corners", "jit"),
    [(4, 3, 4, False), (5, 3, 2, False), (2, 4, 4, True), (5, 4, 1, False)],
)
def test_images_are_cropped_at_every_place(height: int, width: int, corners: int, jit: bool) -> None:
    layer = random_layers.RandomCrop(height, width, seed=3)
    crop = tf.function(lambda x: layer(x, training=True), jit_compile=jit)
    found = [crop(tf.constant(NUMBERED)).numpy()[0, ..., 0] for _ in range(60)]
    assert {one.shape for one in found} == {(height, width)}
    assert len({float(one[0, 0]) for one in found}) == corners
    for one in found:
        assert (np.diff(one, axis=1) == 1).all() and (np.diff(one, axis=0) == 4).all()


def test_images_are_cropped_to_their_middle_outside_of_training() -> None:
    found = random_layers.RandomCrop(3, 2)(NUMBERED, training=False).numpy()
    np.testing.assert_array_equal(found, keras.layers.CenterCrop(3, 2)(NUMBERED).numpy())
    assert found[0, 0, 0, 0] == 5


@pytest.mark.parametrize("name", CASES)
def test_every_call_draws_anew(name: str) -> None:
    shape, arguments = CASES[name]
    layer = getattr(random_layers, name)(**arguments, seed=3)
    ones = tf.ones(shape)
    assert not np.array_equal(layer(ones, training=True), layer(ones, training=True))


@pytest.mark.parametrize("name", CASES)
def test_a_layer_that_draws_nothing_passes_its_inputs_on(name: str) -> None:
    layer = getattr(random_layers, name)(0.0)
    assert isinstance(layer, getattr(keras.layers, name))
    assert (layer(tf.ones(CASES[name][0]), training=True).numpy() == 1).all()


@pytest.mark.parametrize("jit", [False, True])
def test_images_are_flipped_along_each_axis_by_a_draw_of_its_own(jit: bool) -> None:
    layer = random_layers.RandomFlip(seed=3)
    image = np.array([[0, 1], [2, 3]], np.float32).reshape(1, 2, 2, 1)
    images = tf.constant(image.repeat(1000, axis=0))
    flipped = tf.function(lambda x: layer(x, training=True), jit_compile=jit)(images).numpy()
    # The corner that has come to the top left says which way the image was flipped.
    shares = np.bincount(flipped[:, 0, 0, 0].astype(int), minlength=4) / 1000
    np.testing.assert_allclose(shares, 0.25, atol=0.06)
    assert (layer(images, training=False).numpy() == images.numpy()).all()


@pytest.mark.parametrize(("mode", "corners"), [("horizontal", {0, 1}), ("vertical", {0, 2})])
def test_images_are_flipped_along_one_axis_where_one_is_named(mode: str, corners: set[int]) -> None:
    image = np.array([[0, 1], [2, 3]], np.float32).reshape(1, 2, 2, 1)
    flipped = random_layers.RandomFlip(mode, seed=3)(image.repeat(50, axis=0), training=True).numpy()
    assert set(flipped[:, 0, 0, 0].astype(int).tolist()) == corners


def test_a_layer_of_keras_that_draws_always_draws_in_training_only() -> None:
    image = np.random.default_rng(0).uniform(size=(1, 4, 4, 3)).astype(np.float32)
    layer = keras.layers.RandomHue((0.5, 0.5), value_range=(0, 1), seed=3)
    layer(image, training=False)
    (seed,) = layer.variables
    drawn = seed.numpy()
    # Keras has drawn what it did not use.
    assert drawn.tolist() != keras.layers.RandomHue(0.5, seed=3).variables[0].numpy().tolist()
    idle = random_layers.idle_outside_of_training(layer)
    np.testing.assert_array_equal(idle(image, training=False), image)
    np.testing.assert_array_equal(seed.numpy(), drawn)
    assert (idle(image, training=True).numpy() != image).any()
    assert (seed.numpy() != drawn).any()
