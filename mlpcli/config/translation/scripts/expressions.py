"""The expressions of a Python script: which layers, tensors and networks they stand for. None is run."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from mlpcli.config.translation.callbacks import CALLBACKS
from mlpcli.config.translation.classes import Unreadable, class_named, with_arguments
from mlpcli.config.translation.keras_calls import truth, value_of, with_spread
from mlpcli.config.translation.pasted_code import last_name
from mlpcli.config.translation.scripts.changes import add_method
from mlpcli.config.translation.scripts.estimators import ESTIMATORS, estimated
from mlpcli.config.translation.scripts.fit_arguments import callback, train
from mlpcli.config.translation.scripts.layers import (
    FUNCTIONS,
    LOSS_FUNCTIONS,
    function_layer,
    layer_of,
    literal,
)
from mlpcli.config.translation.scripts.sequences import COUNTED, counted, of_mapping, part_of, turns
from mlpcli.config.translation.scripts.tensors import (
    ALSO_ITSELF,
    FACTS,
    again,
    each_tensor,
    followed,
    indexed,
    joined,
    longest,
    parts_in,
)
from mlpcli.config.translation.scripts.values import (
    MOST_ITEMS,
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
    listed,
    unread,
)

_INPUTS = frozenset({"Input", "InputLayer"})
_CONFIGURE = frozenset({"compile", "fit", "fit_generator"})
_ADDING = frozenset({"add", "append", "add_module"})
_CHANGES = _CONFIGURE | _ADDING | {"pop"}


@dataclass(frozen=True)
class Expressions:
    """`inline` follows a call of a function or class of the script; `misspelled`: a similar name of a layer
    is taken for it.
    """

    reading: Reading
    inline: Inline
    misspelled: bool = False

    def value(self, node: ast.expr, scope: Scope) -> Any:
        """What an expression stands for. Raises Unreadable."""
        self.reading.left -= 1
        if self.reading.left < 0:
            raise Unreadable
        if (name := dotted(node)) in scope.objects:
            return scope.objects[name]
        if isinstance(node, ast.Call):
            return self._call(node, scope)
        if isinstance(node, ast.List | ast.Tuple):
            return self._items(node.elts, scope)
        if isinstance(node, ast.ListComp | ast.GeneratorExp):
            return self._comprehension(node, scope)
        if isinstance(node, ast.BinOp):
            return self._computed(node, scope)
        if isinstance(node, ast.Subscript):
            return self._taken(node, scope)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Call):
            # What is asked of its result, such as a history, does not matter.
            self._found(node.value, scope)
        return value_of(node, scope.plain)

    def items(self, node: ast.expr, scope: Scope) -> list[Any]:
        """The values that a loop takes from an expression. Raises Unreadable if they are not literal."""
        found = self.value(node, scope)
        if not isinstance(found, list) or len(found) > MOST_ITEMS:
            raise Unreadable
        return found

    def _taken(self, node: ast.Subscript, scope: Scope) -> Any:
        """What an index takes: of a list, or of tensors."""
        owner = self._found(node.value, scope)
        if isinstance(owner, list):
            return part_of(owner, node.slice, lambda one: self.value(one, scope))
        tensors = list(each_tensor(owner))
        return indexed(tensors, node) if tensors else value_of(node, scope.plain)

    def parts_of(self, node: ast.expr, scope: Scope) -> Iterator[Part]:
        """The layers that an item of a network stands for, or what could not be read of it."""
        node = node.value if isinstance(node, ast.Starred) else node
        found = self._found(node, scope, unread(node))
        is_no_layer = isinstance(node, ast.Call) and isinstance(found, str | dict)
        yield from parts_in(unread(node) if is_no_layer else found)

    def _items(self, nodes: list[ast.expr], scope: Scope) -> list[Any]:
        found: list[Any] = []
        for node in nodes:
            if isinstance(node, ast.Starred):
                inside = self.value(node.value, scope)
                found += inside if isinstance(inside, list) else [inside]
                continue
            try:
                found.append(self.value(node, scope))
            except Unreadable:
                name = last_name(node)
                if isinstance(node, ast.Call):
                    # Among layers, it is one that has no counterpart.
                    found.append(unread(node))
                elif name[:1].isupper() and (meant := class_named(name, "layer", misspelled=False)):
                    found.append(Layer(with_arguments(meant, (), {})))
                else:
                    raise
        return found

    def _comprehension(self, node: ast.ListComp | ast.GeneratorExp, scope: Scope) -> list[Any]:
        return [
            self.value(node.elt, inner) for inner in turns(node.generators, scope, self.items, self.holds)
        ]

    def holds(self, test: ast.expr, scope: Scope) -> bool | None:
        """Whether a condition holds, also of lengths; None if that is not known."""
        if isinstance(test, ast.Compare):
            sides = [self._as_constant(one, scope) for one in (test.left, *test.comparators)]
            test = ast.Compare(sides[0], test.ops, sides[1:])
        return truth(test, scope.plain)

    def _as_constant(self, node: ast.expr, scope: Scope) -> ast.expr:
        value = self._found(node, scope)
        return ast.Constant(value) if isinstance(value, bool | int | float | str) else node

    def _computed(self, node: ast.BinOp, scope: Scope) -> Any:
        if tensors := self._tensors([node.left, node.right], scope):
            return followed(tensors, unread(node))
        try:
            left, right = self.value(node.left, scope), self.value(node.right, scope)
        except Unreadable:
            return value_of(node, scope.plain)
        if isinstance(left, list) and isinstance(node.op, ast.Add | ast.Mult):
            if isinstance(right, list) and isinstance(node.op, ast.Add):
                return bounded(left + right)
            if isinstance(right, int) and isinstance(node.op, ast.Mult) and right * len(left) <= MOST_ITEMS:
                return left * right
        if isinstance(left, int | float) and isinstance(right, int | float):
            node = ast.BinOp(ast.Constant(left), node.op, ast.Constant(right))
        return value_of(node, scope.plain)

    def _tensors(self, nodes: list[ast.expr], scope: Scope) -> list[Tensor]:
        """The tensors that some expressions stand for."""
        found: list[Tensor] = []
        for node in nodes:
            found += each_tensor(self._found(node, scope))
        return found

    def _call(self, node: ast.Call, scope: Scope) -> Any:
        node = with_spread(node, scope.plain)
        func, name = node.func, last_name(node.func)
        if isinstance(func, ast.Call | ast.Subscript):
            return self._applied(self._found(func, scope, unread(func)), node, scope)
        if (known := scope.objects.get(dotted(func))) is not None:
            return self._applied(known, node, scope)
        if isinstance(func, ast.Attribute) and name in ALSO_ITSELF:
            return self.value(func.value, scope)
        if isinstance(func, ast.Attribute) and (name in _CHANGES or name in FUNCTIONS):
            owner = self._found(func.value, scope)
            if name in _CHANGES:
                return self._changed(owner, name, node, scope)
            shape = [literal(one, scope) for one in node.args]
            if isinstance(owner, Tensor) and (made := function_layer(name, shape, node)):
                return self._tensor((*owner.parts, *made.parts))
        if isinstance(func, ast.Attribute) and (owner := self._found(func.value, scope)) is not None:
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
            add_method(self.reading, owner, name, node)
        return self._constructed(name, node, scope)

    def _found(self, node: ast.expr, scope: Scope, otherwise: Unread | None = None) -> Any:
        try:
            return self.value(node, scope)
        except Unreadable:
            return otherwise

    def _applied(self, called: Any, node: ast.Call, scope: Scope) -> Any:
        """A layer, a network or a function of the script, called."""
        if isinstance(called, Defined):
            found = self.inline(called, node, scope)
            if found is None and (tensors := self._tensors(node.args, scope)):
                return followed(tensors, unread(node))
            if found is None:
                raise Unreadable
            return found
        tensors = self._tensors([*node.args, *(one.value for one in node.keywords)], scope)
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
        if "epochs" not in self.reading.settings or not self.reading.last.parts:
            self.reading.last = found
        return found

    def _changed(self, owner: Any, name: str, node: ast.Call, scope: Scope) -> Any:
        """`model.add(...)`, `model.compile(...)` and the like."""
        if name in _CONFIGURE:
            train(self.reading, node, owner, scope, self._found)
            return None
        if name == "append" and isinstance(owner, list) and isinstance(node.func, ast.Attribute):
            scope.bind(dotted(node.func.value), bounded(owner + self._items(node.args, scope)))
            return None
        if name == "pop" and isinstance(owner, Network) and owner.parts:
            return owner.parts.pop()
        if not node.args or name not in (_ADDING if isinstance(owner, Network) else {"add"}):
            raise Unreadable
        if owner is None and len(tensors := self._tensors(node.args, scope)) > 1:
            return followed(tensors, unread(node))
        # PyTorch's modules may be given a name first.
        parts = list(self.parts_of(node.args[-1], scope))
        if owner is None and not any(isinstance(part, Layer) for part in parts):
            raise Unreadable
        if owner is None and isinstance(node.func, ast.Attribute):
            owner = self.reading.network([], node.lineno)
            scope.bind(dotted(node.func.value), owner)
        if isinstance(owner, Network):
            owner.parts = bounded(owner.parts + parts)
        return None

    def _constructed(self, name: str, node: ast.Call, scope: Scope) -> Any:
        if name == "Sequential":
            given = [*node.args, *(one.value for one in node.keywords if one.arg == "layers")]
            items = (one for node in given for one in listed(node))
            parts = [part for one in items for part in self.parts_of(one, scope)]
            return self.reading.network(bounded(parts), node.lineno)
        if name in _INPUTS:
            return Tensor()
        if name in COUNTED:
            given = [*node.args, *(one.value for one in node.keywords)]
            return counted(name, self._items(given, scope))
        if name in ESTIMATORS:
            return estimated(self.reading, node, scope, self._found, self.inline)
        if name in CALLBACKS:
            return callback(node, scope)
        return self._made(name, node, scope)

    def _made(self, name: str, node: ast.Call, scope: Scope) -> Any:
        """A layer, a network of tensors, or what a layer makes of them."""
        tensors = self._tensors(node.args, scope)
        if name == "Model":
            outputs = [one.value for one in node.keywords if one.arg == "outputs"] or node.args[1:]
            return self.reading.network(list(joined(self._tensors(outputs, scope), node).parts), node.lineno)
        if tensors and name in LOSS_FUNCTIONS:
            return longest(tensors)
        if tensors and (name in FUNCTIONS or class_named(name, "activation", misspelled=False)):
            made = function_layer(name, [literal(one, scope) for one in node.args[1:]], node)
        else:
            made = layer_of(name, node, scope, misspelled=self.misspelled)
        if made:
            return self._tensor((*joined(tensors, node).parts, *made.parts)) if tensors else made
        if tensors:
            return self._tensor(followed(tensors, unread(node)).parts)
        return value_of(node, scope.plain)
