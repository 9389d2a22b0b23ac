"""A config as the checks look at it: its layers in blocks, each of a layer with a kernel and what follows."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from mlpcli.config.config import Config
from mlpcli.config.layers import convolution, core, normalization, recurrent, table
from mlpcli.config.layers.base import Layer
from mlpcli.config.messages.finding import Finding
from mlpcli.config.yaml.edits import Put
from mlpcli.config.yaml.nodes import KeyPath, Plain
from mlpcli.network.plan import Plan

Convolution = (
    convolution.Conv1D
    | convolution.Conv2D
    | convolution.SeparableConv1D
    | convolution.SeparableConv2D
    | convolution.DepthwiseConv1D
    | convolution.DepthwiseConv2D
    | convolution.Conv1DTranspose
    | convolution.Conv2DTranspose
)
_WITH_KERNEL = core.Dense | table.EnsembleHead | recurrent.Recurrent | Convolution
Dropping = (
    core.Dropout
    | core.GaussianDropout
    | core.AlphaDropout
    | normalization.SpatialDropout1D
    | normalization.SpatialDropout2D
)
Normalizing = (
    normalization.BatchNormalization
    | normalization.LayerNormalization
    | normalization.GroupNormalization
    | normalization.RMSNormalization
)


def follows_sums(layer: Layer) -> bool:
    """Whether a layer normalizes what the one before it computes, or applies an activation to it."""
    return isinstance(layer, Normalizing) or (
        not isinstance(layer.inner, _WITH_KERNEL) and layer.applied is not None
    )


@dataclass(frozen=True)
class Unusual(Finding):
    """What is valid and probably not meant; `changes` of the resolved config do what `fix` says, none if no
    key does. They are no edits of a document, in which a layer may be written in short."""

    changes: tuple[Put, ...] = ()


@dataclass(frozen=True)
class Block:
    """A layer with a kernel at `index` of the stack, and the layers from there to the next one."""

    index: int
    layer: Layer
    after: tuple[Layer, ...]

    def place(self, activation: str) -> int:
        """The index of the layer of the block that applies one of its activations."""
        layers = (self.layer, *self.after)
        return self.index + next(place for place, layer in enumerate(layers) if layer.applied == activation)

    @property
    def activations(self) -> tuple[str, ...]:
        """All activations that its sums pass, without linear ones."""
        applied = (layer.applied for layer in (self.layer, *self.after))
        return tuple(name for name in applied if name not in (None, "linear"))

    @property
    def is_recurrent(self) -> bool:
        return isinstance(self.layer.inner, recurrent.Recurrent)

    @property
    def is_normalized(self) -> bool:
        return any(isinstance(layer, Normalizing) for layer in self.after)


@dataclass(frozen=True)
class Seen:
    """A config whose `auto` are resolved, its plan, and what is known of its data, as in `unusual`."""

    config: Config
    plan: Plan
    rows: int | None
    largest_input: float | None
    targets: tuple[float, float] | None = None

    @property
    def layers(self) -> tuple[Layer, ...]:
        return self.config.layers

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        starts = [index for index, layer in enumerate(self.layers) if isinstance(layer.inner, _WITH_KERNEL)]
        ends = [*starts[1:], len(self.layers)]
        return tuple(
            Block(start, self.layers[start], self.layers[start + 1 : end])
            for start, end in zip(starts, ends, strict=False)
        )

    @property
    def hidden(self) -> tuple[Block, ...]:
        """All blocks but that of the output."""
        return self.blocks[:-1]

    @property
    def learns(self) -> bool:
        """Whether there is anything to train."""
        return bool(self.config.training.epochs and self.plan.stack.trainable_parameters)

    @property
    def has_raw_targets(self) -> bool:
        """Whether the outputs are to reach numbers as they are in the data."""
        is_scaled = getattr(self.config.data, "standardize_targets", False)
        return self.plan.facts.task == "regression" and not is_scaled

    @property
    def largest_target(self) -> float | None:
        """The largest size of a number to predict, if it is known."""
        return None if self.targets is None else max(map(abs, self.targets))

    @property
    def steps(self) -> int | None:
        """The training steps of all epochs, if the number of rows is known."""
        training = self.config.training
        return None if self.rows is None else training.epochs * -(-self.rows // training.batch_size)

    def path(self, index: int, *argument: str) -> KeyPath:
        """The config's path of a layer or of its argument."""
        return ("layers", index, type(self.layers[index]).__name__, *argument)

    def put(self, index: int, argument: str, value: Plain) -> Put:
        """Another value of an argument of a layer, or of the one that it wraps."""
        return Put(("layers", index, *self.layers[index].inner_path, argument), value)

    def activated(self, index: int, activation: str) -> Put:
        """Another activation of a layer that applies one: its argument, or another layer."""
        if hasattr(self.layers[index].inner, "activation"):
            return self.put(index, "activation", activation)
        return Put(("layers", index), {"Activation": {"activation": activation}})

    def shape_before(self, index: int) -> tuple[int, ...]:
        """The shape of a row that a layer gets."""
        stack = self.plan.stack
        return stack.layers[index - 1].shape if index else stack.input_shape

    def each(self, kind: type[Layer]) -> Iterator[tuple[int, Layer]]:
        """Every layer of a class, with its index."""
        return ((index, layer) for index, layer in enumerate(self.layers) if isinstance(layer, kind))
