"""Settings of a script that stand in other calls than `compile` and `fit`: seeds, batches, shares, sizes.

Each call gives its arguments in an order and under names; those that a config has too have a path there.
"""

import ast
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, get_args

from mlpcli.config.sources import SOURCES
from mlpcli.config.training import Precision
from mlpcli.config.translation.classes import Unreadable
from mlpcli.config.translation.keras_calls import last_name, value_of
from mlpcli.config.translation.script_augmentation import augmentation
from mlpcli.config.translation.script_values import Reading, Scope, Setting, Unread, dotted, unread
from mlpcli.config.yaml.nodes import KeyPath, Plain

_SEED: KeyPath = ("seed",)
_PRECISION: KeyPath = ("training", "precision")
_BATCH: KeyPath = ("training", "batch_size")
_TEST: KeyPath = ("data", "test")
_VALIDATION: KeyPath = ("data", "validation")
_SIZE: KeyPath = ("data", "size")
_COLOR: KeyPath = ("data", "color")
_LEFT_OUT: KeyPath = ()
_COLORS = {"grayscale": "gray", "rgb": "rgb"}


@dataclass(frozen=True)
class _Call:
    """The arguments of a call in their order, empty where they mean nothing here, and what they set.

    `within`: what must stand before its name, if the name alone may be another function's.
    """

    order: Sequence[str]
    paths: Mapping[str, KeyPath]
    within: tuple[str, ...] = ()


_SEEDING = _Call(("seed",), {"seed": _SEED})
_POLICY = _Call(("policy",), {"policy": _PRECISION})
_OF_A_FOLDER: Mapping[str, KeyPath] = {
    "batch_size": _BATCH,
    "seed": _SEED,
    "color_mode": _COLOR,
    "validation_split": _VALIDATION,
}
_FOLDER_ORDER = ("", "", "", "", "color_mode", "batch_size", "image_size", "", "seed", "validation_split")
_CALLS: Mapping[str, _Call] = {
    "set_random_seed": _SEEDING,
    "set_seed": _SEEDING,
    "manual_seed": _SEEDING,
    "seed": _Call(("seed",), {"seed": _SEED}, within=("random",)),
    "set_global_policy": _POLICY,
    "set_policy": _POLICY,
    "set_experimental_policy": _POLICY,
    "set_dtype_policy": _POLICY,
    "DataLoader": _Call(("", "batch_size"), {"batch_size": _BATCH}),
    "batch": _Call(("batch_size",), {"batch_size": _BATCH}, within=("",)),
    "flow": _Call(("", "", "batch_size"), {"batch_size": _BATCH, "seed": _SEED}, within=("",)),
    "image_dataset_from_directory": _Call(_FOLDER_ORDER, {**_OF_A_FOLDER, "image_size": _SIZE}),
    "flow_from_directory": _Call(("", "target_size"), {**_OF_A_FOLDER, "target_size": _SIZE}),
    "ImageDataGenerator": _Call((), {"validation_split": _VALIDATION}),
    "Resize": _Call(("size",), {"size": _SIZE}),
    "train_test_split": _Call(
        (), {"test_size": _TEST, "train_size": _TEST, "random_state": _SEED, "shuffle": _LEFT_OUT}
    ),
}
# What changes the rows or the training, and has no counterpart in a config, or one of other numbers.
_NAMED = frozenset(
    """
    Normalize ColorJitter RandomHorizontalFlip RandomVerticalFlip RandomResizedCrop RandomAffine
    MultiStepLR CosineAnnealingLR CosineAnnealingWarmRestarts OneCycleLR LambdaLR CyclicLR LinearLR
    PolynomialLR clip_grad_norm_ clip_grad_value_ dropna fillna MinMaxScaler SMOTE PCA
    """.split()
)
_OF_PYTORCH = frozenset({"transforms", "T", "v2", "lr_scheduler"})


_KEPT = frozenset(
    {"Compose", "ToTensor", "Resize", "StepLR", "ExponentialLR", "PILToTensor", "ToImage", "ToDtype"}
)


def add_settings(reading: Reading, call: ast.Call, scope: Scope, names: str) -> None:
    """Keep what a call sets, and name what has no counterpart; `names` are those that its value gets."""
    name = last_name(call.func)
    if name in _NAMED or _is_of_torchvision(call.func):
        _note(reading, unread(call))
    if name == "ImageDataGenerator":
        # Of several, those for other rows only rescale.
        reading.augmentation = reading.augmentation or list(augmentation(call, scope))
    known = _CALLS.get(name)
    if known is None or not _is_within(call, known.within):
        return
    for argument, path, node in _given(call, known):
        said = Unread(f"{argument}={_short(node)}", call.lineno)
        if name == "train_test_split" and path == _TEST and _is_validation(names, reading.others):
            path = _VALIDATION
        try:
            value = value_of(node, scope.plain)
        except Unreadable:
            _note(reading, unread(node, is_layer=False))
            continue
        if value is None or (path == _LEFT_OUT and value is True):
            continue
        meant = _meant(argument, path, value)
        if meant is None:
            _note(reading, said)
        else:
            put(reading, path, meant, said)


def add_batches(reading: Reading, taken: ast.expr, scope: Scope) -> None:
    """The size of the batches that a loop takes: `for first in range(0, len(rows), 32)`."""
    if isinstance(taken, ast.Call) and last_name(taken.func) == "range" and len(taken.args) == 3:
        with suppress(Unreadable):
            size = value_of(taken.args[2], scope.plain)
            if type(size) is int and size > 0:
                put(reading, _BATCH, size, Unread(_short(taken), taken.lineno))


def put(reading: Reading, path: KeyPath, value: Plain, said: Unread) -> None:
    """Keep a setting, unless there is one; a second seed of another value is told."""
    before = reading.others.setdefault(path, Setting(value, said))
    if path == _SEED and before.value != value:
        _note(reading, said)


def _note(reading: Reading, said: Unread) -> None:
    if said not in reading.notes:
        reading.notes.append(said)


def placed(
    found: Mapping[KeyPath, Setting], source: str, given: Mapping[str, Any]
) -> tuple[dict[KeyPath, Plain], list[Unread]]:
    """The settings for which a config of this source has a place, and those without one.

    `given`: what `fit` is given, which decides.
    """
    values: dict[KeyPath, Plain] = {}
    missing: list[Unread] = []
    decided = {_BATCH: "batch_size", _VALIDATION: "validation_split"}
    for path, one in found.items():
        if path[0] == "data" and path[-1] not in SOURCES[source].model_fields:
            missing.append(one.said)
        elif decided.get(path, "") not in given:
            values[path] = one.value
    return values, missing


def _is_of_torchvision(func: ast.expr) -> bool:
    """Whether a call makes a transformation, or a schedule, of PyTorch's that has no counterpart here."""
    if not isinstance(func, ast.Attribute) or last_name(func.value) not in _OF_PYTORCH:
        return False
    return func.attr[:1].isupper() and not func.attr.endswith("Tensor") and func.attr not in _KEPT


def _is_within(call: ast.Call, within: tuple[str, ...]) -> bool:
    """Whether a call is a method, or one of a module, where its name alone says too little."""
    if not within:
        return True
    if not isinstance(call.func, ast.Attribute):
        return False
    return within == ("",) or last_name(call.func.value) in within


def _given(call: ast.Call, known: _Call) -> Iterator[tuple[str, KeyPath, ast.expr]]:
    in_order = [(name, value) for name, value in zip(known.order, call.args, strict=False) if name]
    for name, value in (*in_order, *((one.arg or "", one.value) for one in call.keywords)):
        if name in known.paths:
            yield name, known.paths[name], value


def _is_validation(names: str, found: Mapping[KeyPath, Setting]) -> bool:
    """Whether a split makes validation rows: by the names that it gives, or because it is the second one."""
    return "val" in names.lower() or ("test" not in names.lower() and _TEST in found)


def _meant(argument: str, path: KeyPath, value: Plain) -> Plain:
    """The value as a config has it; None if it has none."""
    if path in (_SEED, _BATCH):
        return value if type(value) is int and value >= (path == _BATCH) else None
    if path == _PRECISION:
        return value if value in get_args(Precision) else None
    if path in (_TEST, _VALIDATION):
        share = round(1 - value, 6) if argument == "train_size" and isinstance(value, float) else value
        return share if isinstance(share, float) and 0 < share < 1 else None
    if path == _SIZE and isinstance(value, list) and len(set(map(str, value))) == 1:
        return value[0]
    if path == _COLOR:
        return _COLORS.get(str(value))
    return value if path else None


def _short(node: ast.expr) -> str:
    return unread(node, is_layer=False).text


def changed_rows(targets: Sequence[ast.expr], value: ast.expr) -> Unread | None:
    """What a script does to its inputs that a config does not: rows cut off, numbers scaled; None for others.

    Labels are cut like their inputs, and pixels divided by 255 are what the tool does.
    """
    if len(targets) == 1 and isinstance(targets[0], ast.Tuple) and isinstance(value, ast.Tuple):
        each = zip(targets[0].elts, value.elts, strict=False)
        return next((one for target, part in each if (one := changed_rows([target], part))), None)
    names = [dotted(one) for one in targets]
    if not names or not all(_is_inputs(name) for name in names):
        return None
    if isinstance(value, ast.Subscript) and isinstance(value.slice, ast.Slice):
        is_cut = value.slice.lower is not None or value.slice.upper is not None
        return unread(value, is_layer=False).as_left_out() if is_cut and dotted(value.value) else None
    if isinstance(value, ast.BinOp) and not _is_by_255(value):
        used = [dotted(node) for node in ast.walk(value) if isinstance(node, ast.Name | ast.Attribute)]
        if any(map(_is_inputs, filter(None, used))):
            return unread(value, is_layer=False).as_left_out()
    return None


def _is_inputs(name: str) -> bool:
    name = name.lower()
    return name.startswith(("x_", "train_images", "train_data", "test_images")) or name in ("x", "images")


def _is_by_255(node: ast.BinOp) -> bool:
    """Whether all that is done is to divide all rows by 255."""
    side = node.right if isinstance(node.op, ast.Div) else None
    more = any(isinstance(one, ast.BinOp | ast.Slice) for one in ast.walk(node.left))
    return isinstance(side, ast.Constant) and side.value in (255, 255.0) and not more
