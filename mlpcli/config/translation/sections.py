"""Sections of other tools: Keras's own serialization, `model:`, `compile:`, `fit:`, Ludwig, scikit-learn."""

from collections.abc import Iterator, Sequence
from typing import Any

from mlpcli.config.messages.finding import Finding, Fix
from mlpcli.config.training import Training
from mlpcli.config.translation.callbacks import callback_edits, unread_callbacks
from mlpcli.config.translation.classes import class_named, class_with, own_name, tidy, with_arguments
from mlpcli.config.translation.hidden_layers import hidden
from mlpcli.config.translation.keys import moved
from mlpcli.config.translation.lightning_data import data_of_lightning
from mlpcli.config.translation.mappings import PATHS_OF_A_CLASS, as_class, layers_of_text
from mlpcli.config.translation.other_names import OF_PYTORCH
from mlpcli.config.translation.pastes import paste_in
from mlpcli.config.translation.your_own import OWN_DATA, YOUR_OWN
from mlpcli.config.yaml.edits import Edit, Put, Remove, Rename
from mlpcli.config.yaml.nodes import KeyPath, MappingNode, Plain, plain_at, to_plain

MODEL = ("model", "network", "architecture", "net", "Sequential", "sequential")
COMPILE = ("compile", "compile_args", "compiler")
FIT = ("fit", "train", "trainer", "fit_args", "hyperparameters", "hyperparams", "params")


def of_other_tools(document: MappingNode) -> Iterator[Finding]:
    """Sections at the top level that other tools have, each with what it is here."""
    plain = to_plain(document)
    if not isinstance(plain, dict):
        return
    if isinstance(plain.get("class_name"), str) and isinstance(plain.get("config"), dict | list):
        yield from _serialized(plain)
        return
    for key, value in plain.items():
        if key in MODEL:
            yield from _model(key, value, plain)
        elif key in COMPILE or key in FIT:
            yield from _compiled(key, value, plain)
    yield from data_of_lightning(plain)


def _serialized(plain: dict[str, Plain]) -> Iterator[Finding]:
    """A network as Keras's `to_json` writes it, at the top level."""
    layers = _layer_list(plain)
    if not layers:
        return
    kept = ("version", "name", "seed", "data", "layers", "optimizer", "training")
    edits: list[Edit] = [Remove((key,)) for key in plain if key not in kept]
    edits.append(Put(("layers",), layers))
    compiled = plain.get("compile_config")
    if isinstance(compiled, dict):
        given = {key: item for key, item in compiled.items() if key in _SETTINGS and item is not None}
        edits += settings(given, plain)
    words = "write the layers as"
    if "data" not in plain:
        data = {"source": "mnist"} if _is_of_mnist(plain) else YOUR_OWN
        edits.insert(0, Put(("data",), dict(data)))
        words = f"name your data, and {words}" if _is_of_mnist(plain) else f"{OWN_DATA}, and {words}"
    fix = Fix(words, tuple(edits), shows_lines=True)
    yield Finding(("class_name",), "this is a network as Keras saves it", fix)


def _is_of_mnist(plain: Plain) -> bool:
    """Whether the first layer that says its input takes images of 28x28, in a row or not."""
    layers = plain_at(plain, ("config", "layers")) or plain_at(plain, ("config",))
    configs = [plain_at(layer, ("config",)) for layer in layers] if isinstance(layers, list) else []
    shapes = [
        one.get("batch_shape", one.get("batch_input_shape")) for one in configs if isinstance(one, dict)
    ]
    shape = next((one for one in shapes if isinstance(one, list)), [])
    return shape[1:] in ([784], [28, 28], [28, 28, 1])


def _layer_list(value: Any) -> list[Plain]:
    """The layers in a list, in a mapping with `layers`, in Keras's serialization, or in code."""
    if isinstance(value, str):
        return layers_of_text(value)
    if isinstance(value, dict):
        config = value.get("config", value)
        inner = config.get("layers", config.get("_args_")) if isinstance(config, dict) else config
        if inner is None and isinstance(value.get("Sequential"), list | dict):
            inner = value["Sequential"]
        if inner is None:
            return _named_layers(value)
        return _layer_list(inner)
    if not isinstance(value, list):
        return []
    found: list[Plain] = []
    for item in value:
        found += _layer(item)
    return found


def _named_layers(value: dict[str, Any]) -> list[Plain]:
    names = [class_named(key, "layer") for key in value]
    if not value or not all(names):
        return []
    return [
        class_with(name, item if isinstance(item, dict) else {})
        for name, item in zip(names, value.values(), strict=True)
    ]


def _layer(item: Any) -> list[Plain]:
    if isinstance(item, str):
        found = class_named(item, "layer")
        return layers_of_text(item) or ([with_arguments(found, (), {})] if found else [])
    if not isinstance(item, dict):
        return []
    if item.get("class_name") in ("InputLayer", "Input"):
        return []
    if "class_name" in item:
        return [tidy(item)]
    if len(item) == 1 and item.keys().isdisjoint(PATHS_OF_A_CLASS):
        ((name, arguments),) = item.items()
        found = class_named(name, "layer")
        if name in ("Input", "InputLayer"):
            return []
        if isinstance(arguments, dict | None) and found:
            return [with_arguments(found, (), arguments or {})]
        if type(arguments) is int and name.lower().startswith("out"):
            return [{"Dense": {"units": arguments}}]
        # A list is in order for PyTorch's names; here it may be the one argument of the class.
        in_order = found in OF_PYTORCH and isinstance(arguments, list)
        return [with_arguments(found, arguments, {}) if in_order else {own_name(found) or name: arguments}]
    meant = as_class("layer", item)
    return [meant] if meant is not None else [item]


def _model(key: str, value: Any, plain: dict[str, Plain]) -> Iterator[Finding]:
    if isinstance(value, dict) and isinstance(inside := value.get("init_args"), dict):
        # A class of Lightning's with its arguments.
        value, plain = inside, {**plain, key: inside}
    layers = _layer_list(value)
    if "layers" not in plain and (made := [Put(("layers",), layers)] if layers else _of_sizes(key, plain)):
        edits: list[Edit] = [Remove((key,)), *made]
        words = "write the layers at the left margin"
    else:
        edits, words = (
            [Remove((key,))],
            "write the layers in a list below layers, at the left margin, and remove it",
        )
    rest = value if isinstance(value, dict) else {}
    edits += settings({name: item for name, item in rest.items() if name in _SETTINGS}, plain)
    shows_lines = any(isinstance(edit, Put) and edit.path == ("layers",) for edit in edits)
    yield Finding((key,), f"there is no key {key} here", Fix(words, tuple(edits), shows_lines=shows_lines))


def _of_sizes(key: str, plain: dict[str, Plain]) -> list[Edit]:
    """Layers of the sizes alone that stand below a key, and of what stands beside them."""
    value = plain[key]
    each = value.items() if isinstance(value, dict) else ()
    fix = next((found for name, item in each if (found := hidden((key, name), name, item, plain))), None)
    return [edit for edit in fix.edits if isinstance(edit, Put)] if fix else []


_SETTINGS = ("optimizer", "loss", "metrics", "epochs", "batch_size", "learning_rate", "lr")


def _compiled(key: str, value: Any, plain: dict[str, Plain]) -> Iterator[Finding]:
    if isinstance(value, str) and (given := paste_in(value).settings):
        value = given
    if not isinstance(value, dict):
        fix = Fix("remove it: the optimizer and training sections say what it says", (Remove((key,)),))
    else:
        edits = (Remove((key,)), *settings(value, plain))
        unread = unread_callbacks(value.get("callbacks", []))
        without = f", without {', '.join(unread)}" if unread else ""
        fix = Fix(f"write instead{without}", edits, shows_lines=True)
    yield Finding((key,), f"there is no key {key} here", fix)


def settings(given: dict[str, Any], plain: dict[str, Plain]) -> list[Edit]:
    """What `compile` and `fit` are given, in the sections where it belongs; `plain` is the config."""
    edits: list[Edit] = []
    if (meant := optimizer(given.get("optimizer"))) is not None and "optimizer" not in plain:
        edits.append(Put(("optimizer",), meant))
        plain = {**plain, "optimizer": meant}
    for name, value in given.items():
        if name == "callbacks":
            edits += callback_edits(value)
        elif name not in ("optimizer", "data", "source", "dataset"):
            edits += _setting(name, value, plain)
    return edits


def _setting(name: str, value: Any, plain: dict[str, Plain]) -> Sequence[Edit]:
    path: KeyPath = ("training", name)
    known = list(Training.model_fields)
    if name in known:
        return [Put(path, value)]
    if fix := moved(path, value, plain, known):
        # A renamed key is not there yet.
        return [
            Put((*path[:-1], edit.key), value) if isinstance(edit, Rename) else edit for edit in fix.edits
        ]
    return [Put(path, value)]


def optimizer(value: Any) -> Plain:
    """An optimizer as other tools write it; None if it is not one."""
    if isinstance(value, str):
        found = layers_of_text(value)
        return (found[0] if found else None) or class_named(value, "optimizer") or None
    if isinstance(value, dict):
        if "class_name" in value:
            return tidy(value)
        if len(value) == 1 and class_named(next(iter(value)), "optimizer"):
            ((name, arguments),) = value.items()
            return class_with(
                class_named(name, "optimizer"), arguments if isinstance(arguments, dict) else {}
            )
        return as_class("optimizer", value)
    return None
