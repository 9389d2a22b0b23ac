import polars as pl
import pytest

from mlpcli.data.tables.said_kinds import as_said
from mlpcli.data.tables.schema import MISSING, NumberFormat
from mlpcli.errors import DataError


@pytest.mark.parametrize(
    ("said", "texts", "read"),
    [
        (None, ["20230103", "20230104"], "%Y%m%d"),
        (None, ["Jan 2023", "Feb 2023"], "%b %Y"),
        (None, ["1672740000", "1672740007", "NA"], "seconds since 1970"),
        (None, ["1672740000123"], "milliseconds since 1970"),
        (None, ["44929.5", "44930.25"], "days since 1900"),
        ("%s", ["1672740000"], "seconds since 1970"),
        ("days since 1900", ["44929.5"], "days since 1900"),
        ("%Y%m", ["202301"], "%Y%m"),
    ],
)
def test_the_format_of_dates_is_found_or_as_it_is_said(said: str | None, texts: list[str], read: str) -> None:
    seen = as_said("date", said, pl.Series("x", texts), NumberFormat(), MISSING)
    assert (seen.kind, seen.format) == ("date", read)
    assert bool(seen.notice) is (said is None and texts[0][0].isdigit())


@pytest.mark.parametrize(
    ("texts", "message", "fix"),
    [
        (["2023Q1", "2023Q2"], ": 2023Q1 is read as a date if it is written as its first month", "write all"),
        (
            ["2023-01-03", "3 Jan", "soon"],
            ": '2023-01-03' is %Y-%m-%d, '3 Jan' is not",
            "write all of them as 2023-01-03, or add the others to missing_values; then say columns: "
            '{x: {kind: date, format: "%Y-%m-%d"}}',
        ),
        (["soon", "later"], ": found 'soon'", "write them as 2024-03-25; or leave the column out: columns: "),
    ],
)
def test_without_a_known_format_the_fix_is_that_of_the_values(
    texts: list[str], message: str, fix: str
) -> None:
    with pytest.raises(DataError) as caught:
        as_said("date", None, pl.Series("x", texts), NumberFormat(), MISSING)
    assert caught.value.message.startswith(f"no known format fits most dates of column x{message}")
    assert caught.value.fix.startswith(fix)


@pytest.mark.parametrize(
    ("texts", "fix"),
    [(["1/15/2023"], 'write "%m/%d/%Y", that of 1/15/2023;'), (["soon"], 'write one such as "%d.%m.%Y";')],
)
def test_a_format_that_is_none_is_refused_with_that_of_the_values(texts: list[str], fix: str) -> None:
    with pytest.raises(DataError, match="'date' is no format of dates for column x") as caught:
        as_said("date", "date", pl.Series("x", texts), NumberFormat(), MISSING)
    assert caught.value.fix.startswith(fix)
