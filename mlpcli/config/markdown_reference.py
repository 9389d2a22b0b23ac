"""The config reference in Markdown, generated from the schema."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, get_args

from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from mlpcli.config.activations import ONE_ACTIVATION, ActivationName
from mlpcli.config.config import Config
from mlpcli.config.json_schema import KINDS
from mlpcli.config.layers import ONE_LAYER
from mlpcli.config.layers.sequence import ONE_INNER
from mlpcli.config.losses import LossName
from mlpcli.config.metrics import MetricName
from mlpcli.config.optimizers import ONE_SCHEDULE
from mlpcli.config.report import Report
from mlpcli.config.resolved_yaml import to_document
from mlpcli.config.sources import SOURCES
from mlpcli.config.training import MONITORING, Training
from mlpcli.config.types.class_choice import ClassChoice
from mlpcli.config.types.section import Named, Section

# The key that names the source, and the arguments that every layer has.
_EVERYWHERE = frozenset({"source", "name", "trainable", "learning_rate_factor"})

_OF_LAYERS = (
    "Every layer has a `name`, by default its class in snake case, `trainable: true`, and "
    "`learning_rate_factor: 1`, which multiplies the learning rate for its weights, whatever the optimizer; "
    "decay of weights keeps the optimizer's own rate. Axes are counted "
    "as in Keras: the rows of a batch are axis 0, and -1 is the last. Noise and random changes are for "
    "training only.",
    f"`TimeDistributed` takes {', '.join(f'`{name}`' for name in ONE_INNER.models)}.",
    "`Masking`, and `Embedding` with `mask_zero: true`, mark steps that recurrent layers and "
    "`GlobalAveragePooling1D` leave out; a layer between them that would ignore the mark is an error. "
    "`Embedding` is the first layer, and takes data that is not standardized; rows with anything but whole "
    "numbers from 0 to below `input_dim` are errors of the data.",
)
_WITH_ARGUMENTS = (
    "An activation with arguments is a mapping, wherever an activation stands: "
    "`activation: {leaky_relu: {negative_slope: 0.1}}`."
)
_OF_RATES = (
    "Learning rates by epoch need no schedule: with `learning_rate: {epoch 1: 0.01, epoch 11: 0.001}` the "
    "eleventh epoch and all after it have 0.001."
)
_OF_LOSSES = (
    "A loss with arguments is a mapping: `loss: {huber: {delta: 2.0}}`. With `from_logits: true`, and for "
    "`hinge`, `squared_hinge` and `categorical_hinge`, the network ends in a layer without an activation: "
    "its outputs are scores. The tool then adds a last softmax or sigmoid, so that metrics, predictions and "
    "exported models have probabilities; those of a hinge loss are not calibrated."
)
_OF_OVERLAP = (
    "`dice` is 1 - 2 * overlap / (targets + outputs), and `tversky` is 1 - overlap / (overlap + alpha * "
    "missed + beta * wrong). `missed` is what the outputs lack of the targets, `wrong` what they have "
    "beyond them. (Keras's documentation has alpha and beta the other way round; this is what its code "
    "does.) The sums are over all outputs of a batch; with `axis: 0` over its rows, and the loss is the "
    "mean over the classes; with `axis: -1` over the outputs of each row, and the loss is the mean over "
    "the rows, as other losses are. In the first two cases, training reports the mean over batches, while "
    "`val_loss` and `evaluate` are the loss of one batch with all rows; with `--devices` or `--workers`, "
    "each device's share of a batch counts as a batch; and `class_weight` is an error, because rows have "
    "no loss of their own."
)
_OF_METRICS = (
    "A metric with arguments is a mapping: `metrics: [accuracy, {top_k_categorical_accuracy: {k: 3}}]`. Its "
    "`name` is that of its figure, which `monitor` refers to; a metric can be listed twice under two names."
)
_OF_AUC = (
    "`auc` is exact: it is computed from the ranks of all outputs; with `curve: PR` it is the average "
    "precision, which does not interpolate. Only on the training rows it is Keras's "
    "running estimate from 200 thresholds, which is inaccurate if many outputs lie between two thresholds. "
    "In a split with a single class, `auc` is 0."
)

# Keys of a config, and other words, for parts of the reference.
_OTHER_NAMES: Mapping[str, str] = {
    "layer": "layers",
    "optimizer": "optimizers",
    "loss": "losses",
    "metric": "metrics",
    "activation": "activations",
    "source": "data",
    "sources": "data",
    "schedules": "learning-rate schedules",
}
_SECTIONS: Mapping[str, type[Section]] = {"training": Training, **MONITORING, "report": Report}


def markdown() -> str:
    """All sections, sources and classes, with their arguments and defaults."""
    return "\n".join(line for _, lines in _parts() for line in lines)


def known_names() -> tuple[str, ...]:
    """What `part` can describe: sections, kinds of classes and of names, sources and classes."""
    classes = (name for one in KINDS for name in one.models)
    parts = (name for name, _ in _parts() if " " not in name)
    return tuple(dict.fromkeys((*parts, *_OTHER_NAMES, *SOURCES, *classes)))


def part(name: str) -> str:
    """The reference of one section, kind, source or class: its keys, defaults and meanings.

    `name` is one of `known_names`.
    """
    models: dict[str, type[Section]] = {**_SECTIONS, **SOURCES}
    full = _OTHER_NAMES.get(name, name)
    if name not in models and (
        found := [line for about, lines in _parts() if about == full for line in lines]
    ):
        return "\n".join(found)
    for one in KINDS:
        models = {**one.models, **models}
    model = models[name]
    rows = (
        (f"`{key}`", _default(field) or "required", field.description or "")
        for key, field in model.model_fields.items()
    )
    head = [f"#### `{name}`", ""]
    if summary := model.summary():
        head += [summary, ""]
    return "\n".join([*head, *_table(("key", "default", "meaning"), rows)])


def _parts() -> Iterator[tuple[str, Iterable[str]]]:
    """The parts of the reference in their order, each with what it is about."""
    yield "config", _described("Top level", Config)
    yield "data", ["#### `data`", "", *_table(("source", "what", "keys and defaults"), _sources())]
    yield "training", _described("`training`", Training)
    for name, section in MONITORING.items():
        yield name, _described(f"`training.{name}`", section)
    yield "report", _described("`report`", Report)
    yield "losses", [f"Losses: {_code(get_args(LossName))}.", "", _OF_LOSSES, "", _OF_OVERLAP, ""]
    yield "metrics", [f"Metrics: {_code(get_args(MetricName))}.", "", _OF_METRICS, "", _OF_AUC, ""]
    yield "activations", [f"Activations: {_code(get_args(ActivationName))}.", ""]
    for one in KINDS:
        if one is not ONE_INNER:
            yield _plural(one.kind), _classes(one)


def _classes(one: ClassChoice) -> Iterator[str]:
    """The classes of one kind, and what is to say about all of them."""
    rows = ((f"`{name}`", model.summary(), _arguments(model)) for name, model in one.models.items())
    yield from (f"#### {_plural(one.kind).capitalize()}", "")
    yield from _table(("name", "what", "arguments and defaults"), rows)
    if one is ONE_LAYER:
        for sentences in _OF_LAYERS:
            yield from (sentences, "")
    if one is ONE_SCHEDULE:
        yield from (_OF_RATES, "")
    if one is ONE_ACTIVATION:
        yield from (_WITH_ARGUMENTS, "")


def _plural(kind: str) -> str:
    return f"{kind}es" if kind.endswith("s") else f"{kind}s"


def _described(title: str, section: type[Section]) -> Iterator[str]:
    rows = (
        (f"`{name}`", _default(field), field.description or "")
        for name, field in section.model_fields.items()
    )
    yield from (f"#### {title}", "")
    yield from _table(("key", "default", "meaning"), rows)


def _sources() -> Iterator[tuple[str, ...]]:
    for name, model in SOURCES.items():
        yield f"`{name}`", model.summary(), _arguments(model)


def _arguments(model: type[Section]) -> str:
    """The required arguments, then the optional ones with their defaults."""
    fields = {name: field for name, field in model.model_fields.items() if name not in _EVERYWHERE}
    required = [f"`{name}`" for name, field in fields.items() if field.is_required()]
    optional = [
        f"`{name}: {_default(field).strip('`')}`" for name, field in fields.items() if not field.is_required()
    ]
    return ", ".join(required + optional)


def _default(field: FieldInfo) -> str:
    default = field.get_default()
    if default is PydanticUndefined:
        return ""
    if isinstance(default, Section) and not isinstance(default, Named):
        return "see below"
    return f"`{_written(to_document(default))}`"


def _written(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return _written_mapping(value)
    if isinstance(value, list):
        return f"[{', '.join(map(_written, value))}]"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _written_mapping(value: dict[str, Any]) -> str:
    # A class with its default arguments is written as its bare name.
    if len(value) == 1 and (name := next(iter(value)))[:1].isupper():
        return name
    return f"{{{', '.join(f'{key}: {_written(item)}' for key, item in value.items())}}}"


def _code(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _table(head: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{' --- |' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"
    yield ""
