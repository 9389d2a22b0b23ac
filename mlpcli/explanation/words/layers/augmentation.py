"""Random changes of images."""

from collections.abc import Mapping

from mlpcli.config.layers import augmentation
from mlpcli.config.layers.base import Layer
from mlpcli.explanation.words.layers.sentence import IDLE, IDLE_IN_JAPANESE, Sentence, Shape
from mlpcli.explanation.words.phrases import percent

_Range = tuple[float, float]
_FLIPS = {
    "horizontal": "left and right",
    "vertical": "top and bottom",
    "horizontal_and_vertical": "left and right, and top and bottom",
}


def random_flip(layer: augmentation.RandomFlip, before: Shape, after: Shape) -> str:
    return _trained(f"swaps {_FLIPS[layer.mode]} of an image at random")


def random_rotation(layer: augmentation.RandomRotation, before: Shape, after: Shape) -> str:
    low, high = (360 * part for part in layer.factor)
    return _trained(f"turns images by {low:.3g} to {high:.3g} degrees at random")


def random_translation(layer: augmentation.RandomTranslation, before: Shape, after: Shape) -> str:
    return _trained(
        f"moves images by {_from_to(layer.height_factor)} of their height and "
        f"{_from_to(layer.width_factor)} of their width at random"
    )


def random_zoom(layer: augmentation.RandomZoom, before: Shape, after: Shape) -> str:
    width = (
        f" of their height and {_from_to(layer.width_factor)} of their width" if layer.width_factor else ""
    )
    return _trained(f"shows {_from_to(layer.height_factor)}{width} more of images, or less, at random")


def random_contrast(layer: augmentation.RandomContrast, before: Shape, after: Shape) -> str:
    return _trained(f"changes the contrast of images by up to {percent(layer.factor)} at random")


def random_brightness(layer: augmentation.RandomBrightness, before: Shape, after: Shape) -> str:
    return _trained(f"makes images brighter by {_from_to(layer.factor)} of the range of pixels at random")


def random_crop(layer: augmentation.RandomCrop, before: Shape, after: Shape) -> str:
    return (
        f"In training, cuts {layer.height}x{layer.width} pixels out of images at a random place; after "
        "training, out of their middle."
    )


def random_shear(layer: augmentation.RandomShear, before: Shape, after: Shape) -> str:
    return _trained(
        f"shears images by {_from_to(layer.x_factor)} to the side and {_from_to(layer.y_factor)} up or down "
        "at random"
    )


def random_erasing(layer: augmentation.RandomErasing, before: Shape, after: Shape) -> str:
    filled = "noise" if layer.fill_value is None else f"{layer.fill_value:g}"
    return _trained(
        f"fills a random rectangle of {_from_to(layer.scale)} of an image with {filled}, sometimes"
    )


def random_elastic_transform(layer: augmentation.RandomElasticTransform, before: Shape, after: Shape) -> str:
    return _trained(f"bends images like rubber, by a strength of {_from_to(layer.scale)}, sometimes")


def _trained(does: str) -> str:
    return f"In training, {does}, so that the network sees more than the rows there are. {IDLE}"


def _from_to(parts: _Range) -> str:
    low, high = parts
    return percent(high) if low == high else f"{percent(low)} to {percent(high)}"


SENTENCES: Mapping[type[Layer], Sentence] = {
    augmentation.RandomFlip: random_flip,
    augmentation.RandomRotation: random_rotation,
    augmentation.RandomTranslation: random_translation,
    augmentation.RandomZoom: random_zoom,
    augmentation.RandomContrast: random_contrast,
    augmentation.RandomBrightness: random_brightness,
    augmentation.RandomCrop: random_crop,
    augmentation.RandomShear: random_shear,
    augmentation.RandomErasing: random_erasing,
    augmentation.RandomElasticTransform: random_elastic_transform,
}

JAPANESE: Mapping[type[Layer], str] = {
    augmentation.RandomFlip: f"画像を無作為に反転します。{IDLE_IN_JAPANESE}",
    augmentation.RandomRotation: f"画像を無作為に回転します。{IDLE_IN_JAPANESE}",
    augmentation.RandomTranslation: f"画像を無作為にずらします。{IDLE_IN_JAPANESE}",
    augmentation.RandomZoom: f"画像を無作為に拡大または縮小します。{IDLE_IN_JAPANESE}",
    augmentation.RandomContrast: f"コントラストを無作為に変えます。{IDLE_IN_JAPANESE}",
    augmentation.RandomBrightness: f"明るさを無作為に変えます。{IDLE_IN_JAPANESE}",
    augmentation.RandomCrop: "学習のときは無作為な場所を、予測のときは中央を切り出します。",
    augmentation.RandomShear: f"画像を無作為に傾けます。{IDLE_IN_JAPANESE}",
    augmentation.RandomErasing: f"画像の一部を無作為に消します。{IDLE_IN_JAPANESE}",
    augmentation.RandomElasticTransform: f"画像を無作為にゆがめます。{IDLE_IN_JAPANESE}",
}
