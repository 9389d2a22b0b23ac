"""Changes of a config, as the `KEY=VALUE` of `--set`."""

from collections.abc import Iterable, Iterator, Sequence

from mlpcli.config.config import Config
from mlpcli.config.initializers import LiteralValues
from mlpcli.config.layers import core
from mlpcli.config.layers.base import Kernel, Layer
from mlpcli.config.messages.finding import Finding
from mlpcli.config.metrics import figure_of
from mlpcli.config.optimizers import Adam
from mlpcli.config.resolved_yaml import as_written, to_document
from mlpcli.config.schedules import StepCount
from mlpcli.config.training import Mode
from mlpcli.config.types.section import Named
from mlpcli.config.yaml.nodes import KeyPath, Plain
from mlpcli.config.yaml.notation import one_line
from mlpcli.explanation.unusual.learning_rate import USUAL
from mlpcli.explanation.unusual.seen import Unusual, follows_sums
from mlpcli.explanation.words.schedules import highest_rate
from mlpcli.network.output_layer import head_of

# Of a schedule: the first that it has.
_HIGHEST = ("peak_learning_rate", "warmup_target", "initial_learning_rate")
SCALED_BY_HAND = "values around 1, such as by a Rescaling layer"
"""What is advised where no key of the data scales the inputs."""
DROPOUT = 0.3
"""A usual rate."""
WEIGHT_DECAY = 0.01
"""A usual decay."""
_HIGHEST_DROPOUT = 0.6
_L2 = 0.01
# That of absolute values does not become weaker as the weights become small.
_USUAL_L1, _USUAL_PENALTY = 1e-4, 0.01
_VALIDATION = 0.25
# Longer lines are not read, and hardly copied whole.
_LONGEST_STACK = 500


def usual_rate(config: Config) -> float:
    """The learning rate that networks are usually trained with by the config's optimizer."""
    return USUAL[type(config.optimizer)].usual


def learning_rate(config: Config, rate: float) -> tuple[str, ...]:
    """A config's highest learning rate: of a schedule that begins or peaks at one that one, or a constant
    rate."""
    path, now = _rate_path(config), config.optimizer.learning_rate
    if isinstance(now, Named) and (key := next((key for key in _HIGHEST if getattr(now, key, None)), None)):
        path = f"{path}.{type(now).__name__}.{key}"
    return (f"{path}={_number(rate)}",)


def constant_rate(config: Config) -> tuple[str, ...]:
    """The highest learning rate of a config's schedule, throughout."""
    return (f"{_rate_path(config)}={_number(highest_rate(config.optimizer.learning_rate))}",)


def usual_optimizer(config: Config) -> tuple[str, ...]:
    """Adam at its usual rate; nothing where that is the optimizer already."""
    return () if config.optimizer == Adam() else ("optimizer={Adam: {learning_rate: 0.001}}",)


def trained_layers(config: Config) -> tuple[str, ...]:
    """Training of all layers that keep their initial weights."""
    return tuple(
        f"layers.{index}.{type(layer).__name__}.trainable=true"
        for index, layer in enumerate(config.layers)
        if not layer.trainable
    )


def of_findings(findings: Iterable[Finding]) -> tuple[str, ...]:
    """What removes what is unusual about a config, each key once, as far as one change leaves the other."""
    puts: dict[KeyPath, Plain] = {}
    for one in findings:
        own = {put.path: put.value for put in one.changes} if isinstance(one, Unusual) else {}
        # A layer that another one takes the place of has no arguments to be changed.
        if not any(_is_within(path, other) or _is_within(other, path) for path in own for other in puts):
            puts |= own
    return tuple(f"{'.'.join(map(str, path))}={one_line(value)}" for path, value in puts.items())


def _is_within(path: KeyPath, other: KeyPath) -> bool:
    return len(path) > len(other) and path[: len(other)] == other


def epochs(config: Config, count: int) -> tuple[str, ...]:
    """More epochs, over which a schedule that is counted in epochs is stretched too."""
    changes = [f"training.epochs={count}"]
    rate = config.optimizer.learning_rate
    steps = getattr(rate, "decay_steps", None)
    if isinstance(rate, Named) and isinstance(steps, StepCount) and steps.in_epochs:
        stretched = StepCount(steps.number * count / max(1, config.training.epochs), in_epochs=True)
        changes.append(f"{_rate_path(config)}.{type(rate).__name__}.decay_steps={stretched}")
    return tuple(changes)


def patience(config: Config) -> tuple[str, ...]:
    """Several times the patience of early stopping, which the config has."""
    stopping = config.training.early_stopping
    return () if stopping is None else (f"training.early_stopping.patience={max(10, 3 * stopping.patience)}",)


def monitored(config: Config, figure: str, mode: Mode) -> tuple[str, ...]:
    """Another figure by which the best epoch is chosen, and early stopping waits, if there is any."""
    training = config.training
    sections = {"checkpoint": training.checkpoint, "early_stopping": training.early_stopping}
    return tuple(
        f"training.{name}.{key}={wanted}"
        for name, section in sections.items()
        for key, wanted in (("monitor", figure), ("mode", mode))
        if section and getattr(section, key) != wanted
    )


def with_metric(config: Config, name: str) -> tuple[str, ...]:
    """A metric beside those of the config; nothing where it is one of them."""
    metrics = config.training.metrics or ()
    if name in map(figure_of, metrics):
        return ()
    return (f"training.metrics={one_line([*map(to_document, metrics), name])}",)


def hidden_activations(config: Config, indices: Sequence[int], activation: str) -> tuple[str, ...]:
    """Another activation of the layers at these indices, each of which has one or is one."""
    return tuple(_activation(index, config.layers[index], activation) for index in indices)


def _activation(index: int, layer: Layer, activation: str) -> str:
    if hasattr(layer.inner, "activation"):
        return f"{_inner_path(index, layer)}.activation={activation}"
    return f"layers.{index}={{Activation: {{activation: {activation}}}}}"


def standardized_inputs(config: Config) -> tuple[str, ...]:
    """What brings the inputs to a usual scale; nothing where the data has no such key, or it is set."""
    for key in ("standardize", "rescale"):
        if getattr(config.data, key, None) is False:
            return (f"data.{key}=true",)
    return ()


def usual_weights(config: Config, indices: Sequence[int]) -> tuple[str, ...]:
    """Keras's usual initial weights for the kernels of the layers at these indices."""
    return tuple(
        f"layers.{index}.{type(config.layers[index]).__name__}.kernel_initializer=GlorotUniform"
        for index in indices
    )


def more_validation(config: Config) -> tuple[str, ...]:
    """More validation rows, nothing where they are not drawn from the training rows."""
    share, test = getattr(config.data, "validation", 0.0), getattr(config.data, "test", 0.0) or 0.0
    return (f"data.validation={_VALIDATION}",) if 0 < share < _VALIDATION and test + _VALIDATION < 1 else ()


def wider(config: Config) -> tuple[str, ...]:
    """Hidden layers of several times the units; two of them for a stack that has none.

    Nothing for weights that are given as numbers, which fit no other width.
    """
    if any(isinstance(value, LiteralValues) for layer in config.layers for _, value in layer.inner):
        return ()
    head = head_of(config.layers).index
    last = _last_kernel(config.layers)
    hidden = [index for index in range(last) if isinstance(config.layers[index], core.Dense)]
    if hidden:
        return tuple(
            f"layers.{index}.Dense.units={max(64, 4 * getattr(config.layers[index], 'units', 0))}"
            for index in hidden
        )
    if not isinstance(config.layers[last], core.Dense) or head < last:
        return ()
    more: list[Plain] = [{"Dense": {"units": 64, "activation": "relu"}}] * 2
    layers = [as_written(layer) for layer in config.layers]
    return (f"layers={one_line([*layers[:last], *more, *layers[last:]])}",)


def restraint(config: Config) -> tuple[str, ...]:
    """What keeps a network from learning its rows by heart: more dropout, dropout, or a penalty."""
    dropping = [index for index, layer in enumerate(config.layers) if isinstance(layer, core.Dropout)]
    if more := tuple(_more_dropout(config.layers, dropping)):
        return more
    with_dropout = list(_with_dropout(config.layers))
    line = f"layers={one_line(with_dropout)}"
    if not dropping and len(with_dropout) > len(config.layers) and len(line) <= _LONGEST_STACK:
        return (line,)
    return tuple(
        f"layers.{index}.{type(layer).__name__}.kernel_regularizer={{L2: {_L2}}}"
        for index, layer in enumerate(config.layers)
        if isinstance(layer, Kernel) and layer.kernel_regularizer is None
    )


def usual_dropout(config: Config, indices: Iterable[int]) -> tuple[str, ...]:
    """A usual rate of the layers at these indices, which drop some of what they are given."""
    return tuple(f"layers.{index}.{type(config.layers[index]).__name__}.rate={DROPOUT}" for index in indices)


def penalties(config: Config) -> dict[tuple[int, str], float]:
    """The strengths of all penalties, by the index of the layer and the path of the argument within it."""
    return {
        (index, f"{key}.{type(value).__name__}.{part}"): number
        for index, layer in enumerate(config.layers)
        for key, value in layer.inner
        if key.endswith("_regularizer") and value is not None
        for part, number in value
        if isinstance(number, float)
    }


def usual_weight_decay(config: Config) -> tuple[str, ...]:
    """A usual decay of the weights by the config's optimizer, which has one."""
    return (f"optimizer.{type(config.optimizer).__name__}.weight_decay={WEIGHT_DECAY}",)


def weaker_penalties(config: Config) -> tuple[str, ...]:
    """All penalties that are stronger than usual, at a usual strength; where none is, a tenth of all."""
    now = {one: strength for one, strength in penalties(config).items() if strength}
    usual = {one: _USUAL_L1 if one[1].endswith(".l1") else _USUAL_PENALTY for one in now}
    lowered = {one: usual[one] for one, strength in now.items() if strength > usual[one]}
    return tuple(
        f"{_inner_path(index, config.layers[index])}.{path}={_number(strength)}"
        for (index, path), strength in (lowered or {one: now[one] / 10 for one in now}).items()
    )


def _inner_path(index: int, layer: Layer) -> str:
    return ".".join(("layers", str(index), *layer.inner_path))


def _more_dropout(layers: Sequence[Layer], indices: Sequence[int]) -> Iterator[str]:
    for index in indices:
        rate = getattr(layers[index], "rate", 0.0)
        if rate < _HIGHEST_DROPOUT:
            yield f"layers.{index}.Dropout.rate={_number(round(min(rate + 0.2, _HIGHEST_DROPOUT), 3))}"


def _with_dropout(layers: Sequence[Layer]) -> Iterator[Plain]:
    """The layers as written, with Dropout after what each hidden Dense computes, and after what normalizes
    that, whose averages would be of rows with holes."""
    last = _last_kernel(layers)
    pending = False
    for index, layer in enumerate(layers):
        if pending and not follows_sums(layer):
            yield {"Dropout": {"rate": DROPOUT}}
            pending = False
        yield as_written(layer)
        pending = pending or (index < last and isinstance(layer, core.Dense))


def _last_kernel(layers: Sequence[Layer]) -> int:
    """The index of the layer that gives the outputs."""
    return max((i for i, layer in enumerate(layers) if isinstance(layer, Kernel)), default=len(layers) - 1)


def _rate_path(config: Config) -> str:
    return f"optimizer.{type(config.optimizer).__name__}.learning_rate"


def _number(value: float) -> str:
    return one_line(to_document(float(f"{value:.6g}")))
