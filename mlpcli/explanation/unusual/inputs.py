"""Inputs whose size or meaning does not fit the network."""

from collections.abc import Iterator

from mlpcli.config.layers import augmentation, core, normalization, table
from mlpcli.config.messages.finding import Finding
from mlpcli.explanation.unusual.seen import Seen

_SCALING = (
    core.Rescaling,
    core.Normalization,
    normalization.BatchNormalization,
    normalization.LayerNormalization,
    normalization.GroupNormalization,
    normalization.RMSNormalization,
    normalization.UnitNormalization,
    table.PiecewiseLinearEncoding,
)
# Steps suit inputs of about 1: with this size they are as much too long.
_LARGE = 100.0
_OF_DIGITS = ("mnist", "digits")


def unusual_inputs(seen: Seen) -> Iterator[Finding]:
    """Large numbers that nothing scales, and digits that are mirrored."""
    if not seen.blocks or not seen.learns:
        return
    before = seen.layers[: seen.blocks[0].index]
    is_scaled = any(isinstance(layer, _SCALING) for layer in before) or (
        # Right after the first kernel is as good.
        seen.blocks[0].is_normalized and seen.blocks[0].layer.applied == "linear"
    )
    data, facts = seen.config.data, seen.plan.facts
    if not is_scaled and facts.pixels and not getattr(data, "rescale", False):
        yield Finding(
            ("data", "rescale"),
            "pixels from 0 to 255 reach the weights as they are, and the learning rate suits numbers of "
            "about 1",
            "write rescale: true, or begin with Rescaling: {scale: 0.00392}",
        )
    large = seen.largest_input
    # Images are not standardized.
    stays = facts.kind == "image" or not getattr(data, "standardize", False)
    if not is_scaled and large and large >= _LARGE and stays:
        which = "" if facts.kind == "image" else "the largest features decide, and "
        yield Finding(
            ("data",) if facts.kind == "image" else ("data", "standardize"),
            f"numbers of up to {large:,.0f} reach the weights as they are: {which}the learning rate suits "
            "numbers of about 1",
            f"begin with Rescaling: {{scale: {1 / large:.3g}}}"
            if facts.kind == "image"
            else "write standardize: true",
        )
    for index, _ in seen.each(augmentation.RandomFlip):
        if facts.name in _OF_DIGITS:
            yield Finding(
                seen.path(index),
                f"{facts.name} are digits, and a mirrored digit is none, or another one",
                "take it out, or use RandomTranslation and RandomRotation: {factor: 0.03}",
            )
