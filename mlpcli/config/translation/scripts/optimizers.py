"""What a script makes for a training written by hand: optimizers, PyTorch's schedules by epoch, losses."""

import ast
import re

from mlpcli.config.translation.callbacks import callback_of
from mlpcli.config.translation.classes import Unreadable
from mlpcli.config.translation.pasted_code import arguments_by_name, last_name
from mlpcli.config.translation.pytorch import has_groups, is_optimizer
from mlpcli.config.translation.scripts.calls import is_trainer
from mlpcli.config.translation.scripts.clipping import add_clipping
from mlpcli.config.translation.scripts.decays import with_decay
from mlpcli.config.translation.scripts.fit_arguments import callback, callbacks, made
from mlpcli.config.translation.scripts.layers import LOSS_FUNCTIONS, literal
from mlpcli.config.translation.scripts.schedules import add_schedule
from mlpcli.config.translation.scripts.values import Reading, Scope, Unread, dotted, unread
from mlpcli.config.yaml.nodes import Plain

_PATIENCE = 10
_OF_A_PLATEAU = (
    *("optimizer", "mode", "factor", "patience", "threshold", "threshold_mode", "cooldown", "min_lr", "eps"),
)

# Methods of Keras's optimizers, in a training that is written by hand.
_STEPS = frozenset({"apply_gradients", "minimize"})
_LOSSES = {
    **dict.fromkeys(("MSELoss", "mse_loss"), "mean_squared_error"),
    **dict.fromkeys(("L1Loss", "l1_loss"), "mean_absolute_error"),
    **dict.fromkeys(("HuberLoss", "SmoothL1Loss", "huber_loss", "smooth_l1_loss"), "huber"),
}
# Those that the data and the last layer ask for without being named.
_BY_DEFAULT = frozenset({"CrossEntropyLoss", "NLLLoss", "BCELoss", "BCEWithLogitsLoss"})
# Those of outputs without their last activation, and which one it is.
_OF_LOGITS = {
    **dict.fromkeys(("CrossEntropyLoss", "cross_entropy"), "softmax"),
    **dict.fromkeys(("BCEWithLogitsLoss", "binary_cross_entropy_with_logits"), "sigmoid"),
}

# The order of what losses are given, where it is not the weights of the classes first.
_ORDER_OF_LOSSES = {
    **dict.fromkeys(("HuberLoss", "huber_loss"), ("reduction", "delta")),
    **dict.fromkeys(
        ("MSELoss", "L1Loss", "SmoothL1Loss", "mse_loss", "l1_loss", "smooth_l1_loss"),
        ("size_average", "reduce", "reduction", "beta"),
    ),
}
_USUAL = frozenset(
    {("reduction", "'mean'"), ("weight", "None"), ("size_average", "None"), ("reduce", "None")}
)
_MODULES = ("nn.", "torch.nn.", "F.", "functional.")


def add_training(reading: Reading, call: ast.Call, scope: Scope) -> None:
    """Keep what a call says of a training that is written by hand, or by Lightning, or name it."""
    add_optimizer(reading, call, scope)
    add_schedule(reading, call, scope)
    add_loss(reading, call, scope)
    add_trainer(reading, call, scope)
    add_figure(reading, call)
    add_clipping(reading, call, scope)


def add_trainer(reading: Reading, call: ast.Call, scope: Scope) -> None:
    """Keep the callbacks that a trainer of PyTorch Lightning's is given, and PyTorch's one for the rate."""
    found: list[Plain] = []
    missing: list[Unread] = []
    if is_trainer(call):
        given = (one.value for one in call.keywords if one.arg == "callbacks")
        found = [one for node in given for one in callbacks(node, scope, missing)]
    elif last_name(call.func) == "ReduceLROnPlateau" and _is_of_an_optimizer(call):
        named = _by_name(call, missing)
        missing += callback(named, scope).unread
        found = [callback_of(_more_patient(named), scope.plain)]
    if found:
        reading.settings["callbacks"] = [*reading.settings.get("callbacks", ()), *found]
    reading.notes += missing


def _is_of_an_optimizer(call: ast.Call) -> bool:
    """Whether a callback's namesake is PyTorch's, which is given an optimizer first."""
    is_first = bool(call.args) and not isinstance(call.args[0], ast.Constant)
    return (
        is_first or "lr_scheduler" in dotted(call.func) or "optimizer" in {one.arg for one in call.keywords}
    )


def _by_name(call: ast.Call, missing: list[Unread]) -> ast.Call:
    """PyTorch's schedule with named arguments; those that it has of its own are added to `missing`."""
    given = arguments_by_name(call, _OF_A_PLATEAU)
    for key in ("threshold", "threshold_mode", "eps"):
        if key in given:
            text = unread(given.pop(key), is_layer=False).text
            missing.append(Unread(f"{key}={text}", call.lineno))
    if ast.unparse(given.get("mode", ast.Constant("min"))) == "'max'":
        missing.append(Unread("the figure that the rate follows", call.lineno, is_layer=False))
    kept = [ast.keyword(key, value) for key, value in given.items() if key not in ("optimizer", "verbose")]
    return ast.copy_location(ast.Call(call.func, [], kept), call)


def _more_patient(call: ast.Call) -> ast.Call:
    """The same schedule for Keras: PyTorch reduces a rate after one bad epoch more than its patience."""
    given = {one.arg: one.value for one in call.keywords}
    patience = given.get("patience", ast.Constant(_PATIENCE))
    given["patience"] = ast.BinOp(patience, ast.Add(), ast.Constant(1))
    return ast.Call(call.func, [], [ast.keyword(key, value) for key, value in given.items()])


def add_figure(reading: Reading, call: ast.Call) -> None:
    """Keep which figure a plateau of PyTorch's is told: `scheduler.step(val_loss)`."""
    told = call.args[0] if len(call.args) == 1 else None
    plateaus = [one for one in reading.settings.get("callbacks", ()) if "ReduceLROnPlateau" in one]
    if last_name(call.func) != "step" or told is None or not plateaus:
        return
    text = ast.unparse(told).lower()
    is_other = "acc" in text or "auc" in text or "f1" in text
    if is_other or "loss" not in text:
        reading.notes.append(
            Unread(f"{unread(told, is_layer=False).text} as what the rate follows", call.lineno)
        )
        return
    is_held_back = any(word in text for word in ("val", "test", "dev", "eval"))
    plateaus[-1]["ReduceLROnPlateau"].setdefault("monitor", "val_loss" if is_held_back else "loss")


def add_optimizer(reading: Reading, call: ast.Call, scope: Scope) -> None:
    """Keep PyTorch's optimizer, and the one that a loop of Keras's steps with."""
    settings = reading.settings
    if _changes_rate(call):
        reading.notes.append(Unread(" ".join(ast.unparse(call).split()), call.lineno))
    if last_name(call.func) in _STEPS and isinstance(call.func, ast.Attribute):
        used = scope.plain.get(dotted(call.func.value))
        if isinstance(used, str | dict):
            settings.setdefault("optimizer", used)
    if not is_optimizer(call):
        return
    try:
        found = made("optimizer", call, scope)
    except Unreadable:
        reading.notes.append(unread(call))
        return
    found = with_decay(reading, found, call, scope)
    settings["optimizer"] = found.plain
    reading.notes += found.unread
    if has_groups(call):
        reading.notes.append(Unread("groups of parameters", call.lineno))


def add_loss(reading: Reading, call: ast.Call, scope: Scope) -> None:
    """Keep the loss that a script makes of PyTorch's, or name it, and those of its arguments that count."""
    name = last_name(call.func)
    is_function = name in LOSS_FUNCTIONS
    is_imported = isinstance(call.func, ast.Name) and name in _BY_DEFAULT | _LOSSES.keys() - LOSS_FUNCTIONS
    is_of_nn = (is_function or name.endswith("Loss")) and dotted(call.func).startswith(_MODULES)
    if not (is_of_nn or is_imported):
        return
    reading.of_logits = reading.of_logits or _OF_LOGITS.get(name, "")
    if name in _LOSSES:
        reading.settings.setdefault("loss", _LOSSES[name])
    elif not is_function and name not in _BY_DEFAULT:
        reading.notes.append(unread(call))
    order = _ORDER_OF_LOSSES.get(name, ("weight",))
    # A function is given outputs and targets first.
    in_order = zip(order, call.args[2 * is_function :], strict=False)
    for key, node in (*in_order, *((one.arg or "", one.value) for one in call.keywords)):
        text = unread(node, is_layer=False).text
        if key == "label_smoothing" and (share := literal(node, scope)) is not None:
            smoothed: Plain = {"label_smoothing": share, "from_logits": True}
            if share:
                reading.settings["loss"] = {"categorical_crossentropy": smoothed}
        elif key == "delta" and isinstance(node, ast.Constant) and "huber" in name.lower():
            reading.settings["loss"] = {"huber": {"delta": node.value}}
        elif (key, text) not in _USUAL:
            reading.notes.append(Unread(f"{key}={text}", call.lineno))


def _changes_rate(call: ast.Call) -> bool:
    """Whether a call gives an optimizer another rate: `K.set_value(model.optimizer.lr, 0.1)`."""
    given: list[ast.expr] = call.args[:1] if last_name(call.func) == "set_value" else []
    if isinstance(call.func, ast.Attribute) and call.func.attr == "assign":
        given = [call.func.value]
    return any(re.search(r"opt\w*\.(lr|learning_rate)$", ast.unparse(one)) for one in given)
