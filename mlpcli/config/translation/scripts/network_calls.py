"""Calls in a Python script: layers, networks and what is done to them. None is run."""

import ast
from collections.abc import Iterator
from typing import Any, Protocol

from mlpcli.config.translation.callbacks import CALLBACKS
from mlpcli.config.translation.classes import Unreadable, class_named
from mlpcli.config.translation.keras_calls import value_of, with_spread
from mlpcli.config.translation.pasted_code import last_name
from mlpcli.config.translation.pytorch import is_of_pytorch
from mlpcli.config.translation.scripts.changes import add_method
from mlpcli.config.translation.scripts.estimators import ESTIMATORS, estimated
from mlpcli.config.translation.scripts.fit_arguments import callback, train
from mlpcli.config.translation.scripts.layers import (
    FUNCTIONS,
    LOSS_FUNCTIONS,
    function_layer,
    layer_of,
    literal,
    with_read_arguments,
)
from mlpcli.config.translation.scripts.sequences import COUNTED, counted, listed, of_mapping
from mlpcli.config.translation.scripts.tensors import ALSO_ITSELF, FACTS, again, followed, joined, longest
from mlpcli.config.translation.scripts.values import (
    Defined,
    Inline,
    Layer,
    Network,
    Part,
    Reading,
    Scope,
    Tensor,
    Unread,
    bounded,
    dotted,
    unread,
)

_INPUTS = frozenset({"Input", "InputLayer"})
_CONFIGURE = frozenset({"compile", "fit", "fit_generator"})
_ADDING = frozenset({"add", "append", "add_module"})
_CHANGES = _CONFIGURE | _ADDING | {"pop"}


class Values(Protocol):
    """What expressions stand for: see Expressions."""

    def value(self, node: ast.expr, scope: Scope) -> Any: ...

    def found(self, node: ast.expr, scope: Scope, otherwise: Unread | None = None) -> Any: ...

    def listed(self, nodes: list[ast.expr], scope: Scope) -> list[Any]: ...

    def tensors(self, nodes: list[ast.expr], scope: Scope) -> list[Tensor]: ...

    def parts_of(self, node: ast.expr, scope: Scope) -> Iterator[Part]: ...


class NetworkCalls:
    """`values` reads the arguments; `inline` and `misspelled` are as in Expressions."""

    def __init__(self, reading: Reading, values: Values, inline: Inline, misspelled: bool) -> None:
        self._reading, self._values = reading, values
        self._inline, self._misspelled = inline, misspelled

    def value(self, node: ast.Call, scope: Scope) -> Any:
        """What a call gives. Raises Unreadable."""
        node = with_spread(node, scope.plain)
        func, name = node.func, last_name(node.func)
        if isinstance(func, ast.Call | ast.Subscript):
            return self._applied(self._values.found(func, scope, unread(func)), node, scope)
        if (known := scope.objects.get(dotted(func))) is not None:
            return self._applied(known, node, scope)
        if isinstance(func, ast.Attribute) and name in ALSO_ITSELF:
            return self._values.value(func.value, scope)
        if isinstance(func, ast.Attribute) and (name in _CHANGES or name in FUNCTIONS):
            owner = self._values.found(func.value, scope)
            if name in _CHANGES:
                return self._changed(owner, name, node, scope)
            shape = [literal(one, scope) for one in node.args]
            if isinstance(owner, Tensor) and (made := function_layer(name, shape, node)):
                return self._tensor((*owner.parts, *made.parts))
        if isinstance(func, ast.Attribute) and (owner := self._values.found(func.value, scope)) is not None:
            return self._method(owner, name, node, scope)
        return self._constructed(name, node, scope)

    def _method(self, owner: Any, name: str, node: ast.Call, scope: Scope) -> Any:
        """What a method of a tensor, of a mapping or of a network gives."""
        if isinstance(owner, Tensor):
            if name in FACTS:
                raise Unreadable
            return followed([owner], unread(node))
        if isinstance(owner, dict) and not node.args:
            return of_mapping(owner, name)
        if isinstance(owner, Network):
            add_method(self._reading, owner, name, node)
        return self._constructed(name, node, scope)

    def _applied(self, called: Any, node: ast.Call, scope: Scope) -> Any:
        """A layer, a network or a function of the script, called."""
        if isinstance(called, Defined):
            found = self._inline(called, node, scope)
            if found is None and (tensors := self._values.tensors(node.args, scope)):
                return followed(tensors, unread(node))
            if found is None:
                raise Unreadable
            return found
        tensors = self._values.tensors([*node.args, *(one.value for one in node.keywords)], scope)
        if isinstance(called, Unread):
            return self._tensor((*longest(tensors).parts, called))
        if isinstance(called, Network):
            if not tensors:
                return Tensor(tuple(called.parts))
            called.is_inner = True
        if isinstance(called, Layer | Network):
            tensor = joined(tensors, node)
            return self._tensor((*tensor.parts, *again(called.parts, tensor, node), *called.parts))
        if tensors:
            return followed(tensors, unread(node))
        raise Unreadable

    def _tensor(self, parts: tuple[Part, ...]) -> Tensor:
        found = Tensor(tuple(bounded(list(parts))))
        # What is done to outputs in a training, and after it, is no part of a network.
        if "epochs" not in self._reading.settings or not self._reading.last.parts:
            self._reading.last = found
        return found

    def _changed(self, owner: Any, name: str, node: ast.Call, scope: Scope) -> Any:
        """`model.add(...)`, `model.compile(...)` and the like."""
        if name in _CONFIGURE:
            train(self._reading, node, owner, scope, self._values.found)
            return None
        if name == "append" and isinstance(owner, list) and isinstance(node.func, ast.Attribute):
            scope.bind(dotted(node.func.value), bounded(owner + self._values.listed(node.args, scope)))
            return None
        if name == "pop" and isinstance(owner, Network) and owner.parts:
            return owner.parts.pop()
        if not node.args or name not in (_ADDING if isinstance(owner, Network) else {"add"}):
            raise Unreadable
        if owner is None and len(tensors := self._values.tensors(node.args, scope)) > 1:
            return followed(tensors, unread(node))
        # PyTorch's modules may be given a name first.
        parts = list(self._values.parts_of(node.args[-1], scope))
        if owner is None and not any(isinstance(part, Layer) for part in parts):
            raise Unreadable
        if owner is None and isinstance(node.func, ast.Attribute):
            owner = self._reading.network([], node.lineno)
            scope.bind(dotted(node.func.value), owner)
        if isinstance(owner, Network):
            owner.parts = bounded(owner.parts + parts)
        return None

    def _constructed(self, name: str, node: ast.Call, scope: Scope) -> Any:
        if name == "Sequential":
            given = [*node.args, *(one.value for one in node.keywords if one.arg == "layers")]
            items = (one for node in given for one in listed(node))
            parts = [part for one in items for part in self._values.parts_of(one, scope)]
            return self._reading.network(bounded(parts), node.lineno)
        if name in _INPUTS:
            return Tensor()
        if name in COUNTED:
            given = [*node.args, *(one.value for one in node.keywords)]
            return counted(name, self._values.listed(given, scope))
        if name in ESTIMATORS:
            return estimated(self._reading, node, scope, self._values.found, self._inline)
        if name in CALLBACKS:
            return callback(node, scope)
        return self._made(name, node, scope)

    def _made(self, name: str, node: ast.Call, scope: Scope) -> Any:
        """A layer, a network of tensors, or what a layer makes of them."""
        tensors = self._values.tensors(node.args, scope)
        if name == "Model":
            outputs = [one.value for one in node.keywords if one.arg == "outputs"] or node.args[1:]
            return self._reading.network(
                list(joined(self._values.tensors(outputs, scope), node).parts), node.lineno
            )
        if tensors and name in LOSS_FUNCTIONS:
            return longest(tensors)
        if tensors and (name in FUNCTIONS or class_named(name, "activation", misspelled=False)):
            made = function_layer(name, [literal(one, scope) for one in node.args[1:]], node)
        else:
            made = layer_of(name, node, scope, misspelled=self._misspelled)
        if made:
            return self._tensor((*joined(tensors, node).parts, *made.parts)) if tensors else made
        if tensors:
            return self._tensor(followed(tensors, unread(node)).parts)
        is_class = name[:1].isupper() and not is_of_pytorch(node)
        if is_class and (found := class_named(name, misspelled=False)):
            settled = with_read_arguments(found, node, scope)
            self._reading.notes += (one for one in settled.unread if one not in self._reading.notes)
            return settled.plain
        return value_of(node, scope.plain)
