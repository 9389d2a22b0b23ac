"""A Python script, followed as far as its networks depend on it, and never run."""

import ast
from collections.abc import Sequence
from typing import Any

from mlpcli.config.translation.classes import Unreadable
from mlpcli.config.translation.pasted_code import parsed
from mlpcli.config.translation.scripts.binding import bind, unbind
from mlpcli.config.translation.scripts.changes import add_changes, add_other_targets, initialized, penalties
from mlpcli.config.translation.scripts.counts import count_in
from mlpcli.config.translation.scripts.data import with_call, with_columns, without_columns
from mlpcli.config.translation.scripts.expressions import Expressions
from mlpcli.config.translation.scripts.loaders import batched_windows
from mlpcli.config.translation.scripts.loops import (
    add_batches,
    add_counted,
    add_epochs,
    is_of_batches,
    is_of_epochs,
    repeated,
)
from mlpcli.config.translation.scripts.optimizers import add_training
from mlpcli.config.translation.scripts.options import Options, add_option, bind_attributes, bind_class
from mlpcli.config.translation.scripts.own_calls import OwnCalls, Returned
from mlpcli.config.translation.scripts.paces import pace_of
from mlpcli.config.translation.scripts.row_calls import add_row_calls
from mlpcli.config.translation.scripts.row_filters import add_filters, add_returned, add_taken
from mlpcli.config.translation.scripts.row_parts import follow
from mlpcli.config.translation.scripts.settings import add_settings
from mlpcli.config.translation.scripts.splits import add_column
from mlpcli.config.translation.scripts.steps import add_length
from mlpcli.config.translation.scripts.table_numbers import add_returned_numbers
from mlpcli.config.translation.scripts.tensors import each_tensor, parts_in
from mlpcli.config.translation.scripts.values import Defined, Layer, Reading, Scope, Unread
from mlpcli.config.translation.scripts.windows import add_window

# A script builds a network in a few dozen statements; loops and calls of functions count each time.
_MOST_STATEMENTS = 3000


def read_script(text: str, *, misspelled: bool = False) -> Reading:
    """What a script builds; `misspelled`: also of layers whose names are not quite right.

    Raises Unreadable if it is not Python.
    """
    tree = parsed(text)
    follower = _Follower(misspelled)
    follower.reading.notes += [*initialized(tree), *penalties(tree)]
    follower.reading.pace, unread = pace_of(tree)
    follower.reading.notes += unread
    scope = Scope()
    try:
        follower.run(tree.body, scope)
        follower.finish(scope)
    except Unreadable:
        # What was found so far is what there is.
        follower.reading.notes.append(Unread("more statements than can be followed", 1))
    except Returned:
        pass
    return follower.reading


class _Follower:
    """Follows statements; `reading` is what was found."""

    def __init__(self, misspelled: bool) -> None:
        self.reading = Reading()
        self._own_calls = OwnCalls(self.reading, self.run, self._found)
        self._expressions = Expressions(self.reading, self._own_calls.inline, misspelled)
        self._left = _MOST_STATEMENTS
        self._options: Options = {}
        self._defined: list[Defined] = []

    def run(self, body: Sequence[ast.stmt], scope: Scope) -> None:
        """Follow some statements. Raises Unreadable if there are too many, and Returned at a return."""
        for statement in body:
            self._left -= 1
            if self._left < 0:
                raise Unreadable
            self._statement(statement, scope)

    def finish(self, scope: Scope) -> None:
        """Without any network, take what is defined and not called, and layers that stand alone."""
        if any(network.parts for network in self.reading.networks) or self.reading.last.parts:
            return
        for one in self._defined:
            if one.node.name not in self._own_calls.called:
                self._value_of_call(one, scope)
        if not self.reading.networks and not self.reading.loose and not self.reading.last.parts:
            values = [value for value in scope.objects.values() if isinstance(value, Layer | list)]
            self.reading.loose += parts_in(values)

    def _value_of_call(self, one: Defined, scope: Scope) -> None:
        found = self._own_calls.inline(one, None, scope)
        for tensor in each_tensor(found):
            self.reading.last = tensor

    def _statement(self, statement: ast.stmt, scope: Scope) -> None:
        if isinstance(statement, ast.FunctionDef | ast.ClassDef):
            scope.bind(statement.name, Defined(statement))
            if isinstance(statement, ast.ClassDef):
                bind_class(statement, scope)
            self._defined.append(Defined(statement))
        elif isinstance(statement, ast.Expr | ast.Assign | ast.AnnAssign | ast.AugAssign | ast.Return):
            self._simple(statement, scope)
        elif isinstance(statement, ast.For):
            self._loop(statement, scope)
        elif isinstance(statement, ast.If):
            self._condition(statement, scope)
        elif isinstance(statement, ast.While):
            add_counted(self.reading, statement, scope)
            self._once(statement.body, scope, Unread("the loop", statement.lineno))
        elif isinstance(statement, ast.Delete):
            self.reading.data = without_columns(self.reading.data, statement, scope.plain)
        elif isinstance(statement, ast.With | ast.Try):
            self.run(statement.body, scope)

    def _simple(
        self, statement: ast.Expr | ast.Assign | ast.AnnAssign | ast.AugAssign | ast.Return, scope: Scope
    ) -> None:
        value = statement.value
        if value is None:
            return
        self._calls(value, scope, " ".join(ast.unparse(one) for one in _targets(statement)))
        if isinstance(statement, ast.AugAssign):
            value = ast.copy_location(ast.BinOp(statement.target, statement.op, value), value)
        found = self._found(value, scope)
        if isinstance(statement, ast.Return):
            add_returned(self.reading, statement, scope)
            add_returned_numbers(self.reading, statement, scope)
            raise Returned(found)
        if isinstance(statement, ast.Expr):
            self.reading.data = with_columns(self.reading.data, None, value, scope.plain)
            add_row_calls(self.reading, (), value, scope)
            add_filters(self.reading, (), value, scope)
            if isinstance(found, Layer | list):
                self.reading.loose += parts_in(found)
            return
        targets = _targets(statement)
        add_changes(self.reading, targets, value, scope, is_known=found is not None)
        for one in targets:
            add_length(self.reading, one, value, scope)
            follow(self.reading, one, value, scope)
            self.reading.data = with_columns(self.reading.data, one, value, scope.plain)
            if found is None and not isinstance(value, ast.Constant):
                unbind(one, scope)
            else:
                bind(one, found, scope)
            add_column(self.reading, one, value)
            bind_attributes(one, value, self._options, scope)

    def _calls(self, value: ast.expr, scope: Scope, names: str) -> None:
        """Keep what the calls in an expression set; `names` are those that its value gets."""
        windows = set(batched_windows(value))
        for call in (node for node in ast.walk(value) if isinstance(node, ast.Call)):
            self.reading.data = with_call(self.reading.data, call, scope.plain)
            add_training(self.reading, call, scope)
            if call not in windows:
                add_settings(self.reading, call, scope, names)
            add_other_targets(self.reading, call)
            add_taken(self.reading, call, scope)
            add_option(self._options, call)

    def _found(self, value: ast.expr, scope: Scope) -> Any:
        try:
            return self._expressions.value(value, scope)
        except Unreadable:
            return count_in(value, scope)

    def _loop(self, statement: ast.For, scope: Scope) -> None:
        self._calls(statement.iter, scope, ast.unparse(statement.target))
        before = list(self.reading.networks)
        if self._follow_loop(statement, scope):
            self.reading.notes += repeated(before, statement, scope)

    def _follow_loop(self, statement: ast.For, scope: Scope) -> bool:
        """Whether the body of a loop is followed once, and not as often as it runs."""
        if is_of_epochs(statement, scope):
            bind(statement.target, add_epochs(self.reading, statement, scope), scope)
            self.run(statement.body, scope)
            return True
        add_window(self.reading, statement, scope)
        try:
            if is_of_batches(statement, scope):
                raise Unreadable
            items = self._expressions.items(statement.iter, scope)
        except Unreadable:
            add_batches(self.reading, statement.iter, scope)
            unbind(statement.target, scope)
            self._once(statement.body, scope, Unread("the loop", statement.lineno))
            return True
        for item in items:
            bind(statement.target, item, scope)
            self.run(statement.body, scope)
        return False

    def _once(self, body: Sequence[ast.stmt], scope: Scope, what: Unread) -> bool:
        """Follow what may be run any number of times, or not at all; say so if a network depends on it."""
        before, tensor = self._sizes(), self.reading.last
        self.run(body, scope)
        # What a whole network returns in a training is no part of it.
        is_part = tensor is not self.reading.last and not self.reading.networks
        is_part = is_part and "epochs" not in self.reading.settings
        changed = before != self._sizes() or is_part
        if changed:
            self.reading.notes.append(what)
        return changed

    def _sizes(self) -> list[int]:
        return [len(network.parts) for network in self.reading.networks]

    def _condition(self, statement: ast.If, scope: Scope) -> None:
        holds = self._expressions.holds(statement.test, scope)
        if holds is not None:
            self.run(statement.body if holds else statement.orelse, scope)
        elif not self._once(statement.body, scope, Unread("the condition", statement.lineno)):
            self._once(statement.orelse, scope, Unread("the condition", statement.lineno))


def _targets(statement: ast.stmt) -> Sequence[ast.expr]:
    """What a statement assigns to."""
    if isinstance(statement, ast.Assign):
        return statement.targets
    return [statement.target] if isinstance(statement, ast.AnnAssign | ast.AugAssign) else []
