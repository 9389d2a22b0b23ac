"""The column of a table that its network is most likely to predict."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from mlpcli.config.dataset_facts import ColumnKind
from mlpcli.data.tables.kinds import Look, sample
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


def candidates(file: TableFile, looks: Mapping[str, Look], missing: Sequence[str]) -> list[Candidate]:
    """The columns that a network could predict, the likeliest first; none if all are dates, ids or free text.

    A column counts by its name, by being the last or the first, and by having few different values. `looks`
    are what all columns hold.
    """
    some = sample(file.frame)
    texts = _texts_in(some, missing)
    absent = _missing_in(file.frame, missing)
    found = []
    names = file.names
    for index, name in enumerate(names):
        kind = "date" if looks[name].as_date else looks[name].kind
        if what := _what(kind, texts[name], len(some)):
            place = {len(names) - 1: 2.0, 0: 1.0}.get(index, 0.0)
            score = place + _called(name, file.path.stem) + ("class" in what)
            found.append(Candidate(name, what, score, absent[name]))
    return sorted(found, key=lambda one: -one.score)


@dataclass(frozen=True)
class _Texts:
    """How many different texts a column has, but for missing ones, and whether some look like fractions."""

    different: int
    have_points: bool


def _texts_in(some: pl.DataFrame, missing: Sequence[str]) -> dict[str, _Texts]:
    """Of each column its texts; of all at once, as a call of Polars for each of thousands takes seconds."""
    texts = pl.all().cast(pl.String).str.strip_chars()
    different = some.select(texts.filter(~texts.is_in(list(missing))).n_unique()).row(0)
    have_points = some.select(texts.str.contains(r"[.,eE]").any()).row(0)
    return {name: _Texts(*seen) for name, *seen in zip(some.columns, different, have_points, strict=True)}


def _missing_in(frame: pl.DataFrame, missing: Sequence[str]) -> dict[str, int]:
    """In how many rows each column is missing."""
    texts = pl.col(pl.String).fill_null("").str.strip_chars().is_in(list(missing)).sum()
    of_texts = frame.select(texts).row(0, named=True) if pl.String in frame.dtypes else {}
    others = (name for name in frame.columns if name not in of_texts)
    return {**of_texts, **{name: len(rows_without(frame[name], missing)) for name in others}}


def _called(name: str, stem: str) -> float:
    words = re.split(r"[^a-z0-9]+", name.lower())
    for rank, names in enumerate(_CALLED):
        if name.lower() in names:
            return 8.0 - 2 * rank
        if words[0] in names or words[-1] in names:
            return 5.0 - rank
    # `mpg` in mpg.csv.
    return 5.0 if name.lower() in re.split(r"[^a-z0-9]+", stem.lower()) else 0.0


def _what(kind: ColumnKind | None, texts: _Texts, rows: int) -> str:
    """What a network would predict of a column, from so many of its rows; empty if it could not."""
    different = texts.different
    if kind in ("category", "boolean"):
        return f"{different} classes" if 2 <= different <= _MOST_CLASSES else ""
    if kind != "number" or different < 2:
        return ""
    # Whole numbers of which no two are the same number the rows.
    if different == rows and not texts.have_points:
        return ""
    return "numbers" if different > _MOST_CLASSES else f"numbers, {different} different"


def others(found: Sequence[Candidate]) -> str:
    """What else could be predicted than the first of the candidates; empty if nothing."""
    named = [f"{one.name} ({one.what})" for one in found[1 : 1 + _MOST_NAMED]]
    more = len(found) - 1 - len(named)
    return ", ".join(named) + (f" and {more} more" if more > 0 else "")
