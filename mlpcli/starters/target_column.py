"""The column of a table that its network is most likely to predict."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from mlpcli.data.tables.kinds import look, sample
from mlpcli.data.tables.schema import NumberFormat
from mlpcli.data.tables.table_file import TableFile
from mlpcli.data.tables.targets import rows_without

# What people call the column to predict, most telling first.
_CALLED = (
    ("target", "label", "labels", "class", "y", "outcome", "response", "ground_truth"),
    ("diagnosis", "species", "survived", "churn", "fraud", "default", "income", "price", "saleprice"),
    ("result", "output", "quality", "rating", "score", "category", "type", "status", "variety", "medv"),
)
_MOST_CLASSES = 50
_MOST_NAMED = 6


@dataclass(frozen=True)
class Candidate:
    """A column that could be predicted: `what` it would be, such as `3 classes` or `numbers`.

    In so many rows it is `missing`, of which no network learns it.
    """

    name: str
    what: str
    score: float
    missing: int = 0


def candidates(file: TableFile, form: NumberFormat, missing: Sequence[str]) -> list[Candidate]:
    """The columns that a network could predict, the likeliest first; none if all are dates, ids or free text.

    A column counts by its name, by being the last or the first, and by having few different values.
    """
    some = sample(file.frame)
    found = []
    for index, name in enumerate(file.names):
        if what := _what(some[name], form, missing):
            place = {len(file.names) - 1: 2.0, 0: 1.0}.get(index, 0.0)
            score = place + _called(name, file.path.stem) + ("class" in what)
            found.append(Candidate(name, what, score, len(rows_without(file.frame[name], missing))))
    return sorted(found, key=lambda one: -one.score)


def _called(name: str, stem: str) -> float:
    words = re.split(r"[^a-z0-9]+", name.lower())
    for rank, names in enumerate(_CALLED):
        if name.lower() in names:
            return 8.0 - 2 * rank
        if words[0] in names or words[-1] in names:
            return 5.0 - rank
    # `mpg` in mpg.csv.
    return 5.0 if name.lower() in re.split(r"[^a-z0-9]+", stem.lower()) else 0.0


def _what(column: pl.Series, form: NumberFormat, missing: Sequence[str]) -> str:
    """What a network would predict of a column, from some of its values; empty if it could not."""
    kind = look(column, form, missing).kind
    texts = column.cast(pl.String).str.strip_chars()
    different = texts.filter(~texts.is_in(list(missing))).n_unique()
    if kind in ("category", "boolean"):
        return f"{different} classes" if 2 <= different <= _MOST_CLASSES else ""
    if kind != "number" or different < 2:
        return ""
    # Whole numbers of which no two are the same number the rows.
    if different == len(column) and not texts.str.contains(r"[.,eE]").any():
        return ""
    return "numbers" if different > _MOST_CLASSES else f"numbers, {different} different"


def others(found: Sequence[Candidate]) -> str:
    """What else could be predicted than the first of the candidates; empty if nothing."""
    named = [f"{one.name} ({one.what})" for one in found[1 : 1 + _MOST_NAMED]]
    more = len(found) - 1 - len(named)
    return ", ".join(named) + (f" and {more} more" if more > 0 else "")
