"""Scripts without a network that is translated: those of other frameworks, of which numbers can be kept."""

import ast
from collections.abc import Iterator, Mapping

from mlpcli.config.translation.classes import Unreadable
from mlpcli.config.translation.keras_calls import value_of
from mlpcli.config.translation.pasted_code import last_name, parsed
from mlpcli.config.translation.scripts.values import Unread, dotted
from mlpcli.config.translation.scripts.without_counterpart import is_pretrained
from mlpcli.config.yaml.nodes import Plain
from mlpcli.config.yaml.notation import one_line
from mlpcli.errors import Problem

NONE_OF_A_NETWORK = (
    "this is Python code, but none of a network",
    "paste the code that builds the network too, or create a config: mlpcli init",
)
"""What is said of code that builds no network, and what to do."""
# Those whose networks are not translated, by the names of their packages.
_FRAMEWORKS = frozenset({"transformers", "fastai", "flax", "haiku"})
_Arguments = Mapping[str, tuple[int, str]]
_FITTED: _Arguments = {
    "n_epoch": (0, "epochs"),
    "epochs": (0, "epochs"),
    "lr_max": (1, "learning_rate"),
    "lr": (1, "learning_rate"),
    "base_lr": (1, "learning_rate"),
}
_TRAINED: _Arguments = {
    "num_train_epochs": (-1, "epochs"),
    "per_device_train_batch_size": (-1, "batch_size"),
    "learning_rate": (-1, "learning_rate"),
    "weight_decay": (-1, "weight_decay"),
    "max_grad_norm": (-1, "global_clipnorm"),
    "label_smoothing_factor": (-1, "label_smoothing"),
    "seed": (-1, "seed"),
}
_STEPPED: _Arguments = {"learning_rate": (0, "learning_rate"), "momentum": (1, "momentum")}
_LOADED: _Arguments = {"bs": (-1, "batch_size"), "valid_pct": (-1, "validation"), "seed": (-1, "seed")}
# The numbers that calls are given: their places in order, or less than 0, and their names here.
_NUMBERS: Mapping[str, _Arguments] = {
    **dict.fromkeys(("TrainingArguments", "Seq2SeqTrainingArguments"), _TRAINED),
    **dict.fromkeys(("fit", "fit_one_cycle", "fine_tune", "fit_flat_cos"), _FITTED),
    **dict.fromkeys(("sgd", "adam", "adamw", "rmsprop"), _STEPPED),
    **dict.fromkeys(("from_csv", "from_df", "from_folder", "from_name_func", "dataloaders"), _LOADED),
}
# Layers whose last whole number, of those in order, is that of their units.
_LAYERS = {"Dense": "Dense", "Linear": "Dense", "Conv": "Conv2D"}
_KEPT = frozenset({"num_epochs", "epochs", "batch_size", "learning_rate"})


def refused_script(text: str, file: str) -> Problem | None:
    """What is said of Python code without a network that is translated; None for any other text."""
    try:
        tree = parsed(text)
    except Unreadable:
        return None
    imported = list(_imported(tree))
    if not imported and not file.lower().endswith(".py"):
        return None
    framework = next((one for one in imported if one in _FRAMEWORKS), "")
    if not framework:
        made = next((one for one in _in_order(tree) if is_pretrained(dotted(one.func))), None)
        return Problem(f"{file}:1:1", "", *(_brought_along(made) if made else NONE_OF_A_NETWORK))
    message = f"this is Python code of the package {framework}, whose networks are not translated"
    kept = list(_kept(tree))
    over = f"; then take over {', '.join(kept)} from the script" if kept else ""
    return Problem(f"{file}:1:1", "", message, f"have a config written for your data: mlpcli init{over}")


def _brought_along(made: ast.Call) -> tuple[str, str]:
    network = Unread(dotted(made.func), made.lineno)
    message = (
        f"this is Python code of a network that a package brings along, which is not translated: {network}"
    )
    return message, "write layers of your own in a config, which mlpcli init starts for your data"


def _imported(tree: ast.Module) -> Iterator[str]:
    """The packages that a script imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (one.name.partition(".")[0] for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


def _kept(tree: ast.Module) -> Iterator[str]:
    """The numbers of a training and the layers, as a config has them."""
    names = {name: value for name, value in _assigned(tree)}
    found = {_as_here(name): value for name, value in names.items() if name in _KEPT}
    layers: list[str] = []
    for node in _in_order(tree):
        for key, argument in _given(node):
            value = _value(argument, names)
            if key == "hidden layers" and isinstance(value, list):
                layers += [f"Dense {one}" for one in value]
            elif key == "units" and type(value) is int:
                layers.append(f"{_LAYERS[last_name(node.func)]} {value}")
            elif key not in ("units", "hidden layers") and isinstance(value, int | float):
                found[key] = value
    yield from (f"{key}: {one_line(value)}" for key, value in found.items())
    if layers:
        yield f"the layers {', '.join(layers)}"


def _as_here(name: str) -> str:
    return "epochs" if name == "num_epochs" else name


def _in_order(tree: ast.Module) -> list[ast.Call]:
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return sorted(calls, key=lambda call: (call.lineno, call.col_offset))


def _given(call: ast.Call) -> Iterator[tuple[str, ast.expr]]:
    """The arguments of a call that have a name here, by it."""
    name = last_name(call.func)
    given = {one.arg or "": one.value for one in call.keywords}
    for argument, (place, key) in _NUMBERS.get(name, {}).items():
        if argument in given:
            yield key, given[argument]
        elif 0 <= place < len(call.args):
            yield key, call.args[place]
    if name in _LAYERS:
        units = [given[one] for one in ("features", "out_features") if one in given]
        whole = [one for one in call.args if isinstance(one, ast.Constant) and type(one.value) is int]
        yield from (("units", one) for one in units or (whole or call.args)[-1:])
    if name == "tabular_learner" and "layers" in given:
        yield "hidden layers", given["layers"]


def _assigned(tree: ast.Module) -> Iterator[tuple[str, Plain]]:
    """The names that are set to a number."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            if isinstance(node.value.value, int | float):
                yield from ((one.id, node.value.value) for one in node.targets if isinstance(one, ast.Name))


def _value(node: ast.expr, names: Mapping[str, Plain]) -> Plain:
    try:
        return value_of(node, names)
    except Unreadable:
        return None
