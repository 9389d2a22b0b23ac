"""The format of the dates in a column of texts, found by trying."""

import polars as pl

from mlpcli.data.tables.dates import fits, has_shape, seconds_of

_DAYS = (
    *("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y"),
    *("%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%b %d %Y", "%d-%b-%Y"),
    *("%d.%m.%y", "%d/%m/%y", "%m/%d/%y", "%d-%m-%y", "%m-%d-%y", "%y-%m-%d", "%y/%m/%d", "%y.%m.%d"),
    *("%d %b %y", "%b %d, %y", "%d-%b-%y", "%Y%m%d"),
)
_TIMES = ("", " %H:%M:%S", " %H:%M", " %H:%M:%S%.f", " %I:%M %p", " %I:%M:%S %p")
_ISO = ("%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M:%S%.f%#z")
# As Python's logging writes them.
_LOGGED = ("%Y-%m-%d %H:%M:%S,%3f", "%Y-%m-%dT%H:%M:%S,%3f")
_OFFSETS = ("%Y-%m-%d %H:%M:%S%.f%#z", "%Y-%m-%dT%H:%M%#z", "%Y-%m-%d %H:%M%#z")
_COMPACT = ("%Y%m%d %H%M", "%Y%m%d %H%M%S", "%Y%m%dT%H%M", "%Y%m%dT%H%M%S", "%Y%m%dT%H%M%S%#z")
_MAIL = ("%a, %d %b %Y %H:%M:%S %z", "%a, %d %b %Y %H:%M:%S GMT", "%a %b %d %H:%M:%S %Y")
_PARTS = ("%Y-%m", "%b %Y", "%B %Y", "%b-%Y", "%G-W%V", "%GW%V", "%G-W%V-%u")
FORMATS = (
    *(day + time for day in _DAYS for time in _TIMES),
    *_ISO,
    *_LOGGED,
    *_OFFSETS,
    *_COMPACT,
    *_MAIL,
    *_PARTS,
)
# Two numbers, a month and a year, or a week: nothing else is tried with all formats.
_LIKE_DATES = r"\d.*[-/. :,].*\d|^[^\W\d_]{3,9}[- ]\d{4}$|^\d{4}-?W\d|^\d{8}T\d"
_SAMPLED = 500
_MOSTLY = 0.8


def find_formats(texts: pl.Series) -> list[str]:
    """The formats that fit as many of these texts as any other does, if those are most; the first is the
    likeliest. `texts` are different ones, none of them missing."""
    texts = texts.head(_SAMPLED).str.strip_chars()
    enough = _MOSTLY * len(texts)
    if not len(texts) or texts.str.contains(_LIKE_DATES).sum() < enough:
        return []
    return _likelier_year_first(texts, _fitting(texts, enough))


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
    # It takes a tenth of the time to see that a format has another shape.
    formats = [form for form in FORMATS if has_shape(texts, form).sum() >= enough]
    counts = {form: int(fits(texts, form).sum()) for form in formats}
    most = max(counts.values(), default=0)
    return [form for form, count in counts.items() if count == most] if most >= enough else []


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
