"""The functions of a script that makes windows or signals, each with only the lines that the series need.

They do what `mlpcli.data.series` does, which a test checks.
"""

from mlpcli.data.series.schema import SeriesSchema
from mlpcli.python_code import written

FILLED_FORWARD = '''\
def filled_forward(values, series):
    """The last number before in the place of a missing one, of the same series."""
    first = np.searchsorted(series, series)
    rows = np.where(np.isnan(values), first[:, None], np.arange(len(values))[:, None])
    return np.take_along_axis(values, np.maximum.accumulate(rows, axis=0), axis=0)
'''
_STEPS = '''\
def signals(table):
    """A signal of one channel in every row{more}, and its target."""
    values = np.column_stack([numbers(table[name]) for name in FEATURES])
'''
_FILLED = """\
    values = filled_forward(values.T, np.zeros(len(FEATURES), dtype=int)).T
"""
_WHOLE = """\
    whole = ~np.isnan(values).any(axis=1)
    return values[whole].astype("float32")[..., None], targets(table)[whole]
"""
_ALL = """\
    return values.astype("float32")[..., None], targets(table)
"""
SIGNALS = {
    "refuse": _STEPS.format(more="") + _ALL,
    "skip": _STEPS.format(more=" without missing numbers") + _WHOLE,
    "forward": _STEPS.format(more=" without missing numbers") + _FILLED + _WHOLE,
}


def in_order_function(schema: SeriesSchema) -> str:
    """`in_order(table)`: values, targets, the number of the series of each row, and its time or 0."""
    rows = "np.zeros(len(table), dtype=int)"
    if schema.group is not None:
        names = f'table[{written(schema.group)}].fill_null("").to_numpy().astype(str)'
        rows = f"np.unique({names}, return_inverse=True)[1]"
    times = f"numbers(table[{written(schema.time.name)}])" if schema.time else "np.zeros(len(table))"
    filled = "    values = filled_forward(values, series[order])\n" if schema.rule == "forward" else ""
    return f'''\
def in_order(table):
    """The values, targets, series and times of the rows, by series and by time."""
    values = np.column_stack([numbers(table[name]) for name in FEATURES])
    series = {rows}
    times = {times}
    order = np.lexsort((times, series))
    values = values[order]
{filled}    return values, targets(table)[order], series[order], times[order]
'''


def parts_function(has_times: bool, validation: float, test: float) -> str:
    """`parts(...)`, of what `in_order` returns."""
    head = '''\
def parts(values, targets, series, times):
    """0 for rows to train on, then 1 for validation, and 2 for the test."""
'''
    if has_times:
        return f"""{head}    test = len(times) - round({test!r} * len(times))
    val = test - round({validation!r} * test)
    # All series are cut at the same times.
    cuts = np.append(np.sort(times), np.inf)[[val, test]]
    return np.searchsorted(cuts, times, side="right")
"""
    return f"""{head}    part = np.zeros(len(series), dtype=int)
    for number in np.unique(series):
        rows = np.flatnonzero(series == number)
        test = len(rows) - round({test!r} * len(rows))
        val = test - round({validation!r} * test)
        part[rows[val:]] += 1
        part[rows[test:]] += 1
    return part
"""


def windows_function(schema: SeriesSchema, are_classes: bool, stride: int) -> str:
    """`windows(...)`, of what `in_order` returns, the part of each row, and the number of a part."""
    length = schema.window + schema.horizon
    every = f", {stride}" if stride > 1 else ""
    last = length - 1
    if are_classes:
        answers = f"    y = targets[first + {last}]\n"
    else:
        ahead = f"np.arange({length - schema.steps}, {length})"
        answers = f"    y = targets[first[:, None] + {ahead}].reshape(len(first), -1)\n"
    end = "    return x, y\n"
    if schema.rule != "refuse":
        there = "" if are_classes else " & ~np.isnan(y).any(axis=1)"
        end = f"""\
    whole = ~np.isnan(x).any(axis=(1, 2)){there}
    return x[whole], y[whole]
"""
    return f'''\
def windows(values, targets, series, times, part, number):
    """Windows of {schema.window} rows of a part, and what is to be predicted from them.

    All their rows, and those to predict, are of one series and one part.
    """
    borders = np.flatnonzero(np.diff(series) | np.diff(part)) + 1
    starts, ends = np.append(0, borders), np.append(borders, len(part))
    is_in = part[starts] == number
    stretches = zip(starts[is_in], ends[is_in])
    first = np.concatenate([np.arange(start, end - {last}{every}) for start, end in stretches])
    x = values[first[:, None] + np.arange({schema.window})].astype("float32")
{answers}{end}'''
