"""Where in an image or a signal a class was seen: Zhou and others 2016, https://arxiv.org/abs/1512.04150."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from mlpcli.config.layers.core import Dense
from mlpcli.config.layers.sequence import Embedding, Masking
from mlpcli.data.dataset import Array
from mlpcli.explanation.one_input.followed import FollowedLayer
from mlpcli.network.shape_inference import rule_of

_MEANS = ("GlobalAveragePooling1D", "GlobalAveragePooling2D")
_LARGEST = ("GlobalMaxPooling1D", "GlobalMaxPooling2D")


@dataclass(frozen=True)
class ClassActivation:
    """What each position adds to the score of output number `output`.

    `values` `[*sides]` are of the positions that `pooling` pools, float32. Their sum and `bias` are `score`,
    the value of the output before its activation.
    """

    output: int
    pooling: str
    values: Array = field(repr=False)
    bias: float
    score: float


def class_activation(layers: Sequence[FollowedLayer], output: int) -> ClassActivation | None:
    """What the positions add to an output, where the stack ends in global pooling and a Dense layer.

    None for other stacks, and where steps are masked. A mean has an equal part of every position; of the
    largest, each channel counts where it is largest.
    """
    found = _ending(layers)
    if found is None or any(isinstance(one.layer, Embedding | Masking) for one in layers):
        return None
    pooled, dense = found
    features = pooled.given.reshape(-1, pooled.given.shape[-1])
    weights = dense.weights["kernel"][:, output]
    if pooled.kind in _MEANS:
        shares = features / len(features)
    else:
        highest = np.argmax(features, axis=0)
        shares = np.where(np.arange(len(features))[:, np.newaxis] == highest, features, 0)
    values = (shares.astype(np.float64) @ weights).astype(np.float32)
    bias = float(dense.weights["bias"][output]) if "bias" in dense.weights else 0.0
    score = float(dense.after[output] if dense.before is None else dense.before[output])
    return ClassActivation(output, pooled.kind, values.reshape(pooled.given.shape[:-1]), bias, score)


def _ending(layers: Sequence[FollowedLayer]) -> tuple[FollowedLayer, FollowedLayer] | None:
    """The global pooling and the Dense layer that the config's layers end in, with nothing else that changes
    values between them."""
    own = [one for one in layers if one.layer is not None]
    changing = [one for one in own if one.kind == "Activation" or _changes(one)]
    while changing and changing[-1].kind in ("Activation", "Softmax"):
        changing.pop()
    if len(changing) < 2 or not isinstance(changing[-1].layer, Dense):
        return None
    pooled, dense = changing[-2:]
    return (pooled, dense) if pooled.kind in (*_MEANS, *_LARGEST) else None


def _changes(layer: FollowedLayer) -> bool:
    # Flatten only takes away the axes that keepdims left.
    return layer.layer is not None and rule_of(layer.layer).values == "changed"
