"""The expressions of a Python script: which layers, tensors and networks they stand for. None is run."""

import ast
from collections.abc import Iterator
from typing import Any

from mlpcli.config.translation.classes import Unreadable, class_named, with_arguments
from mlpcli.config.translation.keras_calls import truth, value_of
from mlpcli.config.translation.pasted_code import last_name
from mlpcli.config.translation.scripts.network_calls import NetworkCalls
from mlpcli.config.translation.scripts.sequences import part_of, turns
from mlpcli.config.translation.scripts.tensors import each_tensor, followed, indexed, parts_in
from mlpcli.config.translation.scripts.values import (
    MOST_ITEMS,
    Inline,
    Layer,
    Part,
    Reading,
    Scope,
    Tensor,
    Unread,
    bounded,
    dotted,
    unread,
)


class Expressions:
    """`inline` follows a call of a function or class of the script; `misspelled`: a similar name of a layer
    is taken for it.
    """

    def __init__(self, reading: Reading, inline: Inline, misspelled: bool) -> None:
        self._reading = reading
        self._calls = NetworkCalls(reading, self, inline, misspelled)

    def value(self, node: ast.expr, scope: Scope) -> Any:
        """What an expression stands for. Raises Unreadable."""
        self._reading.left -= 1
        if self._reading.left < 0:
            raise Unreadable
        if (name := dotted(node)) in scope.objects:
            return scope.objects[name]
        if isinstance(node, ast.Call):
            return self._calls.value(node, scope)
        if isinstance(node, ast.List | ast.Tuple):
            return self.listed(node.elts, scope)
        if isinstance(node, ast.ListComp | ast.GeneratorExp):
            return self._comprehension(node, scope)
        if isinstance(node, ast.BinOp):
            return self._computed(node, scope)
        if isinstance(node, ast.Subscript):
            return self._taken(node, scope)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Call):
            # What is asked of its result, such as a history, does not matter.
            self.found(node.value, scope)
        return value_of(node, scope.plain)

    def items(self, node: ast.expr, scope: Scope) -> list[Any]:
        """The values that a loop takes from an expression. Raises Unreadable if they are not literal."""
        found = self.value(node, scope)
        if not isinstance(found, list) or len(found) > MOST_ITEMS:
            raise Unreadable
        return found

    def _taken(self, node: ast.Subscript, scope: Scope) -> Any:
        """What an index takes: of a list, or of tensors."""
        owner = self.found(node.value, scope)
        if isinstance(owner, list):
            return part_of(owner, node.slice, lambda one: self.value(one, scope))
        tensors = list(each_tensor(owner))
        return indexed(tensors, node) if tensors else value_of(node, scope.plain)

    def parts_of(self, node: ast.expr, scope: Scope) -> Iterator[Part]:
        """The layers that an item of a network stands for, or what could not be read of it."""
        node = node.value if isinstance(node, ast.Starred) else node
        found = self.found(node, scope, unread(node))
        is_no_layer = isinstance(node, ast.Call) and isinstance(found, str | dict)
        yield from parts_in(unread(node) if is_no_layer else found)

    def listed(self, nodes: list[ast.expr], scope: Scope) -> list[Any]:
        """The values of the items of a list. Raises Unreadable."""
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
        value = self.found(node, scope)
        return ast.Constant(value) if isinstance(value, bool | int | float | str) else node

    def _computed(self, node: ast.BinOp, scope: Scope) -> Any:
        if tensors := self.tensors([node.left, node.right], scope):
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

    def tensors(self, nodes: list[ast.expr], scope: Scope) -> list[Tensor]:
        """The tensors that some expressions stand for."""
        found: list[Tensor] = []
        for node in nodes:
            found += each_tensor(self.found(node, scope))
        return found

    def found(self, node: ast.expr, scope: Scope, otherwise: Unread | None = None) -> Any:
        """What an expression stands for; `otherwise` if that cannot be read."""
        try:
            return self.value(node, scope)
        except Unreadable:
            return otherwise
