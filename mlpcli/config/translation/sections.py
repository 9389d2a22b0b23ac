"""Sections of other tools: Keras's own serialization, `model:`, `compile:`, `fit:`, Ludwig, scikit-learn."""

from collections.abc import Iterator, Mapping
from typing import Any

from mlpcli.config.messages.finding import Finding, Fix
from mlpcli.config.translation.class_forms import PATHS_OF_A_CLASS, arguments_beside, class_forms
from mlpcli.config.translation.classes import class_named, class_with, own_name, tidy, with_arguments
from mlpcli.config.translation.hidden_layers import beside_hidden, hidden
from mlpcli.config.translation.keys import SHAPES
from mlpcli.config.translation.layer_sizes import SizedLayers, layers_of_arrows, layers_of_sizes
from mlpcli.config.translation.levels import stem_of
from mlpcli.config.translation.lightning_data import data_of_lightning
from mlpcli.config.translation.mappings import as_class, layers_of_text
from mlpcli.config.translation.optimizer_keys import CLIPPING, SCHEDULERS
from mlpcli.config.translation.other_names import OF_PYTORCH
from mlpcli.config.translation.pastes import paste_in
from mlpcli.config.translation.settings import left_out, settings
from mlpcli.config.translation.your_own import OWN_DATA, YOUR_OWN
from mlpcli.config.yaml.edits import Edit, Put, Remove
from mlpcli.config.yaml.nodes import KeyPath, MappingNode, Plain, plain_at, to_plain

MODEL = ("model", "network", "architecture", "net", "Sequential", "sequential")
COMPILE = ("compile", "compile_args", "compiler")
FIT = (
    "optim_wrapper",
    "fit",
    "train",
    "trainer",
    "fit_args",
    "hyperparameters",
    "hyperparams",
    "hparams",
    "params",
)


def of_other_tools(document: MappingNode) -> Iterator[Finding]:
    """Sections at the top level that other tools have, each with what it is here."""
    plain = to_plain(document)
    if not isinstance(plain, dict):
        return
    if isinstance(plain.get("class_name"), str) and isinstance(plain.get("config"), dict | list):
        yield from _serialized(plain)
        return
    if models := [key for key in plain if key in MODEL or stem_of(key) in MODEL]:
        # What the others say may go below the optimizer that stands in one of these.
        yield from (finding for key in models for finding in _model(key, plain[key], plain))
        return
    for key, value in plain.items():
        if key in COMPILE or key in FIT:
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
    if isinstance(value, dict):
        value = _without_wrappers(value)
        plain = {**plain, key: value}
    sized = _sized(value, plain)
    layers = sized.layers if sized else _layer_list(value)
    if "layers" not in plain and (made := [Put(("layers",), layers)] if layers else _of_sizes(key, plain)):
        edits: list[Edit] = [Remove((key,)), *made]
        remark = f", {sized.remark}" if sized and sized.remark else ""
        words = f"write the layers at the left margin{remark}"
    else:
        edits, words = (
            [Remove((key,))],
            "write the layers in a list below layers, at the left margin, and remove it",
        )
    rest = value if isinstance(value, dict) else {}
    edits += settings({name: item for name, item in rest.items() if name in _SETTINGS}, plain)
    unread = {name: item for name, item in rest.items() if not sized or name not in sized.read}
    left_out = list(_unread(key, unread, plain)) if sized or not layers or "layers" in rest else []
    without = f", without {', '.join(left_out)}" if left_out else ""
    shows_lines = any(isinstance(edit, Put) and edit.path == ("layers",) for edit in edits)
    fix = Fix(f"{words}{without}", tuple(edits), shows_lines=shows_lines)
    yield Finding((key,), f"there is no key {key} here", fix)


def _sized(value: Any, plain: dict[str, Plain]) -> SizedLayers | None:
    """The layers of a network that says their sizes alone."""
    if isinstance(value, str):
        return layers_of_arrows(value)
    source = plain_at(plain, ("data", "source")) or plain_at(plain, ("data",))
    if not isinstance(value, dict):
        return None
    below = value.get("layers")
    return layers_of_arrows(below) if isinstance(below, str) else layers_of_sizes(value, source)


def _without_wrappers(value: dict[str, Any]) -> dict[str, Any]:
    """What stands in a network, also below its class or below a network of its own: `model: {net: {...}}`."""
    form = next(class_forms(value), None)
    # What Keras writes has its own rules.
    named, in_order = arguments_beside(form.key if form else "", value)
    found = value if "class_name" in value else {**named, **({"layers": in_order} if in_order else {})}
    inner = next((one for one in MODEL if isinstance(found.get(one), dict | list)), None)
    if inner is None:
        return found
    below = found[inner]
    rest = {name: item for name, item in found.items() if name != inner}
    return {**rest, **(_without_wrappers(below) if isinstance(below, dict) else {"layers": below})}


def _unread(key: str, section: dict[str, Any], plain: dict[str, Plain]) -> Iterator[str]:
    """The keys of a network that nothing is made of."""
    for name, item in section.items():
        path: KeyPath = (key, name)
        is_size = "layers" not in plain and (
            hidden(path, name, item, plain) or beside_hidden(path, name, item, plain)
        )
        is_read = is_size or name in (*_SETTINGS, *SHAPES, "activation", "layers", "config", "name")
        if not is_read and item not in (None, False, 0):
            yield name


def _of_sizes(key: str, plain: dict[str, Plain]) -> list[Edit]:
    """Layers of the sizes alone that stand below a key, and of what stands beside them."""
    value = plain[key]
    each = value.items() if isinstance(value, dict) else ()
    fix = next((found for name, item in each if (found := hidden((key, name), name, item, plain))), None)
    return [edit for edit in fix.edits if isinstance(edit, Put)] if fix else []


_SETTINGS = (
    *("optimizer", "loss", "metrics", "epochs", "batch_size", "learning_rate", "lr"),
    *("criterion", "weight_decay", "momentum", *SCHEDULERS, *CLIPPING),
)


def _compiled(key: str, value: Any, plain: dict[str, Plain]) -> Iterator[Finding]:
    if isinstance(value, str) and (given := paste_in(value).settings):
        value = given
    if isinstance(value, dict) and (form := next(class_forms(value), None)) and form.key in PATHS_OF_A_CLASS:
        value = form.named
    if not isinstance(value, Mapping):
        fix = Fix("remove it: the optimizer and training sections say what it says", (Remove((key,)),))
    else:
        edits = (Remove((key,)), *settings(value, plain))
        lost = ", ".join(left_out(value, plain))
        without = f", without {lost}" if lost else ""
        fix = Fix(f"write instead{without}", edits, shows_lines=True)
    yield Finding((key,), f"there is no key {key} here", fix)
