"""Settings of a script that stand in other calls than `compile` and `fit`, and what it does to its rows.

They are kept until it is known which source the config has.
"""

import ast
from collections.abc import Iterator
from contextlib import suppress

from mlpcli.config.translation.classes import Unreadable
from mlpcli.config.translation.keras_calls import value_of
from mlpcli.config.translation.pasted_code import last_name
from mlpcli.config.translation.scripts.arguments import meant
from mlpcli.config.translation.scripts.augmentation import TRANSFORMS, augmentation, transformed
from mlpcli.config.translation.scripts.calls import BATCH, COLOR, NOWHERE, WINDOW, KnownCall, known_call
from mlpcli.config.translation.scripts.headers import with_header
from mlpcli.config.translation.scripts.kept import note, put
from mlpcli.config.translation.scripts.loaders import OF_ROWS, add_defaults, is_of_others
from mlpcli.config.translation.scripts.row_order import add_order
from mlpcli.config.translation.scripts.row_parts import add_use
from mlpcli.config.translation.scripts.row_shapes import add_shape
from mlpcli.config.translation.scripts.row_slices import add_slice_use
from mlpcli.config.translation.scripts.scaling import add_scaling, is_targets, standardize
from mlpcli.config.translation.scripts.splits import add_split
from mlpcli.config.translation.scripts.values import Layer, Reading, Scope, Unread, dotted, unread
from mlpcli.config.translation.scripts.without_counterpart import NAMED, is_of_torchvision, is_pretrained
from mlpcli.config.yaml.nodes import KeyPath


def add_settings(reading: Reading, call: ast.Call, scope: Scope, names: str) -> None:
    """Keep what a call sets, and name what has no counterpart; `names` are those that its value gets."""
    name = last_name(call.func)
    _add_images(reading, call, scope)
    if name in ("fit_transform", "transform") and call.args and isinstance(call.func, ast.Attribute):
        add_scaling(reading, call, ast.unparse(call.func.value).lower())
    if dotted(call.func) == "preprocessing.scale" and call.args:
        standardize(reading, call, is_of_targets=is_targets(call.args[0]))
    if name == "set_params":
        note(reading, unread(call, is_layer=False).as_left_out())
    if name == "OneHotEncoder":
        reading.traces.encoders.add(names.lower())
    if name == "StandardScaler":
        reading.scalers.add(names.lower())
    if name == "reshape" and WINDOW in reading.others and _is_one_step(call):
        note(reading, unread(call, is_layer=False).as_left_out())
    add_order(reading, call, names)
    add_shape(reading, call, scope, names)
    add_split(reading, call, scope, names)
    add_use(reading, call)
    add_slice_use(reading, call)
    if name in OF_ROWS and is_of_others(call, names):
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
    add_defaults(reading, call, known)


def _add_images(reading: Reading, call: ast.Call, scope: Scope) -> None:
    """Keep what a call does to images, or name it, as what else has no counterpart."""
    name = last_name(call.func)
    if name == "ImageDataGenerator":
        # Of several, those for other rows only rescale.
        reading.augmentation = reading.augmentation or list(augmentation(call, scope))
    if name in TRANSFORMS and (is_of_torchvision(call.func) or name != "RandomRotation"):
        found = [one for one in transformed(call, scope) if one not in reading.augmentation]
        reading.augmentation += (one for one in found if isinstance(one, Layer))
        reading.notes += (one for one in found if isinstance(one, Unread) and one not in reading.notes)
    elif name == "Grayscale":
        _add_gray(reading, call)
    elif name in NAMED or is_of_torchvision(call.func) or is_pretrained(dotted(call.func)):
        note(reading, unread(call))


def _add_gray(reading: Reading, call: ast.Call) -> None:
    """Keep that images become gray, unless they are to have three equal channels."""
    given = [*call.args[:1], *(one.value for one in call.keywords if one.arg == "num_output_channels")]
    if all(ast.unparse(one) == "1" for one in given):
        put(reading, COLOR, "gray", unread(call))
    else:
        note(reading, unread(call))


def _add_argument(reading: Reading, argument: str, path: KeyPath, node: ast.expr, scope: Scope) -> None:
    said = Unread(f"{argument}={_short(node)}", node.lineno)
    try:
        value = value_of(node, scope.plain)
    except Unreadable:
        note(reading, unread(node, is_layer=False) if path else said)
        return
    try:
        found = meant(argument, path, value)
    except Unreadable:
        note(reading, said)
        return
    if found is not None:
        put(reading, path, found, said)


def _is_one_step(call: ast.Call) -> bool:
    """Whether windows get a shape in which each is one step: its rows are the channels, and not the steps."""
    shape = call.args[-1] if call.args else None
    sides = shape.elts if isinstance(shape, ast.Tuple) else []
    return len(sides) == 3 and isinstance(sides[1], ast.Constant) and sides[1].value == 1


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
