"""Dropout where it does harm, or too much of it."""

from collections.abc import Iterator
from itertools import takewhile
from math import prod

from mlpcli.config.layers import core, normalization
from mlpcli.config.messages.finding import Finding
from mlpcli.config.resolved_yaml import as_written
from mlpcli.config.yaml.edits import Put
from mlpcli.explanation.unusual.seen import Dropping, Seen, Unusual, follows_sums
from mlpcli.explanation.words.phrases import percent

HIGH = 0.8
"""A rate from which on little is left to learn from."""
_USUAL = 0.2
# Of a row's own values: Srivastava and others 2014 keep 80 % of them.
_HIGH_OF_INPUTS = 0.5
_HIGH_OF_NUMBERS = 0.5
# In so many steps all values are dropped at once.
_ALL_DROPPED = 0.01


def unusual_dropout(seen: Seen) -> Iterator[Finding]:
    """After the last weights, before BatchNormalization, and at high rates."""
    if not seen.blocks or not seen.learns:
        return
    last = seen.blocks[-1].index
    for index, layer in enumerate(seen.layers):
        if isinstance(layer, Dropping) and layer.rate:
            yield from _drop(seen, index, layer, last)


def _drop(seen: Seen, index: int, layer: Dropping, last: int) -> Iterator[Finding]:
    kind = type(layer).__name__
    if index > last:
        yield Unusual(
            seen.path(index),
            f"{kind} after the last layer with weights drops {percent(layer.rate)} of the answers "
            "themselves: in training they are wrong whatever the network learns",
            f"put it before layers[{last}], or take it out",
            changes=(seen.put(index, "rate", 0.0),),
        )
    elif isinstance(seen.layers[index + 1], normalization.BatchNormalization):
        yield Unusual(
            seen.path(index),
            f"{kind} before BatchNormalization: the variance that is averaged in training is larger than "
            "that in use, where nothing is dropped",
            "put it after BatchNormalization and the activation",
            changes=tuple(_moved_on(seen, index)),
        )
    elif high := _too_high(seen, index, layer, last):
        lower = (seen.put(index, "rate", _USUAL),)
        yield Unusual(seen.path(index, "rate"), high, f"write a lower rate, such as {_USUAL}", changes=lower)


def _moved_on(seen: Seen, index: int) -> Iterator[Put]:
    """The layers that change places where one is put after the normalization and the activation."""
    followed = takewhile(follows_sums, seen.layers[index + 1 :])
    for place, layer in enumerate((*followed, seen.layers[index]), index):
        yield Put(("layers", place), as_written(layer))


def _too_high(seen: Seen, index: int, layer: Dropping, last: int) -> str:
    shape = seen.shape_before(index)
    whole = isinstance(layer, normalization.SpatialDropout1D | normalization.SpatialDropout2D)
    count = shape[-1] if whole else prod(shape)
    if layer.rate >= HIGH:
        return f"drops {percent(layer.rate)} in every step, so that little is left to learn from"
    if layer.rate**count >= _ALL_DROPPED:
        share = percent(layer.rate**count)
        return f"drops {percent(layer.rate)} of {count}: for {share} of the rows in a step nothing is left"
    if index < seen.blocks[0].index and layer.rate >= _HIGH_OF_INPUTS:
        return f"drops {percent(layer.rate)} of every row before anything has seen it"
    is_before_last = all(isinstance(one, Dropping | core.Identity) for one in seen.layers[index + 1 : last])
    if is_before_last and seen.plan.facts.task == "regression" and layer.rate >= _HIGH_OF_NUMBERS:
        return (
            f"drops {percent(layer.rate)} of what the predicted numbers are sums of, which makes these vary "
            "in training as they never do in use"
        )
    return ""
