"""Configs of Ludwig: features, layers of a combiner and of decoders, a trainer. What is left out is named."""

from collections.abc import Iterator, Mapping
from typing import Any

from mlpcli.config.messages.finding import Finding, Fix
from mlpcli.config.translation.classes import with_arguments
from mlpcli.config.translation.settings import settings
from mlpcli.config.yaml.edits import Put, edited, to_node
from mlpcli.config.yaml.nodes import Plain, Position, to_plain

CLASSES = 10
"""The outputs of a head whose classes are not listed."""
_OF_A_TABLE = frozenset({"number", "numerical", "category", "categorical", "binary", "date"})
_TRAINER = frozenset({"epochs", "batch_size", "learning_rate", "optimizer", "early_stop"})
_OF_A_STACK = frozenset({"fc_layers", "num_fc_layers", "output_size", "fc_size", "fc_output_size"})
_OF_A_LAYER = frozenset({"activation", "dropout", "norm", "use_bias"})
_OF_A_FEATURE = frozenset({"name", "column", "type"})
# Ludwig's layers are PyTorch's, with the defaults of these.
_NORMS: Mapping[str, Plain] = {
    "batch": with_arguments("BatchNorm1d", (), {}, of_pytorch=True),
    "layer": {"LayerNormalization": {"epsilon": 1e-05}},
}
_LEAKY: dict[str, Plain] = {"negative_slope": 0.01}
# The losses of its heads that are ours; those of classes are so by themselves.
_LOSSES = {
    "mean_squared_error": "mean_squared_error",
    "mean_absolute_error": "mean_absolute_error",
    "mean_absolute_percentage_error": "mean_absolute_percentage_error",
    "huber": "huber",
}
_OF_CLASSES = frozenset({"softmax_cross_entropy", "binary_weighted_cross_entropy"})
_MOST_LAYERS = 20
# What Ludwig chooses itself, by trying.
_CHOSEN = "auto"
_USUAL_SIZE = 64


def is_of_ludwig(plain: Mapping[str, Any]) -> bool:
    """Whether a config says which features go in and which come out."""
    return bool(_features(plain.get("input_features")) and _features(plain.get("output_features")))


def of_ludwig(plain: dict[str, Any]) -> Finding:
    """The config as one mistake, whose fix writes it anew."""
    columns = [str(one.get("column", one["name"])) for one in _features(plain["output_features"])]
    kept = _kept_inputs(plain)
    data: dict[str, Plain] = {"source": "table", "path": "data.csv"}
    data["target"] = columns[0] if len(columns) == 1 else list(columns)
    if kept:
        data["features"] = [str(one.get("column", one["name"])) for one in kept]
    start: dict[str, Plain] = {"data": {**data, **_shares(plain)}, "layers": _layers(plain)}
    trainer = _trainer(plain)
    given = {key: value for key, value in trainer.items() if key in _TRAINER and value not in (None, _CHOSEN)}
    if type(patience := given.pop("early_stop", None)) is int and patience > 0:
        given["early_stopping"] = {"patience": patience}
    if (loss := _loss(plain)) in _LOSSES:
        given["loss"] = _LOSSES[loss]
    config = to_plain(edited(to_node(start, Position("", 1, 1)), settings(given, start)))
    left_out = sorted(set(_left_out(plain)))
    without = f", without {', '.join(left_out)}" if left_out else ""
    fix = Fix(f"name your file, and write instead{without}", (Put((), config),), shows_lines=True)
    return Finding(("input_features",), "this is a config of Ludwig", fix)


def _features(value: Any) -> list[dict[str, Any]]:
    """The features in a list that have a name, and so a column."""
    found = value if isinstance(value, list) else []
    return [one for one in found if isinstance(one, dict) and isinstance(one.get("name"), str)]


def _kept_inputs(plain: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        one for one in _features(plain["input_features"]) if str(one.get("type", "number")) in _OF_A_TABLE
    ]


def _section(plain: Mapping[str, Any], key: str) -> dict[str, Any]:
    value = plain.get(key)
    return value if isinstance(value, dict) else {}


def _trainer(plain: Mapping[str, Any]) -> dict[str, Any]:
    return _section(plain, "trainer") or _section(plain, "training")


def _only_output(plain: Mapping[str, Any]) -> dict[str, Any]:
    """What is predicted, if it is one column."""
    outputs = _features(plain["output_features"])
    return outputs[0] if len(outputs) == 1 else {}


def _loss(plain: Mapping[str, Any]) -> str:
    return str(_section(_only_output(plain), "loss").get("type", ""))


def _shares(plain: Mapping[str, Any]) -> dict[str, Plain]:
    """The shares of the rows for validation and test: here, the first one is of what the test leaves."""
    shares = _section(_section(plain, "preprocessing"), "split").get("probabilities")
    if isinstance(shares, list) and len(shares) == 3 and all(isinstance(one, int | float) for one in shares):
        left = sum(shares[:2])
        return {"validation": round(shares[1] / left, 6) if left else shares[1], "test": shares[2]}
    return {}


def _layers(plain: Mapping[str, Any]) -> list[Plain]:
    """The layers of the combiner and of the decoder, and a head for what is to be predicted."""
    outputs = _features(plain["output_features"])
    kinds = {str(one.get("type")) for one in outputs}
    head: dict[str, Plain] = {"units": len(outputs)}
    if kinds == {"binary"}:
        head = {"units": 1, "activation": "sigmoid"}
    elif kinds & {"category", "categorical"}:
        head = {"units": CLASSES, "activation": "softmax"}
    decoder = _section(_only_output(plain), "decoder")
    return [*_stack(_section(plain, "combiner"), 1), *_stack(decoder, 0), {"Dense": head}]


def _stack(section: Mapping[str, Any], usual: int) -> Iterator[Plain]:
    """The layers that a section lists or counts, `usual` ones if it does neither."""
    listed, count = section.get("fc_layers"), section.get("num_fc_layers")
    times = count if type(count) is int and 0 < count <= _MOST_LAYERS else usual
    each = listed if isinstance(listed, list) and listed else [{}] * times
    for one in each:
        if isinstance(one, dict):
            yield from _block({**section, **one})


def _block(given: Mapping[str, Any]) -> Iterator[Plain]:
    """One layer with its norm before its activation, as Ludwig has them, and its dropout."""
    sizes = (given.get(key) for key in ("output_size", "fc_output_size", "fc_size"))
    units = next((one for one in sizes if type(one) is int and one > 0), _USUAL_SIZE)
    activation = given.get("activation")
    activation = activation if isinstance(activation, str) else "relu"
    is_leaky = activation.lower().replace("_", "") == "leakyrelu"
    written: Plain = {"leaky_relu": dict(_LEAKY)} if is_leaky else activation
    norm = _NORMS.get(str(given.get("norm")))
    dense: dict[str, Plain] = {"units": units} if norm else {"units": units, "activation": written}
    if given.get("use_bias") is False:
        dense["use_bias"] = False
    yield {"Dense": dense}
    if norm:
        yield norm
        yield {"LeakyReLU": dict(_LEAKY)} if is_leaky else {"Activation": {"activation": activation}}
    if isinstance(rate := given.get("dropout"), float) and 0 < rate < 1:
        yield {"Dropout": {"rate": rate}}


def _left_out(plain: Mapping[str, Any]) -> Iterator[str]:
    """The names of what the config says and its translation does not."""
    kept = _kept_inputs(plain)
    for one in _features(plain["input_features"]):
        name = one["name"]
        yield from (f"{name}.{key}" for key in one.keys() - _OF_A_FEATURE) if one in kept else (name,)
    output = _only_output(plain)
    for one in _features(plain["output_features"]):
        known = _OF_A_FEATURE | {"loss", "decoder"} if output else _OF_A_FEATURE
        yield from (f"{one['name']}.{key}" for key in one.keys() - known)
    yield from _unread("combiner", _section(plain, "combiner"))
    yield from _unread("decoder", _section(output, "decoder"))
    loss = _section(output, "loss")
    yield from (
        f"loss.{key}" for key in loss if key != "type" or _loss(plain) not in {*_LOSSES, *_OF_CLASSES}
    )
    trainer = _trainer(plain)
    yield from (key for key in trainer.keys() - _TRAINER if (key, trainer[key]) != ("type", "trainer"))
    yield from (f"{key}: {_CHOSEN}" for key in trainer.keys() & _TRAINER if trainer[key] == _CHOSEN)
    preprocessing = _section(plain, "preprocessing")
    yield from (f"preprocessing.{key}" for key in preprocessing if not (key == "split" and _shares(plain)))


def _unread(name: str, section: Mapping[str, Any]) -> Iterator[str]:
    known = _OF_A_STACK | _OF_A_LAYER
    listed = section.get("fc_layers")
    each = [section, *(listed if isinstance(listed, list) else [])]
    for key in (key for one in each if isinstance(one, dict) for key in one):
        if key not in known and (key, section.get(key)) != ("type", "concat"):
            yield f"{name}.{key}"
    norms = {str(one["norm"]) for one in each if isinstance(one, dict) and one.get("norm")}
    yield from (f"{name}.norm" for norm in norms if norm not in _NORMS)
