"""The columns of a table that a script predicts, and those that it predicts from."""

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from mlpcli.config.translation.pasted_code import last_name
from mlpcli.config.translation.scripts.column_names import (
    Names,
    all_but,
    columns_in,
    is_last_one,
    of_all_rows,
    places_in,
    span_of,
    transformed_in,
)
from mlpcli.config.translation.scripts.column_statements import (
    assigned,
    column_attribute,
    is_computed,
    is_of_columns,
)
from mlpcli.config.translation.scripts.values import Unread, dotted, unread
from mlpcli.config.yaml.nodes import Plain

_TARGETS = re.compile(r"(?:.*_)?(?:y|targets?|labels?)(?:_.*)?")
_TIMES = re.compile(r"date|time|month|year|day")
_INPUTS = ("x", "features", "inputs")

# More columns than anybody lists.
_MOST_PLACES = 100


@dataclass(frozen=True)
class FoundColumns:
    """`target` is the column to predict; `features` and `dropped` are columns, by names or places from 1;
    `span` are the places from and to which, counted from 0, `rows[:, 0:8]` takes its inputs.

    `of_inputs`: the column that was dropped from the inputs alone, which may be the target. `unread` is what
    is done to columns and rows that a config cannot say. `is_last`: the table's last column is predicted.
    `alone` is a column that is taken by itself, and is not called what is to be predicted. `read` are the
    columns that places count, if they are not all of the file's, and None in it for those that are not
    known. `made` are columns that the script computes, by the ones of the file that they come from.
    `renamed` are names that columns get in place of those in the file. `whole` are the names of all columns
    that are read, if they are not all of the file's, and `transformed` those that are left of them by a
    ColumnTransformer. `others` are columns that are left out of those which a name stands for; None if they
    are not known.
    """

    target: Plain = None
    features: tuple[Plain, ...] = ()
    dropped: tuple[Plain, ...] = ()
    span: tuple[int, int | None] | None = None
    of_inputs: tuple[Plain, ...] = ()
    unread: tuple[Unread, ...] = ()
    is_last: bool = False
    alone: Plain = None
    read: tuple[Plain, ...] | None = None
    made: Mapping[str, str] = field(default_factory=dict)
    renamed: tuple[str, ...] = ()
    whole: tuple[Plain, ...] = ()
    transformed: tuple[Plain, ...] = ()
    others: Mapping[str, tuple[Plain, ...] | None] = field(default_factory=dict)

    def after(self, target: ast.expr | None, value: ast.expr, names: Names) -> "FoundColumns":
        """What is known once `target` gets a value; it is None for a statement that assigns nothing."""
        if isinstance(target, ast.Attribute) and target.attr == "columns":
            names_now = tuple(one for one in columns_in(value, names) or () if isinstance(one, str))
            return replace(self, renamed=names_now) if names_now else self._without(target)
        found = self._transformed(value, names)._after_scaling(target, value, names)
        if isinstance(target, ast.Name) and isinstance(value, ast.ListComp | ast.Call):
            found = found._with_others(target.id, value, names)
        if isinstance(value, ast.Call) and last_name(value.func) == "fit" and len(value.args) < 2:
            # What a scaler is fitted to is no choice of inputs.
            return found
        for name, part in assigned(target, value):
            last = name.rpartition(".")[2].lower()
            for node in ast.walk(part):
                if isinstance(node, ast.Call):
                    found = found._after_call(node, last, names)
                elif isinstance(node, ast.Subscript) and last:
                    found = found._after_index(node, last, names)
            if (column := column_attribute(part)) and _TARGETS.fullmatch(last) and found.target is None:
                found = replace(found, target=column)
        if isinstance(target, ast.Subscript) and any(map(is_computed, ast.walk(value))):
            return found._with_made(target, value)
        return found

    def _transformed(self, value: ast.expr, names: Names) -> "FoundColumns":
        """What is known of the columns that a ColumnTransformer keeps, and which it does not."""
        made = transformed_in(value, names)
        if made is None:
            return self
        if made.columns and all(isinstance(one, str) for one in made.columns):
            return replace(self, transformed=made.columns)
        said = Unread(f"the columns of {last_name(made.call.func)}", made.call.lineno, is_layer=False)
        return replace(self, unread=(*self.unread, said))

    def _after_scaling(self, target: ast.expr | None, value: ast.expr, names: Names) -> "FoundColumns":
        """What is known once some columns alone are scaled in place: here, all numbers are."""
        name = last_name(value.func) if isinstance(value, ast.Call) else ""
        is_scaler = "scal" in (written := ast.unparse(value).lower()) or written.startswith("sc")
        if not isinstance(target, ast.Subscript) or name not in ("transform", "fit_transform"):
            return self
        said = Unread(f"that {unread(target, is_layer=False).text} alone is scaled", target.lineno)
        is_of_others = "test" in dotted(target.value).lower()
        return self if is_of_others or not is_scaler else replace(self, unread=(*self.unread, said))

    def _with_others(self, name: str, value: ast.ListComp | ast.Call, names: Names) -> "FoundColumns":
        """What is known once a name stands for all columns but some."""
        others = all_but(value, names)
        if others is None and not isinstance(value, ast.ListComp):
            return self
        return replace(self, others={**self.others, name: others})

    def _with_made(self, target: ast.Subscript, value: ast.expr) -> "FoundColumns":
        """What is known once a column is computed, alone from another one or not."""
        used = {
            one.slice.value
            for one in ast.walk(value)
            if isinstance(one, ast.Subscript) and isinstance(one.slice, ast.Constant)
        }
        name = target.slice.value if isinstance(target.slice, ast.Constant) else None
        if isinstance(name, str) and len(used) == 1 and isinstance(source := used.pop(), str):
            if source != name:
                text = f"{ast.unparse(target)} = {unread(value, is_layer=False).text}"
                said = Unread(text, target.lineno)
                return replace(self, made={**self.made, name: source}, unread=(*self.unread, said))
        return self._without(target)

    def without(self, index: ast.expr, names: Names) -> "FoundColumns":
        """What is known after `del table["id"]`, of the index there."""
        return replace(self, dropped=(*self.dropped, *(columns_in(index, names) or ())))

    def _without(self, node: ast.expr) -> "FoundColumns":
        return replace(self, unread=(*self.unread, unread(node, is_layer=False).as_left_out()))

    def _after_call(self, call: ast.Call, last: str, names: Names) -> "FoundColumns":
        name = last_name(call.func)
        given = [one.value for one in call.keywords if one.arg in ("columns", "labels", "items")]
        given = given or call.args[:1]
        if name not in ("pop", "drop", "filter") or not given or (name == "drop" and not is_of_columns(call)):
            return self
        columns = columns_in(given[0], names)
        if name == "filter" and columns:
            return replace(self, features=columns)
        if columns is None:
            return self._without(call) if name == "drop" else self
        is_target = last and (bool(_TARGETS.fullmatch(last)) or "id" not in re.split(r"_|s\b", last))
        if name == "pop" and is_target and len(columns) == 1 and self.target is None:
            return replace(self, target=columns[0])
        inputs = columns if last.startswith(_INPUTS) else ()
        # What else was chosen before was for something else, such as a plot.
        features = () if inputs else self.features
        dropped, of_inputs = (*self.dropped, *columns), (*self.of_inputs, *inputs)
        return replace(self, dropped=dropped, of_inputs=of_inputs, features=features)

    def _after_index(self, node: ast.Subscript, last: str, names: Names) -> "FoundColumns":
        index = node.slice
        is_target = bool(_TARGETS.fullmatch(last))
        if isinstance(index, ast.Compare | ast.BoolOp) and dotted(node.value).lower() == last:
            return self._without(node)
        column = of_all_rows(index)
        columns = columns_in(column or index, names)
        if not is_target and columns is None and last.startswith(_INPUTS):
            others = self.others[dotted(index)] if dotted(index) in self.others else all_but(index, names)
            if others is not None:
                return replace(self, dropped=(*self.dropped, *others), features=())
            if isinstance(index, ast.ListComp) or dotted(index) in self.others:
                return self._without(node)
        if is_target and self.target is None:
            if column is not None and is_last_one(column):
                last_read = self.read[-1] if self.read else None
                return replace(self, target=last_read, is_last=last_read is None)
            chosen = list(self.at(places_in(column)) or columns or ())
            target: Plain = chosen[0] if len(chosen) == 1 else (chosen or None)
            return replace(self, target=target)
        if is_target or isinstance(index, ast.Constant):
            is_time = not columns or bool(_TIMES.search(str(columns[0]).lower()))
            return (
                self if is_target or is_time or self.alone else replace(self, alone=(columns or (None,))[0])
            )
        if (places := places_in(column)) and not (columns := self.at(places)):
            return self._without(node)
        if columns:
            return replace(self, features=columns)
        return self._after_span(node, span) if (span := span_of(column)) else self

    def _after_span(self, node: ast.Subscript, span: tuple[int, int | None]) -> "FoundColumns":
        first, end = span
        if end is None and self.read is None:
            return replace(self, span=span)
        places = range(first, len(self.read or ()) if end is None else end)
        if self.read is None and len(places) > _MOST_PLACES:
            return replace(self, span=span)
        columns = self.at(tuple(place + 1 for place in places))
        return replace(self, span=span, features=columns) if columns else self._without(node)

    def at(self, places: tuple[int, ...]) -> tuple[Plain, ...]:
        """The columns of the file at places from 1 in what is read of it; empty if one is not known."""
        if any(isinstance(one, str) for one in self.dropped) or not places:
            return ()
        if self.read is None:
            # A first column that only numbers the rows is not counted.
            return tuple(place + (self.dropped[:1] == (1,)) for place in places)
        found = [self.read[place - 1] if place <= len(self.read) else None for place in places]
        return () if None in found else tuple(found)

    @property
    def only(self) -> Plain:
        """The one column that is taken, alone or as a span of one; None if there are more, or none."""
        if self.span and self.span[1] == self.span[0] + 1:
            return self.span[1]
        return self.alone

    def _in_file(self, column: Plain) -> Plain:
        """The place of a column that has another name in the file; else the column as it is."""
        if isinstance(column, list):
            return [self._in_file(one) for one in column]
        if not isinstance(column, str) or column not in self.renamed:
            return column
        numbering = tuple(one for one in self.dropped if one == 1)
        return next(iter(replace(self, dropped=numbering).at((self.renamed.index(column) + 1,))), column)

    def section(self) -> dict[str, Plain]:
        """The keys of a table's data section."""
        target, dropped = self.target, list(dict.fromkeys(self.dropped))
        if target is None and len(self.of_inputs) == 1:
            target = self.of_inputs[0]
        if isinstance(target, str):
            target = self.made.get(target, target)
        if self.span:
            first, end = self.span
            dropped += range(1, first + 1)
            dropped += range(end + 1, target) if isinstance(target, int) and end is not None else ()
        target, *dropped = (self._in_file(one) for one in (target, *dropped))
        found: dict[str, Plain] = {} if target is None else {"target": target}
        targets = target if isinstance(target, list) else [target]
        chosen = self.transformed or self.features or self.whole
        chosen = tuple(one for one in chosen if one not in dropped) if self.whole else chosen
        given = map(self._in_file, (one for one in chosen if one not in self.made))
        features: list[Plain] = [one for one in given if one not in targets]
        exclude: list[Plain] = [one for one in dropped if one not in targets and one not in features]
        if features:
            return {**found, "features": features}
        return {**found, "exclude": exclude} if exclude else found
