"""Whether black and white of an image must be swapped."""

from mlpcli.arguments import InvertMode
from mlpcli.config.dataset_facts import DataFacts
from mlpcli.data.dataset import Array
from mlpcli.data.preprocessing import Preprocessing
from mlpcli.data.preprocessing.image_border import border_mean

_DARK = 0.25
_BRIGHT = 0.75


def must_invert(image: Array, training_border: float | None, mode: InvertMode) -> bool:
    """Whether black and white of `image` must be swapped before the network sees it.

    `image` is `[..., height, width, channels]`: one image, or several with one answer for all.

    Networks for digits learn white strokes on black (MNIST's border is 0.0), but people draw and photograph
    black on white: without inversion, predictions would be wrong with high confidence. The border of an
    image is usually its background, so `auto` inverts if the border of `image` and the mean border of the
    training images are on different sides of the middle. It does so only for grey images, because colours
    have a meaning of their own, and only if the training images leave no doubt: a mean border up to 0.25 or
    from 0.75. In between, they had various backgrounds, or none.
    """
    if mode != "auto":
        return mode == "always"
    if image.shape[-1] != 1 or training_border is None or _DARK < training_border < _BRIGHT:
        return False
    return (border_mean(image) / 255 > 0.5) != (training_border > 0.5)


def look_inverted(values: Array, facts: DataFacts, preprocessing: Preprocessing) -> bool:
    """Whether `must_invert` would invert the rows `[n, *facts.shape]`, taken together, in the mode `auto`."""
    return facts.kind == "image" and facts.pixels and must_invert(values, preprocessing.border, "auto")
