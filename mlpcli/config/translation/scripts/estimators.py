"""Estimators of scikit-learn's and skorch's: the network that one is, alone, in a pipeline or in a view."""

import ast
from collections.abc import Callable
from typing import Any

from mlpcli.config.translation.classes import Unreadable
from mlpcli.config.translation.pasted_code import last_name
from mlpcli.config.translation.scripts.fit_arguments import configure
from mlpcli.config.translation.scripts.scaling import add_step
from mlpcli.config.translation.scripts.sequences import listed
from mlpcli.config.translation.scripts.sklearn_networks import NETWORKS, estimator
from mlpcli.config.translation.scripts.skorch_networks import SKORCH, view
from mlpcli.config.translation.scripts.values import Defined, Inline, Network, Reading, Scope, dotted

_PIPELINES = frozenset({"make_pipeline", "Pipeline", "TransformedTargetRegressor"})
# scikit-learn's views of a network that a function makes; they are given what `fit` gets.
_WRAPPERS = frozenset({"KerasClassifier", "KerasRegressor"})
# What is done to the targets and undone in predictions.
_OF_TARGETS = frozenset({"transformer", "func", "inverse_func"})
ESTIMATORS = NETWORKS | _PIPELINES | _WRAPPERS | SKORCH
"""The classes and functions that make estimators."""


def estimated(
    reading: Reading, node: ast.Call, scope: Scope, find: Callable[[ast.expr, Scope], Any], inline: Inline
) -> Network | None:
    """The network that a call of one of them makes, with its training. Raises Unreadable if there is none.

    `find` says what an expression stands for, and `inline` follows the call of a class of the script.
    """
    name = last_name(node.func)
    if name in NETWORKS:
        return estimator(reading, node, scope)
    if name in SKORCH:
        return view(reading, node, scope, find, inline)
    if name in _PIPELINES:
        return _estimator_in(reading, node, scope, find)
    return _wrapped(reading, node, scope, inline)


def _wrapped(reading: Reading, node: ast.Call, scope: Scope, inline: Inline) -> Network | None:
    """The network of a view, made by a function of the script, with what the view gives `fit`."""
    given = [*node.args[:1], *(one.value for one in node.keywords if one.arg in ("model", "build_fn"))]
    functions = [scope.objects.get(dotted(one)) for one in given]
    each = (inline(one, None, scope) for one in functions if isinstance(one, Defined))
    network = built if isinstance(built := next(each, None), Network) else None
    configure(reading, node, network, scope)
    return network


def _estimator_in(
    reading: Reading, node: ast.Call, scope: Scope, find: Callable[[ast.expr, Scope], Any]
) -> Network:
    """The network in a pipeline, and what its other steps do. Raises Unreadable if there is none."""
    made, found = len(reading.networks), list[Network]()
    encoders: list[ast.expr] = []
    for key, one in (*(("", one) for one in node.args), *((one.arg, one.value) for one in node.keywords)):
        for step in listed(one):
            # The steps of a Pipeline have names.
            last = step.elts[-1] if isinstance(step, ast.Tuple) and step.elts else step
            value = find(last, scope)
            if isinstance(value, Network):
                found.append(value)
            elif last_name(last.func if isinstance(last, ast.Call) else last) == "OneHotEncoder":
                encoders.append(last)
            else:
                add_step(reading, last, is_of_targets=key in _OF_TARGETS)
    found += reading.networks[made:]
    # A pipeline for some columns is a step of a ColumnTransformer's, which says what is encoded.
    for one in encoders if found else ():
        add_step(reading, one, is_of_targets=False)
    if not found:
        raise Unreadable
    for network in found:
        network.is_inner = False
    return found[0]
