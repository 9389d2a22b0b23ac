"""The columns of a table that a script predicts, and those that it predicts from."""

import ast
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from mlpcli.config.translation.pasted_code import last_name
from mlpcli.config.translation.scripts.chosen_columns import ChosenColumns
from mlpcli.config.translation.scripts.column_kinds import (
    chosen_in,
    encoded_in,
    is_encoder,
    kind_of_columns,
    makes_numbers,
    numbers_categories,
)
from mlpcli.config.translation.scripts.column_names import (
    MOST_PLACES,
    Names,
    all_but,
    columns_in,
    columns_of,
    is_last_one,
    new_names,
    places_in,
    span_of,
    transformed_in,
)
from mlpcli.config.translation.scripts.column_statements import (
    assigned,
    column_attribute,
    is_computed,
    is_of_columns,
    is_table,
    mentions,
)
from mlpcli.config.translation.scripts.values import Unread, dotted, unread
from mlpcli.config.yaml.nodes import Plain

_TARGETS = re.compile(r"(?:.*_)?(?:y|targets?|labels?)(?:_.*)?")
_TIMES = re.compile(r"date|time|month|year|day")
_INPUTS = ("x", "features", "inputs")


@dataclass(frozen=True)
class FoundColumns(ChosenColumns):
    """Follows the statements that choose columns."""

    def after(self, target: ast.expr | None, value: ast.expr, names: Names) -> "FoundColumns":
        """What is known once `target` gets a value; it is None for a statement that assigns nothing."""
        if isinstance(target, ast.Attribute) and target.attr == "columns":
            names_now = tuple(one for one in columns_in(value, names) or () if isinstance(one, str))
            return self._renamed_in_order(target, names_now)
        found = self._transformed(value, names)._after_scaling(target, value, names)
        found = found._with_kinds(target, value, names)._with_numbered(target, value, names)
        if isinstance(target, ast.Name) and isinstance(value, ast.ListComp | ast.Call):
            found = found._with_others(target.id, value, names)
        if isinstance(value, ast.Call) and last_name(value.func) == "fit" and len(value.args) < 2:
            # What a scaler is fitted to is no choice of inputs.
            return found
        for name, part in assigned(target, value):
            last = name.rpartition(".")[2].lower()
            for node in ast.walk(part):
                found = found._after_part(node, last, names)
            if name and is_table(part, self.tables):
                found = replace(found, tables=found.tables | {name})
            if (
                (column := column_attribute(part, found.tables))
                and _TARGETS.fullmatch(last)
                and found.target is None
            ):
                found = replace(found, target=column)
        return found._with_column(target, value) if isinstance(target, ast.Subscript) else found

    def _renamed_in_order(self, target: ast.Attribute, names_now: tuple[str, ...]) -> "FoundColumns":
        """What is known once all columns that are left get names in their order."""
        if not names_now:
            return self._without(target)
        if self.read is None and len(names_now) == len(self.features):
            return replace(self, renamed=names_now, read=self.features)
        found = replace(self, renamed=names_now)
        # Which ones are left of all in the file, only the file tells.
        is_known = None not in (self.read or ()) and not any(isinstance(one, str) for one in self.dropped)
        return found if is_known else found._without(target)

    def _after_part(self, node: ast.AST, last: str, names: Names) -> "FoundColumns":
        """What is known after a call or an index in the value that a name with this last part gets."""
        if isinstance(node, ast.Call) and (renamed := new_names(node, names)):
            return self._with_names(renamed, node)
        found = self._after_choice(node, last)
        if isinstance(node, ast.Call):
            return found._after_call(node, last, names)
        return found._after_index(node, last, names) if isinstance(node, ast.Subscript) and last else found

    def _transformed(self, value: ast.expr, names: Names) -> "FoundColumns":
        """What is known of the columns that a ColumnTransformer keeps, and which it does not."""
        made = transformed_in(value, names)
        if made is None:
            return self
        places = [one for one in made.columns or () if isinstance(one, int)]
        columns = self._of_inputs(places) if places else made.columns
        if columns and len(columns) == len(made.columns or ()):
            return replace(self, transformed=columns)
        said = Unread(f"the columns of {last_name(made.call.func)}", made.call.lineno, is_layer=False)
        return replace(self, unread=(*self.unread, said))

    def _with_kinds(self, target: ast.expr | None, value: ast.expr, names: Names) -> "FoundColumns":
        """What is known of the columns that are categories, and of names for columns of one kind."""
        found = self
        for columns, call in encoded_in(target, value, names, self.encoders):
            places = [one for one in columns if isinstance(one, int)]
            columns = found._of_inputs(places) if places else columns
            if not columns:
                said = Unread(f"the columns of {last_name(call.func)}", call.lineno, is_layer=False)
                found = replace(found, unread=(*found.unread, said)) if not found._are_texts(call) else found
            more = {one: call.lineno for one in columns if one not in (*found.categories, *found.new)}
            found = replace(found, categories={**found.categories, **more})
        if not isinstance(target, ast.Name):
            return found
        if is_encoder(value, self.encoders) and not is_table(value, self.tables):
            found = replace(found, encoders=found.encoders | {target.id})
        kind = kind_of_columns(ast.unparse(value)) if columns_in(value, names) is None else ""
        is_list = kind and all_but(value, names) is None and re.search(r"\.columns\b", ast.unparse(value))
        return replace(found, kinds={**found.kinds, target.id: kind}) if is_list else found

    def _with_numbered(self, target: ast.expr | None, value: ast.expr, names: Names) -> "FoundColumns":
        """What is known of columns whose categories are numbered, and of what numbers them."""
        if isinstance(target, ast.Name) and makes_numbers(value):
            return replace(self, numberers=self.numberers | {target.id})
        if not isinstance(target, ast.Subscript) or not numbers_categories(value, self.numberers):
            return self
        index = columns_of(target.slice) or target.slice
        columns = columns_in(index, names) or self._of_inputs(places_in(index)) or (ast.unparse(target),)
        return replace(self, numbered={**dict.fromkeys(columns, target.lineno), **self.numbered})

    def _are_texts(self, call: ast.Call) -> bool:
        """Whether the columns that a call encodes are chosen as those of texts, which are categories here."""
        nodes = (one for given in call.keywords for one in ast.walk(given.value))
        return "texts" in (
            kind_of_columns(ast.unparse(call)),
            *(self.kinds.get(dotted(one)) for one in nodes if isinstance(one, ast.Name)),
        )

    def _of_inputs(self, places: Sequence[int]) -> tuple[Plain, ...]:
        """The columns at places from 1 among the inputs; empty if one is not known."""
        # Of those that are read by name, the order is that of the file.
        chosen = () if self.by_place or self.features == self.whole else self.features
        if self.span and not chosen:
            return self.at(tuple(self.span[0] + place for place in places))
        return tuple(chosen[place - 1] for place in places if place <= len(chosen))

    def _with_names(self, renamed: Mapping[str, str], call: ast.Call) -> "FoundColumns":
        """What is known once columns get other names, unless one of these meant another column before."""
        if renamed.items() <= self.names.items():
            return self
        known = {*self.dropped, *self.features, *self.whole, *self.transformed, *self.made, self.alone}
        texts = (one.value for one in ast.walk(call.func) if isinstance(one, ast.Constant))
        known |= {one for one in texts if isinstance(one, str)}
        known |= {*self.target} if isinstance(self.target, list) else {self.target}
        if not known.isdisjoint(renamed):
            return self._without(call.func)
        return replace(self, names={**self.names, **{new: self.former(old) for new, old in renamed.items()}})

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

    def _with_column(self, target: ast.Subscript, value: ast.expr) -> "FoundColumns":
        """What is known once a column gets a value."""
        column = target.slice.value if isinstance(target.slice, ast.Constant) else None
        found = self
        if isinstance(column, str) and is_table(target.value, self.tables) and not mentions(value, column):
            found = replace(found, new=found.new | {column})
        return found._with_made(target, value) if any(map(is_computed, ast.walk(value))) else found

    def _with_made(self, target: ast.Subscript, value: ast.expr) -> "FoundColumns":
        """What is known once a column is computed, alone from another one or not."""
        used = {
            one.slice.value
            for one in ast.walk(value)
            if isinstance(one, ast.Subscript) and isinstance(one.slice, ast.Constant)
        }
        name = target.slice.value if isinstance(target.slice, ast.Constant) else None
        if not isinstance(name, str):
            return self._without(target)
        text = f"{ast.unparse(target)} = {unread(value, is_layer=False).text}"
        found = replace(self, unread=(*self.unread, Unread(text, target.lineno)))
        if len(used) == 1 and isinstance(source := used.pop(), str):
            return found if source == name else replace(found, made={**self.made, name: source})
        return found

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
        columns = self._named(given[0], names)
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

    def _after_choice(self, node: ast.AST, last: str) -> "FoundColumns":
        """What is known once inputs, or the table itself, are chosen by what the file holds."""
        owner = node.func if isinstance(node, ast.Call) else node
        is_of_itself = (
            isinstance(owner, ast.Attribute | ast.Subscript) and dotted(owner.value).lower() == last
        )
        if not last.startswith(_INPUTS) and not is_of_itself:
            return self
        found = chosen_in(node, self.kinds)
        return replace(self, choice=found[0], is_of_numbers=found[1]) if found else self

    def _after_index(self, node: ast.Subscript, last: str, names: Names) -> "FoundColumns":
        index = node.slice
        is_target = bool(_TARGETS.fullmatch(last))
        column = columns_of(index)
        columns = columns_in(column, names) if column else self._named(index, names)
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
            return replace(self, features=columns, choice=None, is_of_numbers=False)
        return self._after_span(node, span) if (span := span_of(column)) else self

    def _named(self, node: ast.expr, names: Names) -> tuple[Plain, ...] | None:
        """The columns that pandas calls so: by their names, or by places from 0 if they have none."""
        return columns_in(node, names) or (places_in(node) if self.is_numbered else None) or None

    def _after_span(self, node: ast.Subscript, span: tuple[int, int | None]) -> "FoundColumns":
        first, end = span
        if end is None and self.read is None:
            return replace(self, span=span)
        places = range(first, len(self.read or ()) if end is None else end)
        if self.read is None and len(places) > MOST_PLACES:
            return replace(self, span=span)
        columns = self.at(tuple(place + 1 for place in places))
        return replace(self, span=span, features=columns) if columns else self._without(node)
