"""A whole network explained: every layer, the loss and the optimizer."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

from mlpcli.config.config import Config
from mlpcli.config.layers.base import Layer
from mlpcli.config.losses import in_words
from mlpcli.config.training import Training
from mlpcli.explanation.words.layers import layer_sentence
from mlpcli.explanation.words.losses import loss_sentence
from mlpcli.explanation.words.optimizers import numbers_kept, optimizer_sentences
from mlpcli.explanation.words.parameter_count import parameter_count
from mlpcli.network.plan import Plan
from mlpcli.network.shape_inference.layer_rule import Shape
from mlpcli.network.stack import LayerPlan

_BYTES = 4
# Under mixed precision, weights stay float32, and what layers compute takes half as much.
_OF_ACTIVATIONS = {"float32": 4, "mixed_bfloat16": 2, "mixed_float16": 2}


@dataclass(frozen=True)
class Memory:
    """Bytes in training: of weights, of what is computed for a batch, and of what the optimizer keeps."""

    weights: int
    activations: int
    optimizer: int

    def __add__(self, other: "Memory") -> "Memory":
        return Memory(
            self.weights + other.weights,
            self.activations + other.activations,
            self.optimizer + other.optimizer,
        )


@dataclass(frozen=True)
class ExplainedLayer:
    """A layer: what it gets and gives, a sentence on it, how its parameters come about, and what it costs.

    `multiply_adds` counts them for one row.
    """

    name: str
    kind: str
    input: Shape
    output: Shape
    sentence: str
    parameters: int
    trainable_parameters: int
    arithmetic: str
    multiply_adds: int
    memory: Memory


@dataclass(frozen=True)
class ExplainedNetwork:
    """The explanation of a config or a run. `rows` are its training rows, None if they are not known.

    `penalties` are what is added to the loss.
    """

    name: str
    data: str
    input: str
    rows: int | None
    batch_size: int
    layers: tuple[ExplainedLayer, ...]
    parameters: int
    trainable_parameters: int
    multiply_adds: int
    memory: Memory
    loss: str
    optimizer: str
    penalties: tuple[str, ...]


def explain_network(config: Config, plan: Plan, rows: int | None = None) -> ExplainedNetwork:
    """Explain a config whose `auto` are resolved, planned as `plan`, with `rows` training rows if known."""
    shapes = [plan.stack.input_shape, *(planned.shape for planned in plan.stack.layers)]
    layers = tuple(
        _explained(layer, planned, shape, config)
        for layer, planned, shape in zip(config.layers, plan.stack.layers, shapes, strict=False)
    )
    memory = sum((layer.memory for layer in layers), Memory(0, 0, 0))
    optimizer = type(config.optimizer).__name__
    standardized = getattr(config.data, "standardize_targets", False)
    loss = loss_sentence(plan.objective.loss, plan.facts, standardized)
    return ExplainedNetwork(
        name=config.name,
        data=plan.facts.name,
        input=plan.facts.wanted,
        rows=rows,
        batch_size=config.training.batch_size,
        layers=layers,
        parameters=plan.stack.parameters,
        trainable_parameters=plan.stack.trainable_parameters,
        multiply_adds=plan.stack.multiply_adds,
        memory=memory,
        loss=f"{in_words(plan.objective.loss)}: {loss}",
        optimizer=f"{optimizer}: {optimizer_sentences(config.optimizer)}",
        penalties=tuple(_penalties(config.layers, plan.stack.layers)),
    )


def _explained(layer: Layer, planned: LayerPlan, shape: Shape, config: Config) -> ExplainedLayer:
    return ExplainedLayer(
        name=planned.name,
        kind=planned.kind,
        input=shape,
        output=planned.shape,
        sentence=_sentence(layer, planned, shape),
        parameters=planned.parameters,
        trainable_parameters=planned.trainable_parameters,
        arithmetic=parameter_count(layer, planned),
        multiply_adds=planned.multiply_adds,
        memory=Memory(
            _BYTES * planned.parameters,
            _activations(planned.shape, config.training),
            _BYTES
            * sum(numbers_kept(config.optimizer, weight) for weight in planned.weights if weight.trainable),
        ),
    )


def _activations(shape: Shape, training: Training) -> int:
    return _OF_ACTIVATIONS[training.precision] * training.batch_size * prod(shape)


def _sentence(layer: Layer, planned: LayerPlan, shape: Shape) -> str:
    sentence = layer_sentence(layer, shape, planned.shape)
    if planned.weights and not layer.trainable:
        sentence += " Its weights are frozen: training does not change them."
    if layer.rate_factor != 1 and planned.trainable_parameters:
        sentence += f" Its weights learn at {layer.rate_factor:g} times the learning rate."
    return sentence


def _penalties(layers: Sequence[Layer], planned: Sequence[LayerPlan]) -> list[str]:
    """What is added to the loss: `L2 0.01 of dense's kernel`."""
    found = []
    for layer, plan in zip(layers, planned, strict=True):
        for key, value in layer.inner:
            if key.endswith("_regularizer") and value is not None:
                what = key.removesuffix("_regularizer")
                strengths = " ".join(f"{part:g}" for _, part in value if isinstance(part, float))
                found.append(f"{type(value).__name__} {strengths} of {plan.name}'s {what}")
    return found
