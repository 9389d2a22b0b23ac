"""How the columns of a table are read: what training found, so that other files are read in the same way."""

import codecs
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from mlpcli.config.dataset_facts import ColumnKind
from mlpcli.data.tables.counted_times import UNITS

# As spreadsheets write them in English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, Russian.
_ERRORS = (
    *("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#SPILL!", "#CALC!"),
    *("#NV", "#WERT!", "#BEZUG!", "#ZAHL!", "#VALEUR!", "#NOM?", "#NOMBRE!", "#NUL!"),
    *("#N/D", "#¡NULO!", "#¡DIV/0!", "#¡VALOR!", "#¡REF!", "#¿NOMBRE?", "#¡NUM!"),
    *("#VALORE!", "#RIF!", "#NOME?", "#NULO!", "#VALOR!", "#NÚM!"),
    *("#N/B", "#LEEG!", "#DEEL/0!", "#WAARDE!", "#VERW!", "#NAAM?", "#GETAL!"),
    *("#N/D!", "#ZERO!", "#DZIEL/0!", "#ARG!", "#ADR!", "#NAZWA?", "#LICZBA!"),
    *("#Н/Д", "#ПУСТО!", "#ДЕЛ/0!", "#ЗНАЧ!", "#ССЫЛКА!", "#ИМЯ?", "#ЧИСЛО!"),
)
MISSING = (
    *("", "?", "NA", "N/A", "n/a", "na", "#N/A", "#N/A N/A", "<NA>", "nan", "NaN", "NAN", "-nan", "-NaN"),
    *("null", "NULL", "Null", "None", "none", "nil", ".", "-", "--", "\\N"),
    *_ERRORS,
)
"""Texts that usually mean a missing value."""


def missing_texts(listed: Sequence[str] | None, usual: bool) -> tuple[str, ...]:
    """The texts that mean a missing value: those that a config has `listed`, an empty field, and the `usual`
    ones unless it says otherwise."""
    return tuple(dict.fromkeys(("", *(MISSING if usual or listed is None else ()), *(listed or ()))))


LONGEST_FORMAT = 100
# Codecs for other things than files, which are slow or never fit.
_NO_ENCODINGS = frozenset({"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape"})


def is_encoding(name: str) -> bool:
    """Whether Python knows an encoding of text by that name."""
    try:
        known = codecs.lookup(name).name.replace("-", "_")
        b"\0\0\0\0".decode(name)
    except UnicodeDecodeError:
        return True
    except (LookupError, ValueError):
        return False
    return known not in _NO_ENCODINGS


@dataclass(frozen=True)
class TableColumn:
    """A column of features. `format` is that of dates, as for strptime; for numbers that count time, the name
    of one of `UNITS`; None for others.

    With `refuse`, missing values are errors.
    """

    name: str
    kind: ColumnKind
    format: str | None = None
    refuse: bool = False

    def __post_init__(self) -> None:
        if self.format is not None and len(self.format) > LONGEST_FORMAT:
            raise ValueError(f"format: expected at most {LONGEST_FORMAT} characters")
        if self.kind == "number" and self.format not in (None, *UNITS):
            raise ValueError(f"format: expected one of {', '.join(UNITS)} for numbers")
        if self.kind != "number" and (self.format is None) == (self.kind == "date"):
            raise ValueError("format: expected one for dates, and only for dates and numbers")


@dataclass(frozen=True)
class NumberFormat:
    """The decimal sign, and what groups digits, if anything."""

    decimal: str = "."
    thousands: str = ""

    def __post_init__(self) -> None:
        if self.decimal not in (".", ","):
            raise ValueError("decimal: expected . or ,")
        if len(self.thousands) > 1 or self.thousands == self.decimal:
            raise ValueError("thousands: expected one character other than the decimal sign, or none")


@dataclass(frozen=True)
class NumberSpan:
    """The least and the greatest number of a column of the training file, and whether all are whole."""

    lowest: float
    highest: float
    whole: bool

    def __post_init__(self) -> None:
        if not (math.isfinite(self.lowest) and math.isfinite(self.highest) and self.lowest <= self.highest):
            raise ValueError("lowest, highest: expected finite numbers in order")


@dataclass(frozen=True)
class TableSchema:
    """`columns` are the features in the order of the network's rows: numbers, booleans and dates first, then
    categories. `names` are all columns of the training file in their order, among them the `targets`.

    `separator` and `encoding` are those that the config gave, or `auto`; `missing` the texts that mean a
    missing value; `labels` other spellings of classes. `separated_by` is what separated the fields of the
    training file, and `spans` has its columns of numbers, also those to predict: by both is told whether
    another file writes numbers otherwise. Raises ValueError if they do not fit together.
    """

    columns: tuple[TableColumn, ...]
    targets: tuple[str, ...]
    names: tuple[str, ...]
    header: bool
    numbers: NumberFormat = NumberFormat()
    missing: tuple[str, ...] = MISSING
    separator: str = "auto"
    encoding: str = "auto"
    labels: Mapping[str, str] = field(default_factory=dict)
    # Older runs do not have these keys.
    separated_by: str = field(default="", metadata={"later": True})
    spans: Mapping[str, NumberSpan] = field(default_factory=dict, metadata={"later": True})

    def __post_init__(self) -> None:
        if len(set(self.names)) < len(self.names):
            raise ValueError("names: a column is listed twice")
        used = [*(column.name for column in self.columns), *self.targets]
        if len(set(used)) < len(used) or not set(used) <= set(self.names):
            raise ValueError("columns, targets: expected different ones, all of them in names")
        if not self.columns or not self.targets:
            raise ValueError("columns, targets: expected at least one")
        if len(self.separator) > 4 or not (self.encoding == "auto" or is_encoding(self.encoding)):
            raise ValueError("separator, encoding: expected ones that a table of text has")
        _check_unicode((*self.names, *self.missing, *self.labels, *self.labels.values()))
        _check_unicode((self.separator, self.separated_by))
        _check_unicode(column.format or "" for column in self.columns)
        texts = [column.kind == "category" for column in self.columns]
        if texts != sorted(texts):
            raise ValueError("columns: expected categories after all others")

    @property
    def texts(self) -> tuple[bool, ...]:
        """For each column of features, whether its cells are texts instead of numbers."""
        return tuple(column.kind == "category" for column in self.columns)

    @property
    def others(self) -> tuple[str, ...]:
        """The columns of the training file that are neither features nor targets."""
        used = {*(column.name for column in self.columns), *self.targets}
        return tuple(name for name in self.names if name not in used)


def _check_unicode(texts: Iterable[str]) -> None:
    """Raises ValueError for text that no file contains: half of a surrogate pair."""
    for text in texts:
        if not text.isascii() and any("\ud800" <= one <= "\udfff" for one in text):
            raise ValueError("expected texts that are Unicode")
