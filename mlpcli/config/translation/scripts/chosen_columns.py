"""The columns that a script has chosen so far, and what a config says of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from mlpcli.config.translation.scripts.values import Unread
from mlpcli.config.yaml.nodes import Plain


@dataclass(frozen=True)
class ChosenColumns:
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
    are not known. `names` are what columns are called in the file, by the names that they get later,
    `by_place` is what reads some columns by their places, and `tables` are the names that tables have.
    `is_numbered`: pandas calls the columns by their places from 0, because the file has no names of them.
    `categories` are columns that are none of numbers, whatever they hold, by the lines that say so, and
    `encoders` the names of what makes such of others. `kinds` are what columns in the file hold, by the names
    that these lists of columns have. `choice` is what chooses the inputs by what the file holds, and
    `is_of_numbers`: it leaves out all others. `new` are columns that the file may not have. `numberers` are
    the names of what numbers categories, and `numbered` the columns whose categories are, with their lines.
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
    names: Mapping[str, str] = field(default_factory=dict)
    by_place: Unread | None = None
    is_numbered: bool = False
    tables: frozenset[str] = frozenset()
    categories: Mapping[Plain, int] = field(default_factory=dict)
    encoders: frozenset[str] = frozenset()
    kinds: Mapping[str, str] = field(default_factory=dict)
    choice: Unread | None = None
    is_of_numbers: bool = False
    new: frozenset[str] = frozenset()
    numberers: frozenset[str] = frozenset()
    numbered: Mapping[Plain, int] = field(default_factory=dict)

    def former(self, name: str) -> str:
        """What the file calls a column."""
        return self.names.get(name, name)

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
        if isinstance(column, str):
            column = self.former(column)
        if not isinstance(column, str) or column not in self.renamed:
            return column
        numbering = tuple(one for one in self.dropped if one == 1)
        return next(iter(replace(self, dropped=numbering).at((self.renamed.index(column) + 1,))), column)

    @property
    def is_unclear(self) -> bool:
        """Whether columns that are read by their places are then chosen by names that only the file has."""
        targets = self.target if isinstance(self.target, list) else [self.target]
        chosen = (self._in_file(one) for one in (*targets, *self.dropped))
        has_names = any(isinstance(one, str) for one in chosen)
        by_name = self.transformed or self.features
        return bool(self.by_place) and has_names and not all(isinstance(one, str) for one in by_name or (1,))

    @property
    def left_out(self) -> tuple[Unread, ...]:
        """What is done to columns and rows that `section` does not say."""
        by_place = self.by_place if self.is_unclear else None
        return (*self.unread, *self._numbered(), *(one for one in (by_place, self.choice) if one))

    def _numbered(self) -> Iterator[Unread]:
        """The inputs whose categories a script numbers, which have a column for each category here."""
        section = self.section()
        targets, features = section.get("target"), section.get("features")
        others = [*(targets if isinstance(targets, list) else [targets]), *map(self._in_file, self.dropped)]
        others += map(self._in_file, self.categories)
        for name, line in self.numbered.items():
            column = self._in_file(name)
            is_input = not isinstance(features, list) or column in features or "[" in str(name)
            if column not in others and is_input and (targets is not None or len(self.numbered) > 1):
                called = f"column {name}" if isinstance(name, int) else name
                yield Unread(f"that {called} is numbered (one-hot here)", line)

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
        if self.is_of_numbers:
            dropped += (one for one in self.categories if one not in dropped)
        target, *dropped = (self._in_file(one) for one in (target, *dropped))
        found: dict[str, Plain] = {} if target is None else {"target": target}
        targets = target if isinstance(target, list) else [target]
        chosen = self.transformed or self.features or self.whole
        given = [self._in_file(one) for one in chosen if one not in (*self.made, *self.new)]
        if self.is_unclear:
            given = []
        elif self.whole or self.is_of_numbers:
            given = [one for one in given if one not in dropped]
        features: list[Plain] = [one for one in given if one not in targets]
        exclude: list[Plain] = [one for one in dropped if one not in targets and one not in features]
        found |= {"features": features} if features else {"exclude": exclude} if exclude else {}
        kept = [one for one in map(self._in_file, self.categories) if one not in (*targets, *exclude)]
        if features:
            kept = [one for one in kept if one in features]
        return {**found, "columns": {str(one): "category" for one in kept}} if kept else found
