"""What `compile`, `fit` and the trainers of other tools are given, in the sections where it belongs."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mlpcli.config.messages.finding import Fix
from mlpcli.config.messages.spelling import same
from mlpcli.config.sources import SOURCES
from mlpcli.config.training import Training
from mlpcli.config.translation.augmentation_keys import FLIPS, HALF
from mlpcli.config.translation.callbacks import callback_edits, unread_callbacks
from mlpcli.config.translation.keys import NO_SUCH_SETTING, OF_THE_TOOL, moved
from mlpcli.config.translation.optimizer_keys import BEGINS_SCHEDULE, COUPLED, optimizer_meant
from mlpcli.config.translation.other_names import FILES
from mlpcli.config.yaml.edits import Edit, Put, Remove, Rename
from mlpcli.config.yaml.nodes import KeyPath, Plain

NOTHING = (None, False, 0, "")
"""Values of settings that ask for nothing: nobody misses them."""
_KNOWN = list(Training.model_fields)
_DATA = ("data", "source", "dataset")
_ELSEWHERE = ("optimizer", *_DATA)
_REMOVED = "remove it: "
_WITHOUT = ", without "
# What the name alone says too.
_PLAIN_REASONS = (OF_THE_TOOL, NO_SUCH_SETTING)


def settings(given: Mapping[str, Any], plain: dict[str, Plain]) -> list[Edit]:
    """What `compile` and `fit` are given, in the sections where it belongs; `plain` is the config."""
    together = _with_these(given, plain)
    is_added = "optimizer" in together and "optimizer" not in plain
    edits: list[Edit] = [Put(("optimizer",), together["optimizer"])] if is_added else []
    for name, value in given.items():
        if name == "callbacks":
            edits += callback_edits(value)
        elif name in _DATA:
            edits += [Put(("data",), data)] if (data := _data(value)) and "data" not in plain else []
        elif name != "optimizer":
            edits += _setting(name, value, together)
    return edits


def left_out(given: Mapping[str, Any], plain: dict[str, Plain]) -> Iterator[str]:
    """What is lost of the settings, and why; none of those that `settings` leaves as they are."""
    together = _with_these(given, plain)
    for name, value in given.items():
        if value in NOTHING:
            continue
        if name == "callbacks":
            yield from unread_callbacks(value)
        elif name == "optimizer":
            yield from _lost_optimizer(value, plain)
        elif name in _DATA:
            if "data" in plain:
                yield f"its {name} (data stands at the left margin)"
            elif not _data(value):
                yield name
        elif fix := _fix(name, value, together):
            yield from _lost(name, value, fix)


# What a source is called by, in a mapping of the data.
_SOURCE_NAMES = ("source", "name", "dataset", "dataset_name", "type", "kind")

_FILES = ("path", *FILES)


def _data(value: Any) -> dict[str, Plain]:
    """The data section that a value means; empty if it names neither a source nor a file."""
    section = {"source": value} if isinstance(value, str) else value
    each = section.items() if isinstance(section, dict) else ()
    named = {key: same(name, SOURCES) for key, name in each if isinstance(name, str)}
    key = next((one for one in _SOURCE_NAMES if named.get(one)), None)
    if key is None:
        # The source of a file is told by its name, once it is where it belongs.
        return dict(each) if any(one in _FILES and "." in str(item) for one, item in each) else {}
    return {"source": named[key], **{one: item for one, item in each if one != key}}


def _lost_optimizer(value: Any, plain: dict[str, Plain]) -> Iterator[str]:
    meant = optimizer_meant(value)
    if meant is None:
        yield "optimizer"
    elif plain.get("optimizer", meant) != meant:
        yield "its optimizer (one stands at the left margin)"


def _lost(name: str, value: Any, fix: Fix) -> Iterator[str]:
    """What a fix does not write of a setting."""
    if all(isinstance(edit, Remove) for edit in fix.edits):
        _, _, why = fix.text.partition(_REMOVED)
        if why != BEGINS_SCHEDULE:
            yield f"{name} ({why})" if why and why not in _PLAIN_REASONS else name
    elif name in FLIPS and value != HALF:
        yield f"the share {value} of {name}"
    elif COUPLED in fix.text:
        yield f"the coupling of {name} to the gradients"
    elif lost := fix.text.partition(_WITHOUT)[2]:
        yield f"{lost} of {name}"


def unknown_settings(given: Mapping[str, Any], plain: dict[str, Plain]) -> list[str]:
    """The settings that mean nothing here, which `settings` leaves to be told as unknown keys."""
    together = _with_these(given, plain)
    others = (name for name in given if name not in (*_KNOWN, *_ELSEWHERE, "callbacks"))
    return [name for name in others if _fix(name, given[name], together) is None]


def _with_these(given: Mapping[str, Any], plain: dict[str, Plain]) -> dict[str, Plain]:
    """The config with `given` where it will be: some settings are about others."""
    if (meant := optimizer_meant(given.get("optimizer"))) is not None and "optimizer" not in plain:
        plain = {**plain, "optimizer": meant}
    there = plain.get("training")
    others = {name: item for name, item in given.items() if name not in (*_ELSEWHERE, "callbacks")}
    return {**plain, "training": {**(there if isinstance(there, dict) else {}), **others}}


def _fix(name: str, value: Any, plain: dict[str, Plain]) -> Fix | None:
    """Where a setting belongs that the training section does not have."""
    return None if name in _KNOWN else moved(("training", name), value, plain, _KNOWN)


def _setting(name: str, value: Any, plain: dict[str, Plain]) -> Sequence[Edit]:
    path: KeyPath = ("training", name)
    if fix := _fix(name, value, plain):
        # A renamed key is not there yet.
        return [
            Put((*path[:-1], edit.key), value) if isinstance(edit, Rename) else edit for edit in fix.edits
        ]
    return [Put(path, value)]
