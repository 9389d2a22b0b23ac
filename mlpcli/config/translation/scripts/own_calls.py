"""Calls of a script's own functions and classes, which are followed where they are called."""

import ast
from collections.abc import Callable, Sequence
from typing import Any

from mlpcli.config.translation.pasted_code import last_name
from mlpcli.config.translation.scripts.options import bind_hyperparameters
from mlpcli.config.translation.scripts.pixels import arguments_of_pixels
from mlpcli.config.translation.scripts.row_filters import arguments_of_filters
from mlpcli.config.translation.scripts.signatures import given_arguments, parameters
from mlpcli.config.translation.scripts.splits import arguments_of_columns
from mlpcli.config.translation.scripts.table_numbers import arguments_of_numbers
from mlpcli.config.translation.scripts.tensors import each_tensor, longest
from mlpcli.config.translation.scripts.values import Defined, Reading, Scope, Tensor

_DEEPEST = 8
_FORWARD = ("forward", "call", "training_step")
# What PyTorch Lightning calls by itself.
_CALLED_BY_ITSELF = ("prepare_data", "setup", "train_dataloader", "configure_optimizers", "training_step")
_Run = Callable[[Sequence[ast.stmt], Scope], None]
_Found = Callable[[ast.expr, Scope], Any]


class Returned(Exception):
    """The value that a return gives, on its way to the call."""

    def __init__(self, value: Any) -> None:
        self.value = value


class OwnCalls:
    """`run` follows statements, and `found` is what an expression stands for, or None; `called` are the names
    of the functions and classes that were.
    """

    def __init__(self, reading: Reading, run: _Run, found: _Found) -> None:
        self.called: set[str] = set()
        self._reading, self._run, self._found = reading, run, found
        self._depth = 0

    def inline(self, defined: Defined, call: ast.Call | None, scope: Scope) -> Any:
        """What a function of the script returns, or the network that a class of it is."""
        self.called.add(defined.node.name)
        if self._depth >= _DEEPEST:
            return None
        self._depth += 1
        traces = self._reading.traces
        given: list[tuple[dict[str, Any], dict[str, Any]]] = [
            (traces.pixels, arguments_of_pixels(self._reading, defined, call, scope)),
            (traces.filters, arguments_of_filters(self._reading, defined, call, scope)),
            (traces.numbers, arguments_of_numbers(self._reading, defined, call, scope)),
            (traces.columns, arguments_of_columns(self._reading, defined, call)),
        ]
        before = [{name: known.pop(name) for name in more if name in known} for known, more in given]
        for known, more in given:
            known.update(more)
        try:
            node, inner = defined.node, Scope(scope)
            if isinstance(node, ast.ClassDef):
                return self._instance(node, call, inner, scope)
            self._bind_arguments(node, call, inner, scope)
            return self._returned(node, inner)
        finally:
            self._depth -= 1
            for (known, _), former in zip(given, before, strict=True):
                known.update(former)

    def _returned(self, node: ast.FunctionDef, scope: Scope) -> Any:
        try:
            self._run(node.body, scope)
        except Returned as returned:
            return returned.value
        return None

    def _instance(self, node: ast.ClassDef, call: ast.Call | None, inner: Scope, scope: Scope) -> Any:
        methods = {one.name: one for one in node.body if isinstance(one, ast.FunctionDef)}
        forward = next((methods[name] for name in _FORWARD if name in methods), None)
        is_of_lightning = any(last_name(base).startswith("Lightning") for base in node.bases)
        is_layer = any(last_name(base) == "Layer" for base in node.bases)
        if is_layer or (forward is None and not is_of_lightning):
            return None
        before = len(self._reading.networks)
        if start := methods.get("__init__"):
            self._bind_arguments(start, call, inner, scope)
            bind_hyperparameters(start, inner)
            self._returned(start, inner)
        for name, method in methods.items():
            inner.bind(f"self.{name}", Defined(method))
        others = [methods[name] for name in _CALLED_BY_ITSELF if is_of_lightning and name in methods]
        for method in (one for one in others if one is not forward):
            self._output(method, Scope(inner))
        if forward is None:
            return None
        output = self._output(forward, inner)
        for inside in self._reading.networks[before:]:
            inside.is_inner = True
        line = call.lineno if call else node.lineno
        return self._reading.network(list(output.parts), line)

    def _output(self, method: ast.FunctionDef, scope: Scope) -> Tensor:
        """What a method makes of its first argument, which is the input, or a batch of inputs and targets."""
        if len(method.args.args) > 1:
            is_step = method.name == "training_step"
            scope.bind(method.args.args[1].arg, [Tensor(), None] if is_step else Tensor())
        return longest(list(each_tensor(self._returned(method, scope))))

    def _bind_arguments(
        self, node: ast.FunctionDef, call: ast.Call | None, inner: Scope, scope: Scope
    ) -> None:
        for one in parameters(node):
            inner.unbind(one)
        for name, value in given_arguments(node, call).items():
            if (found := self._found(value, scope)) is not None:
                inner.bind(name, found)
