"""scikit-learn's MLPClassifier and MLPRegressor, as layers and settings: each argument has a counterpart."""

import ast
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from mlpcli.config.translation.classes import Unreadable
from mlpcli.config.translation.keras_calls import value_of
from mlpcli.config.translation.pasted_code import last_name
from mlpcli.config.translation.scripts.calls import SEED
from mlpcli.config.translation.scripts.kept import put
from mlpcli.config.translation.scripts.values import (
    LARGEST,
    Decay,
    Layer,
    Network,
    Reading,
    Scope,
    Unread,
    unread,
)
from mlpcli.config.yaml.nodes import Plain

NETWORKS = frozenset({"MLPClassifier", "MLPRegressor"})
_ORDER = ("hidden_layer_sizes", "activation")
_ACTIVATIONS = {"identity": "linear", "logistic": "sigmoid", "tanh": "tanh", "relu": "relu"}
# The defaults of sklearn/neural_network/_multilayer_perceptron.py, as far as they are not those here. That of
# alpha, 0.0001, is a penalty of 2.5e-07 here, and is left out.
_DEFAULTS: Mapping[str, Plain] = {
    "hidden_layer_sizes": [100],
    "activation": "relu",
    "solver": "adam",
    "alpha": 0,
    "batch_size": "auto",
    "learning_rate_init": 0.001,
    "max_iter": 200,
    "tol": 1e-4,
    "n_iter_no_change": 10,
    "early_stopping": False,
    "validation_fraction": 0.1,
    "shuffle": True,
    "momentum": 0.9,
    "nesterovs_momentum": True,
    "epsilon": 1e-8,
}
_OF_SOLVER = {
    "adam": ("Adam", {"beta_1": "beta_1", "beta_2": "beta_2", "epsilon": "epsilon"}),
    "sgd": ("SGD", {"momentum": "momentum", "nesterovs_momentum": "nesterov"}),
}
_ALSO_READ = frozenset({"random_state"})
_WITHOUT_MEANING = frozenset({"verbose", "warm_start", "max_fun", "power_t"})
_MOST_ROWS = 200
CLASSES = "the number of classes"
"""What the head of a classifier takes from the data."""


def estimator(reading: Reading, call: ast.Call, scope: Scope) -> Network:
    """The network that an estimator is. Raises Unreadable for hidden layers that are not literal."""
    given, notes = _given(call, scope)
    sizes = given["hidden_layer_sizes"]
    sizes = sizes if isinstance(sizes, list) else [sizes]
    if not all(type(size) is int and size > 0 for size in sizes):
        raise Unreadable
    is_regressor = last_name(call.func) == "MLPRegressor"
    activation = _ACTIVATIONS.get(str(given["activation"]), "relu")
    layers: list[dict[str, Plain]] = [{"units": size, "activation": activation} for size in sizes]
    layers.append({"units": 1} if is_regressor else {"units": 2, "activation": "softmax"})
    dense = [Layer({"Dense": dict(layer)}) for layer in layers]
    if not is_regressor:
        dense[-1] = replace(dense[-1], unread=(Unread(CLASSES, call.lineno, is_layer=False),))
    network = reading.network([part for layer in dense for part in layer.parts], call.lineno)
    asked = given["batch_size"]
    batch = asked if isinstance(asked, int) and 0 < asked < LARGEST else _MOST_ROWS
    # Its loss of numbers is half of the mean squared error, so that all else is half as much there.
    times = 2 if is_regressor else 1
    network.settings |= _settings(given, batch, times, notes, call)
    network.settings |= _stopping(given, times)
    if isinstance(alpha := given["alpha"], int | float) and 0 < alpha < LARGEST:
        # Half of alpha times the squared weights, divided by the rows of a batch.
        network.decay = Decay(times * alpha / 2, rows=batch)
    if times > 1 and given["solver"] == "sgd":
        network.remarks.append(_HALF)
    network.notes += notes
    if given["early_stopping"] and is_regressor:
        network.notes.append(Unread("the score R2, which early_stopping follows", call.lineno))
    if type(seed := given.get("random_state")) is int:
        put(reading, SEED, seed, Unread(f"random_state={seed}", call.lineno))
    return network


_HALF = "its loss is half the squared error, and learning_rate here half of learning_rate_init"


def _settings(
    given: Mapping[str, Plain], batch: int, times: int, notes: list[Unread], call: ast.Call
) -> dict[str, Any]:
    solver = str(given["solver"])
    name, arguments = _OF_SOLVER.get(solver, _OF_SOLVER["adam"])
    if solver not in _OF_SOLVER:
        notes.append(Unread(f"solver={solver!r}", call.lineno))
    chosen: dict[str, Plain] = {"learning_rate": given["learning_rate_init"]}
    chosen |= {arguments[key]: value for key, value in given.items() if key in arguments}
    if name == "SGD":
        chosen["learning_rate"] = _times(chosen["learning_rate"], 1 / times)
    else:
        # Its steps are the same for a loss of any scale, but for this.
        chosen["epsilon"] = _times(chosen["epsilon"], times)
    if not chosen.get("momentum", True):
        chosen.pop("nesterov", None)
    settings = {"optimizer": {name: chosen}, "batch_size": batch, "epochs": given["max_iter"]}
    if given["shuffle"] is False:
        settings["shuffle"] = False
    return settings


def _given(call: ast.Call, scope: Scope) -> tuple[dict[str, Plain], list[Unread]]:
    """The arguments and the defaults, and what is not literal or has no counterpart."""
    given, notes = dict(_DEFAULTS), list[Unread]()
    in_order = zip(_ORDER, call.args, strict=False)
    for name, node in (*in_order, *((one.arg or "", one.value) for one in call.keywords)):
        is_read = (
            name in _DEFAULTS or name in _ALSO_READ or any(name in one for _, one in _OF_SOLVER.values())
        )
        try:
            value = value_of(node, scope.plain)
        except Unreadable:
            notes.append(unread(node, is_layer=False))
            continue
        if is_read:
            given[name] = value
        elif name not in _WITHOUT_MEANING and (name, value) != ("learning_rate", "constant"):
            notes.append(Unread(f"{name}={value}", call.lineno))
    if given["solver"] != "sgd":
        # Others have no schedule.
        notes = [one for one in notes if not one.text.startswith("learning_rate=")]
    return given, notes


def _times(value: Plain, factor: float) -> Plain:
    if isinstance(value, int | float) and abs(value) < LARGEST:
        return float(f"{value * factor:.6g}")
    return value


def _stopping(given: Mapping[str, Plain], times: int) -> dict[str, Any]:
    """When the estimator stops, and the share of the rows that says so: a classifier's by its accuracy."""
    waited = given["n_iter_no_change"]
    # It stops once it has waited for longer than that.
    stopping: dict[str, Plain] = {"patience": waited + 1 if isinstance(waited, int) else waited}
    if given["early_stopping"]:
        followed = "val_accuracy" if times == 1 else "val_loss"
        stopping |= {"min_delta": given["tol"], "monitor": followed}
        return {"early_stopping": stopping, "validation_split": given["validation_fraction"]}
    # Without validation rows, it stops by the loss of the training rows.
    return {"early_stopping": {**stopping, "min_delta": _times(given["tol"], times), "monitor": "loss"}}
