"""The format of the dates in a column of texts, found by trying."""

from datetime import UTC, datetime

import polars as pl

from mlpcli.data.tables.date_directives import is_of_months
from mlpcli.data.tables.dates import fits, has_shape, seconds_of

_DAYS = (
    *("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y"),
    *("%d.%m.%y", "%d/%m/%y", "%m/%d/%y", "%d-%m-%y", "%m-%d-%y", "%y-%m-%d", "%y/%m/%d", "%y.%m.%d"),
    *("%Y. %m. %d.", "%Y. %m. %d", "%d. %m. %Y", "%Y年%m月%d日", "%Y년 %m월 %d일", "%Y%m%d"),
)
_NAMED_DAYS = (
    # Before those with spaces, which need not be there when they are read.
    *("%d%b%Y", "%d%b%y"),
    *("%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%b %d %Y", "%B %d %Y", "%d-%b-%Y", "%d-%B-%Y"),
    *("%d. %b %Y", "%d. %B %Y", "%d.%b.%Y", "%d/%b/%Y", "%Y %b %d", "%Y %B %d", "%Y-%b-%d"),
    *("%d %b %y", "%d %B %y", "%b %d, %y", "%d-%b-%y", "%d. %b %y"),
    *("%a, %d %b %Y", "%a, %d %B %Y", "%A, %d %B %Y", "%a %d %b %Y", "%A %d %B %Y"),
    *("%a, %b %d, %Y", "%A, %B %d, %Y", "%a %b %d %Y"),
    *("%a %Y-%m-%d", "%a, %Y-%m-%d", "%a %d.%m.%Y", "%a, %d.%m.%Y"),
    *("%a %d/%m/%Y", "%a %m/%d/%Y", "%a, %d/%m/%Y", "%a, %m/%d/%Y"),
)
_TIMES = ("", " %H:%M:%S", " %H:%M", " %H:%M:%S%.f", " %I:%M %p", " %I:%M:%S %p")
_ISO = ("%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M:%S%.f%#z")
# As Python's logging writes them.
_LOGGED = ("%Y-%m-%d %H:%M:%S,%3f", "%Y-%m-%dT%H:%M:%S,%3f")
_OFFSETS = ("%Y-%m-%d %H:%M:%S%.f%#z", "%Y-%m-%dT%H:%M%#z", "%Y-%m-%d %H:%M%#z")
_COMPACT = (
    *("%Y%m%d %H%M", "%Y%m%d %H%M%S", "%Y%m%dT%H%M", "%Y%m%dT%H%M%S", "%Y%m%dT%H%M%S%#z"),
    *("%Y%m%d_%H%M", "%Y%m%d_%H%M%S", "%Y%m%d-%H%M%S"),
)
_HOURS = ("%Y年%m月%d日%H時%M分", "%Y年%m月%d日%H時")
_MAIL = ("%a, %d %b %Y %H:%M:%S %z", "%a, %d %b %Y %H:%M:%S GMT", "%a %b %d %H:%M:%S %Y")
# As servers log requests, and SAS writes times.
_REQUESTS = ("%d/%b/%Y:%H:%M:%S %z", "%d/%b/%Y:%H:%M:%S", "%d%b%Y:%H:%M:%S", "%d%b%y:%H:%M:%S")
_PARTS = ("%Y-%m", "%Y年%m月", "%G-W%V", "%GW%V", "%G-W%V-%u")
_NAMED_PARTS = (
    *("%b %Y", "%B %Y", "%b-%Y", "%B-%Y", "%b/%Y", "%b, %Y", "%B, %Y", "%b. %Y", "%Y-%b", "%Y %b", "%Y %B"),
    *("%b-%y", "%B-%y", "%b/%y", "%b'%y", "%b '%y"),
)
# Months that a part of a table's other texts looks like, too: they must be all of the column, and likely.
_MONTHS = ("%m/%Y", "%Y/%m", "%m-%Y")
_NUMBERED = (
    *(day + time for day in _DAYS for time in _TIMES),
    *(*_ISO, *_LOGGED, *_OFFSETS, *_COMPACT, *_HOURS, *_PARTS, *_MONTHS),
)
_NAMED = (*(day + time for day in _NAMED_DAYS for time in _TIMES), *_MAIL, *_REQUESTS, *_NAMED_PARTS)
FORMATS = (*_NUMBERED, *_NAMED)
_NAME = r"[A-Za-z]{3}"
# Two numbers, a month and a year, or a week: nothing else is tried with all formats.
_LIKE_DATES = (
    r"\d.*[-/. :,年년].*\d|^[^\W\d_]{3,9}(?:\.|,)?[-/ ]'?(?:\d{4}|\d{2})$|^\d{4}[- ][^\W\d_]{3,9}$"
    r"|^[^\W\d_]{3}'\d\d$|^\d{4}-?W\d|^\d{8}[T_]\d|^\d{1,2}[A-Za-z]{3}(?:\d{4}|\d{2})(?:[: ]|$)"
)
_FIRST, _LAST = (datetime(year, 1, 1, tzinfo=UTC).timestamp() for year in (1800, 2200))
# As many different numbers up to 31 beside the names of months are days.
_DAYS_OF_MONTHS = 28
_SAMPLED = 500
_MOSTLY = 0.8


def find_formats(texts: pl.Series) -> list[str]:
    """The formats that fit as many of these texts as any other does, if those are most; the first is the
    likeliest. `texts` are different ones, none of them missing."""
    texts = texts.head(_SAMPLED).str.strip_chars()
    enough = _MOSTLY * len(texts)
    if not len(texts) or texts.str.contains(_LIKE_DATES).sum() < enough:
        return []
    found = [form for form in _fitting(texts, enough) if not is_of_months(form) or _are_months(texts, form)]
    return _likelier_year_first(texts, found)


def nearest_format(texts: pl.Series) -> tuple[str, str, str] | None:
    """The format that fits more of these different texts than any other does, one of those that it fits, and
    one of the others; None if none fits any."""
    texts = texts.head(_SAMPLED).str.strip_chars()
    for form in _fitting(texts, 1):
        like = fits(texts, form)
        if not like.all():
            return form, texts.filter(like)[0], texts.filter(~like)[0]
    return None


def _fitting(texts: pl.Series, enough: float) -> list[str]:
    """The formats that fit as many texts as any other does, if those are `enough`."""
    named = int(texts.str.contains(_NAME).sum())
    tried = (_NAMED if named >= enough else ()) + (_NUMBERED if len(texts) - named >= enough else ())
    # It takes a tenth of the time to see that a format has another shape.
    formats = [form for form in tried if has_shape(texts, form).sum() >= enough]
    counts = {form: int(fits(texts, form).sum()) for form in formats}
    most = max(counts.values(), default=0)
    return [form for form, count in counts.items() if count == most] if most >= enough else []


def _are_months(texts: pl.Series, form: str) -> bool:
    """Whether texts that a format of months fits are likely to be some: 2009/10 before 2010/11 is a season,
    10/2020 may be a number of something, and Jun-01 to Jun-30 are days."""
    numbers = texts.str.extract_all("[0-9]+")
    if form in ("%Y-%m", *_MONTHS):
        pairs = numbers.list.to_struct(fields=["one", "two"]).struct.unnest().cast(pl.Int64)
        seasons = (pairs["one"] % 100 + 1) % 100 == pairs["two"]
        if len(texts) > 1 and seasons.all():
            return False
    if form in _MONTHS:
        seconds = seconds_of(texts, form)
        return bool(seconds.is_between(_FIRST, _LAST).fill_null(False).all())
    if "%y" not in form:
        return True
    years = numbers.list.first().cast(pl.Int64, strict=False)
    return years.n_unique() < _DAYS_OF_MONTHS or not years.is_between(1, 31).all()


def _likelier_year_first(texts: pl.Series, formats: list[str]) -> list[str]:
    """The formats with those that begin with the year put first only if by them the dates lie much closer
    together: all days of 2022 would otherwise be the 22nd of a month, in 31 years."""
    leading = [form for form in formats if form.startswith("%y")]
    others = [form for form in formats if form not in leading]
    if leading and others and 2 * _span(texts, leading[0]) < _span(texts, others[0]):
        return leading + others
    return others + leading


def _span(texts: pl.Series, form: str) -> float:
    seconds = seconds_of(texts, form).drop_nulls().to_numpy()
    return float(seconds.max() - seconds.min())
