"""In which form another file has its numbers: in that of the training file, or as the file itself shows.

`1,217` is 1217 or 1.217. Read by the training file's form alone, a file from another country would be wrong
by a factor of 1,000 without a word.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
import polars as pl
from numpy.typing import NDArray

from mlpcli.data.tables.column_summary import are_whole
from mlpcli.data.tables.digit_groups import COLUMN, TEXT, cells_of
from mlpcli.data.tables.find_number_format import find_number_format
from mlpcli.data.tables.numbers import fits_exactly, looks_like_numbers, parse_numbers, with_plain_signs
from mlpcli.data.tables.schema import NumberFormat, NumberSpan
from mlpcli.data.tables.table_file import TableFile
from mlpcli.errors import DataError

_SIGNS = [".", ",", " ", "'", "_", "\u00a0", "\u202f", "\u2009", "\u2007", "\uff0e", "\uff0c", "\u2019"]
_BOTH_WAYS = (NumberFormat(".", ","), NumberFormat(",", "."))
# The decimal sign that goes with what separates fields.
_GOES_WITH = {";": ",", ",": "."}
# The two readings of a number are 1,000 times apart, or more: what is further away than half of that, as
# factors go, from all that training saw is read wrongly.
_FAR = 30.0
# Most files say in their first cells how numbers are written.
_FIRST_CELLS, _FIRST_ROWS = 200_000, 2_000


class ReadAs(Protocol):
    """How the training file was read."""

    @property
    def numbers(self) -> NumberFormat: ...

    @property
    def missing(self) -> tuple[str, ...]: ...

    @property
    def separated_by(self) -> str: ...

    @property
    def spans(self) -> Mapping[str, NumberSpan]: ...


@dataclass(frozen=True)
class FoundForm:
    """The form of a file's numbers, and whether it `is_other` than that of training, which the first notice
    tells then."""

    form: NumberFormat
    is_other: bool = False
    notices: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Reading:
    """The `values` of all texts in one form, and whether they are those of the training file's."""

    form: NumberFormat
    values: NDArray[np.float64]
    as_trained: bool


@dataclass(frozen=True)
class _Texts:
    """Different texts of numbers with a sign in them, each with the name of its column."""

    columns: pl.Series
    texts: pl.Series

    def __len__(self) -> int:
        return len(self.texts)


def form_of(file: TableFile, names: Sequence[str], trained: ReadAs) -> FoundForm:
    """The form of the numbers in the columns `names` of a file.

    It is that in which all of them are numbers. If they are numbers in several, with other values, the range
    of the training file's columns decides, and what separates the fields; if neither says anything, it is
    that of training, with a notice. Raises DataError if something speaks for another form than that of
    training, but not all that is known.
    """
    names = [name for name in names if file.frame.schema[name] == pl.String]
    rows = max(1, min(_FIRST_ROWS, _FIRST_CELLS // max(1, len(names))))
    found = _with_signs(file.frame.head(rows).select(names), trained.missing)
    readings = _readings(found, file, trained)
    if file.frame.height > rows and not (len(found) and _is_settled(readings)):
        found = _with_signs(file.frame.select(names), trained.missing)
        readings = _readings(found, file, trained)
    if not len(found) or not readings or _is_settled(readings):
        return FoundForm(trained.numbers)
    return _Choice(file, trained, found, readings).made()


def _with_signs(frame: pl.DataFrame, missing: Sequence[str]) -> _Texts:
    having = frame.select(pl.all().str.contains_any(_SIGNS).any())
    frame = frame.select(name for name in frame.columns if having[name][0])
    if not frame.width:
        return _Texts(pl.Series(dtype=pl.String), pl.Series(dtype=pl.String))
    cells = cells_of(frame).drop_nulls()
    cells = cells.with_columns(pl.col(TEXT).str.strip_chars()).unique(maintain_order=True)
    cells = cells.filter(pl.col(TEXT).str.contains_any(_SIGNS) & ~pl.col(TEXT).is_in(list(missing)))
    texts = with_plain_signs(cells[TEXT])
    are_numbers = looks_like_numbers(texts)
    return _Texts(cells[COLUMN].filter(are_numbers), texts.filter(are_numbers))


def _readings(found: _Texts, file: TableFile, trained: ReadAs) -> list[_Reading]:
    """The different readings in which all texts are numbers, that of training first."""
    now = parse_numbers(found.texts, trained.numbers, ()).values
    fitting = [form for form in (trained.numbers, *_BOTH_WAYS) if fits_exactly(found.texts, form)]
    if not fitting:
        # With blanks between groups of digits, for one.
        form = find_number_format(found.texts.to_frame("texts"), file.separator, (), "auto", "auto")
        fitting = [form] if fits_exactly(found.texts, form) else []
    readings: list[_Reading] = []
    for form in fitting:
        values = parse_numbers(found.texts, form, ()).values
        if not any(np.array_equal(values, one.values) for one in readings):
            readings.append(_Reading(form, values, np.array_equal(values, now)))
    return sorted(readings, key=lambda one: not one.as_trained)


def _is_settled(readings: Sequence[_Reading]) -> bool:
    """Whether all texts are numbers as in the training file, and no others."""
    return len(readings) == 1 and readings[0].as_trained


@dataclass(frozen=True)
class _Choice:
    """Between the `readings` of the texts of a file, one of which at least is not that of training."""

    file: TableFile
    trained: ReadAs
    found: _Texts
    readings: Sequence[_Reading]

    def made(self) -> FoundForm:
        """Raises DataError as `form_of` does."""
        trained = self.readings[0] if self.readings[0].as_trained else None
        if len(self.readings) == 1:
            return self._in_other(self.readings[0], 0)
        voices, implied = self._by_ranges(), self._by_separator(trained)
        if not voices and not implied:
            if trained is None:
                raise self._unclear(self._first)
            return FoundForm(self.trained.numbers, notices=(self._unsaid(trained),))
        is_by_range = bool(voices)
        if implied and not voices:
            voices = [(implied, self._first)]
        one, place = next(((one, place) for one, place in voices if one is not trained), voices[0])
        if all(other is one for other, _ in voices):
            if one is trained:
                return FoundForm(self.trained.numbers)
            if one is implied and (is_by_range or trained is None):
                return self._in_other(one, place)
        raise self._unclear(place)

    @cached_property
    def _differ(self) -> NDArray[np.bool_]:
        """For each text whether not all readings have the same number."""
        values = np.stack([one.values for one in self.readings])
        return np.asarray((values != values[0]).any(axis=0))

    @property
    def _first(self) -> int:
        return int(np.argmax(self._differ))

    def _by_ranges(self) -> list[tuple[_Reading, int]]:
        """The readings that alone give numbers as training had them, each with a text of the column that says
        so."""
        voices = []
        for name, span in self.trained.spans.items():
            rows = np.flatnonzero((self.found.columns == name).to_numpy() & self._differ)
            if not len(rows):
                continue
            likely = [one for one in self.readings if _is_likely(one.values[rows], span)]
            if len(likely) == 1:
                voices.append((likely[0], int(rows[0])))
        return voices

    def _by_separator(self, trained: _Reading | None) -> _Reading | None:
        """The reading that goes with the file's separator; None if the training file had the same one with
        other numbers."""
        decimal = _GOES_WITH.get(self.file.separator)
        is_custom = self.file.separator == self.trained.separated_by
        if trained and is_custom and decimal != self.trained.numbers.decimal:
            return None
        return next((one for one in self.readings if one.form.decimal == decimal), None)

    def _in_other(self, one: _Reading, place: int) -> FoundForm:
        form = one.form
        group = "a space" if form.thousands == " " else repr(form.thousands)
        groups = f" and {group} between groups of digits" if form.thousands else ""
        return FoundForm(
            form,
            True,
            (
                f"{self._name}: its numbers have {form.decimal!r} as the decimal sign{groups}, unlike those "
                f"of the training file: {self._told(place)} is read as {one.values[place]:.15g}",
            ),
        )

    def _unsaid(self, trained: _Reading) -> str:
        place, other = self._first, self.readings[1]
        return (
            f"{self._name}: {self._told(place)} is read as {trained.values[place]:.15g}, as in the training "
            f"file; if it is {other.values[place]:.15g}, write it without a sign between its digits"
        )

    def _unclear(self, place: int) -> DataError:
        values = [float(one.values[place]) for one in self.readings]
        readings = [
            f"{value:.15g}" + (" as the training file is read" if one.as_trained else "")
            for value, one in zip(values, self.readings, strict=True)
        ]
        span = self.trained.spans.get(self.found.columns[place])
        had = "" if span is None else f"; training had {span.lowest:g} to {span.highest:g}"
        fraction, whole = min(values, key=abs), max(values, key=abs)
        text = self.found.texts[place]
        return DataError(
            f"{self._name}: {self._told(place)} can be read in two ways, as {' or '.join(readings)}{had}",
            f"write such numbers without signs between groups of digits: {whole:.15g}; or with another "
            f"number of decimals, if this is {fraction:.15g}: {text}0",
        )

    @property
    def _name(self) -> str:
        return str(self.file.path)

    def _told(self, place: int) -> str:
        column, text = self.found.columns[place], self.found.texts[place]
        if self.file.frame.height < len(self.file):
            return f"{column}: {text}"
        cells = with_plain_signs(self.file.frame[column].str.strip_chars())
        return f"{column}: {text} in {self.file.place((cells == text).arg_max() or 0)}"


def _is_likely(values: NDArray[np.float64], span: NumberSpan) -> bool:
    """Whether numbers may be of the column that has this span, by their size and by being whole."""
    middle = float(np.median(np.abs(values)))
    highest = max(abs(span.lowest), abs(span.highest))
    lowest = min(abs(span.lowest), abs(span.highest)) if span.lowest * span.highest > 0 else 0.0
    return lowest / _FAR <= middle <= highest * _FAR and (not span.whole or are_whole(values))
