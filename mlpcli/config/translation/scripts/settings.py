"""Settings of a script that stand in other calls than `compile` and `fit`, and what it does to its rows.

They are kept until it is known which source the config has.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from mlpcli.config.sources import SOURCES
from mlpcli.config.translation.classes import Unreadable
from mlpcli.config.translation.keras_calls import value_of
from mlpcli.config.translation.pasted_code import last_name
from mlpcli.config.translation.scripts.arguments import meant
from mlpcli.config.translation.scripts.augmentation import TRANSFORMS, augmentation, transformed
from mlpcli.config.translation.scripts.calls import (
    BATCH,
    COLOR,
    FIT,
    NOWHERE,
    OF_SERIES,
    SEED,
    SHUFFLE,
    VALIDATION,
    WINDOW,
    KnownCall,
    known_call,
)
from mlpcli.config.translation.scripts.headers import with_header
from mlpcli.config.translation.scripts.schedules import SCHEDULES
from mlpcli.config.translation.scripts.splits import add_split
from mlpcli.config.translation.scripts.values import Layer, Reading, Scope, Setting, Unread, dotted, unread
from mlpcli.config.yaml.nodes import KeyPath, Plain

# What changes the rows or the training, and has no counterpart in a config, or one of other numbers.
_NAMED = frozenset(
    """
    Normalize ColorJitter RandomResizedCrop RandomAffine
    LambdaLR CyclicLR MultiplicativeLR ConstantLR SequentialLR ChainedScheduler
    TrainingArguments Seq2SeqTrainingArguments fit_one_cycle fine_tune
    get_linear_schedule_with_warmup get_cosine_schedule_with_warmup
    GridSearchCV RandomizedSearchCV HalvingGridSearchCV cross_val_score cross_validate normalize log1p
    dropna fillna MinMaxScaler RobustScaler MaxAbsScaler SMOTE PCA flow_from_dataframe autocast GradScaler
    KFold StratifiedKFold RepeatedKFold LeaveOneOut
    """.split()
)
_OF_PYTORCH = frozenset({"transforms", "T", "v2", "lr_scheduler"})
# What gives batches of rows, of which only those for the training count.
_OF_ROWS = OF_SERIES | {"DataLoader", "batch"}
# In the names of what is not trained on.
_HELD_BACK = ("test", "val", "eval", "predict", "dev")
_KEPT = SCHEDULES | frozenset(
    {
        "Compose",
        "ToTensor",
        "Resize",
        "ReduceLROnPlateau",
        "PILToTensor",
        "ToImage",
        "ToDtype",
    }
)


def add_settings(reading: Reading, call: ast.Call, scope: Scope, names: str) -> None:
    """Keep what a call sets, and name what has no counterpart; `names` are those that its value gets."""
    name = last_name(call.func)
    _add_images(reading, call, scope)
    if name in ("fit_transform", "transform") and call.args and isinstance(call.func, ast.Attribute):
        _add_scaling(reading, call, ast.unparse(call.func.value).lower())
    if dotted(call.func) == "preprocessing.scale" and call.args:
        _standardize(reading, call, is_of_targets=_is_targets(call.args[0]))
    if name == "set_params":
        _note(reading, unread(call, is_layer=False).as_left_out())
    if name == "StandardScaler":
        reading.scalers.add(names.lower())
    if name == "reshape" and WINDOW in reading.others and _is_one_step(call):
        _note(reading, unread(call, is_layer=False).as_left_out())
    add_split(reading, call, scope, names)
    if name in _OF_ROWS and _is_of_others(call, names):
        # The batches of other rows say nothing about the training.
        return
    call = with_header(call, scope.plain)
    known = known_call(call)
    for argument, path, node in _given(call, known, scope) if known else ():
        if path == BATCH and "train" in names.lower() and path not in reading.of_training:
            # What was read before may have been an example.
            reading.others.pop(path, None)
            reading.of_training.add(path)
        _add_argument(reading, argument, path, node, scope)
    _add_defaults(reading, call, known)


def _add_images(reading: Reading, call: ast.Call, scope: Scope) -> None:
    """Keep what a call does to images, or name it, as what else has no counterpart."""
    name = last_name(call.func)
    if name == "ImageDataGenerator":
        # Of several, those for other rows only rescale.
        reading.augmentation = reading.augmentation or list(augmentation(call, scope))
    if name in TRANSFORMS and (_is_of_torchvision(call.func) or name != "RandomRotation"):
        found = [one for one in transformed(call, scope) if one not in reading.augmentation]
        reading.augmentation += (one for one in found if isinstance(one, Layer))
        reading.notes += (one for one in found if isinstance(one, Unread) and one not in reading.notes)
    elif name == "Grayscale":
        _add_gray(reading, call)
    elif name in _NAMED or _is_of_torchvision(call.func) or is_pretrained(dotted(call.func)):
        _note(reading, unread(call))


def _add_gray(reading: Reading, call: ast.Call) -> None:
    """Keep that images become gray, unless they are to have three equal channels."""
    given = [*call.args[:1], *(one.value for one in call.keywords if one.arg == "num_output_channels")]
    if all(ast.unparse(one) == "1" for one in given):
        put(reading, COLOR, "gray", unread(call))
    else:
        _note(reading, unread(call))


def _is_of_others(call: ast.Call, names: str) -> bool:
    """Whether batches are of rows that are not trained on, by the names that they get or are taken from."""
    if last_name(call.func) == "DataLoader" and call.args and "train" not in names.lower():
        names = f"{names} {last_name(call.args[0])}"
    return any(one in names.lower() for one in _HELD_BACK)


def _add_argument(reading: Reading, argument: str, path: KeyPath, node: ast.expr, scope: Scope) -> None:
    said = Unread(f"{argument}={_short(node)}", node.lineno)
    try:
        value = value_of(node, scope.plain)
    except Unreadable:
        _note(reading, unread(node, is_layer=False) if path else said)
        return
    try:
        found = meant(argument, path, value)
    except Unreadable:
        _note(reading, said)
        return
    if found is not None:
        put(reading, path, found, said)


def _is_one_step(call: ast.Call) -> bool:
    """Whether windows get a shape in which each is one step: its rows are the channels, and not the steps."""
    shape = call.args[-1] if call.args else None
    sides = shape.elts if isinstance(shape, ast.Tuple) else []
    return len(sides) == 3 and isinstance(sides[1], ast.Constant) and sides[1].value == 1


def _add_defaults(reading: Reading, call: ast.Call, known: KnownCall | None) -> None:
    """Keep what a call does unasked: both tools stretch images, PyTorch's loader gives single rows."""
    if known and (said := _stretches(call, known)):
        put(reading, FIT, "stretch", said)
    if last_name(call.func) in OF_SERIES:
        put(reading, BATCH, 128, Unread("batch_size=128", call.lineno))
        if "shuffle" not in {one.arg for one in call.keywords}:
            put(reading, SHUFFLE, False, Unread("shuffle=False", call.lineno))
    if last_name(call.func) != "DataLoader":
        return
    samplers = (one for one in call.keywords if one.arg in ("sampler", "batch_sampler"))
    for one in samplers:
        _note(reading, Unread(f"{one.arg}={_short(one.value)}", call.lineno))
    _add_order(reading, call)
    if BATCH in reading.others:
        return
    if _is_by_one(call):
        put(reading, BATCH, 1, Unread("batch_size=1", call.lineno))
    for one in call.keywords:
        if one.arg is None and len(call.args) < 2:
            _note(reading, unread(one.value, is_layer=False))


def _stretches(call: ast.Call, known: KnownCall) -> Unread | None:
    """What to say of a call that gives images another shape, where no image has one; None for other calls."""
    if FIT in known.paths.values():
        return Unread(last_name(call.func), call.lineno)
    size = [*call.args[:1], *(one.value for one in call.keywords if one.arg == "size")]
    # One number is that of the shorter side. With two, their size is named in any case.
    is_whole = last_name(call.func) == "Resize" and isinstance(next(iter(size), None), ast.Tuple | ast.List)
    return Unread("", call.lineno) if is_whole else None


def _add_order(reading: Reading, call: ast.Call) -> None:
    """Keep that PyTorch's loader gives rows in their order, as it does unless it or another one shuffles."""
    given = {one.arg: one.value for one in call.keywords}
    if None in given or {"sampler", "batch_sampler"} & given.keys() or SHUFFLE in reading.of_training:
        return
    shuffles = given.get("shuffle") or (call.args[2] if len(call.args) > 2 else None)
    if shuffles is None:
        put(reading, SHUFFLE, False, Unread("rows in their order", call.lineno))
    elif ast.unparse(shuffles) != "False":
        reading.others.pop(SHUFFLE, None)
        reading.of_training.add(SHUFFLE)


def put(reading: Reading, path: KeyPath, value: Plain, said: Unread) -> None:
    """Keep a setting, unless there is one; a second seed of another value is told."""
    before = reading.others.setdefault(path, Setting(value, said))
    if path == SEED and before.value != value:
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
    decided = {BATCH: "batch_size", VALIDATION: "validation_split"}
    for path, one in found.items():
        if path[0] == "data" and path[-1] not in SOURCES[source].model_fields:
            missing.append(one.said)
        elif decided.get(path, "") not in given:
            values[path] = one.value
    return values, missing


def _is_by_one(call: ast.Call) -> bool:
    """Whether a loader of PyTorch's gives one row at a time, as it does unless it is told otherwise."""
    return len(call.args) < 2 and not {"batch_size", "batch_sampler", None} & {
        one.arg for one in call.keywords
    }


def _is_of_torchvision(func: ast.expr) -> bool:
    """Whether a call makes a transformation, or a schedule, of PyTorch's that has no counterpart here."""
    if not isinstance(func, ast.Attribute) or last_name(func.value) not in _OF_PYTORCH:
        return False
    return func.attr[:1].isupper() and not func.attr.endswith("Tensor") and func.attr not in _KEPT


def is_pretrained(written: str) -> bool:
    """Whether a call makes one of the networks that PyTorch's packages bring along."""
    return bool(
        re.match(
            r"(torchvision\.)?models\.(?!load_|model_from|clone_)[a-z]|torch\.hub\.load$|timm\.", written
        )
    )


def _given(call: ast.Call, known: KnownCall, scope: Scope) -> Iterator[tuple[str, KeyPath, ast.expr]]:
    in_order = [(name, value) for name, value in zip(known.order, call.args, strict=False) if name]
    for name, value in (*in_order, *(pair for one in call.keywords for pair in _pairs(one, scope))):
        if name in known.paths:
            yield name, known.paths[name], value
        elif name and name not in known.silent and not known.is_read_elsewhere:
            yield name, NOWHERE, value


def _pairs(keyword: ast.keyword, scope: Scope) -> Iterator[tuple[str, ast.expr]]:
    """The argument, or each one in a mapping: `**options`."""
    if keyword.arg:
        yield keyword.arg, keyword.value
        return
    with suppress(Unreadable):
        given = value_of(keyword.value, scope.plain)
        for name, value in given.items() if isinstance(given, dict) else ():
            if isinstance(value, bool | int | float | str):
                yield name, ast.copy_location(ast.Constant(value), keyword.value)


def _short(node: ast.expr) -> str:
    return unread(node, is_layer=False).text


def _add_scaling(reading: Reading, call: ast.Call, owner: str) -> None:
    """Keep that numbers are standardized, by scikit-learn's class for it or what is called like one."""
    is_scaler = owner in reading.scalers or "standardscaler" in owner
    if is_scaler or re.match(r"sc|.*scal", owner.rpartition(".")[2]):
        _standardize(reading, call, is_of_targets=_is_targets(call.args[0]))


def _standardize(reading: Reading, node: ast.expr, *, is_of_targets: bool) -> None:
    key = "standardize_targets" if is_of_targets else "standardize"
    put(reading, ("data", key), True, unread(node, is_layer=False).as_left_out())


def add_step(reading: Reading, step: ast.expr, *, is_of_targets: bool) -> None:
    """Keep that a step of a pipeline standardizes, or name it."""
    made = step.func if isinstance(step, ast.Call) else step
    if dotted(step).lower() in reading.scalers or last_name(made) == "StandardScaler":
        _standardize(reading, step, is_of_targets=is_of_targets)
    elif dotted(made) and last_name(made) not in _NAMED:
        _note(reading, unread(step))


def _is_targets(node: ast.expr) -> bool:
    """Whether an expression is of what is to be predicted, in whatever shape."""
    names = [one.id.lower() for one in ast.walk(node) if isinstance(one, ast.Name)]
    return any(one == "y" or one.startswith("y_") for one in names)
