"""The order of a script's rows, by which it splits them: that of their file, of a column, or none."""

import ast

from mlpcli.config.translation.pasted_code import last_name
from mlpcli.config.translation.scripts.row_calls import is_named_like_rows
from mlpcli.config.translation.scripts.values import Reading, Unread, dotted

_OWN_ROWS = frozenset({"table", "arrays"})
_SHUFFLING = frozenset({"shuffle", "permutation", "permuted", "randperm"})


def add_order(reading: Reading, call: ast.Call, names: str) -> None:
    """Keep in what order a call leaves the rows; `names` are those that its value gets."""
    name = last_name(call.func)
    given = {one.arg: ast.unparse(one.value) for one in call.keywords}
    if name in _SHUFFLING or (name == "sample" and given.get("frac") in ("1", "1.0")):
        reading.traces.order = None
    elif name == "sort_values" and isinstance(call.func, ast.Attribute):
        owner = dotted(call.func.value)
        kept = owner if given.get("inplace") == "True" else names
        if is_named_like_rows(owner, reading) and is_named_like_rows(kept, reading):
            reading.traces.order = _sorting(call)


def add_split_by_order(reading: Reading, said: Unread) -> None:
    """Keep that rows are split by the order that they have, if they have any."""
    if reading.traces.order is not None:
        reading.traces.split_by_order = said
        reading.traces.split_column = reading.traces.order


def column_of_order(reading: Reading, source: str) -> str:
    """The column whose order is that of all splits; empty if there is none."""
    traces = reading.traces
    is_known = traces.split_by_order and not traces.is_split_otherwise and source == "table"
    is_renamed = reading.data is not None and bool(reading.data.columns.renamed)
    return traces.split_column if is_known and not is_renamed else ""


def lost_order(reading: Reading, source: str) -> Unread | None:
    """That rows are split by their order, where here they are drawn at random."""
    said = reading.traces.split_by_order
    # Those of a series keep their order, and those of known data have none that matters.
    if said is None or said in reading.notes or source not in _OWN_ROWS:
        return None
    instead = " (see split: {time: COLUMN})" if source == "table" else ""
    return Unread(f"that {said.text} splits by the order of rows and not at random{instead}", said.line)


def _sorting(call: ast.Call) -> str:
    """The column that rows are sorted by, the smallest first; empty for any other order."""
    given = {one.arg: one.value for one in call.keywords}
    by = given.get("by") or (call.args[0] if call.args else None)
    if isinstance(by, ast.List) and len(by.elts) == 1:
        by = by.elts[0]
    is_rising = ast.unparse(given.get("ascending", ast.Constant(True))) == "True" and len(call.args) < 2
    value = by.value if isinstance(by, ast.Constant) else None
    return value if isinstance(value, str) and is_rising else ""
