"""Rows of tables, encoded in JavaScript as the host's steps encode them."""

from dataclasses import fields
from typing import get_args

import numpy as np

from mlpcli.browser.form_data import ANOTHER, host_steps
from mlpcli.data.preprocessing import DateParts, Impute, OneHot, Preprocessing, Shift, Step
from mlpcli.data.preprocessing.base import TableStep
from mlpcli.data.preprocessing.text_columns import Table, Texts
from tests.browser.in_node import in_node

_DAY = 86_400.0
_FILES = ("panels/sums.js", "panels/encoding.js")
_ENCODE = """
const read = (cells) => cells.map((cell) => cell === null ? NaN : cell);
return given.rows.map((cells) => Array.from(encodedRow(read(cells), given.steps)));
"""


def test_rows_of_all_kinds_of_columns_become_the_same_numbers() -> None:
    random = np.random.default_rng(0)
    count = 200
    plain, large = random.normal(5, 3, count), 1e9 + random.integers(0, 50, count).astype(float)
    plain[::7] = np.nan
    true = random.integers(0, 2, count).astype(float)
    true[3] = np.nan
    # From 90 years before 1970 to 40 after it, leap days among them, with times.
    when = random.uniform(-90 * 365.25, 40 * 365.25, count).round(3) * _DAY
    when[:3] = [np.datetime64(day, "s").astype(float) for day in ("1904-02-29", "2000-02-29", "1999-12-31")]
    when[9] = np.nan
    names = np.array(["red", "", "blue <b>", "赤", "rare", "rarer"])
    colours = names[random.choice(6, count, p=[0.4, 0.2, 0.2, 0.18, 0.01, 0.01])].tolist()
    sizes = np.array(["s", "l"])[random.integers(0, 2, count)].tolist()
    table = Table((plain, large, true, when, Texts.of(colours), Texts.of(sizes)))
    impute = Impute.fit(table)
    filled = impute.apply(table)
    # After a column with missing values comes the one that says so.
    parts = DateParts.fit(filled, [False, False, False, False, False, True, False, False, False])
    split = parts.apply(filled)
    shift = Shift.fit(split)
    steps = (impute, parts, shift, OneHot.fit(shift.apply(split), 4))
    prepared = Preprocessing(steps)
    assert any(shift.columns) and set(parts.columns[5]) == {"days", "day", "week", "year"}

    cells = [
        *zip(plain, large, true, when, colours, sizes, strict=True),
        (1.0, 1e9, 0.0, 0.0, ANOTHER, ANOTHER),
    ]
    rows = [[None if one != one else one for one in row] for row in cells]
    found = in_node(_FILES, _ENCODE, {"rows": rows, "steps": host_steps(prepared)})
    wanted = prepared.on_host(table)
    np.testing.assert_allclose(found[:-1], wanted, rtol=1e-6, atol=1e-6)
    unseen = found[-1]
    assert unseen[-7:] == [0, 0, 0, 0, 1, 0, 0]


def test_every_step_on_tables_has_its_twin() -> None:
    steps = {one for one in get_args(Step) if issubclass(one, TableStep)}
    names = {field.default for one in steps for field in fields(one) if field.name == "step"}
    assert set(in_node(_FILES, "return Object.keys(ENCODINGS);")) == names


def test_dates_of_any_year_are_read_as_they_are_shown() -> None:
    script = "return given.map(([text, unit]) => [timeOfText(text), textOfTime(timeOfText(text), unit)]);"
    texts = [
        "0099-12-31",
        "1969-12-31T23:59:59",
        "12345-06-07",
        "2024-02-29T01:02:03.250",
        "2024-03",
        "2024-01",
    ]
    texts += ["2024-02-29T00:00", "2024-02-29T00:00:00", "275760-09-12"]
    days = [np.datetime64(text, "ms").astype(np.int64) / 1000 for text in texts[:-1]]
    units = ["D", "D", "D", "D", "M", "M", "m", "s", "D"]
    found = in_node(_FILES, script, list(zip(texts, units, strict=True)))
    assert [time for time, _ in found[:-1]] == days and found[-1][0] == 8_639_999_913_600
    assert [text for _, text in found] == texts
