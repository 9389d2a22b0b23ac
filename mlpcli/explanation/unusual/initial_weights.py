"""Initial weights from which learning is hard."""

from collections.abc import Iterator

from mlpcli.config import initializers
from mlpcli.config.messages.finding import Finding
from mlpcli.config.resolved_yaml import to_document
from mlpcli.explanation.unusual.seen import Seen, Unusual

_KERNELS = ("kernel_initializer", "depthwise_initializer", "pointwise_initializer", "recurrent_initializer")
_ALIKE = initializers.Zeros | initializers.Ones | initializers.Constant
_GLOROT = initializers.GlorotUniform | initializers.GlorotNormal
# Each relu after weights of Glorot halves the variance: He and others 2015, arXiv 1502.01852.
_DEEP = 10


def unusual_initial_weights(seen: Seen) -> Iterator[Finding]:
    """Kernels whose units begin alike, and deep stacks of relu that begin too small."""
    if not seen.learns:
        return
    for block in seen.blocks:
        inner = block.layer.inner
        alike = [key for key in _KERNELS if isinstance(getattr(inner, key, None), _ALIKE)]
        # The weights of a last layer may begin as 0: its units have different targets.
        if alike and block is not seen.blocks[-1]:
            name = type(getattr(inner, alike[0])).__name__
            yield Unusual(
                seen.path(block.index),
                f"{alike[0]} {name}: all units begin alike, get the same gradients, and stay alike",
                f"leave {alike[0]} out",
                changes=tuple(
                    seen.put(block.index, key, to_document(type(inner).model_fields[key].default))
                    for key in alike
                ),
            )
    deep = [
        block
        for block in seen.hidden
        if "relu" in block.activations and isinstance(getattr(block.layer, _KERNELS[0], None), _GLOROT)
    ]
    if len(deep) >= _DEEP and not any(block.is_normalized for block in deep):
        yield Unusual(
            seen.path(deep[0].index),
            f"{len(deep)} hidden layers with relu begin with Glorot's weights, which are made for tanh: each "
            f"halves the variance, and {0.5 ** len(deep):.1g} of it is left after them",
            "write kernel_initializer: HeNormal in them, or add BatchNormalization after each",
            changes=tuple(seen.put(block.index, _KERNELS[0], "HeNormal") for block in deep),
        )
