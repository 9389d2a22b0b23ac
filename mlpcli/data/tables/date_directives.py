"""What stands in a format of dates, as for `strptime`."""

import re
from collections.abc import Sequence
from functools import cache

_DIRECTIVE = "(%[-_0.:#0-9]*[A-Za-z%])"
_TWO_DIGITS = ("%d", "%m", "%H", "%I", "%M", "%S")
# Polars takes a year of any number of digits for `%Y`, and would read 05.08.22 as a day of the year 5.
_DIGITS = {
    **{"%Y": "[0-9]{4}", "%G": "[0-9]{4}", "%y": "[0-9]{2}", "%V": "[0-9]{2}", "%u": "[1-7]"},
    **dict.fromkeys(_TWO_DIGITS, r"\s*[0-9]{1,2}"),
}
# It would read May-2023 as a year before Christ, too.
_LETTERS = dict.fromkeys(("%a", "%A", "%b", "%B"), r"[^\W\d_]+")
_SPELLED = {".%f": "%.f", "%F": "%Y-%m-%d", "%D": "%m/%d/%y"}
# Polars reads no month or week without a day, and no hour without minutes: the first one is meant. What has
# one of some letters and none of others gets a directive and its text.
_LACKING = (("mbB", "dej", "-%d", "-01"), ("V", "uwaA", "-%u", "-1"), ("H", "MRT", ":%M", ":00"))
_OF_MONTHS = "-01"


def polars_format(form: str) -> str:
    """The format for Polars, which reads fractions of seconds with `%.f` where `strptime` has `.%f`; its year
    is spelled out."""
    for short, spelled in _SPELLED.items():
        form = form.replace(short, spelled)
    return form


def completed(form: str) -> tuple[str, str]:
    """A format of which Polars reads every date, and what is to be added to the texts for it."""
    form, ending = polars_format(form), ""
    letters = {directive[-1] for directive in re.findall(_DIRECTIVE, form)}
    for having, lacking, directive, text in _LACKING:
        if not letters.isdisjoint(having) and letters.isdisjoint(lacking):
            form, ending = form + directive, ending + text
    return form, ending


def is_of_months(form: str) -> bool:
    """Whether a format has months without days."""
    return completed(form)[1].startswith(_OF_MONTHS)


def is_compact(form: str) -> bool:
    """Whether texts of a format are digits alone."""
    return re.fullmatch("(?:%[YymdHMS])+", polars_format(form)) is not None


def has_short_year(form: str) -> bool:
    """Whether the years of a format have two digits: those from 69 are of the 20th century, as in Python."""
    return "%y" in polars_format(form)


def counts_nanoseconds(form: str) -> bool:
    """Whether a format has a fraction without a dot before it, whose number of digits it does not say."""
    return "%f" in polars_format(form)


def order_of(form: str) -> tuple[str, ...]:
    """The order in which a format has day, month and year."""
    names = {"d": "day", "m": "month", "b": "month", "B": "month", "y": "year", "Y": "year"}
    return tuple(names[letter] for letter in re.findall("%([dmbByY])", form))


@cache
def shape_of(form: str) -> str:
    """A regular expression that fits texts whose year has as many digits as in the format."""
    parts = re.split(_DIRECTIVE, polars_format(form))
    return f"^{''.join(_shape_at(parts, at) for at in range(len(parts)))}$"


def _shape_at(parts: Sequence[str], at: int) -> str:
    """The expression of one of the parts, of which the odd ones are directives."""
    if at % 2 == 0:
        return r"\s*".join(re.escape(part) for part in re.split(r"\s+", parts[at]))
    # Where nothing separates numbers, each has all of its digits.
    beside = [place for place in (at - 2, at + 2) if 0 < place < len(parts) and not parts[(at + place) // 2]]
    if parts[at] in _TWO_DIGITS and any(parts[place] in _DIGITS for place in beside):
        return "[0-9]{2}"
    return (_DIGITS | _LETTERS).get(parts[at], ".*")
