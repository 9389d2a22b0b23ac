"""Values that the calls of a script are given, as a config has them."""

from collections.abc import Callable, Mapping, Sequence
from typing import get_args

from mlpcli.config.training import Precision
from mlpcli.config.translation.classes import Unreadable
from mlpcli.config.translation.scripts.calls import (
    BATCH,
    COLOR,
    EPOCHS,
    FIT,
    HEADER,
    PRECISION,
    SEED,
    SEPARATOR,
    SHUFFLE,
    SIZE,
    STRIDE,
    TEST,
    VALIDATION,
    WINDOW,
)
from mlpcli.config.yaml.nodes import KeyPath, Plain

_COLORS = {"grayscale": "gray", "rgb": "rgb"}
FITS = {"crop_to_aspect_ratio": "crop", "pad_to_aspect_ratio": "pad"}
# What an argument may be without changing anything: labels of any form, and what the tool does as well.
_USUAL: Mapping[str, Sequence[Plain]] = {
    "label_mode": ("int", "categorical", "binary", "fine"),
    "class_mode": ("sparse", "categorical", "binary"),
    "interpolation": ("bilinear", "nearest"),
    "shuffle": (True,),
    "n_splits": (1,),
    # The rows of a last batch that is not full are trained on here.
    "drop_last": (False,),
    "drop_remainder": (False,),
    "sheet_name": (0,),
    "sampling_rate": (1,),
    "check_val_every_n_epoch": (1,),
    "dummy_na": (False,),
    "drop_first": (False,),
    "start_index": (0,),
    "reverse": (False,),
    "skiprows": (0,),
    "with_mean": (True,),
    "split": ("train", ["train", "test"]),
    "with_std": (True,),
}
_PRECISIONS: Mapping[str, Precision] = {
    **{name: name for name in get_args(Precision)},
    **dict.fromkeys(("32", "32-true"), "float32"),
    **dict.fromkeys(("16", "16-mixed"), "mixed_float16"),
    **dict.fromkeys(("bf16", "bf16-mixed"), "mixed_bfloat16"),
}
_SEPARATORS = {",": None, "\\s+": " "}


def meant(argument: str, path: KeyPath, value: Plain) -> Plain:
    """The value as a config has it at `path`; None if it says nothing.

    Raises Unreadable for one that has no counterpart.
    """
    if path == HEADER:
        return _header(argument, value)
    if not path:
        return _usual(argument, value)
    return None if value is None else _RULES.get(path, _as_it_is)(argument, value)


def _as_it_is(argument: str, value: Plain) -> Plain:
    return value


def _usual(argument: str, value: Plain) -> Plain:
    if value in _USUAL.get(argument, ()) or (value is None and argument not in _USUAL):
        return None
    raise Unreadable


def _header(argument: str, value: Plain) -> Plain:
    """Which line of a file has the names: pandas counts it from 0, numpy counts the lines before the rows."""
    known: Mapping[Plain, Plain] = {None: False, "infer": None, 0: None}
    if argument in ("skip_header", "skiprows"):
        known = {0: None, 1: True}
    if isinstance(value, list | dict) or value not in known:
        raise Unreadable
    return known[value]


def _whole(argument: str, value: Plain) -> Plain:
    # Of the seed alone, 0 is one.
    if type(value) is not int or value < (argument in ("batch_size", "max_epochs")):
        raise Unreadable
    return value


def _stride(argument: str, value: Plain) -> Plain:
    stride = _whole(argument, value)
    return None if stride == 1 else stride


def _shuffle(argument: str, value: Plain) -> Plain:
    if not isinstance(value, bool):
        raise Unreadable
    return None if value else False


def _precision(argument: str, value: Plain) -> Plain:
    if str(value) not in _PRECISIONS:
        raise Unreadable
    return _PRECISIONS[str(value)]


def _share(argument: str, value: Plain) -> Plain:
    share = round(1 - value, 6) if argument == "train_size" and isinstance(value, float) else value
    if not isinstance(share, float) or not 0 < share < 1:
        raise Unreadable
    return share


def _size(argument: str, value: Plain) -> Plain:
    return value[0] if isinstance(value, list) and len(set(map(str, value))) == 1 else value


def _color(argument: str, value: Plain) -> Plain:
    if str(value) not in _COLORS:
        raise Unreadable
    return _COLORS[str(value)]


def _fit(argument: str, value: Plain) -> Plain:
    return FITS[argument] if value else None


def _separator(argument: str, value: Plain) -> Plain:
    """What is between fields, unless it is the usual comma; of pandas's patterns, blanks alone are known."""
    if not isinstance(value, str) or (len(value) > 1 and value not in _SEPARATORS):
        raise Unreadable
    return _SEPARATORS.get(value, value)


_RULES: Mapping[KeyPath, Callable[[str, Plain], Plain]] = {
    SEED: _whole,
    BATCH: _whole,
    EPOCHS: _whole,
    SHUFFLE: _shuffle,
    PRECISION: _precision,
    TEST: _share,
    VALIDATION: _share,
    WINDOW: _whole,
    STRIDE: _stride,
    SIZE: _size,
    COLOR: _color,
    FIT: _fit,
    SEPARATOR: _separator,
}
