"""Checks of masks, which layers hand to each other, and of the numbers that an Embedding looks up."""

from collections.abc import Iterator, Sequence

from mlpcli.config.config import Config
from mlpcli.config.dataset_facts import DataFacts
from mlpcli.config.layers import activation, core, normalization, pooling, recurrent, reshaping
from mlpcli.config.layers.base import Layer
from mlpcli.config.layers.sequence import Embedding, Masking, TimeDistributed
from mlpcli.config.messages.finding import Finding, Fix
from mlpcli.config.yaml.edits import Put, Remove

# A mask of steps comes out of these as it went in. Keras's Softmax takes it for one of channels.
_NOT_PASSING = ("Softmax", "RMSNormalization")
_PASSING: tuple[type[Layer], ...] = tuple(
    layer
    for family in (core.LAYERS, activation.LAYERS, normalization.LAYERS)
    for name, layer in family.items()
    if name not in _NOT_PASSING
)
# These leave masked steps out, and end the mask.
_ENDING: tuple[type[Layer], ...] = (pooling.GlobalAveragePooling1D,)
# What only moves the numbers of a row, also while training.
_MOVING: tuple[type[Layer], ...] = (
    core.Identity,
    reshaping.Flatten,
    reshaping.Reshape,
    reshaping.Permute,
    reshaping.RepeatVector,
    reshaping.Cropping1D,
    reshaping.Cropping2D,
    reshaping.ZeroPadding1D,
    reshaping.ZeroPadding2D,
    reshaping.UpSampling1D,
)


def lost_masks(layers: Sequence[Layer]) -> Iterator[Finding]:
    """Every layer that a mask reaches and that Keras lets ignore it."""
    for index, place in _reached(layers):
        layer, origin = layers[index], layers[place]
        if not keeps_mask(layer) and not _ends(layer):
            kind = type(layer).__name__
            yield Finding(
                ("layers", index, kind),
                f"{kind} ignores the mask of {type(origin).__name__}: it would see masked steps as any other",
                _without_mask(origin, place),
            )


def masked_recurrent(layers: Sequence[Layer]) -> frozenset[int]:
    """The indices of the recurrent layers that leave masked steps out."""
    return frozenset(
        index for index, _ in _reached(layers) if isinstance(layers[index].inner, recurrent.Recurrent)
    )


def _reached(layers: Sequence[Layer]) -> Iterator[tuple[int, int]]:
    """The index of every layer that a mask reaches, and that of the layer that the mask is from."""
    origin: int | None = None
    for index, layer in enumerate(layers):
        if origin is not None:
            yield index, origin
            if not keeps_mask(layer):
                origin = None
        if isinstance(layer, Masking) or (isinstance(layer, Embedding) and layer.mask_zero):
            origin = index


def _without_mask(origin: Layer, place: int) -> Fix:
    other = "or put a recurrent layer or GlobalAveragePooling1D before this layer"
    if isinstance(origin, Masking):
        return Fix(f"remove Masking, {other}", (Remove(("layers", place)),))
    path = ("layers", place, "Embedding", "mask_zero")
    return Fix(f"write mask_zero: false, {other}", (Put(path, False),))


def keeps_mask(layer: Layer) -> bool:
    """Whether a mask of steps that reaches the layer comes out of it as it went in."""
    inner = layer.inner
    if isinstance(layer, TimeDistributed):
        return isinstance(inner, core.Dense)
    if isinstance(inner, recurrent.Recurrent):
        return inner.return_sequences
    return isinstance(layer, (*_PASSING, Masking))


def _ends(layer: Layer) -> bool:
    inner = layer.inner
    if isinstance(inner, recurrent.Recurrent) and not isinstance(layer, TimeDistributed):
        return not inner.return_sequences
    return isinstance(layer, _ENDING)


def indices_below(layers: Sequence[Layer]) -> int | None:
    """The number that all inputs must be below where an Embedding looks them up; None where none does."""
    place = embedding_place(layers)
    layer = None if place is None else layers[place]
    return layer.input_dim if isinstance(layer, Embedding) else None


def embedding_place(layers: Sequence[Layer]) -> int | None:
    """The index of the Embedding that looks up the inputs, as they were read or only moved."""
    for index, layer in enumerate(layers):
        if isinstance(layer, Embedding):
            return index
        if not isinstance(layer, _MOVING):
            return None
    return None


def unfit_indices(config: Config, facts: DataFacts) -> Iterator[Finding]:
    """Every Embedding that gets anything but the whole numbers of the data."""
    place = embedding_place(config.layers)
    for index, layer in enumerate(config.layers):
        if not isinstance(layer, Embedding):
            continue
        path = ("layers", index, "Embedding")
        if index != place:
            before = type(config.layers[index - 1]).__name__
            yield Finding(
                path,
                f"looks up whole numbers, but gets what {before} computes",
                Fix("make Embedding the first layer, or remove it", (Remove(path[:2]),)),
            )
        elif key := _scaling(config, facts):
            yield Finding(
                path,
                f"looks up whole numbers, but data.{key} turns them into fractions before the first layer",
                Fix(f"write data.{key}: false", (Put(("data", key), False),)),
            )


def unfit_mask_values(config: Config) -> Iterator[Finding]:
    """A Masking whose value the data no longer has once they are standardized."""
    first = next((index for index, layer in enumerate(config.layers) if isinstance(layer, Masking)), None)
    if first is not None and getattr(config.data, "standardize", False):
        yield Finding(
            ("layers", first, "Masking"),
            "looks for values that data.standardize changes before the first layer",
            Fix("write data.standardize: false", (Put(("data", "standardize"), False),)),
        )


def _scaling(config: Config, facts: DataFacts) -> str | None:
    if getattr(config.data, "standardize", False):
        return "standardize"
    return "rescale" if facts.pixels and getattr(config.data, "rescale", False) else None
