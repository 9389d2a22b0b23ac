"""Keys of other tools, and keys in the wrong section: where they belong, and what they mean."""

from collections.abc import Callable, Sequence
from typing import Any

from mlpcli.config.layers import LAYERS
from mlpcli.config.messages.finding import Fix
from mlpcli.config.messages.known_keys import keys_of
from mlpcli.config.sources import SOURCES
from mlpcli.config.translation.augmentation_keys import augmentation_section, augmented, hyperparameter
from mlpcli.config.translation.callbacks import callback_edits, unread_callbacks
from mlpcli.config.translation.classes import argument_named, snake_case
from mlpcli.config.translation.hidden_layers import beside_hidden, hidden
from mlpcli.config.translation.levels import spread
from mlpcli.config.translation.misplaced import OF_ALL, OF_TRAINING, take_out
from mlpcli.config.translation.optimizer_keys import argument, betas, clipping, decay, rate
from mlpcli.config.translation.other_names import DROPPED, SIDES
from mlpcli.config.translation.places import of_data, of_training, renamed
from mlpcli.config.translation.regularization_keys import (
    decay_of_layer,
    dropout,
    penalties,
    penalty,
    smoothing,
)
from mlpcli.config.translation.schedule_keys import falling, scheduler, solver_with_schedule
from mlpcli.config.translation.scripts.arguments import FITS
from mlpcli.config.translation.split_keys import split
from mlpcli.config.translation.stopping import stopping
from mlpcli.config.translation.ultralytics_keys import WITHOUT_MEANING, about_something_else
from mlpcli.config.types.class_choice import is_class
from mlpcli.config.yaml.edits import Edit, Insert, Put, Remove
from mlpcli.config.yaml.nodes import KeyPath, Plain, plain_at
from mlpcli.config.yaml.notation import item_text, one_line

SHAPES = frozenset(
    """
    input_shape input_dim batch_input_shape batch_shape input_length stack_size in_channels in_features
    input_size in_dim num_inputs n_inputs
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
OF_THE_TOOL = "the tool decides it"
NO_SUCH_SETTING = "there is no such setting here"
HELD_BACK = frozenset(
    """
    validation_split val_split validation validation_size val_size validation_fraction val_ratio
    validation_ratio val_fraction valid_size
    """.split()
)
# How much of the data is trained on, where the rest is held back.
TRAINED = (
    "train",
    "train_split",
    "train_size",
    "train_fraction",
    "train_ratio",
    "training_split",
    "training_size",
)
_RESTS = ("validation", "test")
SEEDS = ("random_state", "random_seed", "rng_seed", "seed_everything", "seed")
_ACTIVATED = frozenset({"activation", "act", "activation_function", "nonlinearity"})


def moved(path: KeyPath, value: Any, document: Plain, known: Sequence[str]) -> Fix | None:
    """What to do with an unknown key at `path`; `known` are the keys that are possible there."""
    written = str(path[-1])
    for key in dict.fromkeys((written, snake_case(written))):
        if fix := _moved(path, key, value, document, known):
            return fix
    return None


def _moved(path: KeyPath, key: str, value: Any, document: Plain, known: Sequence[str]) -> Fix | None:
    if fix := _dropped(path, key):
        return fix
    for rule in _RULES:
        if fix := rule(path, key, value, document):
            return fix
    meant = argument_named(key, known)
    if meant != key:
        here: Any = plain_at(document, path[:-1])
        if isinstance(here, dict) and meant in here:
            return Fix(f"remove it: {meant} is there too", (Remove(path),))
        return renamed(path, meant, value, document, f"write {meant}")
    if fix := spread(path, key, value, document, known):
        return fix
    if key == "restore_best_weights":
        return Fix("remove it: training always ends with the weights of the best epoch", (Remove(path),))
    if key in _WITHOUT_MEANING | WITHOUT_MEANING:
        return Fix(f"remove it: {NO_SUCH_SETTING}", (Remove(path),))
    return None


def _dropped(path: KeyPath, key: str) -> Fix | None:
    """What has no meaning here, because the tool decides or knows it."""
    if key == "defaults" and len(path) == 1:
        why = "files are merged where they are named, as in mlpcli train FIRST.yaml SECOND.yaml"
        return Fix(f"remove it: {why}", (Remove(path),))
    if key not in DROPPED | SHAPES:
        return None
    why = "the input's shape comes from the dataset" if key in SHAPES else OF_THE_TOOL
    if key in ("data_format", "dim_ordering"):
        why = "channels always come last"
    return Fix(f"remove it: {why}", (Remove(path),))


def _validation(path: KeyPath, key: str, value: Any, document: Plain) -> Fix | None:
    if key not in HELD_BACK or path[:1] == ("data",) or len(path) > 2:
        return None
    return Fix(
        f"write it below data: validation: {one_line(value)}",
        (take_out(path, document), Put(("data", "validation"), value)),
    )


def _trained(path: KeyPath, key: str, value: Any, document: Plain) -> Fix | None:
    """The share of the rows to train on: `train_size: 0.7`."""
    if key not in TRAINED or path[:-1] not in OF_ALL:
        return None
    sections = [section for place in OF_ALL if isinstance(section := plain_at(document, place), dict)]
    beside = {argument_named(one, _RESTS) for section in sections for one in section}
    if not beside.isdisjoint(_RESTS) or not isinstance(value, float) or not 0 < value < 1:
        why = "all rows that are not held back by validation or test are trained on"
        return Fix(f"remove it: {why}", (take_out(path, document),))
    rest = round(1 - value, 9)
    text = f"write it below data: validation: {one_line(rest)}"
    return Fix(text, (take_out(path, document), Put(("data", "validation"), rest)))


def _seed(path: KeyPath, key: str, value: Any, document: Plain) -> Fix | None:
    """`random_state: 3`, wherever it stands; of several the first one at the left margin counts."""
    if key not in SEEDS or path[:-1] not in OF_ALL or type(value) is not int:
        return None
    places: list[KeyPath] = [("seed",), *((one,) for one in SEEDS), *(("training", one) for one in SEEDS)]
    first = next((place for place in places if type(plain_at(document, place)) is int), path)
    if first != path:
        return Fix(f"remove it: {'.'.join(map(str, first))} is there too", (take_out(path, document),))
    text = f"write it at the left margin as seed: {value}"
    return Fix(text, (take_out(path, document), Put(("seed",), value)))


def _callbacks(path: KeyPath, key: str, value: Any, document: Plain) -> Fix | None:
    if key != "callbacks" or path[:-1] not in OF_TRAINING:
        return None
    edits = list(callback_edits(value))
    unread = unread_callbacks(value)
    without = f", without {', '.join(unread)}" if unread else ""
    if not edits:
        return Fix(f"remove it: {NO_SUCH_SETTING}", (take_out(path, document),))
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


_OF_THE_SOURCE = {"test": "has test rows of its own", "rows": "has its rows, and all of them are used"}


def _of_the_source(path: KeyPath, key: str, value: Any, document: Plain) -> Fix | None:
    """How many rows there are, of a source that does not let one choose."""
    source = plain_at(document, ("data", "source"))
    if path[:-1] != ("data",) or not isinstance(source, str) or not (known := keys_of((source,))):
        return None
    meant = argument_named(key, [*_OF_THE_SOURCE])
    if meant in known or meant not in _OF_THE_SOURCE or source not in SOURCES:
        return None
    return Fix(f"remove it: {source} {_OF_THE_SOURCE[meant]}", (Remove(path),))


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


_Rule = Callable[[KeyPath, str, Any, Plain], Fix | None]
_RULES: Sequence[_Rule] = (
    rate,
    decay,
    betas,
    solver_with_schedule,
    scheduler,
    falling,
    about_something_else,
    argument,
    clipping,
    _validation,
    split,
    _trained,
    _seed,
    stopping,
    hidden,
    beside_hidden,
    _callbacks,
    _sides,
    augmented,
    hyperparameter,
    augmentation_section,
    smoothing,
    dropout,
    penalties,
    _of_the_source,
    _module,
    _fit,
    _wrapped,
    _layer_of_its_own,
    penalty,
    decay_of_layer,
    of_data,
    of_training,
)
