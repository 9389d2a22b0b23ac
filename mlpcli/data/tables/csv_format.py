"""Finding out how a csv is written: what separates its fields, and whether it has a header."""

import csv
import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise, takewhile

from mlpcli.data.tables.schema import MISSING

# What hardly stands in every line of a file otherwise goes first: decimal commas are commas.
_SEPARATORS = ("\t", ";", "|", ",", " ")
_MOSTLY = 0.9
# Lines above the header.
_MOST_ABOVE = 5
_NAMED = {"\\t": "\t", "tab": "\t", "comma": ",", "semicolon": ";", "space": " ", "whitespace": " "}
_NUMBER = re.compile(r"[+-]?[\d.,' _]*\d[\d.,]*([eE][+-]?\d+)?[%]?")
_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}.*")
_YEARS = range(1900, 2101)
LARGEST_FIELD = 16 * 1024 * 1024


def separator_called(text: str) -> str:
    """The separator that a config means: itself, or a name or an escape for it."""
    return _NAMED.get(text, text)


def parsed(lines: Sequence[str], separator: str) -> list[list[str]]:
    """The fields of some lines, without blank lines and without spaces around fields.

    What is wrong with them is left for the reader to say.
    """
    previous = csv.field_size_limit(LARGEST_FIELD)
    rows: list[list[str]] = []
    try:
        for row in csv.reader(lines, delimiter=separator, skipinitialspace=True):
            rows.append([field.strip() for field in row])
    except csv.Error:
        pass
    finally:
        csv.field_size_limit(previous)
    return [row for row in rows if row]


def find_separator(lines: Sequence[str]) -> str:
    """What separates the fields of these lines: what gives most of them as many fields as the first.

    If nothing does, the first line is perhaps a title, and it is what gives most of the others equally many.
    """
    best, most = ",", 0.0
    fields = {one: _field_counts(lines, one) for one in _SEPARATORS}
    for separator, counts in fields.items():
        if not counts or counts[0] < 2:
            continue
        share = Counter(counts)[counts[0]] / len(counts)
        if share >= _MOSTLY:
            return separator
        if share > most:
            best, most = separator, share
    for separator, counts in fields.items():
        # Words of free text are often equally many.
        if separator != " " and usual_width(counts):
            return separator
    return best


def _field_counts(lines: Sequence[str], separator: str) -> list[int]:
    return [len(row) for row in parsed([line.strip(" \r\n") for line in lines], separator)]


def usual_width(counts: Sequence[int]) -> int:
    """How many fields most rows but the first ones have, of these `counts` for all rows; 0 if it varies.

    Two rows are too few to tell, and a single field is no table.
    """
    for first in range(1, min(_MOST_ABOVE, len(counts) - 2) + 1):
        width, count = Counter(counts[first:]).most_common(1)[0]
        if width > 1 and width == counts[first] and count >= _MOSTLY * (len(counts) - first):
            return width
    return 0


def has_header(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first of these rows names the columns.

    Names are different from each other, and are neither numbers nor dates, but for years and whole numbers in
    equal steps where it is clear that they are no values. If all columns are texts, names do not stand below
    themselves.
    """
    first, rest = [field.strip() for field in rows[0]], rows[1:]
    named = [name for name in first if name]
    if not named or len(set(named)) < len(named) or len(first) - len(named) > 1:
        return _is_named_twice(first, rest)
    below = list(zip(*(row for row in rest if len(row) == len(first)), strict=True))
    if any(_is_value(name) for name in named):
        return _are_numbered(first, below)
    if any(any(_is_value(field) for field in column) for column in below):
        return True
    return not any(name in column for name, column in zip(first, below, strict=False))


def title_above(rows: Sequence[Sequence[str]]) -> str:
    """What the first of these rows has above one that names columns of values, as spreadsheets save a title:
    a text alone, or separators alone; empty if it has the names itself."""
    above = list(takewhile(lambda row: sum(map(bool, row)) < 2, rows[:_MOST_ABOVE]))
    rest = [row for row in rows[len(above) :] if len(row) == len(rows[0])]
    if not above or len(rest) < 2:
        return ""
    names, below = rest[0], rest[1:]
    if len(names) < 2 or any(map(_is_value, names)):
        return ""
    has_values = any(all(map(_is_value, column)) and any(column) for column in zip(*below, strict=True))
    title = next(filter(None, above[0]), "")
    told = f"{title!r} alone" if title else "no text"
    return told if has_values else ""


def _are_numbered(first: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Whether names are names although some are whole numbers, such as `city,2019,2020`.

    They are years which no column has among or around its own values; or, beside a text that is none like its
    column, years or three numbers in equal steps; or they stand beside two such texts and no others.
    """
    pairs = list(zip(first, below, strict=False))
    numbered = [(name, column) for name, column in pairs if name and _is_value(name)]
    if not numbered or not all(name.isascii() and name.isdecimal() for name, _ in numbered):
        return False
    numbers = [int(name) for name, _ in numbered]
    texts = [(name, column) for name, column in pairs if name and not _is_value(name)]
    strangers = sum(_is_stranger(name, column) for name, column in texts)
    are_years = all(number in _YEARS for number in numbers)
    if are_years and (texts or len(numbers) > 1):
        if all(_is_apart(number, column) for number, (_, column) in zip(numbers, numbered, strict=True)):
            return True
    steps = {after - before for before, after in pairwise(numbers)}
    counts_on = len(steps) == 1 and steps != {0} and (are_years or len(numbers) > 2)
    return (counts_on and strangers > 0) or (strangers == len(texts) and strangers > 1)


def _is_stranger(name: str, column: Sequence[str]) -> bool:
    """Whether a text is none like those of a column: numbers, or categories that are all there twice."""
    if all(map(_is_value, column)):
        return True
    return name not in column and min(Counter(column).values()) > 1


def _is_apart(number: int, column: Sequence[str]) -> bool:
    """Whether a number is none like those of a column: they are all lower or higher, or there are none."""
    values = [_number(field) for field in column if field not in MISSING and _is_value(field)]
    found = [value for value in values if value is not None]
    return len(found) == len(values) and (not found or not min(found) <= number <= max(found))


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None


def _is_named_twice(first: Sequence[str], rest: Sequence[Sequence[str]]) -> bool:
    """Whether the names are names although some are there twice: all texts, over columns of numbers."""
    if not all(first) or any(_is_value(name) for name in first):
        return False
    below = [row for row in rest if len(row) == len(first)]
    return any(all(_is_value(field) for field in column) for column in zip(*below, strict=True) if below)


def _is_value(text: str) -> bool:
    return text in MISSING or bool(_NUMBER.fullmatch(text) or _DATE.fullmatch(text))
