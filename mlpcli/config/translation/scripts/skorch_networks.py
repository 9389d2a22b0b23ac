"""skorch's views of a network of PyTorch's: the network that they make, and what they train it with."""

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from mlpcli.config.translation.callbacks import callback_of
from mlpcli.config.translation.classes import Unreadable
from mlpcli.config.translation.keras_calls import value_of
from mlpcli.config.translation.pasted_code import arguments_by_name, last_name
from mlpcli.config.translation.scripts.decays import with_decay
from mlpcli.config.translation.scripts.fit_arguments import made
from mlpcli.config.translation.scripts.optimizers import add_loss
from mlpcli.config.translation.scripts.values import Defined, Inline, Network, Reading, Scope, Unread, unread
from mlpcli.config.yaml.nodes import Plain

SKORCH = frozenset({"NeuralNet", "NeuralNetClassifier", "NeuralNetBinaryClassifier", "NeuralNetRegressor"})
_ORDER = ("module", "criterion", "optimizer", "lr", "max_epochs", "batch_size")
_WITHOUT_MEANING = frozenset(
    {"module", "verbose", "device", "warm_start", "compile", "classes", "use_caching", "predict_nonlinearity"}
)
# The losses that are applied without being asked for.
_LOSSES = {"NeuralNetRegressor": "MSELoss", "NeuralNetBinaryClassifier": "BCEWithLogitsLoss"}
_SHUFFLE = "iterator_train__shuffle"
_RATE, _EPOCHS, _ROWS, _FOLDS = 0.01, 10, 128, 5


@dataclass
class _View:
    """The arguments of a view; `notes` are those of them that have no counterpart."""

    call: ast.Call
    scope: Scope
    given: dict[str, ast.expr]
    notes: list[Unread] = field(default_factory=list)

    def plain(self, name: str, usual: Plain) -> Plain:
        """The value of an argument that is a number; the usual one if it is not given, or not known."""
        if (node := self.given.pop(name, None)) is None:
            return usual
        try:
            return value_of(node, self.scope.plain)
        except Unreadable:
            self.notes.append(unread(node, is_layer=False))
            return usual

    def named(self, name: str, node: ast.expr) -> None:
        self.notes.append(Unread(f"{name}={unread(node, is_layer=False).text}", self.call.lineno))

    def of_part(self, part: str) -> list[ast.keyword]:
        """The arguments that a view hands on: `momentum` for `optimizer__momentum`."""
        names = [name for name in self.given if name.startswith(f"{part}__")]
        return [ast.keyword(name.removeprefix(f"{part}__"), self.given.pop(name)) for name in names]


def view(
    reading: Reading, call: ast.Call, scope: Scope, find: Callable[[ast.expr, Scope], Any], inline: Inline
) -> Network:
    """The network that a view makes or is given, with its training. Raises Unreadable if there is none.

    `find` says what an expression stands for, and `inline` follows the call of a class of the script.
    """
    named = {one.arg: one.value for one in call.keywords}
    module = named.get("module") or (call.args[0] if call.args else None)
    found = find(module, scope) if module else None
    if isinstance(found, Defined) and module:
        handed = [
            ast.keyword(one.arg.removeprefix("module__"), one.value)
            for one in call.keywords
            if one.arg and one.arg.startswith("module__")
        ]
        found = inline(found, ast.copy_location(ast.Call(module, [], handed), call), scope)
    if not isinstance(found, Network):
        raise Unreadable
    _train(reading, found, call, scope)
    return found


def _train(reading: Reading, network: Network, call: ast.Call, scope: Scope) -> None:
    """Give a network the settings of its view, and name those without a counterpart."""
    given = _View(call, scope, arguments_by_name(call, _ORDER))
    given.of_part("module")
    network.settings |= {
        "epochs": given.plain("max_epochs", _EPOCHS),
        "batch_size": given.plain("batch_size", _ROWS),
        "optimizer": _optimizer(given, reading),
        # PyTorch's loader gives the rows in their order.
        "shuffle": None if given.plain(_SHUFFLE, False) is True else False,
        "validation_split": _held_back(given),
    }
    name = last_name(given.given.pop("criterion", ast.Name(_LOSSES.get(last_name(call.func), ""))))
    loss = ast.Call(ast.Name(name), [], given.of_part("criterion"))
    add_loss(reading, ast.copy_location(loss, call), scope)
    if found := list(_callbacks(given)):
        network.settings["callbacks"] = found
    for key, node in given.given.items():
        is_of_loading = key.startswith("iterator_valid") or key.endswith(("__num_workers", "__pin_memory"))
        if key.partition("__")[0] not in _WITHOUT_MEANING and not is_of_loading:
            given.named(key, node)
    network.notes += given.notes
    network.is_trained = True


def _optimizer(view: _View, reading: Reading) -> Plain:
    """The optimizer as PyTorch's call would make it: with its own defaults, and the view's rate."""
    func = view.given.pop("optimizer", ast.parse("torch.optim.SGD", mode="eval").body)
    func = ast.parse(f"torch.optim.{last_name(func)}", mode="eval").body
    rate = view.given.pop("lr", ast.Constant(_RATE))
    given = [ast.keyword("lr", rate), *view.of_part("optimizer")]
    call = ast.copy_location(ast.Call(func, [ast.Name("parameters")], given), view.call)
    try:
        found = made("optimizer", ast.fix_missing_locations(call), view.scope)
    except Unreadable:
        view.named("optimizer", func)
        return None
    found = with_decay(reading, found, call, view.scope)
    view.notes += found.unread
    return found.plain


def _held_back(view: _View) -> Plain:
    """The share of the rows for validation: one of five folds, unless it is told otherwise."""
    node = view.given.pop("train_split", None)
    usual = round(1 / _FOLDS, 6)
    if node is None:
        return usual
    if isinstance(node, ast.Constant) and node.value is None:
        return 0
    if isinstance(node, ast.Call) and last_name(node.func) in ("ValidSplit", "CVSplit"):
        in_order = node.args[:1]
        folds = next(
            (one.value for one in node.keywords if one.arg == "cv"), *in_order or [ast.Constant(_FOLDS)]
        )
        value = folds.value if isinstance(folds, ast.Constant) else None
        if isinstance(value, int | float) and value > 0:
            return round(value if value < 1 else 1 / value, 6)
    view.named("train_split", node)
    return None


_FIGURES: Mapping[str, str] = {"valid_loss": "val_loss", "train_loss": "loss", "valid_acc": "val_accuracy"}
_MOST_PATIENT = 5


def _callbacks(view: _View) -> Iterator[Plain]:
    """EarlyStopping as the setting that it is; every other callback is named."""
    node = view.given.pop("callbacks", ast.List([]))
    for item in node.elts if isinstance(node, ast.List | ast.Tuple) else [node]:
        one = item.elts[-1] if isinstance(item, ast.Tuple) and item.elts else item
        if isinstance(one, ast.Call) and last_name(one.func) == "EarlyStopping":
            yield {"EarlyStopping": _stopping(view, one)}
        elif not isinstance(one, ast.Constant) and last_name(getattr(one, "func", one)) not in (
            "EpochTimer",
            "PrintLog",
        ):
            view.notes.append(unread(one))


def _stopping(view: _View, call: ast.Call) -> dict[str, Any]:
    known = {"monitor": "monitor", "patience": "patience", "load_best": ""}
    kept = [one for one in call.keywords if one.arg in known]
    for one in (one for one in call.keywords if one.arg not in known):
        view.named(f"EarlyStopping({one.arg}", one.value)
    found = callback_of(ast.Call(call.func, [], kept), view.scope.plain)
    given = found["EarlyStopping"] if isinstance(found, dict) else {}
    arguments = dict(given) if isinstance(given, dict) else {}
    monitor = str(arguments.get("monitor", "valid_loss"))
    patient = {**({"patience": _MOST_PATIENT} if "patience" not in {one.arg for one in kept} else {})}
    return {**arguments, **patient, "monitor": _FIGURES.get(monitor, monitor)}
