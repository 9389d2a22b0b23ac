"""Keys of other tools, and keys in the wrong section: where they belong, and what they mean."""

from collections.abc import Callable, Sequence
from typing import Any

from mlpcli.config.config import Config
from mlpcli.config.layers import LAYERS
from mlpcli.config.messages.finding import Fix
from mlpcli.config.sources import SOURCES
from mlpcli.config.training import Training
from mlpcli.config.translation.callbacks import callback_edits, monitoring_meant, unread_callbacks
from mlpcli.config.translation.classes import argument_named
from mlpcli.config.translation.hidden_layers import beside_hidden, hidden
from mlpcli.config.translation.keras_calls import call_in
from mlpcli.config.translation.optimizer_keys import argument, betas, clipping, decay, rate, solver, take_out
from mlpcli.config.translation.other_names import DROPPED, SIDES
from mlpcli.config.translation.scripts.arguments import FITS
from mlpcli.config.translation.scripts.augmentation import layers_of_arguments
from mlpcli.config.types.class_choice import is_class
from mlpcli.config.yaml.edits import Edit, Insert, Put, Remove, Rename
from mlpcli.config.yaml.nodes import KeyPath, Plain, plain_at
from mlpcli.config.yaml.notation import item_text, one_line

_SHAPES = frozenset(
    """
    input_shape input_dim batch_input_shape batch_shape input_length stack_size in_channels in_features
    """.split()
)
# Arguments of Keras's fit and compile, and of other tools, that have no counterpart.
_WITHOUT_MEANING = frozenset(
    """
    verbose workers use_multiprocessing max_queue_size run_eagerly steps_per_execution jit_compile
    initial_epoch x y validation_data steps_per_epoch weighted_metrics loss_weights framework backend
    task_type label_mode class_mode class_names subset follow_links interpolation
    accelerator devices num_nodes strategy logger default_root_dir enable_progress_bar enable_checkpointing
    enable_model_summary log_every_n_steps check_val_every_n_epoch num_workers pin_memory data_dir
    """.split()
)
HELD_BACK = frozenset(
    {"validation_split", "val_split", "validation", "validation_size", "val_size", "validation_fraction"}
)
SEEDS = ("random_state", "random_seed", "rng_seed", "seed_everything", "seed")
PATIENCE = ("patience", "n_iter_no_change", "early_stopping_patience", "early_stopping_rounds")
_ACTIVATED = frozenset({"activation", "act", "activation_function", "nonlinearity"})


def moved(path: KeyPath, value: Any, document: Plain, known: Sequence[str]) -> Fix | None:
    """What to do with an unknown key at `path`; `known` are the keys that are possible there."""
    key = str(path[-1])
    if key in DROPPED:
        why = "the input's shape comes from the dataset" if key in _SHAPES else "the tool decides it"
        if key in ("data_format", "dim_ordering"):
            why = "channels always come last"
        return Fix(f"remove it: {why}", (Remove(path),))
    for rule in _RULES:
        if fix := rule(path, key, value, document):
            return fix
    meant = argument_named(key, known)
    if meant != key:
        here: Any = plain_at(document, path[:-1])
        if isinstance(here, dict) and meant in here:
            return Fix(f"remove it: {meant} is there too", (Remove(path),))
        return Fix(f"write {meant}", (Rename(path, meant),))
    if key == "restore_best_weights":
        return Fix("remove it: training always ends with the weights of the best epoch", (Remove(path),))
    if key in _WITHOUT_MEANING:
        return Fix("remove it: there is no such setting here", (Remove(path),))
    return None


def _validation(path: KeyPath, key: str, value: Any, document: Plain) -> Fix | None:
    if key not in HELD_BACK or path[:1] == ("data",) or len(path) > 2:
        return None
    return Fix(
        f"write it below data: validation: {one_line(value)}",
        (take_out(path, document), Put(("data", "validation"), value)),
    )


def _seed(path: KeyPath, key: str, value: Any, document: Plain) -> Fix | None:
    """`random_state: 3`, wherever it stands; of several the first one at the left margin counts."""
    if key not in SEEDS or path[:-1] not in ((), ("training",), ("data",)) or type(value) is not int:
        return None
    places: list[KeyPath] = [("seed",), *((one,) for one in SEEDS), *(("training", one) for one in SEEDS)]
    first = next((place for place in places if type(plain_at(document, place)) is int), path)
    if first != path:
        return Fix(f"remove it: {'.'.join(map(str, first))} is there too", (take_out(path, document),))
    text = f"write it at the left margin as seed: {value}"
    return Fix(text, (take_out(path, document), Put(("seed",), value)))


def _stopping(path: KeyPath, key: str, value: Any, document: Plain) -> Fix | None:
    """`patience: 3` beside `early_stopping`, or in place of it."""
    if path[:-1] not in ((), ("training",)):
        return None
    if key == "early_stopping" and len(path) == 1 and value is False:
        return Fix("remove it: without it, training does not stop early", (Remove(path),))
    if key == "early_stopping" and len(path) == 1:
        below = stopping_meant(value, document)
    elif key in PATIENCE and type(value) is int:
        named = (plain_at(document, (*place, "early_stopping")) for place in ((), ("training",)))
        there: Any = next((one for one in named if one is not None), {})
        below = {**(there if isinstance(there, dict) else monitoring_meant("early_stopping", there))}
        below["patience"] = value
    else:
        return None
    if not below:
        return None
    text = f"write it below training: early_stopping: {one_line(below)}"
    return Fix(text, (Remove(path), Put(("training", "early_stopping"), below)))


def stopping_meant(value: Any, document: Plain) -> dict[str, Plain]:
    """What `early_stopping: true` or `4` means beside `patience: 3`; empty if that is unclear."""
    places = ((*place, one) for place in ((), ("training",)) for one in PATIENCE)
    beside = next((one for one in (plain_at(document, place) for place in places) if type(one) is int), None)
    found: dict[str, Plain] = {"patience": 5} if value is True else monitoring_meant("early_stopping", value)
    return {**found, "patience": beside} if found and beside is not None else found


def section_meant(section: str, value: Any, document: Plain) -> dict[str, Plain]:
    """What a value in place of a section that follows a figure means; empty if that is unclear."""
    if section == "early_stopping":
        return stopping_meant(value, document)
    return monitoring_meant(section, value)


def _source(path: KeyPath, key: str, value: Any, document: Plain) -> Fix | None:
    """`data:` over keys that are not indented."""
    keys = [name for model in SOURCES.values() for name in model.model_fields]
    meant = argument_named(key, keys)
    is_of_training = argument_named(key, list(Training.model_fields)) != key
    if len(path) > 1 or meant not in keys or key in Config.model_fields or is_of_training:
        return None
    if meant == "source" and not isinstance(value, str):
        return None
    return Fix(
        f"indent it below data: as {meant}: {one_line(value)}", (Remove(path), Put(("data", meant), value))
    )


def _beside_training(path: KeyPath, key: str, value: Any, document: Plain) -> Fix | None:
    """A key of the training section at the left margin or in `data`, or one of the top level in a section."""
    meant = argument_named(key, list(Training.model_fields))
    if (len(path) == 1 or path[:-1] == ("data",)) and meant in Training.model_fields:
        here = plain_at(document, ("training",))
        if isinstance(here, dict) and meant in here:
            return Fix(f"remove it: training has {meant} already", (Remove(path),))
        text = f"write it below training: {meant}: {one_line(value)}"
        return Fix(text, (Remove(path), Put(("training", meant), value)))
    if len(path) == 2 and key in Config.model_fields and path[0] in ("training", "data"):
        if key in (document if isinstance(document, dict) else {}):
            return Fix("remove it: it stands at the left margin already", (Remove(path),))
        if key == "optimizer" and isinstance(value, str):
            value = call_in(value, key) or value
        text = f"write it at the left margin, next to data: and layers: {key}: {one_line(value)}"
        return Fix(text, (take_out(path, document), Put((key,), value)))
    return None


def _callbacks(path: KeyPath, key: str, value: Any, document: Plain) -> Fix | None:
    if key != "callbacks" or path[:-1] not in ((), ("training",)):
        return None
    edits = list(callback_edits(value))
    unread = unread_callbacks(value)
    without = f", without {', '.join(unread)}" if unread else ""
    if not edits:
        return Fix("remove it: there is no such setting here", (take_out(path, document),))
    return Fix(f"write it below training{without}", (Remove(path), *edits), shows_lines=True)


def _sides(path: KeyPath, key: str, value: Any, document: Plain) -> Fix | None:
    """Keras 1's `nb_row` and `nb_col` of a window."""
    here: Any = plain_at(document, path[:-1])
    if key not in SIDES or not isinstance(here, dict) or not all(side in here for side in SIDES):
        return None
    sides: Plain = [here[side] for side in SIDES]
    return Fix(
        f"write kernel_size: {one_line(sides)}", (Remove(path), Put((*path[:-1], "kernel_size"), sides))
    )


def _augmented(path: KeyPath, key: str, value: Any, document: Plain) -> Fix | None:
    """Arguments of Keras's ImageDataGenerator beside those of the data: `horizontal_flip: true`."""
    section, layers = plain_at(document, path[:-1]), plain_at(document, ("layers",))
    if path[:-1] not in (("data",), ("training",)) or not isinstance(section, dict):
        return None
    for names, layer in layers_of_arguments(section) if isinstance(layers, list) else ():
        given = [name for name in names.split() if name in section]
        if key == given[0]:
            meant: Plain = {name: arguments for name, arguments in layer.items()}
            text = f"write it as a layer before all others: - {item_text(meant)}"
            return Fix(text, (take_out(path, document), Insert(("layers", 0), meant)))
        if key in given:
            return Fix(f"remove it: the layer for {given[0]} says it too", (take_out(path, document),))
    return None


def _module(path: KeyPath, key: str, value: Any, document: Plain) -> Fix | None:
    """The size of batches among the arguments of Lightning's data: `init_args: {batch_size: 64}`."""
    size = value.get("batch_size") if isinstance(value, dict) else None
    if key != "init_args" or path[:-1] != ("data",) or type(size) is not int:
        return None
    edits = (Remove(path), Put(("training", "batch_size"), size))
    return Fix(f"of it, write below training: batch_size: {size}", edits)


def _fit(path: KeyPath, key: str, value: Any, document: Plain) -> Fix | None:
    """`crop_to_aspect_ratio: true`"""
    if key not in FITS or path[:-1] != ("data",) or not isinstance(value, bool):
        return None
    fit = FITS[key] if value else "stretch"
    return Fix(f"write fit: {fit}", (Remove(path), Put(("data", "fit"), fit)))


def _wrapped(path: KeyPath, key: str, value: Any, document: Plain) -> Fix | None:
    """A layer within a wrapper beside other arguments, without the name of its argument."""
    wrapper = LAYERS.get(str(path[-2])) if len(path) > 1 else None
    argument = wrapper.alone() if wrapper else ""
    if not wrapper or not argument or not is_class(wrapper, argument, {key: value}):
        return None
    layer: Plain = {key: value} if value is not None else key
    edits = (Remove(path), Put((*path[:-1], argument), layer))
    return Fix(f"write {argument}: {one_line(layer)}", edits)


def _layer_of_its_own(path: KeyPath, key: str, value: Any, document: Plain) -> Fix | None:
    """`dropout: 0.2`, `batch_norm: true` and `activation: relu` in a layer that has no such argument."""
    if len(path) != 4 or path[0] != "layers" or not isinstance(path[1], int):
        return None
    layer: Plain = None
    if key in ("dropout", "dropout_rate") and path[2] != "Dropout":
        layer = {"Dropout": {"rate": value}}
    elif key in ("batch_norm", "batch_normalization", "batchnorm", "bn"):
        layer = "BatchNormalization"
    elif key in _ACTIVATED and path[2] not in ("Activation",) and isinstance(value, str):
        layer = {"Activation": {"activation": value}}
        if "activation" in LAYERS[str(path[2])].model_fields:
            return None
    if layer is None:
        return None
    edits: tuple[Edit, ...] = (Remove(path),)
    if value not in (None, False, 0):
        edits += (Insert(("layers", path[1] + 1), layer),)
    return Fix(f"write it as a layer after this one: - {item_text(layer)}", edits)


def _regularized(path: KeyPath, key: str, value: Any, document: Plain) -> Fix | None:
    """`l2: 0.01` in a layer."""
    layer = plain_at(document, path[:-1])
    own = LAYERS.get(str(path[-2])) if len(path) > 2 else None
    if key not in ("l1", "l2") or own is None or "kernel_regularizer" not in own.model_fields:
        return None
    if not isinstance(layer, dict) or isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if "kernel_regularizer" in layer:
        return Fix("remove it: kernel_regularizer is there too", (Remove(path),))
    given: dict[str, Plain] = {name: layer[name] for name in ("l1", "l2") if name in layer}
    meant: Plain = {"L1L2" if len(given) > 1 else key.upper(): given}
    edits = (Remove(path), Put((*path[:-1], "kernel_regularizer"), meant))
    return Fix(f"write kernel_regularizer: {one_line(meant)}", edits)


_Rule = Callable[[KeyPath, str, Any, Plain], Fix | None]
_RULES: Sequence[_Rule] = (
    rate,
    decay,
    betas,
    solver,
    argument,
    clipping,
    _validation,
    _seed,
    _stopping,
    hidden,
    beside_hidden,
    _callbacks,
    _sides,
    _augmented,
    _module,
    _fit,
    _wrapped,
    _layer_of_its_own,
    _regularized,
    _source,
    _beside_training,
)
