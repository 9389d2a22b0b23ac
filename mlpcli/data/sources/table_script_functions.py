"""The functions of a script that makes rows of a table, each with only the lines that the table needs."""

from collections.abc import Iterable, Mapping, Sequence

from mlpcli.data.tables.dates import CENTURY, DIFFERING_YEAR
from mlpcli.data.tables.kinds import TRUE
from mlpcli.data.tables.schema import NumberFormat
from mlpcli.python_code import written

_YES = sorted([*TRUE, "1", "1.0"])
_SHORT_YEARS = (
    "# Years of two digits from 69 are of the 20th century.",
    f'column = column.zip_with(column.dt.year() != {DIFFERING_YEAR}, column.dt.offset_by("{CENTURY}"))',
)
_COUNTED = (
    "seconds, start = COUNTED[column.name]",
    "column = start + column.cast(pl.Float64) * seconds",
)
# As preprocessing/date_parts.py and tables/splits.py have it, which a test checks.
DATE_PARTS = '''\
def date_parts(seconds, parts):
    """Days since 1970; sine and cosine of where in the day, week or year they are."""
    days = seconds / 86_400
    dates = np.floor(days).astype("datetime64[D]")
    year = dates.astype("datetime64[Y]").astype("datetime64[D]").astype("float64")
    turns = {
        "day": days % 1,
        "week": (days + 3) / 7 % 1,
        "year": (days - year) / 365.2425,
    }
    columns = []
    for part in parts:
        angle = 2 * np.pi * turns.get(part, 0)
        columns += [days] if part == "days" else [np.sin(angle), np.cos(angle)]
    return columns
'''
DRAW_GROUPS = '''\
def draw_groups(group, share, seed):
    """Which rows to hold back: groups are drawn until they have about this share."""
    names, sizes = np.unique(group, return_counts=True)
    order = np.argsort(np.random.PCG64(seed).random_raw(len(names)), kind="stable")
    filled = np.cumsum(sizes[order])
    count = np.argmin(np.abs(filled - share * filled[-1])) + 1
    return np.isin(group, names[order[: min(count, len(names) - 1)]])
'''


def numbers_function(
    booleans: bool,
    text_dates: bool,
    typed_dates: bool,
    short_years: bool,
    counted: bool,
    form: NumberFormat,
    sentinels: Sequence[float],
    signs: Mapping[str, str],
    negatives: Sequence[str],
) -> str:
    """`numbers(column)`, which reads the kinds of columns that the table has.

    Dates are texts, have a type of their own, or both in different files; with `short_years`, some have years
    of two digits; others are `counted` by numbers. Numbers among `sentinels` mean missing values. `signs`
    stand for others in the texts, and what fits one of `negatives` is a minus.
    """
    branches = []
    if booleans:
        lines = ["column = column.cast(pl.String).str.to_lowercase()"]
        branches.append(("column.name in BOOLEANS", [*lines, f"column = column.is_in({written(_YES)})"]))
    if text_dates or typed_dates:
        branches.append(("column.name in FORMATS", _date_lines(text_dates, typed_dates, short_years)))
    plain = _plain_lines(form, sentinels, signs, negatives)
    body = []
    for number, (condition, lines) in enumerate(branches):
        body += [f"{'elif' if number else 'if'} {condition}:", *_indented(lines)]
    if plain:
        body += ["else:", *_indented(plain)] if branches else plain
    if counted:
        body += ["if column.name in COUNTED:", *_indented(_COUNTED)]
    body.append("return column.cast(pl.Float64).fill_null(np.nan).to_numpy()")
    has_dates = text_dates or typed_dates or counted
    told = ["1 for true"] * booleans + ["seconds since 1970 for dates"] * has_dates
    more = f": {', '.join(told)}" if told else ""
    return _function("numbers(column)", f"Numbers, NaN if missing{more}.", body)


def _date_lines(texts: bool, typed: bool, short_years: bool) -> list[str]:
    parse = 'column = column.str.to_datetime(FORMATS[column.name], time_unit="us")'
    lines = [parse] if texts else []
    if texts and short_years:
        lines += ['if "%y" in FORMATS[column.name]:', *_indented(_SHORT_YEARS)]
    if texts and typed:
        lines = ["if column.dtype == pl.String:", *_indented(lines)]
    if typed:
        lines.append('column = column.cast(pl.Datetime("us"))')
    return [*lines, 'column = column.dt.epoch("us") / 1_000_000']


def _plain_lines(
    form: NumberFormat, sentinels: Sequence[float], signs: Mapping[str, str], negatives: Sequence[str]
) -> list[str]:
    """The lines for columns that are neither booleans nor dates."""
    replaced = f".str.replace_many({written(dict(signs))})" if signs else ""
    for negative in negatives:
        replaced += f'.str.replace({written(negative)}, "-${{1}}")'
    if form.thousands:
        replaced += f'.str.replace_all({written(form.thousands)}, "", literal=True)'
    if form.decimal != ".":
        replaced += f'.str.replace_all({written(form.decimal)}, ".", literal=True)'
    lines = ["if column.dtype == pl.String:", f"    column = column{replaced}"] if replaced else []
    if sentinels:
        lines.append("column = column.cast(pl.Float64)")
        lines.append(f"column = column.set(column.is_in({written(list(sentinels))}), None)")
    return lines


def encoded_function(
    numbers: bool, indicators: bool, dates: bool, categories: bool, others: bool, subtracted: bool
) -> str:
    """`encoded(table)`, which makes rows of the kinds of columns that the table has."""
    body = ["columns = []"]
    if numbers:
        parts = "date_parts(values, PARTS[name]) if name in PARTS else " if dates else ""
        body += [
            "for name, median in MEDIANS.items():",
            "    values = numbers(table[name])",
            "    missing = np.isnan(values)",
            "    values = np.where(missing, median, values)",
            f"    columns += {parts}[values]",
        ]
        body += ["    if name in INDICATED:", "        columns.append(missing)"] if indicators else []
    if categories:
        body += [
            "for name, categories in CATEGORIES.items():",
            '    texts = table[name].fill_null("")',
            "    columns += [(texts == one).to_numpy() for one in categories]",
        ]
        other = "        columns.append(~texts.is_in(categories).to_numpy())"
        body += ["    if name in WITH_OTHER:", other] if others else []
    rows = "np.column_stack(columns)"
    if subtracted:
        body += [
            f"rows = {rows}",
            "for column, constant in SUBTRACTED.items():",
            "    rows[:, column] -= constant",
        ]
        rows = "rows"
    body.append(f'return {rows}.astype("float32")')
    return _function("encoded(table)", "The rows that the network takes.", body)


def targets_function(names: Sequence[str], is_classes: bool, has_spellings: bool) -> str:
    """`targets(table)`: class numbers, or numbers to predict."""
    if not is_classes:
        body = [f"columns = [numbers(table[name]) for name in {written(list(names), indent=4)}]"]
        body.append('return np.column_stack(columns).astype("float32")')
        return _function("targets(table)", "The numbers to predict.", body)
    replaced = ".replace(SPELLINGS)" if has_spellings else ""
    body = [
        f"classes = table[{written(names[0])}]{replaced}.cast(pl.Enum(CLASSES))",
        'return classes.to_physical().to_numpy().astype("int32")',
    ]
    return _function("targets(table)", "The class numbers of the rows.", body)


def _function(head: str, told: str, body: Iterable[str]) -> str:
    return "\n".join([f"def {head}:", *_indented([f'"""{told}"""', *body]), ""])


def _indented(lines: Iterable[str]) -> list[str]:
    return [f"    {line}" for line in lines]
