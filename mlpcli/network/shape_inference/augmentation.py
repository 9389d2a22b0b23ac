"""Random changes of images."""

from collections.abc import Mapping

from mlpcli.config.layers.augmentation import (
    RandomBrightness,
    RandomColorDegeneration,
    RandomContrast,
    RandomCrop,
    RandomElasticTransform,
    RandomErasing,
    RandomFlip,
    RandomGrayscale,
    RandomHue,
    RandomInvert,
    RandomPerspective,
    RandomRotation,
    RandomSharpness,
    RandomShear,
    RandomTranslation,
    RandomZoom,
)
from mlpcli.config.layers.base import Layer
from mlpcli.network.shape_inference.layer_rule import (
    Rule,
    Shape,
    ShapeMismatch,
    Step,
    described,
    need_rank,
    same,
    written,
)


def augmentation(layer: Layer, shape: Shape) -> Step:
    need_rank(shape, 3)
    return same(layer, shape)


def of_colours(layer: Layer, shape: Shape) -> Step:
    need_rank(shape, 3)
    if shape[-1] != 3:
        raise ShapeMismatch(f"changes colours, but gets {described(shape)}", "use images of 3 channels")
    return same(layer, shape)


def random_crop(layer: RandomCrop, shape: Shape) -> Step:
    need_rank(shape, 3, "Cropping1D")
    most = {"height": shape[0], "width": shape[1]}
    too_large = {argument: side for argument, side in most.items() if getattr(layer, argument) > side}
    if too_large:
        raise ShapeMismatch(
            f"cannot cut {layer.height}x{layer.width} out of {written(shape[:2])}",
            " and ".join(f"write {argument}: {side} or less" for argument, side in too_large.items()),
            next(iter(too_large)),
            put=too_large,
        )
    return Step((layer.height, layer.width, shape[2]))


# XLA lacks ImageProjectiveTransformV3, by which images are turned, moved and enlarged.
RULES: Mapping[type[Layer], Rule] = {
    RandomFlip: Rule(augmentation, values="kept", xla="gpu"),
    RandomRotation: Rule(augmentation, values="kept", xla="none"),
    RandomTranslation: Rule(augmentation, values="kept", xla="none"),
    RandomZoom: Rule(augmentation, values="kept", xla="none"),
    RandomContrast: Rule(augmentation, values="kept", xla="gpu"),
    RandomBrightness: Rule(augmentation, values="kept", xla="gpu"),
    RandomCrop: Rule(random_crop, values="changed", xla="gpu"),
    RandomShear: Rule(augmentation, values="kept", xla="none"),
    RandomErasing: Rule(augmentation, values="kept", xla="gpu"),
    RandomElasticTransform: Rule(augmentation, values="kept", xla="none"),
    RandomPerspective: Rule(augmentation, values="kept", xla="none"),
    RandomHue: Rule(of_colours, values="kept", xla="gpu"),
    RandomColorDegeneration: Rule(of_colours, values="kept", xla="gpu"),
    RandomGrayscale: Rule(of_colours, values="kept", xla="gpu"),
    RandomInvert: Rule(augmentation, values="kept", xla="gpu"),
    RandomSharpness: Rule(augmentation, values="kept", xla="gpu"),
}
